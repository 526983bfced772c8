import Testing

@testable import QueueModel

/// How refusals that have to do with claims are worded.
@Suite struct LeaseRefusalTests {
  struct Wording: CustomTestStringConvertible {
    let refusal: Refusal
    let code, message, hint: String
    var testDescription: String { "\(code): \(message) (\(hint))" }
  }

  private static let hidden = "s\u{202E}"
  private static let busy = QueueItem.sample("A", .inProgress, owner: hidden)
  private static let lease = Lease(
    owner: hidden, expiresAt: now.epochSeconds + 3600, hasHeartbeat: true)
  private static let endless = Lease(owner: "v", expiresAt: .max, hasHeartbeat: false)

  private static func leased(
    _ status: Status, _ action: Refusal.Action, _ lease: Lease = lease
  ) -> Refusal {
    .leased(.sample("A", status), lease, action: action, now: now)
  }

  private static func stale(_ status: Status, _ action: Refusal.Action) -> Refusal {
    .staleAttempt(.sample("A", status), attempt: "3-abc\u{1B}", action: action)
  }

  private static let until = #"A is leased to s\u{202E} until 2026-01-31 19:00"#
  private static let over = #"The attempt 3-abc\u{1B} of A is over: the row is"#

  @Test(arguments: [
    Wording(
      refusal: leased(.pending, .pick), code: "leased", message: until,
      hint: "wait until then, or free it: orch release --id A --force"),
    Wording(
      refusal: leased(.blocked, .lease), code: "leased", message: until, hint: "wait until then"),
    Wording(
      refusal: leased(.inProgress, .lease, endless), code: "leased",
      message: "A is leased to v until it is released",
      hint: "wait until then, or free it: orch release --id A --force"),
    Wording(
      refusal: leased(.blocked, .finish(.done)), code: "leased", message: until,
      hint: "the work has passed to that session; --force overrides"),
    Wording(
      refusal: leased(.pending, .release), code: "leased", message: until,
      hint: "orch release --id A --force frees it"),
    Wording(
      refusal: .leaseEnded(busy, lease), code: "lease_ended",
      message: #"The lease of s\u{202E} on A has ended"#,
      hint: #"orch lease acquire --id A --owner-session s\u{202E} takes it again, "#
        + "unless somebody else does first"),
    Wording(
      refusal: .noLease(busy, session: "v"), code: "no_lease",
      message: #"v has no lease on A, which is IN_PROGRESS, owned by s\u{202E}"#,
      hint: "orch lease acquire --id A --owner-session v takes one, unless somebody else has it"),
    Wording(
      refusal: .noLease(busy, session: nil), code: "no_lease",
      message: "Nobody is named who leases A", hint: "name a session with --owner-session"),
    Wording(
      refusal: .staleAttempt(busy, attempt: "3-abcdef", action: .lease), code: "stale_attempt",
      message: #"The attempt 3-abcdef of A is over: the row is IN_PROGRESS, owned by s\u{202E}"#,
      hint: "it was claimed anew since"),
    Wording(
      refusal: stale(.inProgress, .finish(.done)), code: "stale_attempt",
      message: "\(over) IN_PROGRESS", hint: "it was claimed anew since; --force overrides"),
    Wording(
      refusal: stale(.pending, .finish(.done)), code: "stale_attempt", message: "\(over) PENDING",
      hint: "orch pick --id A claims it; --force overrides"),
    Wording(
      refusal: stale(.failed, .lease), code: "stale_attempt", message: "\(over) FAILED",
      hint: "ops retry --id A takes it back"),
    Wording(
      refusal: .attemptsUsedUp(.sample("A", .failed, notes: "review_attempts=3"), limit: 3),
      code: "attempts_used_up", message: "A has used up its attempts: 3 of 3",
      hint: "--force tries it again all the same"),
  ])
  func `a refusal names who has the row, and the remedy`(_ wording: Wording) {
    #expect(wording.refusal.code == wording.code)
    #expect(wording.refusal.message == wording.message)
    #expect(wording.refusal.hint == wording.hint)
  }

  @Test(arguments: [
    ("review_attempts=9223372036854775807", 0), ("review_attempts=-1", 0),
    ("review_attempts=1000000", 1_000_000), ("review_attempts=many", 0),
  ])
  func `a count that nobody counted says nothing`(_ notes: String, count: Int) {
    #expect(QueueItem.sample("A", .failed, notes: notes).attemptCount == count)
  }
}
