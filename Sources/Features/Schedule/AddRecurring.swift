package import Door
import Host
import Model
import Plans
import QueueStore
import Text

/// The rows that a tick added for an entry of `recurring`.
public struct AddedRecurring: Equatable, Sendable {
  /// The name of the entry.
  public let entry: String
  /// The id of the row; `nil` for a plan.
  public let id: String?
  /// The name of the plan; `nil` for a row.
  public let plan: String?
  /// The ids of the rows.
  public let rows: [String]
}

/// Use case: adds the rows and plans of `recurring` in `orch.json` when they are due. Source:
/// `docs/scheduling.md`, "Recurring rows".
///
/// The ids in the history show what was added; `RecurringFile` only saves reading the history. One
/// process at a time decides, on all machines of a queue. A row is added by a request with a key
/// that is kept with the row. So it is added once, even after a crash.
package struct AddRecurring: Sendable, UseCase {
  package let queue: Queue
  private let file: RecurringFile
  private let settings: RecurringSettings

  package init(queue: Queue) {
    self.queue = queue
    file = RecurringFile(queue.workspace)
    settings = queue.workspace.settings.recurring
  }

  /// - Parameter report: called at once with each addition.
  /// - Throws: the first mistake of an entry, which stops only that entry.
  package func callAsFunction(_ report: (AddedRecurring) -> Void) throws {
    if workspace.settings.problem != nil { return }
    let known = file.read()
    // Usually there is no recurring work, or none is due.
    if settings.isEmpty, known?.isEmpty ?? true { return }
    var first = settings.mistakes.first.map { problem(of: $0) }
    // A queue may be read-only, for example a copy of a database.
    if isDue(known), (try? queue.checkWritable()) != nil, let lock = try lock() {
      let problem = try decide(report)
      first = first ?? problem
      withExtendedLifetime(lock) {}
    }
    if let first { throw first }
  }

  func problem(of mistake: RecurringMistake) -> Problem {
    .setting(.mistake(mistake.mistake, path: workspace.settingsPath))
  }

  /// The states of the entries that have begun.
  func states() throws -> [String: RecurringState] {
    if let known = file.read() { return known }
    return try RecurringMemory.states(in: queue)
  }

  /// Keeps other processes from deciding; `nil` if another process is deciding now.
  private func lock() throws -> SharedLock? {
    do throws(SharedLock.Failure) {
      return try workspace.sharedFiles.lock(
        "recurring/lock", timeout: .zero, lease: Self.lease, by: "orch tick", queue.clock.machine)
    } catch {
      if case .system(let error) = error { throw error }
      return nil
    }
  }

  /// The number of seconds for which other machines wait for a lock holder that does not respond.
  private static let lease = 60

  // MARK: What is due

  private func isDue(_ known: [String: RecurringState]?) -> Bool {
    guard let known else { return !settings.entries.isEmpty }
    let now = queue.clock.now
    return !ended(known).isEmpty
      || settings.entries.contains { entry in
        guard let state = known[entry.name.text], state.times == entry.times.text else {
          return true
        }
        return entry.times.last(at: now).map {
          $0 != state.floor && entry.times.later(state.floor, $0, in: now.zone) == $0
        } ?? false
      }
  }

  /// The names of entries that `orch.json` no longer has. An entry with a mistake is not among
  /// them.
  private func ended(_ known: [String: RecurringState]) -> [String] {
    let names = Set(settings.entries.map(\.name.text) + settings.mistakes.map(\.name))
    return known.keys.filter { !names.contains($0) }.sorted()
  }

  /// - Returns: the first mistake of an entry.
  private func decide(_ report: (AddedRecurring) -> Void) throws -> Problem? {
    // The states are read again, because another process may have decided before this one got the
    // lock.
    let before = try states()
    let now = queue.clock.now
    var states = before
    var facts: [QueueFact] = []
    for name in ended(before) {
      facts.append(change(name, before[name]?.times ?? "", .ended, now))
      states[name] = nil
    }
    for entry in settings.entries where before[entry.name.text]?.times != entry.times.text {
      let (name, times) = (entry.name.text, entry.times.text)
      facts.append(change(name, times, .began, now))
      let begun = RecurringMinute(at: now)
      let floor = before[name].map { entry.times.later($0.floor, begun, in: now.zone) } ?? begun
      states[name] = RecurringState(times: times, floor: floor, newest: before[name]?.newest)
    }
    if !facts.isEmpty { _ = try queue.perform(.note(facts)) }
    var first: Problem?
    for entry in settings.entries {
      guard var state = states[entry.name.text] else { continue }
      do { try decide(entry, &state, at: now, report) } catch {
        first = first ?? Problem(error)
      }
      states[entry.name.text] = state
    }
    if states != before || file.read() == nil { try file.write(states) }
    return first
  }

  private func change(
    _ name: String, _ times: String, _ state: QueueFact.RecurringChange.State, _ now: QueueTime
  ) -> QueueFact {
    .recurring(.init(name: name, times: times, state: state, time: now))
  }

  private func decide(
    _ entry: RecurringEntry, _ state: inout RecurringState, at now: QueueTime,
    _ report: (AddedRecurring) -> Void
  ) throws {
    var times = entry.times.due(after: state.floor, at: now, catchingUp: entry.catchesUp)
    let holder = state.heldBy
    state.heldBy = nil
    if !entry.overlaps, !times.isEmpty {
      state.heldBy = try unfinished(of: entry, heldBy: holder)
      // The work is added after that row is finished, if it is still due then.
      if state.heldBy != nil { return }
      times = times.suffix(1)
    }
    for time in times {
      do {
        let (name, added) = try add(entry, at: time)
        (state.floor, state.newest) = (time, name)
        if let added { report(added) }
      } catch {
        throw Problem(error, ofRecurring: entry.name.text)
      }
    }
    // Missed times that are not added now are never added.
    if let last = entry.times.last(at: now) {
      state.floor = entry.times.later(state.floor, last, in: now.zone)
    }
  }

  /// The id of an unfinished row of the entry; `nil` if there is none.
  func unfinished(of entry: RecurringEntry, heldBy known: String?) throws -> String? {
    try queue.read { table in
      if let known, entry.name.minute(ofRow: known) != nil,
        try table.status(of: known).map({ !$0.isFinished }) ?? false
      {
        return known
      }
      var found: String?
      for status in [Status.inProgress, .pending, .blocked] where found == nil {
        try table.visit(status) { row in
          guard entry.name.minute(ofRow: row.id) != nil else { return .more }
          found = row.id
          return .enough
        }
      }
      return found
    }
  }

  // MARK: Adding

  /// - Returns: the name of the row or plan, and what was added; `nil` if it had been added before.
  private func add(
    _ entry: RecurringEntry, at time: RecurringMinute
  ) throws -> (name: String, AddedRecurring?) {
    switch entry.work {
    case .row(let task):
      let id = entry.name.row(at: time)
      let isNew = try addRow(task, id: id)
      return (
        id, isNew ? AddedRecurring(entry: entry.name.text, id: id, plan: nil, rows: [id]) : nil
      )
    case .plan(let path):
      let name = entry.name.plan(at: time)
      let rows = try addPlan(at: path, named: name)
      return (
        name,
        rows.map { AddedRecurring(entry: entry.name.text, id: nil, plan: name, rows: $0) }
      )
    }
  }

  /// - Returns: whether the row is new. A row that was added before is not added again, even if it
  ///   is gone.
  private func addRow(_ task: PlanTask, id: String) throws -> Bool {
    guard let key = RequestKey("recurring:\(id)"), let row = task.row(id: id, in: queue.clock.zone)
    else { return false }
    // The digest does not depend on the contents of `orch.json`.
    let request = AddRequest(key: key, digest: SHA256.hexDigest(of: Array(key.text.utf8)))
    let submit = SubmitWork(queue: queue)
    do {
      let decision = try submit(row, brief: task.brief, of: request)
      return !decision.changes.isEmpty
    } catch {
      if case .alreadyExists? = Problem(error).refusal { return false }
      throw error
    }
  }

  /// - Returns: the ids of its rows; `nil` if a plan of this name was applied before.
  private func addPlan(at path: String, named name: String) throws -> [String]? {
    if let head = try PlanFolder(name, workspace).head(), head.version > 0 { return nil }
    var plan = try self.plan(at: path)
    plan.name = name
    let apply = ApplyPlan(
      queue: queue, zone: queue.clock.zone,
      lockTimeout: Settings.lockTimeout.defaultValue)
    let applied = try apply(plan, key: nil)
    return applied.isRepeated ? nil : applied.rows.map(\.id)
  }

  /// The plan in a file below the project root.
  func plan(at path: String) throws -> Plan {
    let root = try workspace.projectRoot()
    let place = Path.join(root, path)
    if let found = Path.resolved(place), !Path.isInside(found, Path.resolved(root) ?? root) {
      throw Problem.setting(.leadsOut(path: place, home: root, target: found))
    }
    if let kind = (try? FileStatus(of: place))?.kind, kind != .regular {
      throw Problem.noRegularPlanFile(place)
    }
    do {
      let file = try FileDescriptor(opening: place, for: .reading)
      let kind = try file.status().kind
      if kind != .regular { throw SystemError.notARegularFile(place, kind) }
      let bytes = try file.readWhole(upTo: Plan.byteLimit + 1)
      return try PlanFile(parsing: bytes, names: settings.names).plan
    } catch let error as SystemError where error.isMissing { throw Problem.noPlanFile(place) }
  }
}

extension Problem {
  fileprivate static func noPlanFile(_ path: String) -> Problem {
    .adapter(
      .noInput, Sentence("there is no plan \(path)", "계획 \(path)이(가) 없습니다"),
      hint: Sentence(
        "write the plan, or name another file in orch.json", "파일을 만들거나 orch.json에 다른 파일을 쓰십시오"))
  }

  fileprivate static func noRegularPlanFile(_ path: String) -> Problem {
    .adapter(
      .noInput, Sentence("the plan \(path) is not a regular file", "계획 \(path): 일반 파일이 아닙니다"),
      hint: Sentence("name a file in orch.json", "orch.json에 파일을 쓰십시오"))
  }

  /// The problem of an entry. Errors of the store concern no entry.
  init(_ error: any Error, ofRecurring name: String) {
    let problem = Problem(error)
    let isOfStore = if case .store = problem { true } else { error is StoreError }
    self =
      if isOfStore, problem.refusal == nil { problem } else {
        .adapter(
          problem.kind,
          Sentence(
            "recurring.\(name): \(problem.sentence.english)",
            "recurring.\(name): \(problem.sentence.korean)"),
          hint: problem.hint)
      }
  }
}
