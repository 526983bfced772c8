package import CommandLineKit
package import Engine
import Host
public import JSON
package import QueueModel
import TeamProtocol
package import Wording

/// One attempt at a row, as `orch show --attempts` shows it.
public struct AttemptView: Sendable {
  package let attempt: KeptAttempt
  /// How it ended.
  private let end: AttemptResult?
  /// What was decided last: of a report that came after its end, too.
  private let last: AttemptResult?
  /// When a worker that runs began, as the row says.
  private let runningSince: QueueTime?
  private let now: QueueTime

  /// - Parameters:
  ///   - attempt: as it is kept.
  ///   - item: its row; `nil` for one that is gone.
  ///   - isRunning: whether its worker is at work.
  ///   - now: the time, in the queue's zone.
  init(_ attempt: KeptAttempt, of item: QueueItem?, isRunning: Bool, at now: QueueTime) {
    self.attempt = attempt
    let results = attempt.folder?.results() ?? []
    (end, last) = (results.first, results.last)
    runningSince =
      isRunning ? item?.start(in: now.zone) ?? now : nil
    self.now = now
  }

  package var isRunning: Bool { runningSince != nil }

  /// The class of its failure; `nil` where it did not fail.
  package var failure: FailureClass? { last?.failure }

  /// The name of its worker's profile; `nil` for a session that orch did not start.
  package var worker: String? { attempt.worker }

  /// Why it ended as it did, in one line; `nil` where nothing says so.
  package var reason: String? {
    guard let verdict = last?.verdict else { return last?.reason }
    if verdict.result == Verdict.Result.pass.rawValue { return nil }
    // What the worker asks, or what stops it, and then what a check found, says more than what is
    // merely not claimed.
    for code in ["question:", "explicit_block_marker:"] {
      if let said = verdict.reasons.first(where: { $0.hasPrefix(code) }) {
        return String(said.dropFirst(code.count))
      }
    }
    let unmet = verdict.criteria.filter { !$0.isMet }
    let first = (unmet.first { $0.file != nil } ?? unmet.first)
      .map { "\($0.text): \($0.reason.prefix { !$0.isNewline })" }
    return first ?? last?.reason ?? verdict.reasons.joined(separator: "; ")
  }

  private var started: QueueTime? {
    runningSince ?? end?.startedAt.flatMap { QueueTime(iso8601: $0) }.map(inQueueTime)
  }

  private func inQueueTime(_ time: QueueTime) -> QueueTime {
    QueueTime(epochSeconds: time.epochSeconds, zone: now.zone)
  }

  /// In seconds; `nil` where its start or its end is unknown.
  private var duration: Int? {
    guard let started else { return nil }
    if isRunning { return max(0, now.epochSeconds - started.epochSeconds) }
    return end?.endedAt.flatMap { QueueTime(iso8601: $0) }
      .map { max(0, $0.epochSeconds - started.epochSeconds) }
  }

  /// How it counts among a row's attempts: by its failure, else by the status that followed.
  var kind: String {
    if isRunning { return "running" }
    return last.flatMap { $0.failure?.rawValue ?? $0.status?.rawValue } ?? "unknown_end"
  }
}

// MARK: Output

extension AttemptView {
  /// The columns: claim, worker, started, took, status, class, reason; `-` for what is unknown.
  private var cells: [String] {
    [
      String(attempt.claimNumber), worker, started?.text, duration.map(DurationText.text),
      isRunning ? "running" : last?.status?.rawValue, failure?.rawValue, reason,
    ].map { $0?.escaped ?? "-" }
  }

  /// The columns of what an agent says of itself: US dollars, tokens of input and of output, model,
  /// session; `-` for what is unknown, and empty where all is.
  private var agentCells: [String] {
    let cells = [
      end?.usage?.dollars, end?.usage?.inputTokens.map(String.init),
      end?.usage?.outputTokens.map(String.init), end?.model, end?.session,
    ]
    return cells.contains { $0 != nil } ? cells.map { $0?.escaped ?? "-" } : []
  }

  /// The cells with tabs between them.
  public var line: String { (cells + agentCells).joined(separator: "\t") }

  /// The same for a table of people: cost, with `~` where it is an estimate, tokens of input and
  /// output, model.
  private var agentTexts: [String] {
    let cells = agentCells
    guard let dollars = cells.first else { return ["-", "-", "-"] }
    let tokens = cells[1] == "-" && cells[2] == "-" ? "-" : "\(cells[1])/\(cells[2])"
    let sign = end?.usage?.source == .estimate ? "~$" : "$"
    return [dollars == "-" ? "-" : sign + dollars, tokens, cells[3]]
  }

  package static func table(
    of attempts: [AttemptView], width: Int, _ paint: Paint, _ language: Language
  ) -> String {
    func title(_ heading: Heading) -> String { heading.label(language) }
    let hasAgents = attempts.contains { !$0.agentCells.isEmpty }
    let agentColumns: [TextTable.Column] = [
      .init(title(.cost), .right, dropOrder: 5), .init(title(.tokens), .right, dropOrder: 2),
      .init(title(.model), dropOrder: 1),
    ]
    let columns: [TextTable.Column] = [
      .init(title(.claim), .right), .init(title(.worker), minimum: 8, dropOrder: 6),
      .init(title(.started), dropOrder: 3), .init(title(.took), .right, dropOrder: 4),
      .init(title(.status)), .init(title(.failure)), .init(title(.reason), minimum: 12),
    ]
    var table = TextTable(columns + (hasAgents ? agentColumns : []))
    for attempt in attempts {
      let cells = attempt.cells + (hasAgents ? attempt.agentTexts : [])
      table.append(
        cells.enumerated().map { place, cell in
          let color: Paint.Color? = place == 5 && attempt.failure != nil ? .red : nil
          return .init(cell == "-" ? "" : cell, color)
        })
    }
    return table.rendered(width: width, paint: paint)
  }

  /// - Parameter home: paths are relative to it.
  public func json(home: String) -> JSONValue {
    [
      "claim": .integer(attempt.claimNumber), "worker": JSONValue(worker),
      "running": .bool(isRunning), "started_at": JSONValue(started?.iso8601),
      "ended_at": JSONValue(end?.endedAt), "seconds": duration.map { .integer($0) } ?? .null,
      "status": JSONValue(last?.status?.rawValue), "class": JSONValue(failure?.rawValue),
      "retryable": last?.isRetryable.map { .bool($0) } ?? .null, "reason": JSONValue(reason),
      "folder": JSONValue(attempt.folder.map { Path.relative($0.path, to: home) }),
      "log": JSONValue(attempt.hasLog ? Path.relative(attempt.log, to: home) : nil),
      "usage": end?.usage?.usage ?? .null, "cost": end?.usage?.cost ?? .null,
      "session": JSONValue(end?.session), "model": JSONValue(end?.model),
    ]
  }
}

extension CommandContext {
  /// The attempts at a row, oldest first, with their ends.
  ///
  /// - Parameters:
  ///   - id: the row's.
  ///   - item: the row; `nil` for one that is gone.
  package func attemptViews(ofRow id: String, _ item: QueueItem?) throws -> [AttemptView] {
    let (workspace, now) = (try taskQueue.workspace(), try taskQueue.now())
    return try taskQueue.attempts(ofRow: id).map { attempt in
      AttemptView(
        attempt, of: item, isRunning: try workspace.isRunning(attempt, of: item), at: now)
    }
  }
}
