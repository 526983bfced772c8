import Testing

/// Where a scene keeps its queue.
enum QueueKept: String, CaseIterable {
  case inFile = "in a file"
  case inDatabase = "in a database"

  /// What all of the queue is in.
  var name: String {
    switch self {
    case .inFile: "QUEUE.md"
    case .inDatabase: "queue.db"
    }
  }
}

extension Scene {
  /// A folder with a queue of rows that wait.
  convenience init(_ kept: QueueKept, ids: String...) throws {
    switch kept {
    case .inFile: try self.init(file: queueText(ids.map { row($0) }))
    case .inDatabase:
      try self.init()
      options = ["--db", kept.name]
      try expect(orch("init"), is: .prints("Created \(path(kept.name))\n"))
      for id in ids { try expect(add("--id", id), is: .prints("Added \(id)\n")) }
    }
  }
}
