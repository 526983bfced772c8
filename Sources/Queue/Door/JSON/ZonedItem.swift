public import Model
public import Text

/// A row in the form of JSON.
///
/// A class, so that reading a field does not copy the row.
public final class ZonedItem: Shaped, Sendable {
  private let item: QueueItem
  private let zone: QueueZone?
  private let lease: Lease?
  private let awaited: Awaited?

  /// - Parameters:
  ///   - item: the row.
  ///   - zone: the zone by which each time is also given in ISO 8601; `nil` if unknown.
  public init(_ item: QueueItem, in zone: QueueZone?) {
    self.item = item
    self.zone = zone
    lease = item.claim?.lease.flatMap { $0.isOver ? nil : $0 }
    awaited = item.awaited
  }

  /// A time in ISO 8601. If the time is missing, a row with Korean times leaves out the member, and
  /// any other row has null.
  private func iso8601(_ time: (QueueZone) -> QueueTime?) -> String?? {
    guard let zone else { return nil }
    if let time = time(zone) { return .some(time.iso8601) }
    return zone == .fixed(9 * 3600) ? nil : .some(nil)
  }

  public static var shapeName: StaticString { "item" }
  public static func shape(_ fields: inout Fields<ZonedItem>) {
    fields.add("id", \.item.id, "the text of the cell, unescaped, as for all columns")
    fields.add("status", \.item.status.rawValue)
    fields.add("priority") { $0.item.text(of: .priority) }
    fields.add("task", \.item.task)
    fields.add("success_criteria", \.item.successCriteria)
    fields.add("owner_session", \.item.ownerSession, "the session that has the row")
    fields.add("started_at_kst", \.item.startedAt, "when its work began")
    fields.add("due_at_kst", \.item.dueAt)
    fields.add("notes") { $0.item.text(of: .notes) }
    fields.addIfAny(
      "started_at", { row in row.iso8601 { row.item.start(in: $0) } },
      "when its work began, in ISO 8601; left out if a row with Korean times has no start")
    fields.addIfAny(
      "due_at",
      { row in row.iso8601 { zone in row.item.dueAt.flatMap { QueueTime(dueCell: $0, zone: zone) } }
      },
      "when it is due, in the same form")
    fields.add("after", \.item.after, "the rows for which it waits")
    fields.add(
      "attempt_count", \.item.attemptCount,
      "how many attempts ended without DONE; if a session stopped its row, its attempt counts when the row is retried"
    )
    fields.add(
      "max_attempts", \.item.maxAttempts, "the row's own limit of attempts; null if it has none")
    fields.add("idempotency_key", \.item.idempotencyKey, "rows with the same key are the same work")
    fields.add("lease_owner", \.lease?.owner, "the session that has a lease on the row")
    fields.add("lease_expires_at", \.lease?.expiresAt, "when the lease ends, in seconds since 1970")
    fields.addIfNotEmpty("labels", \.item.labels, "the row's labels")
    fields.addIfAny(
      "worker", \.item.workerName,
      "the text of its column or note `worker`, which counts if orch.json has workers")
    fields.addIfAny(
      "timeout_seconds", \.item.timeoutSeconds,
      "the row's own limit for the duration of an attempt")
    fields.addIfAny(
      "repo", \.item.repositoryName,
      "the repository of the work, which counts if orch.json has workers")
    fields.addIfAny("plan", \.item.planName, "the plan to which the row belongs")
    fields.addIfAny(
      "approval", \.item.approval?.rawValue,
      "`start` or `done`: a person approves it before its work begins, or when it is done")
    fields.addIfAny(
      "on_failure", \.item.failurePolicy?.rawValue,
      "`continue` or `cancel`: what happens to dependent rows if this row fails")
    fields.addIfAny(
      "awaits", \.awaited?.rawValue,
      "`answer`, `approval` or `merge`: why the row is BLOCKED until a person acts")
    fields.addIfAny(
      "cancelled", { $0.item.isCancelled ? true : nil },
      "true if the row was cancelled, and is BLOCKED for that reason; otherwise absent")
    fields.addIfAny("pr", \.item.pullRequest, "the number of the row's pull request")
    fields.addIfAny(
      "ci", \.item.pullRequestChecks?.rawValue,
      "the last state of its checks: `passed`, `failed`, `pending` or `none`")
    fields.addIfAny(
      "question",
      { $0.awaited == .answer ? .some($0.item.question) : nil },
      "if `awaits` is `answer`: the question in the notes")
    fields.add("line", \.item.line, "the row's line in the file, from 1; null in a database")
  }
}

/// The answer of a pick to the session that claimed the row. Only this session gets the token.
public struct ClaimAnswer: Shaped {
  private let item: QueueItem?
  private let zone: QueueZone?

  /// - Parameters:
  ///   - item: the row; `nil` if there is nothing to pick.
  ///   - zone: the zone of the row's times, as in `ZonedItem`.
  public init(_ item: QueueItem?, in zone: QueueZone?) { (self.item, self.zone) = (item, zone) }

  public static var shapeName: StaticString { "claim" }
  public static func shape(_ fields: inout Fields<ClaimAnswer>) {
    fields.add(
      "item",
      { claim in claim.item.map { ZonedItem($0, in: claim.zone) } },
      "the row; null if there is no row to pick")
    fields.addIfAny(
      "attempt", { $0.item.map { $0.claim?.token } },
      "the token of the claim; null for a row that its session claimed by hand")
  }
}

/// Rows of a queue.
public struct ListAnswer: Shaped {
  private let items: [ZonedItem]

  public static var shapeName: StaticString { "list" }
  public static func shape(_ fields: inout Fields<ListAnswer>) {
    fields.add(
      "items", \.items,
      "the rows, in the order of the table or of --sort; with --fields only those members")
  }
}
