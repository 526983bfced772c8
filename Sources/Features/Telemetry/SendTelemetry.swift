import Door
import Host
import Model
import QueueStore
import Text
import Workers

/// Use case: sends the spans that ended since the last time, and then the metrics, and ends. Nothing
/// of the queue is locked meanwhile. Source: `docs/telemetry.md`.
struct SendTelemetry: Sendable, UseCase {
  let queue: Queue
  /// The version of the program.
  let version: String

  /// Spans that ended longer ago, in seconds, are not sent any more: a week.
  static let longestAge = 7 * 86_400
  /// How many spans are in one request.
  static let mostSpans = 512
  /// The longest time of one request, in seconds.
  static let timeoutSeconds = 10

  /// - Parameter metrics: makes the figures, after the spans were sent.
  /// - Throws: if nothing may be sent, or the record can't be written.
  func callAsFunction(metrics: () throws -> [Metric]) throws -> TelemetrySending {
    var sending = TelemetrySending(endpoint: workspace.telemetry.endpoint)
    guard let endpoint = sending.endpoint else { return sending }
    // A worker would choose the variables with which the data is sent.
    if workspace.hasVariablesOfWorker { throw Problem.insideWorkerTelemetry }
    try workspace.checkTelemetryMayBeSent()
    let history = try queue.store.historyID(queue.context())
    let folder = TelemetryFolder(workspace)
    guard let lock = try folder.lock(queue.clock.machine) else {
      sending.isElsewhere = true
      return sending
    }
    var record = try folder.record() ?? TelemetryRecord(history: history)
    if record.history != history { record = TelemetryRecord(history: history) }
    do throws(TelemetryFailure) {
      let client = try TelemetryClient(endpoint: endpoint, workspace)
      let source = source(history)
      try send(&record, &sending, in: folder, under: lock, from: source, by: client)
      let figures = try asking { try metrics() }
      try deliver(
        source.json(figures, at: queue.clock.now.epochSeconds), .metrics, count: figures.count,
        &record, &sending, under: lock, by: client)
      sending.metrics += figures.count
      record.succeeded(now: queue.clock.now.epochSeconds)
    } catch {
      switch error {
      case .failed(let said, let retryAfter):
        record.failed(said, retryAfter: retryAfter, now: queue.clock.now.epochSeconds)
      case .taken:
        sending.isElsewhere = true
        return sending
      case .problem(let problem):
        // Otherwise each tick would start a process that fails.
        record.failed(problem.message, retryAfter: nil, now: queue.clock.now.epochSeconds)
        try? folder.save(record)
        throw problem
      }
    }
    sending.failure = record.failing
    try folder.save(record)
    return sending
  }

  /// What would be sent now.
  func bodies(_ metrics: [Metric]) throws -> (traces: JSONValue, metrics: JSONValue) {
    let history = try queue.store.historyID(queue.context())
    var record = try TelemetryFolder(workspace).record() ?? TelemetryRecord(history: history)
    if record.history != history { record = TelemetryRecord(history: history) }
    let source = source(history)
    let spans = try ended(after: record.sequence, in: history).groups.flatMap(\.spans)
    return (source.json(spans), source.json(metrics, at: queue.clock.now.epochSeconds))
  }

  private func source(_ history: String) -> TelemetrySource {
    TelemetrySource(
      service: workspace.telemetry.serviceName, history: String(history.prefix(16)),
      version: version)
  }

  // MARK: Spans

  /// The spans that ended with one entry of the history.
  struct Group {
    let sequence: Int
    var spans: [Span]
  }

  /// The spans that ended after an entry, oldest first.
  ///
  /// - Returns: the spans; the last entry that was read; and whether later ones may follow.
  private func ended(
    after sequence: Int, in history: String
  ) throws -> (groups: [Group], last: Int, isMore: Bool) {
    let now = queue.clock.now.epochSeconds
    let workspace = workspace
    let unfinished = Set(
      try workspace.records().map { "\($0.id)/\($0.claimToken.prefix { $0 != "-" })" })
    var read = ReadTraces(
      history: history, after: sequence, since: now - Self.longestAge,
      checkNames: Set(workspace.settings.review.checks.keys)
    ) { id, claim in
      workspace.keptAttempts(of: id).last { $0.claimNumber == claim }?.folder?.results() ?? []
    }
    var groups: [Group] = []
    var (last, count) = (sequence, 0)
    var end: (isMore: Bool, before: Int)?
    _ = try queue.store.visitHistory(after: 0) { entry in
      if end != nil { return }
      // The record of the attempt is not complete yet.
      if entry.sequence > sequence, let number = entry.formerClaim?.endedNumber,
        unfinished.contains("\(entry.id ?? "")/\(number)"),
        QueueTime(iso8601: entry.time).map({ now - $0.epochSeconds < Self.longestWait }) ?? false
      {
        end = (false, entry.sequence)
        return
      }
      if count >= Self.mostRead, entry.sequence > last {
        end = (true, entry.sequence)
        return
      }
      last = max(last, entry.sequence)
      let spans = read.spans(endingWith: entry)
      if spans.isEmpty { return }
      count += spans.count
      if groups.last?.sequence == entry.sequence {
        groups[groups.count - 1].spans += spans
      } else {
        groups.append(Group(sequence: entry.sequence, spans: spans))
      }
    }
    if let end {
      // The other rows of this entry are sent together with the one that waits.
      groups.removeAll { $0.sequence >= end.before }
      last = max(sequence, min(last, end.before - 1))
    }
    return (groups, last, end?.isMore ?? false)
  }

  /// How many spans are kept in memory.
  private static let mostRead = 8192
  /// How long the record of an attempt is waited for, in seconds.
  private static let longestWait = 600

  /// Sends all spans, and saves the position after each request.
  private func send(
    _ record: inout TelemetryRecord, _ sending: inout TelemetrySending,
    in folder: TelemetryFolder, under lock: borrowing SharedLock, from source: TelemetrySource,
    by client: TelemetryClient
  ) throws(TelemetryFailure) {
    while true {
      let history = record.history
      let found = try asking { [sequence = record.sequence] in
        try ended(after: sequence, in: history)
      }
      for batch in Self.batches(of: found.groups) {
        let spans = batch.flatMap(\.spans)
        try deliver(
          source.json(spans), .traces, count: spans.count, &record, &sending, under: lock,
          by: client)
        sending.spans += spans.count
        record.sequence = batch.last?.sequence ?? record.sequence
        let reached = record
        try asking { try folder.save(reached) }
      }
      record.sequence = found.last
      if !found.isMore { return }
    }
  }

  /// The spans of one entry are not divided, so that a position is an entry.
  static func batches(of groups: [Group]) -> [[Group]] {
    var batches: [[Group]] = []
    var count = 0
    for group in groups {
      if batches.isEmpty || count + group.spans.count > mostSpans {
        batches.append([])
        count = 0
      }
      batches[batches.count - 1].append(group)
      count += group.spans.count
    }
    return batches
  }

  /// Sends one request. Data that the endpoint does not accept is not sent again.
  private func deliver(
    _ body: JSONValue, _ signal: TelemetryClient.Signal, count: Int,
    _ record: inout TelemetryRecord, _ sending: inout TelemetrySending,
    under lock: borrowing SharedLock, by client: TelemetryClient
  ) throws(TelemetryFailure) {
    if count == 0 { return }
    guard try prolong(lock) else { throw .taken }
    let answer = try client.send(body, signal)
    if answer.refused == 0 { return }
    let refused = min(answer.refused ?? count, count)
    sending.refused += refused
    record.refused = .init(
      time: queue.clock.now.epochSeconds, count: refused, error: answer.said)
  }

  /// Keeps other machines from sending during a request.
  private func prolong(_ lock: borrowing SharedLock) throws(TelemetryFailure) -> Bool {
    do throws(SharedLock.Failure) {
      return try lock.prolong(to: TelemetryFolder.lease)
    } catch {
      guard case .system(let error) = error else { return false }
      throw .problem(.system(error))
    }
  }

  private func asking<Value>(_ body: () throws -> Value) throws(TelemetryFailure) -> Value {
    do { return try body() } catch { throw .problem(Problem(error)) }
  }
}

/// What was sent.
public struct TelemetrySending: Sendable {
  /// `nil` if `orch.json` names no endpoint.
  public let endpoint: String?
  /// How many spans and metrics were sent, including refused ones.
  public internal(set) var spans = 0
  public internal(set) var metrics = 0
  /// How many of them the endpoint did not accept. They are not sent again.
  public internal(set) var refused = 0
  /// Whether another process sends now.
  public internal(set) var isElsewhere = false
  /// Why the rest is sent later; `nil` if all was sent.
  var failure: TelemetryRecord.Failing?

  init(endpoint: String?) { self.endpoint = endpoint }

  public var hasFailed: Bool { failure != nil }
  /// The error, on one line.
  public var error: String? { failure?.error }
}

enum TelemetryFailure: Error {
  /// The data is sent later. `retryAfter` is in seconds; `nil` if the endpoint does not name a time.
  case failed(String, retryAfter: Int?)
  /// Another machine sends now.
  case taken
  case problem(Problem)
}
