import QueueModel

// Rows that stop, or wait again.

extension StoreConformance {
  private static let freed = "owner_session s1 > -, started_at_kst 2026-01-31 09:00 > -"

  /// A history with the prose of the notes longer by one segment.
  private static func noted(_ cells: String..., with note: String) -> String {
    (cells + ["notes x / touches=src > x / touches=src / \(note)"]).joined(separator: ", ")
  }

  private static func noted(_ status: Status, with note: String) -> QueueItem {
    item(status, notes: "x / touches=src / \(note)")
  }

  private static let cancelled = "cancelled_by_operator"

  static let returns: [Case] = [
    ConformanceChange(
      name: "cancel stops a PENDING row", from: item(), transition: .cancel(id: "A"),
      to: unowned(.blocked, notes: "x / touches=src / cancelled_by_operator"),
      history: noted("status PENDING > BLOCKED", with: cancelled)),
    ConformanceChange(
      name: "cancel stops an IN_PROGRESS row", from: item(.inProgress),
      transition: .cancel(id: "A"), session: nil, to: noted(.blocked, with: cancelled),
      history: noted("status IN_PROGRESS > BLOCKED", with: cancelled)),
    ConformanceChange(
      name: "cancel notes it on a BLOCKED row", from: item(.blocked),
      transition: .cancel(id: "A"), to: noted(.blocked, with: cancelled),
      history: noted(with: cancelled)),
    ConformanceChange(
      name: "release by its owner lets a row wait again", from: item(.inProgress),
      transition: .release(id: "A", force: false), to: item(),
      history: "status IN_PROGRESS > PENDING, \(freed)"),
    ConformanceChange(
      name: "release by force asks no owner", from: item(.inProgress),
      transition: .release(id: "A", force: true), session: "s2", to: item(),
      history: "status IN_PROGRESS > PENDING, \(freed)"),
    ConformanceChange(
      name: "replan stops an IN_PROGRESS row", from: item(.inProgress),
      transition: .replan(id: "A", reason: "r", force: false),
      to: noted(.blocked, with: "replan:r"),
      history: noted("status IN_PROGRESS > BLOCKED", with: "replan:r")),
    ConformanceChange(
      name: "replan notes it on a PENDING row", from: item(),
      transition: .replan(id: "A", reason: "r", force: false),
      to: noted(.pending, with: "replan:r"), history: noted(with: "replan:r")),
    ConformanceChange(
      name: "replan opens a BLOCKED row", from: item(.blocked),
      transition: .replan(id: "A", reason: "r", force: false),
      to: noted(.pending, with: "replan:r"),
      history: noted("status BLOCKED > PENDING", freed, with: "replan:r")),
    ConformanceChange(
      name: "replan opens a FAILED row", from: item(.failed),
      transition: .replan(id: "A", reason: "r", force: false),
      to: noted(.pending, with: "replan:r"),
      history: noted("status FAILED > PENDING", freed, with: "replan:r")),
    ConformanceChange(
      name: "replan by force opens a DONE row", from: item(.done),
      transition: .replan(id: "A", reason: "r", force: true),
      to: noted(.pending, with: "replan:r"),
      history: noted("status DONE > PENDING", freed, with: "replan:r")),
  ].map(\.asCase)

  private static let retried = "retry_requested / review_attempts=1"

  /// What stores do that keep attempts in the notes.
  public static let notedAttempts: [Case] = [
    ConformanceChange(
      name: "retry takes a FAILED row back", from: item(.failed),
      transition: .retry(id: "A", force: false), to: noted(.pending, with: retried),
      history: noted("status FAILED > PENDING", freed, with: retried)),
    ConformanceChange(
      name: "retry takes a BLOCKED row back", from: item(.blocked),
      transition: .retry(id: "A", force: false), to: noted(.pending, with: retried),
      history: noted("status BLOCKED > PENDING", freed, with: retried)),
    ConformanceChange(
      name: "retry by force forgets that a failure was for good",
      from: item(.failed, notes: "x / failure=permanent"),
      transition: .retry(id: "A", force: true), to: item(notes: "x / \(retried)"),
      history: "status FAILED > PENDING, \(freed), "
        + "notes x / failure=permanent > x / \(retried)"),
  ].map(\.asCase)
}
