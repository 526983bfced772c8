import Door
import Host
package import Workers

extension Workspace {
  /// The sandbox for the programs of a worker. A sandbox that the settings name by a command is
  /// left out if the command is missing and the sandbox is not required. Orch's own sandbox has the
  /// limits that can be enforced.
  ///
  /// - Parameters:
  ///   - profile: the worker; `nil` for none.
  ///   - worktree: the top folder of the worktree in which the programs run; `nil` for the root.
  ///   - repository: the repository of the worktree, which may not exist yet.
  ///   - isWorker: whether the sandbox is for the worker's own program, which has the worker's
  ///     login, and gets a signal before its end.
  ///   - shown: further folders that the programs can read.
  /// - Throws: if a limit can't be enforced, and the worker requires the limit.
  package func sandbox(
    of profile: WorkerProfile?, below root: String, in worktree: String? = nil,
    from repository: String? = nil,
    isWorker: Bool = false, showing shown: [String] = []
  ) throws -> SandboxedStart {
    guard let profile else { return SandboxedStart() }
    guard let rules = profile.sandboxRules else {
      return SandboxedStart(words: namedSandbox(of: profile, below: root))
    }
    var lacks = try triedLacks(of: profile, rules, below: root, asks: true)
    var places = SandboxPlaces(work: root)
    let reader = SandboxReader(
      workspace: self, profile: profile, rules: rules, root: root, isWorker: isWorker)
    do throws(SandboxObstacle) {
      places = try reader.places(in: worktree, from: repository)
    } catch {
      lacks = lacks.adding(error, to: rules)
    }
    if profile.requiresSandbox, let lack = lacks.first {
      throw Problem.workerCannotStart(
        WorkerObstacle(profile, file: settingsPath, .missingSandbox(lack)))
    }
    places.readable += shown.compactMap { Path.resolved($0) }
    let missing = Set(lacks.map(\.rung))
    var sandbox = SandboxProfile(
      rules, places, enforced: Enforcement(Set(rules.rungs).subtracting(missing)))
    sandbox.endsGently = isWorker
    sandbox.scope = SandboxScope(user: Int(CurrentProcess.effectiveUser))
    sandbox.program = program(SandboxRules.program, of: profile, below: root)
    sandbox.scope.program = program(SandboxRules.scopeProgram, of: profile, below: root)
    return SandboxedStart(
      words: sandbox.words, enforced: sandbox.enforced, lacks: lacks,
      places: sandbox.enforced.rungs.contains(.files) ? places : nil)
  }

  private func namedSandbox(of profile: WorkerProfile, below root: String) -> [String] {
    guard let program = profile.sandbox.first else { return [] }
    if profile.requiresSandbox { return profile.sandbox }
    return sandboxLookup(program, of: profile, below: root).obstacle == nil ? profile.sandbox : []
  }

  private func program(_ name: String, of profile: WorkerProfile, below root: String) -> String {
    sandboxLookup(name, of: profile, below: root).files.first ?? name
  }

  private func sandboxLookup(
    _ program: String, of profile: WorkerProfile, below root: String
  ) -> ProgramLookup {
    ProgramLookup(
      program, in: root,
      environment: ChildEnvironment.variables(from: environment, passing: profile.env))
  }

  /// The limits of a worker's sandbox that can't be enforced here, files first; empty if orch makes
  /// no sandbox.
  ///
  /// - Parameter asks: whether untried limits are tried. If not, they count as enforced.
  package func sandboxLacks(of profile: WorkerProfile, asks: Bool) throws -> [SandboxLack] {
    guard let rules = profile.sandboxRules else { return [] }
    let root = try projectRoot()
    let lacks = try triedLacks(of: profile, rules, below: root, asks: asks)
    let reader = SandboxReader(
      workspace: self, profile: profile, rules: rules, root: root, isWorker: false)
    do throws(SandboxObstacle) {
      _ = try reader.places(in: profile.usesWorktree ? Path.join(sidecar, "worktrees/+") : nil)
      return lacks
    } catch {
      return lacks.adding(error, to: rules)
    }
  }

  private func triedLacks(
    of profile: WorkerProfile, _ rules: SandboxRules, below root: String, asks: Bool
  ) throws -> [SandboxLack] {
    let trials = SandboxTrials(
      sidecar: sidecar, scope: SandboxScope(user: Int(CurrentProcess.effectiveUser)))
    // A program from a `PATH` that is not trusted is not started.
    let mayStart = asks ? try permission() == .allowed : false
    var lacks: [SandboxLack] = []
    for rung in rules.rungs {
      let isScope = rung == .memory || rung == .processes
      // bwrap also cuts the network of the programs that it starts.
      if rung == .network, let files = lacks.first(where: { $0.rung == .files }) {
        lacks.append(SandboxLack(rung, files.obstacle))
        continue
      }
      let lookup = sandboxLookup(
        isScope ? SandboxRules.scopeProgram : SandboxRules.program, of: profile, below: root)
      guard lookup.obstacle == nil, let program = lookup.files.first else {
        if let obstacle = lookup.obstacle {
          lacks.append(SandboxLack(rung, .missing(obstacle)))
        }
        continue
      }
      let answer =
        mayStart
        ? trials.answer(
          rung, by: program, in: root,
          environment: ChildEnvironment.variables(from: environment))
        : trials.remembered(rung, by: program)
      if case .fails(let obstacle)? = answer {
        lacks.append(SandboxLack(rung, obstacle))
      }
    }
    return lacks
  }
}

extension [SandboxLack] {
  /// If bwrap can't limit files, it can't enforce its other limits either.
  fileprivate func adding(_ obstacle: SandboxObstacle, to rules: SandboxRules) -> [SandboxLack] {
    let ofFiles = rules.rungs.filter { $0 == .files || $0 == .network }
    return ofFiles.map { SandboxLack($0, obstacle) } + filter { !ofFiles.contains($0.rung) }
  }
}
