import CommandSupport
import TeamProtocol

/// Whether the programs that `orch.json` names may start.
enum DoctorTrust {
  /// `nil` where it names none, or can't be read.
  static func diagnosis(of context: CommandContext) -> Diagnosis? {
    guard let programs = try? context.namedPrograms(),
      !programs.isEmpty || context.mirrorsOutside,
      let permission = try? context.trustPermission()
    else { return nil }
    switch permission {
    case .allowed: return .ok("trust", "\(programs.count.counted("program")) may start")
    case .refused(let refusal):
      let what =
        programs.isEmpty
        ? "the database, which is out of home, gets no change"
        : "no program of orch.json starts"
      let error = context.untrusted(what, refusal)
      return .fail("trust", error.message, mend: error.hint)
    }
  }
}

extension CommandContext {
  /// Whether changes are to be in a database out of home.
  fileprivate var mirrorsOutside: Bool {
    (try? value(Settings.mirror)) == true && placesOutside().contains { $0.key == "db_path" }
  }
}
