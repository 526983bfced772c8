public import Model
public import Text

/// A row as JSON has it.
///
/// A class, so that its fields are read without a copy of the row for each.
public final class ZonedItem: Shaped, Sendable {
  private let item: QueueItem
  private let zone: QueueZone?
  private let lease: Lease?
  private let awaited: Awaited?

  /// - Parameters:
  ///   - item: the row.
  ///   - zone: the zone of times, which have ISO 8601 besides; `nil` if it is not known.
  public init(_ item: QueueItem, in zone: QueueZone?) {
    self.item = item
    self.zone = zone
    lease = item.claim?.lease.flatMap { $0.isOver ? nil : $0 }
    awaited = item.awaited
  }

  /// A time in ISO 8601. If it is missing, a row with Korean times leaves it out, and others have
  /// null.
  private func iso8601(_ time: (QueueZone) -> QueueTime?) -> String?? {
    guard let zone else { return nil }
    if let time = time(zone) { return .some(time.iso8601) }
    return zone == .fixed(9 * 3600) ? nil : .some(nil)
  }

  public static var shapeName: StaticString { "item" }
  public static func shape(_ fields: inout Fields<ZonedItem>) {
    fields.add("id", \.item.id, "the cell's text, unescaped, as of all columns")
    fields.add("status", \.item.status.rawValue)
    fields.add("priority") { $0.item.text(of: .priority) }
    fields.add("task", \.item.task)
    fields.add("success_criteria", \.item.successCriteria)
    fields.add("owner_session", \.item.ownerSession, "who has it")
    fields.add("started_at_kst", \.item.startedAt, "when its work began")
    fields.add("due_at_kst", \.item.dueAt)
    fields.add("notes") { $0.item.text(of: .notes) }
    fields.addIfAny(
      "started_at", { row in row.iso8601 { row.item.start(in: $0) } },
      "when its work began, in ISO 8601; in Korean times only if there is one")
    fields.addIfAny(
      "due_at",
      { row in row.iso8601 { zone in row.item.dueAt.flatMap { QueueTime(dueCell: $0, zone: zone) } }
      },
      "the same")
    fields.add("after", \.item.after, "the rows that it waits for")
    fields.add(
      "attempt_count", \.item.attemptCount,
      "how many attempts ended without DONE; that of a session which stopped its row counts once the row is tried again"
    )
    fields.add(
      "max_attempts", \.item.maxAttempts, "how many attempts it may take, if the row says so")
    fields.add("idempotency_key", \.item.idempotencyKey, "rows with one key are the same work")
    fields.add("lease_owner", \.lease?.owner, "who has a lease on it")
    fields.add("lease_expires_at", \.lease?.expiresAt, "until when, in seconds since 1970")
    fields.addIfNotEmpty("labels", \.item.labels, "if it has some")
    fields.addIfAny(
      "worker", \.item.workerName,
      "its column or note of that name; it is used if orch.json has workers")
    fields.addIfAny(
      "timeout_seconds", \.item.timeoutSeconds,
      "how long an attempt may take, if the row says so")
    fields.addIfAny(
      "repo", \.item.repositoryName,
      "the repository in which it is worked on; it is used if orch.json has workers")
    fields.addIfAny("plan", \.item.planName, "the plan that it belongs to")
    fields.addIfAny(
      "approval", \.item.approval?.rawValue,
      "`start` or `done`: a person approves it before its work begins, or once it is done")
    fields.addIfAny(
      "on_failure", \.item.failurePolicy?.rawValue,
      "`continue` or `cancel`: what happens to the rows that wait for it if it fails")
    fields.addIfAny(
      "awaits", \.awaited?.rawValue,
      "`answer`, `approval` or `merge`: what a person has to do, for which it is BLOCKED")
    fields.addIfAny("pr", \.item.pullRequest, "the number of the pull request of its work")
    fields.addIfAny(
      "ci", \.item.pullRequestChecks?.rawValue,
      "what its checks said last: `passed`, `failed`, `pending` or `none`")
    fields.addIfAny(
      "question",
      { $0.awaited == .answer ? .some($0.item.question) : nil },
      "with `awaits` of `answer`: the question, as the notes have it")
    fields.add("line", \.item.line, "its line in the file, from 1; null in a database")
  }
}

/// What a pick gives to the session that claimed the row: only it gets the token.
public struct ClaimAnswer: Shaped {
  private let item: QueueItem?
  private let zone: QueueZone?

  /// - Parameters:
  ///   - item: the row; `nil` if there is nothing to pick.
  ///   - zone: the zone of its times, as in `ZonedItem`.
  public init(_ item: QueueItem?, in zone: QueueZone?) { (self.item, self.zone) = (item, zone) }

  public static var shapeName: StaticString { "claim" }
  public static func shape(_ fields: inout Fields<ClaimAnswer>) {
    fields.add(
      "item",
      { claim in claim.item.map { ZonedItem($0, in: claim.zone) } },
      "the row; null with nothing to pick")
    fields.addIfAny(
      "attempt", { $0.item.map { $0.claim?.token } },
      "the token of the claim; null for a row that its session claimed by hand")
  }
}

/// Rows of a queue.
public struct ListAnswer: Shaped {
  private let items: [ZonedItem]

  public init(_ items: [ZonedItem]) { self.items = items }

  public static var shapeName: StaticString { "list" }
  public static func shape(_ fields: inout Fields<ListAnswer>) {
    fields.add(
      "items", \.items,
      "the rows, in the order of the table or of --sort; with --fields those members")
  }
}
