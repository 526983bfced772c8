public import Dispatching
public import Facts
import Host
public import QueueModel
import TeamProtocol

/// Use case: finds the programs of the workers of `orch.json`, and their versions. Only those of
/// agents, and those with a `min_version`, are asked, each once as long as its file is the same: a
/// script could take the question for its work.
public struct FindPrograms: Sendable {
  private let workspace: Workspace
  private let now: QueueTime

  public init(workspace: Workspace, now: QueueTime) {
    self.workspace = workspace
    self.now = now
  }

  public struct Program: Sendable {
    public let profile: WorkerProfile
    public let finding: Finding
  }

  public enum Finding: Sendable {
    /// orch plays the worker.
    case none
    case missing(Problem)
    case notAsked(path: String)
    case untrusted(path: String)
    case answer(ProgramVersions.Answer, path: String)
  }

  /// In the order of `orch.json`.
  public func callAsFunction() throws(Problem) -> [Program] {
    if let problem = workspace.settings.problem { throw problem }
    let permission = try workspace.permission()
    var programs: [Program] = []
    for profile in workspace.profiles.profiles {
      programs.append(
        Program(profile: profile, finding: try finding(of: profile, permission)))
    }
    return programs
  }

  private func finding(
    of profile: WorkerProfile, _ permission: TrustPermission
  ) throws(Problem) -> Finding {
    guard let program = profile.programName else { return .none }
    if let error = try workspace.missing(program, profile.programKey, of: profile) {
      return .missing(error)
    }
    guard let path = try workspace.lookup(program, for: profile).files.first else { return .none }
    guard profile.adapter.isAgent || profile.minVersion != nil else {
      return .notAsked(path: path)
    }
    guard case .allowed = permission else { return .untrusted(path: path) }
    return .answer(try workspace.askVersion(of: path, now: now), path: path)
  }
}
