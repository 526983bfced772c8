public import Model

extension QueueItem {
  /// A row as `pick`, `done`, `fail` and `block` leave it: a row with an owner has a start, too.
  public static func sample(
    _ id: String = "A", _ status: Status = .pending, _ priority: Priority = .p1,
    owner: String? = nil, notes: String = "", after: [String] = []
  ) -> QueueItem {
    QueueItem(
      id: id, status: status, priority: priority, task: "task", successCriteria: "criteria",
      ownerSession: owner, startedAt: owner == nil ? nil : "2026-01-31 09:00",
      notes: Notes(notes), after: after)
  }
}
