/// The nine columns that make a table the queue, in the order in which `init`
/// writes them. The names are those of the cells, of JSON and of the database.
public enum Column: Int, CaseIterable, Sendable {
  case id, status, priority, task, successCriteria, ownerSession, startedAt, dueAt, notes

  public var name: String {
    switch self {
    case .id: "id"
    case .status: "status"
    case .priority: "priority"
    case .task: "task"
    case .successCriteria: "success_criteria"
    case .ownerSession: "owner_session"
    case .startedAt: "started_at_kst"
    case .dueAt: "due_at_kst"
    case .notes: "notes"
    }
  }

  /// What `list` shows of every row; stores may hold these at hand.
  public static let listed: [Column] = [.id, .status, .priority, .task]

  /// The optional tenth column, which holds what a row waits for.
  public static let afterName = "after"
}
