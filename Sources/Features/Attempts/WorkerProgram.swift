public import Door
import Host
import Model
public import Workers

/// The program of a worker of `orch.json`, and its version.
public struct WorkerProgram: Sendable {
  public let profile: WorkerProfile
  public let finding: Finding
  /// Whether bubblewrap is missing, with which the program would make a sandbox of its own.
  public let lacksBubblewrap: Bool

  public enum Finding: Sendable {
    /// There is no program, because orch plays the worker.
    case none
    case missing(Problem)
    case notAsked(path: String)
    case untrusted(path: String)
    case answer(ProgramVersions.Answer, path: String)
  }
}

extension TaskQueue {
  /// The programs of the workers, in the order of `orch.json`. Only programs of agents and programs
  /// with a `min_version` are asked for their versions, because a script could take the question
  /// for its work. Each is asked again only if its file has changed.
  public func workerPrograms() throws(Problem) -> [WorkerProgram] {
    try asking {
      let (workspace, now) = (try self.workspace(), try self.now())
      if let problem = workspace.settings.problem { throw problem }
      let permission = try workspace.permission()
      return try workspace.profiles.all.map { profile in
        let bubblewrap = try workspace.lookup(SandboxRules.program, for: profile)
        return WorkerProgram(
          profile: profile, finding: try finding(of: profile, permission, in: workspace, at: now),
          lacksBubblewrap: profile.makesOwnSandbox && bubblewrap.obstacle != nil)
      }
    }
  }

  private func finding(
    of profile: WorkerProfile, _ permission: TrustPermission, in workspace: Workspace,
    at now: QueueTime
  ) throws -> WorkerProgram.Finding {
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
