/// Where a queue is kept.
public enum QueueKept: String, CaseIterable, Sendable {
  case inFile = "in a file"
  case inDatabase = "in a database"

  /// What all of the queue is in.
  public var name: String {
    switch self {
    case .inFile: "QUEUE.md"
    case .inDatabase: "queue.db"
    }
  }
}
