public import Dispatching
import Host
import QueueModel
import TeamProtocol

/// The workers of `orch.json`, and what keeps them from being started.
extension Workspace {
  /// Empty where none is named, and where the settings can't be read.
  public var profiles: WorkerProfiles { settings.workers }

  /// - Throws: where no worker may start here, whatever the rows.
  public func checkWorkers() throws(EngineError) {
    if let problem = settings.problem { throw problem }
    guard let first = profiles.profiles.first else { return }
    if environment["ORCH_LABEL"] != nil { throw .insideWorker }
    // Without `/proc` a supervisor can't be identified later.
    if ProcessIdentity.current == nil { throw .noProcessTable }
    for profile in profiles.profiles where try refusal(of: profile) == nil { return }
    if let refusal = try refusal(of: first) { throw refusal }
  }

  /// Why a program that can be run must not: it is not named, or not trusted.
  private func refusal(of profile: WorkerProfile) throws(EngineError) -> EngineError? {
    // It starts no program.
    if profile.adapter == .simulated { return nil }
    if profile.argv.isEmpty {
      let kind = profile.adapter == .openclaw ? "command" : "worker"
      return .noWorkerProgram(file: settingsPath, kind: kind)
    }
    guard case .refused(let refusal) = try permission() else { return nil }
    return .untrusted(.startingWorkers, refusal)
  }

  /// Why workers can't start now, by their names. They are looked at before a row is claimed,
  /// because a failed start costs it an attempt.
  func workerProblems() throws(EngineError) -> [String: EngineError] {
    var problems: [String: EngineError] = [:]
    for profile in profiles.profiles { problems[profile.name] = try problem(of: profile) }
    return problems
  }

  private func problem(of profile: WorkerProfile) throws(EngineError) -> EngineError? {
    if let refusal = try refusal(of: profile) { return refusal }
    // Looked up from the folder and with the variables of the worker.
    let variables = ChildEnvironment.variables(from: environment, passing: profile.env)
    for (key, words) in [("argv", profile.argv), ("sandbox", profile.sandbox)] {
      guard let program = words.first else { continue }
      let lookup = ProgramLookup(program, in: try projectRoot(), environment: variables)
      if let obstacle = lookup.obstacle {
        return .missingProgram(file: settingsPath, key: "\(profile.key).\(key)", obstacle)
      }
    }
    return nil
  }

  /// The error with which a dispatch starts nothing here, whatever the rows.
  var startProblem: EngineError? {
    do {
      try checkWorkers()
      let problems = try workerProblems()
      let first = profiles.profiles.lazy.compactMap { problems[$0.name] }.first
      return problems.count < profiles.profiles.count ? nil : first
    } catch {
      return error
    }
  }

  /// The errors of programs that can't be run, in the order of the settings; empty where none may
  /// start.
  public var missingPrograms: [EngineError] {
    guard (try? checkWorkers()) != nil, let problems = try? workerProblems() else { return [] }
    return profiles.profiles.compactMap { profile in
      guard case .missingProgram? = problems[profile.name] else { return nil }
      return problems[profile.name]
    }
  }

  /// The files whose creation or change may make a missing program available.
  var missingProgramFiles: [String] {
    missingPrograms.flatMap { problem -> [String] in
      if case .missingProgram(_, _, let obstacle) = problem { obstacle.files } else { [] }
    }
  }
}

extension WorkerProfiles {
  /// The roster of all; `nil` where none is named.
  var roster: WorkerRoster? { profiles.isEmpty ? nil : roster() }
}
