import Console
import Dispatching
import Engine
import Facts
import Host
import JSON
import QueueModel
import Representation
import Wording

/// The contexts of a daemon's ticks, each of which reads queue and settings again.
final class DaemonContexts {
  /// The context of the last tick.
  private(set) var current: CommandContext
  /// The lines of the run log for the current tick.
  private var run: LoggedRun?
  /// What was wrong in the last tick.
  private var lastProblem: String?

  init(_ context: CommandContext) { current = context }

  var source: Daemon.Source {
    Daemon.Source(
      follow: { [self] in
        // Where a link may not be followed, the tick fails.
        if let notice = try? current.taskQueue.followQueue() {
          current.warn(notice(current.languageForErrors))
        }
      },
      tick: { [self] () throws(Problem) in
        current = current.refreshed(as: TickCommand.name)
        run = LoggedRun(current, isDeferred: true)
        return try currentTick()
      },
      nextTick: { [self] () throws(Problem) in try currentTick().next },
      problem: { [self] in
        current = current.refreshed(as: TickCommand.name)
        return current.taskQueue.settingProblems().first
      })
  }

  private func currentTick() throws(Problem) -> Tick {
    do { return try current.tick() } catch { throw current.problem(error) }
  }

  /// Writes the tick to the run log, unless nothing was done, or it only failed as the one before.
  func endTick(_ output: TickOutput) {
    let problem = output.problem?.message
    if !output.lines.isEmpty || problem != nil && problem != lastProblem {
      run?.log(output.problem)
    }
    lastProblem = problem
    run = nil
  }
}

/// Prints what a daemon does, and writes the record that `ops doctor` and `ops watch` read. A
/// failure to write either stops no work.
final class DaemonOutput {
  private let lock: DaemonLock
  private var record: DaemonRecord
  /// The record as it was written last; `nil` before that.
  private var savedRecord: DaemonRecord?
  private let interval: Interval
  /// Seconds east of UTC, kept for times at which the settings can't be read.
  private let zone: QueueZone
  private let contexts: DaemonContexts
  private var context: CommandContext { contexts.current }

  /// - Throws: where this process can't be identified.
  init(_ lock: DaemonLock, _ interval: Interval, _ contexts: DaemonContexts) throws {
    guard let process = ProcessIdentity.current else { throw Problem.noProcessTable }
    self.lock = lock
    self.interval = interval
    self.contexts = contexts
    let context = contexts.current
    zone = try context.taskQueue.zone()
    record = DaemonRecord(
      process: process, startedAt: try context.taskQueue.now().iso8601,
      intervalSeconds: interval.seconds)
  }

  func show(_ event: Daemon.Event) {
    switch event {
    case .began(let startsWork): begin(startsWork: startsWork)
    case .ticked(let outcome): show(TickOutput(outcome, of: context))
    case .failed(let error): context.printError(context.problem(error))
    case .reloaded(nil): announce("reads orch.json anew")
    case .reloaded(let problem?):
      context.printError(context.problem(problem))
      announce("nothing starts until orch.json can be read")
    case .ended(.signalled): end("ends; workers go on")
    case .ended(.idle(let problem?)) where problem.isPause: end("ends: \(waitingRows())")
    case .ended(.idle): end("ends: nothing can start by itself")
    }
  }

  private func begin(startsWork: Bool) {
    if let before = lock.killedProcess {
      announce("the one before, process \(before.id), was killed; goes on")
    }
    let claims =
      startsWork ? "" : "; orch.json names no program to start, so that no row is claimed"
    announce("ticks every \(interval.text), and when the queue changes\(claims)")
    saveRecord()
  }

  private func show(_ ticked: TickOutput) {
    contexts.endTick(ticked)
    record.tickedAt = (try? context.taskQueue.now(zone: zone))?.iso8601
    record.problem = ticked.problem?.message
    let news = context.newStops(for: .daemon, besides: ticked.problem)
    let verdicts = news.found.verdicts
    var isPrinted = true
    var shown = ticked
    shown.stopped = news.found.rows
    if context.shared.isJSON {
      if !(shown.lines.isEmpty && shown.stopped.isEmpty && verdicts.isEmpty) {
        var json = shown.json(in: context)
        json["verdicts"] = .array(verdicts.map(\.json))
        isPrinted = print(json)
      }
    } else {
      // A row that stopped has its verdict in its own line.
      let stopped = Set(shown.stopped.map(\.item.id))
      let reviewed = verdicts.filter { !stopped.contains($0.id ?? "") }
      for line in shown.lines { print(line) }
      isPrinted = (reviewed.map(Self.line(ofVerdict:)) + shown.news.map { context.news(of: $0) })
        .allSatisfy { print($0) }
    }
    if isPrinted { news.markRead() }
    saveRecord()
  }

  /// Writes the record, unless it says what it said: its times are seconds, and ticks may be more.
  private func saveRecord() {
    if record == savedRecord { return }
    lock.save(record)
    savedRecord = record
  }

  /// `ORCH-001 review RETRY 1/2 covered: missing_checks:1`, or where no report was judged
  /// `ORCH-001 failed: timeout`, with what the attempt added to the notes.
  private static func line(ofVerdict entry: HistoryEntry) -> String {
    if entry.findings == nil, let failure = entry.failure {
      let (old, new) = (notes(entry.before), notes(entry.after))
      let said = Notes(new.prose).segments.filter {
        !old.segments.contains($0) && $0 != failure.rawValue
      }
      return (["\(entry.id ?? "-") failed: \(failure.rawValue)"] + said)
        .joined(separator: "; ").escaped
    }
    let reasons = entry.findings?.verdict?.reasons ?? []
    let why = reasons.isEmpty ? "" : ": \(reasons.joined(separator: "; "))"
    return "\(entry.id ?? "-") \(entry.findings?.text ?? "")\(why)".escaped
  }

  private static func notes(_ cells: [String: String]) -> Notes {
    Notes(cells[Column.notes.name] ?? "")
  }

  private func end(_ reason: String) {
    record.endedAt = (try? context.taskQueue.now(zone: zone))?.iso8601
    saveRecord()
    announce(reason)
  }

  /// `2 rows wait for the end of a pause: ORCH-1, ORCH-2`; those that wait for the next day's budget
  /// likewise.
  private func waitingRows() -> String {
    let explained = try? ExplainWaiting(
      queue: context.queue(), workspace: context.taskQueue.workspace())().explanations
    let reasons: [(StartProblem.Kind, String)] = [
      (.workerPaused, "the end of a pause"), (.budget, "the next day's budget"),
    ]
    let lists = reasons.compactMap { kind, reason -> String? in
      let ids = (explained ?? []).filter { $0.code == kind.rawValue && !$0.isStuck }
        .compactMap(\.id)
      if ids.isEmpty { return nil }
      let more = ids.count > Self.mostRows ? [" and \(ids.count - Self.mostRows) more"] : []
      return "\(ids.count == 1 ? "1 row waits" : "\(ids.count) rows wait") for \(reason): "
        + ids.prefix(Self.mostRows).map(\.escaped).joined(separator: ", ") + more.joined()
    }
    return lists.joined(separator: "; ")
  }

  private static let mostRows = 5

  /// Prints a line about the daemon itself.
  private func announce(_ text: String) {
    if context.shared.isJSON {
      print(["daemon": .string(text)])
    } else {
      print("daemon: \(text)")
    }
  }

  /// - Returns: whether the line was written.
  @discardableResult
  private func print(_ line: String) -> Bool {
    let time = (try? context.taskQueue.now(zone: zone))?.text ?? "-"
    return context.printIfPossible("\(time) \(line)")
  }

  @discardableResult
  private func print(_ json: JSONObject) -> Bool {
    var object: JSONObject = [
      "at": (try? context.taskQueue.now(zone: zone)).map { .string($0.iso8601) } ?? .null
    ]
    object.append(json)
    return context.printIfPossible(JSONValue.object(object).description)
  }
}
