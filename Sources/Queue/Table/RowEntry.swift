import Model

/// The index entry of a row. It takes 40 bytes and has no strings. It includes the offset of the
/// task, because `list` shows the task of every row.
package struct RowEntry {
  /// The offset of the line's first byte, and the line's length without the line end.
  let start: Int
  let length: UInt32
  /// The id cell, relative to `start`; empty if the line has none.
  let idStart: UInt32
  package let idLength: UInt32
  let idHash: UInt32
  /// The task cell, relative to `start`.
  let taskStart: UInt32
  let taskLength: UInt32
  /// `nil` for an unknown status.
  let status: Status?
  /// The row's `Priority.rank`.
  let priorityRank: UInt8
  package var problems: RowProblems
  /// Whether the line has neither an escaped pipe nor a tab. In this case the bytes of its cells
  /// equal the cells' texts.
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

/// The reasons for which a row is malformed. Source: `docs/queue-file.md`, "What is malformed".
package struct RowProblems: OptionSet {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let cellCount = RowProblems(rawValue: 1)
  static let unknownStatus = RowProblems(rawValue: 2)
  static let emptyID = RowProblems(rawValue: 4)
  static let illFormedID = RowProblems(rawValue: 8)
  static let repeatedID = RowProblems(rawValue: 16)

  /// The problems that make a row unreadable.
  static let unreadable: RowProblems = [.cellCount, .unknownStatus, .emptyID]
}

extension RowEntry {
  /// Examines one line of the table; a cell is `nil` if the line is too short.
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
    // The first letter is compared first, which saves time because this runs for each row of the
    // file.
    guard !cell.isEmpty else { return nil }
    guard let status = Status(spelledIn: bytes, cell) else {
      guard let typed = Status.typed(String(decoding: bytes[cell], as: UTF8.self)) else {
        return nil
      }
      self = typed
      return
    }
    self = status
  }

  @inline(__always)
  private init?(spelledIn bytes: UnsafeRawBufferPointer, _ cell: Range<Int>) {
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

  /// The `rawValue` as bytes, without making a string.
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

/// Finds rows by id: a hash table of row numbers with open addressing.
struct IDIndex {
  private var slots: [Int32]
  private let mask: Int

  /// Inserts every row that has an id, and marks the rows whose id is repeated.
  init(_ entries: inout [RowEntry], in bytes: UnsafeRawBufferPointer) {
    var capacity = 16
    while capacity < entries.count * 2 { capacity *= 2 }
    mask = capacity - 1
    slots = [Int32](repeating: -1, count: capacity)
    for row in entries.indices where entries[row].idLength > 0 {
      let slot = self.slot(entries[row].idHash, entries, in: bytes) {
        bytes.sameBytes($0, entries[row].id)
      }
      let earlier = Int(slots[slot])
      if earlier >= 0 {
        entries[earlier].problems.insert(.repeatedID)
        entries[row].problems.insert(.repeatedID)
      } else {
        slots[slot] = Int32(row)
      }
    }
  }

  /// Makes a row the one with its id.
  mutating func choose(_ row: Int, _ entries: [RowEntry], in bytes: UnsafeRawBufferPointer) {
    let slot = self.slot(entries[row].idHash, entries, in: bytes) {
      bytes.sameBytes($0, entries[row].id)
    }
    slots[slot] = Int32(row)
  }

  /// The row with `id`, the first one if none was chosen; `nil` if there is none.
  func row(of id: UnsafeRawBufferPointer, _ entries: [RowEntry], in bytes: UnsafeRawBufferPointer)
    -> Int?
  {
    let slot = self.slot(Self.hash(id), entries, in: bytes) { range in
      range.count == id.count && UnsafeRawBufferPointer(rebasing: bytes[range]).elementsEqual(id)
    }
    return slots[slot] >= 0 ? Int(slots[slot]) : nil
  }

  /// The slot with an equal id, or the free slot for a new id.
  private func slot(
    _ hash: UInt32, _ entries: [RowEntry], in bytes: UnsafeRawBufferPointer,
    isEqual: (Range<Int>) -> Bool
  ) -> Int {
    var slot = Int(hash) & mask
    while slots[slot] >= 0 {
      let entry = entries[Int(slots[slot])]
      if entry.idHash == hash, isEqual(entry.id) { break }
      slot = (slot + 1) & mask
    }
    return slot
  }

  /// FNV-1a, 32 bits. Source: draft-eastlake-fnv.
  static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    bytes.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
  }
}

extension UnsafeRawBufferPointer {
  fileprivate func sameBytes(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { self[$0] == self[$1] }
  }
}
