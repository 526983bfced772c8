import StoreTestSupport
import Testing

@testable import Model

/// Which rows count as cancelled. The table shows them as BLOCKED.
@Suite struct CancelledRowTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let status: Status
    let notes: String
    let isCancelled: Bool

    static let all = [
      Case("by a person", .blocked, "cancelled_by_operator", true),
      Case("with a reason", .blocked, "x / cancelled_by_operator: not now / labels=web", true),
      Case("after a failure", .blocked, "dependency_failed: B", true),
      Case("retried since", .pending, "cancelled_by_operator / retry_requested", false),
      Case(
        "retried, and blocked since", .blocked,
        "cancelled_by_operator / retry_requested / needs_human: a key", false),
      Case("in a person's words", .blocked, "cancelled: the customer left", false),
      Case("blocked", .blocked, "x", false),
      Case("waiting for an answer", .blocked, "dependency_failed: B / awaits=answer", false),
      Case("done in the editor", .done, "cancelled_by_operator", false),
    ]

    init(_ name: String, _ status: Status, _ notes: String, _ isCancelled: Bool) {
      (testDescription, self.status, self.notes) = (name, status, notes)
      self.isCancelled = isCancelled
    }
  }

  @Test(arguments: Case.all) func `a row is cancelled`(_ test: Case) {
    #expect(QueueItem.sample("A", test.status, notes: test.notes).isCancelled == test.isCancelled)
  }
}
