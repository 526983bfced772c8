/// Finds rows by id: a hash table of row numbers, open addressing.
struct IDIndex {
  private var slots: [Int32]
  private let mask: Int

  /// Enters every row that has an id, and marks the rows whose id stands in
  /// several of them.
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

  /// The first row with `id`, or `nil`.
  func row(of id: UnsafeRawBufferPointer, _ entries: [RowEntry], in bytes: UnsafeRawBufferPointer)
    -> Int?
  {
    let slot = self.slot(Self.hash(id), entries, in: bytes) { range in
      range.count == id.count && UnsafeRawBufferPointer(rebasing: bytes[range]).elementsEqual(id)
    }
    return slots[slot] >= 0 ? Int(slots[slot]) : nil
  }

  /// The slot that holds an equal id, or the free one where it belongs.
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
