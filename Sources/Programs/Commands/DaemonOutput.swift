import Door
import Host
import Model
import Runner
import Text
import Work
import Worktrees

/// Prints what a daemon does. A failure to print stops no work.
struct DaemonOutput {
  private let context: CommandContext
  private let interval: Interval
  /// The zone to use while the settings can't be read.
  private let zone: QueueZone
  /// The name of the queue, if the process is the daemon of several.
  private let queue: String?

  init(
    _ context: CommandContext, _ interval: Interval, _ zone: QueueZone, queue: String? = nil
  ) {
    (self.context, self.interval, self.zone, self.queue) = (context, interval, zone, queue)
  }

  func show(_ event: Daemon.Event) {
    switch event {
    case .began(let startsWork, let killed):
      context.errorPrefix = { [zone, queue] in Self.beginning(in: $0, zone, queue) }
      if let killed { announce("takes over from process \(killed.id), which was killed") }
      let claims =
        startsWork ? "" : "; orch.json names no program to start, so no row is claimed"
      announce("ticks every \(interval.text), and when the queue changes\(claims)")
    case .ticked(let outcome): show(TickOutput(outcome, of: context))
    case .packed(let packed):
      announce(
        "packed \(packed.count.counted("attempt")) of finished rows, which saves "
          + ByteCount.text(packed.savedBytes))
    case .expired(let count, let bytes):
      announce(
        "removed \(count.counted("attempt")) of finished rows, \(bytes.counted("byte")): retention in "
          + "orch.json")
    case .failed(let error): context.printError(context.problem(error))
    case .reloaded(nil): announce("reloaded orch.json")
    case .reloaded(let problem?):
      context.printError(context.problem(problem))
      announce("nothing starts until orch.json can be read")
    case .waits: rowsThatGoOn().map { announce("waits: \($0)") }
    case .ended(.signalled): announce("ends; workers go on")
    case .ended(.idle(let problem?)) where problem.isPause: announce("ends: \(waitingRows())")
    case .ended(.idle): announce("ends: nothing can start by itself")
    }
  }

  private func show(_ ticked: TickOutput) {
    let news = context.newStops(for: .daemon, besides: ticked.problem)
    let (rows, verdicts) = (news?.rows ?? [], news?.verdicts ?? [])
    var isPrinted = true
    var shown = ticked
    shown.stopped = rows
    if context.shared.isJSON {
      if !(shown.lines.isEmpty && shown.stopped.isEmpty && verdicts.isEmpty) {
        let tick = DaemonTick(
          at: time?.iso8601, queue: queue, tick: shown.answer(in: context), verdicts: verdicts)
        isPrinted = context.printIfPossible(tick.jsonText)
      }
    } else {
      // The line of a stopped row already contains its verdict.
      let stopped = Set(shown.stopped.map(\.item.id))
      let reviewed = verdicts.filter { !stopped.contains($0.id ?? "") }
      let said = stopped.union(reviewed.compactMap { $0.findings == nil ? nil : $0.id })
      // Verdicts are printed before the work that starts because of them.
      isPrinted = reviewed.map(Self.line(ofVerdict:)).allSatisfy { print($0) }
      for line in shown.lines(besidesVerdictsOn: said) { print(line) }
      isPrinted = shown.news.map { context.news(of: $0) }.allSatisfy { print($0) } && isPrinted
    }
    if isPrinted { news?.markRead() }
  }

  /// `ORCH-001 PENDING (1 of its criteria not met; attempt 1/3)`, or, if no report was judged,
  /// `ORCH-001 failed: timeout`, with what the attempt added to the notes.
  private static func line(ofVerdict entry: HistoryEntry) -> String {
    if let line = VerdictLine(entry) { return line.text }
    let (old, new) = (notes(entry.before), notes(entry.after))
    let failure = entry.failure?.rawValue ?? ""
    let said = Notes(new.prose).segments.filter { !old.segments.contains($0) && $0 != failure }
    return (["\(entry.id ?? "-") failed: \(failure)"] + said).joined(separator: "; ").escaped
  }

  private static func notes(_ cells: [String: String]) -> Notes {
    Notes(cells[Column.notes.name] ?? "")
  }

  /// `2 rows wait for the end of a pause: ORCH-1, ORCH-2`, and the same for rows that wait for the
  /// next day's budget.
  private func waitingRows() -> String {
    let explained = try? context.taskQueue.why(as: context.caller).explanations
    let reasons: [(WaitReason.Code, String)] = [
      (.workerPaused, "the end of a pause"), (.budget, "the next day's budget"),
    ]
    let lists = reasons.compactMap { code, reason -> String? in
      let ids = (explained ?? []).filter { $0.reason.code == code && !$0.reason.isStuck }
        .compactMap(\.id)
      if ids.isEmpty { return nil }
      let more = ids.count > Self.mostRows ? [" and \(ids.count - Self.mostRows) more"] : []
      return "\(ids.count == 1 ? "1 row waits" : "\(ids.count) rows wait") for \(reason): "
        + ids.prefix(Self.mostRows).map(\.escaped).joined(separator: ", ") + more.joined()
    }
    return lists.joined(separator: "; ")
  }

  /// `A is not tried again before 18:05; …`: the rows that wait for a time, and those that a session
  /// works on; `nil` if there are none.
  private func rowsThatGoOn() -> String? {
    guard let explained = try? context.taskQueue.why(as: context.caller) else { return nil }
    let timed = explained.explanations.filter { row in
      switch row.reason {
      case .backsOff, .deferred, .leased: true
      default: false
      }
    }.map { ($0.id ?? "-", $0.reason) }
    let atWork = explained.runningItems.rows.filter {
      !$0.isHeldByPerson && !($0.claim?.isForWorker ?? false)
    }.map { ($0.id, WaitReason.inProgress($0)) }
    let rows = timed + atWork
    if rows.isEmpty { return nil }
    let more = rows.count > Self.mostRows ? ["\(rows.count - Self.mostRows) more"] : []
    let texts = rows.prefix(Self.mostRows).map { id, reason in
      "\(id.escaped) \(reason.sentence(at: explained.now).english)"
    }
    return (texts + more).joined(separator: "; ")
  }

  private static let mostRows = 5

  /// Prints a line about the daemon itself.
  private func announce(_ text: String) {
    if context.shared.isJSON {
      _ = context.printIfPossible(DaemonLine(at: time?.iso8601, queue: queue, text: text).jsonText)
    } else {
      print("daemon: \(text)")
    }
  }

  /// - Returns: whether the line was written.
  @discardableResult
  private func print(_ line: String) -> Bool {
    context.printIfPossible(Self.beginning(in: context, zone, queue) + line)
  }

  /// What each line begins with, also that of an error.
  private static func beginning(
    in context: CommandContext, _ zone: QueueZone, _ queue: String?
  ) -> String {
    "\(time(in: context, zone)?.text ?? "-") \(queue.map { "\($0.escaped): " } ?? "")"
  }

  private var time: QueueTime? { Self.time(in: context, zone) }

  private static func time(in context: CommandContext, _ zone: QueueZone) -> QueueTime? {
    try? context.taskQueue.now(zone: zone)
  }
}

struct DaemonLine: Shaped {
  let at: String?
  let queue: String?
  let text: String

  static var shapeName: StaticString { "daemon" }
  static func shape(_ fields: inout Fields<DaemonLine>) {
    fields.add("at", \.at, "the time, in ISO 8601; each document is one line")
    fields.addIfAny("queue", \.queue, "its name, if the process is the daemon of several queues")
    fields.add("daemon", \.text, "what the daemon says about itself")
  }
}

struct DaemonTick: Shaped {
  let at: String?
  let queue: String?
  let tick: TickAnswer
  let verdicts: [HistoryEntry]

  static var shapeName: StaticString { "daemon tick" }
  static func shape(_ fields: inout Fields<DaemonTick>) {
    fields.add("at", \.at, "the time of the tick; ticks that did nothing are left out")
    fields.addIfAny("queue", \.queue, "its name, if the process is the daemon of several queues")
    fields.addAll { $0.tick }
    fields.add(
      "verdicts", \.verdicts,
      "the verdicts on reports and the failed attempts since the tick before")
  }
}
