import QueueModel

/// What is kept of each row after the first look: 40 bytes, no string.
struct RowEntry {
  /// The line's first byte, and its length without the line end.
  let start: Int
  let length: UInt32
  /// The id cell, relative to `start`; empty where the line has none.
  let idStart: UInt32
  let idLength: UInt32
  let idHash: UInt32
  /// `nil` for a status that nobody knows.
  let status: Status?
  /// `Priority.rank`.
  let priorityRank: UInt8
  var problems: RowProblems

  var content: Range<Int> { start..<(start + Int(length)) }
  var id: Range<Int> {
    let idStart = start + Int(self.idStart)
    return idStart..<(idStart + Int(idLength))
  }
}

/// What stops a row. Source: `docs/queue-file.md`, "What is malformed".
struct RowProblems: OptionSet {
  let rawValue: UInt8
  static let cellCount = RowProblems(rawValue: 1)
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
    line: Range<Int>, hasAllCells: Bool, id: Range<Int>?, status: Range<Int>?,
    priority: Range<Int>?, in bytes: UnsafeRawBufferPointer
  ) {
    var problems: RowProblems = hasAllCells ? [] : .cellCount
    let id = id ?? line.lowerBound..<line.lowerBound
    let idBytes = UnsafeRawBufferPointer(rebasing: bytes[id])
    if id.isEmpty || bytes.holds("-", in: id) {
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
    self.status = status
    priorityRank = priority.map { Priority.rank(bytes, $0) } ?? 3
    self.problems = problems
  }
}

extension Status {
  fileprivate init?(_ bytes: UnsafeRawBufferPointer, _ cell: Range<Int>) {
    // By length first: this runs for each row of the file.
    switch cell.count {
    case 4 where bytes.holds("DONE", in: cell): self = .done
    case 6 where bytes.holds("FAILED", in: cell): self = .failed
    case 7 where bytes.holds("PENDING", in: cell): self = .pending
    case 7 where bytes.holds("BLOCKED", in: cell): self = .blocked
    case 11 where bytes.holds("IN_PROGRESS", in: cell): self = .inProgress
    default: return nil
    }
  }
}

extension Priority {
  fileprivate static func rank(_ bytes: UnsafeRawBufferPointer, _ cell: Range<Int>) -> UInt8 {
    guard cell.count == 2, bytes[cell.lowerBound] == UInt8(ascii: "P") else { return 3 }
    let digit = bytes[cell.lowerBound + 1] &- UInt8(ascii: "0")
    return digit < 3 ? digit : 3
  }
}
