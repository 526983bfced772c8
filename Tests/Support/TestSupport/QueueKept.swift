/// Where a queue is kept.
public enum QueueKept: String, CaseIterable, Sendable {
  case inFile = "in a file"
  case inDatabase = "in a database"

  /// The name of the file or database that holds the queue.
  public var name: String {
    switch self {
    case .inFile: "QUEUE.md"
    case .inDatabase: "queue.db"
    }
  }
}
