import Console
import Engine
import Facts
import Host
import JSON
import QueueModel
import Representation

/// Prints what a daemon does. A failure to print stops no work.
struct DaemonOutput {
  private let context: CommandContext
  private let interval: Interval
  /// Kept for times at which the settings can't be read.
  private let zone: QueueZone

  init(_ context: CommandContext, _ interval: Interval, _ zone: QueueZone) {
    (self.context, self.interval, self.zone) = (context, interval, zone)
  }

  func show(_ event: Daemon.Event) {
    switch event {
    case .began(let startsWork, let killed):
      if let killed { announce("the one before, process \(killed.id), was killed; goes on") }
      let claims =
        startsWork ? "" : "; orch.json names no program to start, so that no row is claimed"
      announce("ticks every \(interval.text), and when the queue changes\(claims)")
    case .ticked(let outcome): show(TickOutput(outcome, of: context))
    case .failed(let error): context.printError(context.problem(error))
    case .reloaded(nil): announce("reads orch.json anew")
    case .reloaded(let problem?):
      context.printError(context.problem(problem))
      announce("nothing starts until orch.json can be read")
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
    if isPrinted { news?.markRead() }
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

  /// `2 rows wait for the end of a pause: ORCH-1, ORCH-2`; those that wait for the next day's budget
  /// likewise.
  private func waitingRows() -> String {
    let explained = try? context.taskQueue.why(as: context.caller).explanations
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
