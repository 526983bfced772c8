import Door
import Model
import Text

/// The fields of a row in a request. All that is wrong with them is said at once.
struct RowFields {
  /// The existing row; `nil` for a new one.
  var row: String?
  /// The id of a new row.
  var newID: String?
  var after: [String]?
  /// The worker's name, empty for none; `nil` if the request does not set it.
  var worker: String?
  var repository: String?
  /// What the texts alone have shown.
  private(set) var faults: [FieldFault] = []
  /// The names of the fields, in the order in which faults are named.
  let names: [String]

  init(ofRow row: String? = nil, named names: [String], _ faults: [FieldFault] = []) {
    (self.row, self.names, self.faults) = (row, names, faults)
  }

  /// Reads a field; `nil` if that fails.
  mutating func read<Value>(_ name: String, _ body: () throws -> Value?) rethrows -> Value? {
    do { return try body() } catch let problem as Problem {
      guard let fault = FieldFault(of: name, problem) else { throw problem }
      faults.append(fault)
    }
    return nil
  }

  mutating func check(_ name: String, _ body: () throws -> Void) throws {
    _ = try read(name) { try body() }
  }

  /// Changes the queue, unless the fields have faults. The queue is asked first: it knows a
  /// repeated request.
  func apply<Value>(to queue: TaskQueue, _ change: () throws -> Value) throws -> Value {
    if !faults.isEmpty { try FieldFault.check(allFaults(in: queue)) }
    do { return try change() } catch let problem as Problem {
      let lacksRow = row.map { problem.refusal == .notFound($0) } ?? false
      if !lacksRow, FieldFault(of: "", problem) != nil {
        try FieldFault.check(allFaults(in: queue))
      }
      throw problem
    }
  }

  /// The faults of the texts, and those that only the queue can see.
  private func allFaults(in queue: TaskQueue) throws -> [FieldFault] {
    var all = self
    if let worker {
      try all.check("worker") { try queue.checkWorker(worker.isEmpty ? nil : worker) }
    }
    if let repository, !repository.isEmpty {
      try all.check("repo") { try queue.checkRepository(repository) }
    }
    if let newID {
      try all.check("id") {
        guard ItemID.isWellFormed(newID) else { throw Problem.refused(.illFormedID(newID)) }
        if try queue.read({ try $0.contains(newID) }) {
          throw Problem.refused(.alreadyExists(newID))
        }
      }
    }
    if let after { try all.check("after") { try queue.read { try check(after, in: $0) } } }
    return all.faults.sorted {
      names.firstIndex(of: $0.field) ?? .max < names.firstIndex(of: $1.field) ?? .max
    }
  }

  /// Refuses what the change itself would: unknown rows, and those that wait for this one.
  private func check(_ after: [String], in table: any QueueTable) throws {
    guard let row else {
      let new = QueueItem(
        id: newID ?? "", priority: .p1, task: nil, successCriteria: nil, after: after)
      return try table.checkDependencies(of: [new])
    }
    guard let item = try table.item(row) else { return }
    var edited = item
    edited.after = after
    try edited.checkDependencies(since: item, in: table)
  }
}
