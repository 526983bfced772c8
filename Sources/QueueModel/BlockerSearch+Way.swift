extension BlockerSearch {
  /// The way from one row.
  struct Way {
    let next: Dependencies.Blocker
    let last: Dependencies.Blocker
    /// How many rows it takes to the last.
    let distance: Int
    let end: End

    enum End {
      case row(Explanation)
      /// The last is a member of it.
      case ring(Ring)
    }

    /// A way of one row.
    init(to last: Dependencies.Blocker, _ end: End) {
      next = last
      self.last = last
      distance = 1
      self.end = end
    }

    /// One that goes on as the row that comes next does.
    init(over next: Dependencies.Blocker, _ way: Way) {
      self.next = next
      end = way.end
      if case .ring(let ring) = way.end, ring.contains(next.id) {
        last = next
        distance = 1
      } else {
        last = way.last
        distance = way.distance + 1
      }
    }

    /// Whether it stays so until somebody does something about it.
    var isStuck: Bool {
      switch end {
      case .row(let row): row.isStuck
      case .ring: true
      }
    }
  }

  /// Rows that wait for each other, in the order in which each waits for the next.
  final class Ring {
    private let members: [String]
    private let places: [String: Int]
    /// Nobody reads more than so many of them.
    private static let told = 5

    init(_ members: [String]) {
      self.members = members
      places = Dictionary(
        zip(members, members.indices), uniquingKeysWith: { first, _ in first })
    }

    func contains(_ id: String) -> Bool { places[id] != nil }

    /// The first few, beginning with one of them.
    func cycle(from id: String) -> WaitingCycle {
      let start = places[id] ?? 0
      let told = (0..<min(members.count, Self.told)).map { members[(start + $0) % members.count] }
      return WaitingCycle(members: told, count: members.count)
    }
  }
}
