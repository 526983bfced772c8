import QueueCLI
import TeamProtocol

/// Whether the programs that `orch.json` names may start.
enum DoctorTrust {
  /// `nil` where it names none, or can't be read.
  static func diagnosis(of session: Session) -> Diagnosis? {
    guard let programs = try? session.namedPrograms(), !programs.isEmpty,
      let permission = try? session.trustPermission()
    else { return nil }
    switch permission {
    case .allowed: return .ok("trust", "\(programs.count.counted("program")) may start")
    case .refused(let refusal):
      let error = session.error("no program of orch.json starts", refusal)
      return .fail("trust", error.message, mend: error.hint)
    }
  }
}
