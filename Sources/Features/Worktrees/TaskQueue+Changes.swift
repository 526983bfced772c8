public import Door
import Host
public import Model
import QueueStore
import Text
import Workers

// Changes of rows. Each names its caller.

extension TaskQueue {
  /// Applies a transition durably, or changes nothing. If it takes a row from a worker of this
  /// machine, ends the worker. A transition that has a method of its own is done by that method:
  /// `pick` heeds a pause, `add` knows the workers, `edit` keeps a brief, and `restore` brings back
  /// files.
  ///
  /// - Parameters:
  ///   - transition: the change.
  ///   - left: what happens to work that was not judged, if an approval lands the work.
  ///   - caller: who makes it.
  ///   - report: called when the change is durable, before a worker is ended, which may take long.
  @discardableResult
  public func perform(
    _ transition: Transition, _ left: LeftWork = .refused, as caller: Caller,
    reporting report: (Decision) throws -> Void = { _ in }
  ) throws(Problem) -> Decision {
    try asking {
      let queue = try queue(as: caller, for: transition.verb)
      let proofs = FindUnmetProofs(queue: queue)
      let transition = proofs(try checked(transition, at: now()))
      let decision = try finish(transition, left, in: queue)
      WarnOfUnmerged(queue: queue)(decision.changes)
      proofs.warn(of: decision.changes)
      let reported = Result { try report(decision) }
      if transition.endsWorkers { try endWorkers(of: decision.idsWithoutWorker, in: queue) }
      try reported.get()
      return decision
    }
  }

  /// Changes fields of several rows. Each row succeeds or fails on its own.
  public func edit(_ edits: [Transition.Edit], as caller: Caller) throws(Problem) -> [RowResult] {
    try change(edits.map { ($0.id, .edit($0)) }, as: caller)
  }

  /// What `perform` would do now.
  public func preview(
    _ transition: Transition, as caller: Caller
  ) throws(Problem) -> Decision {
    try asking {
      let queue = try queue(as: caller)
      try queue.checkWritable()
      return try queue.preview(checked(transition, at: now()))
    }
  }

  /// The changes that a person can make to a row now without force, by the names of the commands:
  /// `answer`, `approve`, `reject`, `cancel`, `retry`, `replan`, `edit`, `pick`, `release`,
  /// `assign`, `done`, `fail`, `block`, `rm`, `split` and `move`. `reopen` is a forced `replan` of a
  /// DONE row. A change that would leave the row as it is does not count.
  public func allowedChanges(ofRow id: String) throws(Problem) -> [String] {
    try asking {
      let changes = try PersonsChanges(in: queue(as: Caller()))
      return try read { table in changes.allowed(of: try table.existing(id), in: table) }
    }
  }

  /// Changes several rows in one write. A refused change does not stop the others. Workers of this
  /// machine that lose their rows are ended.
  ///
  /// - Parameters:
  ///   - changes: the rows, and the change of each. If a row occurs twice, its first change counts.
  ///   - left: what happens to work that was not judged.
  ///   - isDryRun: whether only to report what would happen to the rows.
  ///   - caller: who makes the changes.
  ///   - report: called when the changes are durable, before workers are ended.
  @discardableResult
  public func change(
    _ changes: [(id: String, transition: Transition)], _ left: LeftWork = .refused,
    dryRun isDryRun: Bool = false, as caller: Caller,
    reporting report: ([RowResult]) throws -> Void = { _ in }
  ) throws(Problem) -> [RowResult] {
    try asking {
      var ids: Set<String> = []
      // A relative due time is the same for all rows.
      lazy var now = Result { try self.now() }
      let queue = try queue(as: caller, for: changes.first?.transition.verb ?? "")
      let proofs = FindUnmetProofs(queue: queue)
      let changes = try changes.filter { ids.insert($0.id).inserted }
        .map { (id: $0.id, transition: proofs(try checked($0.transition, at: now.get()))) }
      // Each approval lands with its row, so a problem with the work of one row does not stop the
      // others.
      var problem: Problem?
      var results: [RowResult] = []
      if !isDryRun, try landsWork(changes.map(\.transition)) {
        for (id, transition) in changes {
          do {
            let decision = try finish(transition, left, in: queue)
            results.append(RowResult(id: id, outcome: .success(decision)))
          } catch {
            let found = Problem(error)
            if let refusal = found.refusal {
              results.append(RowResult(id: id, outcome: .failure(refusal)))
            } else {
              problem = problem ?? found
            }
          }
        }
      } else {
        let outcomes = try ChangeRows(queue: queue)(changes.map(\.transition), isDryRun: isDryRun)
        results = zip(changes, outcomes).map { RowResult(id: $0.id, outcome: $1) }
      }
      if !isDryRun {
        let decisions = results.compactMap { try? $0.outcome.get() }
        WarnOfUnmerged(queue: queue)(decisions.flatMap(\.changes))
        proofs.warn(of: decisions.flatMap(\.changes))
      }
      let reported = Result { try report(results) }
      if !isDryRun {
        let changed = Set(results.filter { !$0.isRefused }.map(\.id))
        let ended = changes.filter { $0.transition.endsWorkers && changed.contains($0.id) }
        try endWorkers(of: ended.map(\.id), in: queue)
      }
      try reported.get()
      if let problem { throw problem }
      return results
    }
  }

  /// Cancels, retries or replans rows, as `change` does.
  ///
  /// - Parameters:
  ///   - rows: the rows to change.
  ///   - change: the change to make.
  ///   - isDryRun: whether only to report what would happen to the rows.
  ///   - caller: who makes the changes.
  ///   - report: called when the changes are durable, before workers are ended.
  @discardableResult
  public func change(
    _ rows: RowChoice, by change: RowsChange, dryRun isDryRun: Bool = false, as caller: Caller,
    reporting report: ([RowResult]) throws -> Void = { _ in }
  ) throws(Problem) -> [RowResult] {
    let chosen: [(id: String, status: Status?)] = try asking {
      switch rows {
      case .ids(let ids, let status): return ids.map { ($0, status) }
      case .all(let statuses, let text, let adder):
        let added = try adder.map(ids(addedBy:))
        let snapshot = try snapshot()
        return change.rows(
          of: statuses, containing: text, among: added, in: snapshot,
          try queue(as: caller).context())
      }
    }
    var transitions = chosen.map { ($0.id, change.transition(of: $0.id, from: $0.status)) }
    var report = report
    if case .retry(_, fresh: true) = change {
      report = { [report] in try report($0.map(\.ofFreshStart)) }
      try asking {
        let queue = try queue(as: caller, for: "retry")
        for (index, (id, transition)) in transitions.enumerated() {
          // A row that can't be retried keeps its worktree.
          do { _ = try preview(transition, as: caller) } catch {
            guard Problem(error).refusal != nil else { throw error }
            // A row that already waits needs no other change.
            guard try hasWaitingWorktree(id) else { continue }
            transitions[index].1 = .edit(Transition.Edit(id: id, [:]))
          }
          if !isDryRun { try startAfresh(id, in: queue) }
        }
      }
    }
    return try self.change(
      transitions, dryRun: isDryRun,
      as: caller, reporting: report)
  }

  /// The ids of the rows that a session or person added. A removed row that was put back remains a
  /// row of the one who added it.
  private func ids(addedBy name: String) throws -> Set<String> {
    var ids: Set<String> = []
    try store().visitHistory { entry in
      guard entry.isAddition, !entry.putsBack, let id = entry.id else { return }
      if entry.isBy(name) { ids.insert(id) } else { ids.remove(id) }
    }
    return ids
  }

  /// Whether the changes may make work land, or commit it.
  private func landsWork(_ transitions: [Transition]) throws -> Bool {
    guard transitions.contains(where: \.mayLand) else { return false }
    return try workspace().profiles.profiles.contains(where: \.usesWorktree)
  }

  /// Makes a change. If it is an approval, also merges the approved work.
  private func finish(
    _ transition: Transition, _ left: LeftWork, in queue: Queue
  ) throws -> Decision {
    var transition = transition
    if case .reply(var reply) = transition {
      // This is checked before anything is merged.
      try queue.checkMayReply(to: reply.id)
      if reply.kind == .approve {
        // When the checks of the merged files end, the row may have another attempt with another
        // digest.
        let now = try queue.digest(decidedBy: reply)
        try queue.checkContent(of: reply)
        reply.digest = reply.digest ?? now
        transition = .reply(reply)
      }
    }
    let finish = FinishWork(queue: queue, left: left)
    return try finish(transition) { try queue.change($0, alongside: $1) }
  }

  private func endWorkers(of ids: [String], in queue: Queue) throws {
    if ids.isEmpty { return }
    let end = EndWorkers(queue: queue, notice: waitNotice)
    do { try end(of: ids) } catch {
      throw Problem(error).adding(
        Sentence(
          "the change was made, but not every worker was stopped: run the command again",
          "변경은 되었지만 끝내지 못한 워커가 있습니다. 다시 실행하십시오"))
    }
  }
}

/// The result of a change for one of several rows.
public struct RowResult: Sendable {
  public let id: String
  public let outcome: Result<Decision, Refusal>

  public var isRefused: Bool { if case .failure = outcome { true } else { false } }

  /// The same result, as it is for a retry with a new start, if the row's status prevents one.
  fileprivate var ofFreshStart: RowResult {
    guard case .failure(.wrongState(let item, action: .retry)) = outcome else { return self }
    return RowResult(id: id, outcome: .failure(.wrongState(item, action: .beginAnew)))
  }
}

/// The rows that an operator changes.
public enum RowChoice: Equatable, Sendable {
  /// These rows, each named once. `from` is the status that a person confirmed for each; `nil` for
  /// any.
  case ids([String], from: Status? = nil)
  /// All rows to which the change applies, with one of these statuses, or with any status if none
  /// is given. With a text, only rows whose id, task or notes contain it in any letter case. With a
  /// session or person, only rows that it added.
  case all([Status] = [], containing: String? = nil, addedBy: String? = nil)
}

/// A change that an operator makes to rows.
public enum RowsChange: Equatable, Sendable {
  /// Stops rows that are not finished: they become BLOCKED.
  case cancel(reason: String? = nil)
  /// Sets rows back to PENDING. With `fresh`, they begin anew, without their worktree and its
  /// branch.
  case retry(force: Bool = false, fresh: Bool = false)
  /// Withdraws rows from work: rows in progress become BLOCKED, others PENDING.
  case replan(reason: String, force: Bool = false)

  /// The statuses of the rows to which the change applies if no status is named.
  public var statuses: [Status] {
    switch self {
    case .cancel: [.pending, .inProgress, .blocked]
    case .retry: [.failed, .blocked]
    case .replan: [.pending, .inProgress, .blocked, .failed]
    }
  }

  /// - Parameters:
  ///   - id: the row.
  ///   - status: the status in which the row was chosen; `nil` for any.
  public func transition(of id: String, from status: Status? = nil) -> Transition {
    switch self {
    case .cancel(let reason): .cancel(id: id, from: status, reason: reason)
    case .retry(let force, _): .retry(id: id, from: status, force: force)
    case .replan(let reason, let force):
      .replan(id: id, from: status, reason: reason, force: force)
    }
  }

  /// Whether the change applies to a PENDING row that is not named. A retry applies to a row that
  /// backs off, and with force to a row whose attempts are used up.
  private func takesPending(_ item: QueueItem, _ context: TransitionContext) -> Bool {
    switch self {
    case .cancel, .replan: true
    case .retry(let force, _):
      item.backsOff(at: context.now) || force && !item.mayStart(context.policy)
    }
  }

  /// The rows to which the change applies, in the order of the table.
  ///
  /// - Parameter ids: the rows among which to choose; `nil` for all.
  fileprivate func rows(
    of chosen: [Status], containing text: String?, among ids: Set<String>?,
    in snapshot: any QueueSnapshot, _ context: TransitionContext
  ) -> [(id: String, status: Status?)] {
    let statuses = chosen.isEmpty ? statuses + [.pending] : chosen
    let pattern = text.map { Array($0.lowercased().utf8) }
    return (0..<snapshot.rowCount).compactMap { row in
      guard let status = snapshot.status(at: row), statuses.contains(status),
        let item = snapshot.item(at: row)
      else { return nil }
      if status == .pending, chosen.isEmpty, !takesPending(item, context) { return nil }
      if case .retry = self, item.awaitsStart { return nil }
      if let pattern, !item.contains(pattern) { return nil }
      if let ids, !ids.contains(item.id) { return nil }
      return (item.id, status)
    }
  }
}

extension QueueItem {
  /// Whether the id, the task or the notes contain a text in lower case.
  fileprivate func contains(_ text: [UInt8]) -> Bool {
    [Column.id, .task, .notes].contains { column in
      guard let cell = self.text(of: column) else { return false }
      return Array(cell.lowercased().utf8).firstOffset(of: text, from: 0) != nil
    }
  }
}

extension Decision {
  /// The rows that were changed, or needed no change. A removed row had a worker only if it was
  /// IN_PROGRESS.
  fileprivate var idsWithoutWorker: [String] {
    if case .alreadySo(let item) = self { return [item.id] }
    return changes.filter { $0.after != nil || $0.before?.status == .inProgress }.map(\.id)
  }
}

extension Transition {
  /// Whether the change may make work land, or commit work.
  fileprivate var mayLand: Bool {
    switch self {
    case .reply(let reply): reply.kind == .approve
    case .finish(let finish): finish.ending == .done
    case .several(let transitions): transitions.contains(where: \.mayLand)
    case .addAll, .pick, .edit, .remove, .endAttempt, .assign, .release, .move, .cancel, .replan,
      .retry, .undo, .restore, .lease, .rescue, .cancelDependants, .dispatch, .review, .pullRequest,
      .plan, .importRows, .note:
      false
    }
  }

  /// The name of the change in the history: the subcommand of `orch` or `ops`.
  var verb: String {
    switch self {
    case .addAll: "add"
    case .pick: "pick"
    case .edit: "edit"
    case .remove: HistoryEntry.removeCommand
    case .finish(let finish):
      switch finish.ending {
      case .done: "done"
      case .blocked: "block"
      case .failed: "fail"
      }
    case .endAttempt: "fail"
    case .assign: "assign"
    case .release: "release"
    case .move: "move"
    case .cancel: "cancel"
    case .replan: "replan"
    case .retry: "retry"
    case .undo: "undo"
    case .restore: "restore"
    case .lease: "lease"
    case .rescue: "watchdog"
    case .cancelDependants: "cancel"
    case .dispatch: "dispatch"
    case .review(let review): review.source == .guardrails ? "guard" : "review"
    case .reply(let reply):
      switch reply.kind {
      case .answer: "answer"
      case .approve: "approve"
      case .reject: "reject"
      }
    case .pullRequest: "pr sync"
    case .plan: "plan"
    case .importRows: "import"
    case .note: "note"
    case .several(let transitions): transitions.first?.verb ?? "edit"
    }
  }
}
