package import Attempts
public import Door
public import Model
import Text
import Workers

// The programs of `orch.json` that get events.

extension TaskQueue {
  /// Delivers the due events to the hooks, and returns when that is done.
  ///
  /// - Parameters:
  ///   - triesNow: whether deliveries that wait for their next try are tried now.
  ///   - caller: the session that asks. The first call gives the queue an id.
  ///   - document: makes the text that a hook reads about an event, without a line break at the
  ///     end.
  /// - Returns: what was done for each hook; empty if there are none.
  public func deliver(
    tryingNow triesNow: Bool = false, as caller: Caller,
    document: @escaping @Sendable (QueueEvent) -> String
  ) throws(Problem) -> [HookDelivery] {
    try asking {
      if let problem = settingProblems().first { throw problem }
      let deliver = DeliverEvents(
        queue: try queue(as: caller, for: "deliver"),
        document: document, triesNow: triesNow)
      return try deliver()
    }
  }

  /// The hooks of `orch.json`, by name.
  public func hooks() throws(Problem) -> [Hook] {
    HookSettings(reading: try fileSettings().given).hooks
  }

  /// Makes new hooks begin at the end of the history, so that they get only future events. Removes
  /// files of hooks that `orch.json` no longer names.
  ///
  /// - Parameters:
  ///   - isFirst: whether the home was not trusted before. Then all hooks are new, whatever
  ///     positions the files of a clone contain. The files of a queue on a server are not in a
  ///     clone.
  ///   - caller: the session that trusts the hooks.
  public func beginHooks(afterFirstTrust isFirst: Bool, as caller: Caller) throws(Problem) {
    try asking {
      let workspace = try workspace()
      let hooks = workspace.hooks
      let folder = workspace.hookFolder
      try folder.removeRecords(except: hooks.map(\.name))
      let areNew = isFirst && !isOnServer
      for hook in hooks where try areNew || folder.record(of: hook.name) == nil {
        // If another process has the lock, it sets the position.
        guard let lock = try folder.lock(hook.name, opening.clock) else { continue }
        defer { withExtendedLifetime(lock) {} }
        let events = HookEvents(queue: try queue(as: caller, for: "trust"), hook: hook)
        try folder.save(HookRecord(from: events.end()), of: hook.name)
      }
    }
  }

  /// Starts `orch deliver` if a hook has to run; does nothing without a starter.
  package func startDelivery(as caller: Caller) throws -> StartedProcess? {
    guard let launcher = try launcher() else { return nil }
    return try StartDelivery(
      queue: try queue(as: caller), launcher: launcher)()
  }
}

extension Problem {
  /// The refusal to deliver in a worker, which would choose the variables of the hooks.
  static let insideWorkerHooks = Problem.adapter(
    .insideWorker,
    Sentence("a worker delivers no events", "워커는 이벤트를 전달하지 않습니다"),
    hint: Sentence(
      "the next tick delivers them; or unset ORCH_LABEL and ORCH_ATTEMPT if this is not a worker",
      "다음 틱이 전달합니다. 워커가 아니라면 ORCH_LABEL과 ORCH_ATTEMPT를 없애십시오"))
}

extension TaskQueue {
  /// Hooks that can't run, or that fail to accept their events. Missing trust is another finding.
  package func hookDiagnoses() -> [Diagnosis] {
    guard let now = try? now() else { return [] }
    let fix = Sentence(
      "fix the hook, then run orch deliver --now", "고친 뒤 실행하십시오: orch deliver --now")
    let keys = ((try? hooks()) ?? []).map(\.argvKey)
    let missing = ((try? trust())?.obstacles ?? []).filter { keys.contains($0.key) }
    return missing.map { key, obstacle in
      .warn("hook", obstacle.sentence.map { "\(key): \($0)" }, fix: fix)
    }
      + hookFindings().failing.map {
        .warn("hook", $0.failing.sentence(of: $0.name, at: now), fix: fix)
      }
  }
}
