import Gate
import Model
import Workers

/// Makes the spans of rows from the history, whose entries must come oldest first. Source:
/// `docs/telemetry.md`, "Traces".
///
/// A span is made when it ends. It depends only on the history and the records of attempts, so that
/// the same span is made again if the history is read again.
struct ReadTraces {
  /// The id of the queue's history.
  let history: String
  /// Only spans that end with a later entry, and not before `since`, are returned.
  let sequence: Int
  /// In seconds since 1970.
  let since: Int
  /// The names in `review.checks`. No other part of a criterion is sent.
  let checkNames: Set<String>
  /// The results of the attempt with a claim's number at a row, oldest first.
  let results: (_ row: String, _ claim: Int) -> [AttemptResult]
  private var rows: [String: Row] = [:]

  init(
    history: String, after sequence: Int, since: Int, checkNames: Set<String> = [],
    results: @escaping (_ row: String, _ claim: Int) -> [AttemptResult]
  ) {
    (self.history, self.sequence, self.since) = (history, sequence, since)
    (self.checkNames, self.results) = (checkNames, results)
  }

  fileprivate struct Row {
    let trace: String
    /// The row's span, which is open or was the last one; `nil` if none has begun.
    var root: Open?
    var isOpen = false
    var claim: Open?
    /// The last attempt, to which a later verdict belongs, and the number of its claim.
    var lastAttempt: (id: String, claimNumber: Int?)?
    /// The wait for the merge of a pull request.
    var merge: Open?
    /// How many times the row was claimed since its span began.
    var attempts = 0
    var plan: String?
  }

  /// A span that began.
  fileprivate struct Open {
    let id: String
    let start: Int
  }

  /// The spans that end with an entry, the innermost first.
  mutating func spans(endingWith entry: HistoryEntry) -> [Span] {
    guard entry.fact == nil, let id = entry.id,
      let time = QueueTime(iso8601: entry.time)?.epochSeconds
    else { return [] }
    var row = rows[id] ?? Row(trace: Span.traceID(ofRow: id, in: history))
    let isWanted = entry.sequence > sequence && time >= since
    let spans = row.spans(
      endingWith: entry, at: time, ofRow: id, wanted: isWanted, results, checkNames)
    rows[id] = row
    return spans.map { span in
      var span = span
      span.attributes.insert(.init(key: "orch.row.id", value: .text(id)), at: 0)
      return span
    }
  }
}

extension ReadTraces.Row {
  fileprivate mutating func spans(
    endingWith entry: HistoryEntry, at time: Int, ofRow id: String, wanted isWanted: Bool,
    _ results: (String, Int) -> [AttemptResult], _ checkNames: Set<String>
  ) -> [Span] {
    plan = entry.givenPlan ?? plan
    let status = entry.givenStatus
    let kind = QueueEvent(
      entry, at: EventCursor(history: "", sequence: entry.sequence, index: 1)
    ).kind
    if !isOpen, !entry.isRemoval, status.map({ !$0.isFinished }) ?? (root == nil) {
      (root, isOpen, attempts) = (begin(.row, entry, time), true, 0)
    }
    var spans: [Span] = []
    // In a database, the verdict on a report is recorded after the change of its row.
    let number =
      entry.formerClaim?.endedNumber ?? (claim == nil ? lastAttempt?.claimNumber : nil)
    let found = isWanted ? number.map { results(id, $0) } ?? [] : []
    if let verdict = entry.findings?.verdict, isWanted {
      spans += checks(verdict, entry, at: time, found, checkNames)
    }
    if let claim, status.map({ $0 != .inProgress }) ?? entry.isRemoval {
      let number = entry.formerClaim?.endedNumber
      if isWanted {
        spans.append(attempt(claim, number, status, entry, at: time, number == nil ? [] : found))
      }
      (lastAttempt, self.claim) = ((claim.id, number), nil)
    }
    if let merge, kind != .merge, status != nil || kind != .changed {
      if isWanted {
        var span = span(.merge, merge, until: time)
        span.isError = status != .done
        spans.append(span)
      }
      self.merge = nil
    }
    if status == .inProgress, claim == nil {
      claim = begin(.attempt, entry, time)
      attempts += 1
    }
    if kind == .merge, merge == nil { merge = begin(.merge, entry, time) }
    if let root, isOpen, entry.isRemoval || status?.isFinished ?? false {
      if isWanted {
        var span = span(.row, root, until: time)
        span.isError = status == .failed
        span.attributes = [
          .text("orch.row.status", status?.rawValue ?? "removed"),
          .text("orch.plan", plan), .integer("orch.row.attempts", attempts),
        ].compactMap(\.self)
        spans.append(span)
      }
      isOpen = false
    }
    return spans
  }

  private func begin(_ kind: Span.Kind, _ entry: HistoryEntry, _ time: Int) -> ReadTraces.Open {
    .init(id: Span.id(kind, begunBy: entry.sequence, in: trace), start: time)
  }

  private func span(_ kind: Span.Kind, _ begun: ReadTraces.Open, until end: Int) -> Span {
    Span(
      trace: trace, id: begun.id, parent: kind == .row ? nil : root?.id, kind: kind,
      start: begun.start, end: max(begun.start, end))
  }

  private func attempt(
    _ claim: ReadTraces.Open, _ number: Int?, _ status: Status?, _ entry: HistoryEntry,
    at time: Int, _ results: [AttemptResult]
  ) -> Span {
    let (result, last) = (results.first, results.last)
    let failure = (entry.failure ?? last?.failure).flatMap { $0 == .question ? nil : $0 }
    let usage = result?.usage
    var span = span(.attempt, claim, until: time)
    span.isError = failure != nil || status == .failed
    // Sources: semantic conventions 1.41.0, "GenAI agent spans", "Recording errors" and "Process".
    span.attributes = [
      .integer("orch.attempt.claim", number),
      .text("orch.attempt.status", status?.rawValue ?? "removed"),
      .text("error.type", failure?.rawValue),
      .text("orch.adapter", result?.adapter), .text("gen_ai.agent.name", result?.worker),
      .text("gen_ai.operation.name", usage == nil ? nil : "invoke_agent"),
      .text("gen_ai.response.model", result?.model),
      .integer("gen_ai.usage.input_tokens", usage?.inputTokens),
      .integer("gen_ai.usage.cache_read.input_tokens", usage?.cachedInputTokens),
      .integer("gen_ai.usage.output_tokens", usage?.outputTokens),
      .number("orch.cost.usd", usage?.microdollars.map { Double($0) / 1e6 }),
      .text("orch.cost.source", usage?.microdollars == nil ? nil : usage?.source?.rawValue),
      .integer("process.exit.code", result?.exit?.statusCode),
    ].compactMap(\.self)
    return span
  }

  /// The check of a report, and the merge of its work if the work was merged at once.
  private func checks(
    _ verdict: Verdict, _ entry: HistoryEntry, at time: Int, _ results: [AttemptResult],
    _ checkNames: Set<String>
  ) -> [Span] {
    let judged = results.last { $0.review != nil }
    let received = judged?.report?.receivedAt.flatMap { QueueTime(iso8601: $0) }?.epochSeconds
    let begun = claim?.start ?? root?.start ?? time
    let start = min(max(received ?? time, begun), time)
    var check = Span(
      trace: trace, id: Span.id(.check, begunBy: entry.sequence, in: trace),
      parent: claim?.id ?? lastAttempt?.id ?? root?.id, kind: .check, start: start, end: time)
    check.isError =
      verdict.result == .retry || verdict.result == .block && verdict.awaited == nil
    check.attributes = [
      .text("orch.check.verdict", verdict.result.rawValue),
      .integer("orch.check.covered", verdict.coveredChecks),
      .integer("orch.check.total", verdict.totalChecks),
    ].compactMap(\.self)
    check.events = (judged?.review?.criteria ?? []).map { criterion in
      Span.Event(
        name: "criterion",
        attributes: [
          .integer("orch.criterion.number", criterion.number),
          .flag("orch.criterion.met", criterion.isMet),
          .text("orch.check.name", Proof.checkName(criterion.text, among: checkNames)),
        ].compactMap(\.self))
    }
    guard verdict.result == .pass, verdict.awaited == nil, let work = verdict.work,
      work.integration == Integration.merge.rawValue
    else { return [check] }
    let merging = ReadTraces.Open(
      id: Span.id(.merge, begunBy: entry.sequence, in: trace), start: time)
    var merge = span(.merge, merging, until: time)
    merge.attributes = [.text("vcs.ref.head.revision", work.commit)].compactMap(\.self)
    return [check, merge]
  }
}

extension AttemptResult.Exit {
  fileprivate var statusCode: Int? {
    switch self {
    case .status(let status): status
    case .signal: nil
    }
  }
}

extension Proof {
  /// The name of the check that a criterion names, if there is such a check.
  fileprivate static func checkName(_ criterion: String, among names: Set<String>) -> String? {
    guard case .command(let name) = parse(criterion), names.contains(name) else { return nil }
    return name
  }
}
