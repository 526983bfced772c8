import QueueModel

/// What is kept of each row after the first look: 40 bytes, no string. The task
/// is there for `list`, which shows it of every row.
package struct RowEntry {
  /// The line's first byte, and its length without the line end.
  let start: Int
  let length: UInt32
  /// The id cell, relative to `start`; empty where the line has none.
  let idStart: UInt32
  package let idLength: UInt32
  let idHash: UInt32
  /// The task cell, relative to `start`.
  let taskStart: UInt32
  let taskLength: UInt32
  /// `nil` for a status that nobody knows.
  let status: Status?
  /// `Priority.rank`.
  let priorityRank: UInt8
  package var problems: RowProblems
  /// Whether the line has neither an escaped pipe nor a tab, so that its cells
  /// are what their bytes say.
  let isPlain: Bool

  var content: Range<Int> { start..<(start + Int(length)) }
  var id: Range<Int> {
    let idStart = start + Int(self.idStart)
    return idStart..<(idStart + Int(idLength))
  }
  var task: Range<Int> {
    let taskStart = start + Int(self.taskStart)
    return taskStart..<(taskStart + Int(taskLength))
  }
}

/// What stops a row. Source: `docs/queue-file.md`, "What is malformed".
package struct RowProblems: OptionSet {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let cellCount = RowProblems(rawValue: 1)
  static let unknownStatus = RowProblems(rawValue: 2)
  static let emptyID = RowProblems(rawValue: 4)
  static let illFormedID = RowProblems(rawValue: 8)
  static let repeatedID = RowProblems(rawValue: 16)

  /// Problems that leave no item to be read.
  static let unreadable: RowProblems = [.cellCount, .unknownStatus, .emptyID]
}

extension RowEntry {
  /// Looks at one line of the table; a cell is `nil` where the line is too short.
  @inline(__always)
  init(
    line: Range<Int>, hasAllCells: Bool, isPlain: Bool, id: Range<Int>?, status: Range<Int>?,
    priority: Range<Int>?, task: Range<Int>?, in bytes: UnsafeRawBufferPointer
  ) {
    var problems: RowProblems = hasAllCells ? [] : .cellCount
    let id = id ?? line.lowerBound..<line.lowerBound
    let task = task ?? line.lowerBound..<line.lowerBound
    let idBytes = UnsafeRawBufferPointer(rebasing: bytes[id])
    if bytes.isNone(id) {
      problems.insert(.emptyID)
    } else if !ItemID.isWellFormed(idBytes) {
      problems.insert(.illFormedID)
    }
    let status = status.flatMap { Status(bytes, $0) }
    if status == nil { problems.insert(.unknownStatus) }
    start = line.lowerBound
    length = UInt32(line.count)
    idStart = UInt32(id.lowerBound - line.lowerBound)
    idLength = problems.contains(.emptyID) ? 0 : UInt32(id.count)
    idHash = IDIndex.hash(idBytes)
    taskStart = UInt32(task.lowerBound - line.lowerBound)
    taskLength = UInt32(task.count)
    self.isPlain = isPlain
    self.status = status
    priorityRank = priority.map { Priority.rank(bytes, $0) } ?? 3
    self.problems = problems
  }
}

extension Status {
  @inline(__always)
  fileprivate init?(_ bytes: UnsafeRawBufferPointer, _ cell: Range<Int>) {
    // By the first letter first: this runs for each row of the file.
    guard !cell.isEmpty else { return nil }
    let candidate: Status
    switch bytes[cell.lowerBound] {
    case UInt8(ascii: "P"): candidate = .pending
    case UInt8(ascii: "I"): candidate = .inProgress
    case UInt8(ascii: "D"): candidate = .done
    case UInt8(ascii: "F"): candidate = .failed
    case UInt8(ascii: "B"): candidate = .blocked
    default: return nil
    }
    guard bytes.holds(candidate.spelling, in: cell) else { return nil }
    self = candidate
  }

  /// `rawValue`, as bytes that need no string.
  var spelling: StaticString {
    switch self {
    case .pending: "PENDING"
    case .inProgress: "IN_PROGRESS"
    case .done: "DONE"
    case .failed: "FAILED"
    case .blocked: "BLOCKED"
    }
  }
}

extension Priority {
  @inline(__always)
  fileprivate static func rank(_ bytes: UnsafeRawBufferPointer, _ cell: Range<Int>) -> UInt8 {
    guard cell.count == 2, bytes[cell.lowerBound] == UInt8(ascii: "P") else { return 3 }
    let digit = bytes[cell.lowerBound + 1] &- UInt8(ascii: "0")
    return digit < 3 ? digit : 3
  }
}
