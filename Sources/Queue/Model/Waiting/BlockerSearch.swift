/// Finds the row at the end of each waiting row's chain of dependencies. Each row is visited once,
/// however many rows wait for it.
///
/// If a row waits for several rows, the chain follows the first stuck row, else the first row.
struct BlockerSearch {
  /// Explains why a row for which others wait is not running. If this row waits too, the reason has
  /// at least one blocker and no chain.
  private let explanation: (Dependencies.Blocker) throws -> Explanation
  private var ways: [String: Way] = [:]
  private var ends: [String: Explanation] = [:]
  /// The rows from the start of the search to the current row.
  private var path: [Frame] = []
  private var places: [String: Int] = [:]

  private struct Frame {
    let id: String
    let blockers: [Dependencies.Blocker]
    /// How many of the blockers were visited.
    var visited = 0
    /// The way that the search follows if no blocker is stuck.
    var spare: Way?
  }

  init(_ explanation: @escaping (Dependencies.Blocker) throws -> Explanation) {
    self.explanation = explanation
  }

  /// The way from a row that waits for at least one other.
  mutating func way(from id: String, _ blockers: [Dependencies.Blocker]) throws -> Way {
    if let way = ways[id] { return way }
    enter(id, blockers)
    while true {
      guard let way = try next() else { continue }
      leave(by: way)
      if path.isEmpty { return way }
    }
  }

  /// The way from a row; `nil` if the row was not visited.
  func known(_ id: String) -> Way? { ways[id] }

  /// The way from the last row of the path; `nil` if it is not known yet.
  private mutating func next() throws -> Way? {
    let top = path.count - 1
    let frame = path[top]
    guard frame.visited < frame.blockers.count else { return frame.spare }
    guard let way = try look(at: frame.blockers[frame.visited]) else { return nil }
    if way.isStuck { return way }
    path[top].visited += 1
    if frame.spare == nil { path[top].spare = way }
    return nil
  }

  /// The way over a row; `nil` if that row must be visited first.
  private mutating func look(at blocker: Dependencies.Blocker) throws -> Way? {
    if let end = ends[blocker.id] { return Way(to: blocker, .row(end)) }
    if let way = ways[blocker.id] { return Way(over: blocker, way) }
    if let start = places[blocker.id] {
      return Way(to: blocker, .ring(Ring(path[start...].map(\.id))))
    }
    let row = try explanation(blocker)
    if case .waits(let blockers, _, _) = row.reason {
      enter(blocker.id, blockers)
      return nil
    }
    ends[blocker.id] = row
    return Way(to: blocker, .row(row))
  }

  private mutating func enter(_ id: String, _ blockers: [Dependencies.Blocker]) {
    places[id] = path.count
    path.append(Frame(id: id, blockers: blockers))
  }

  private mutating func leave(by way: Way) {
    let left = path.removeLast().id
    places[left] = nil
    ways[left] = way
  }
}

extension BlockerSearch {
  /// The chain of dependencies from one row.
  struct Way {
    let next: Dependencies.Blocker
    let last: Dependencies.Blocker
    /// The number of rows up to the last one.
    let distance: Int
    let end: End

    /// Indirect, because hundreds of thousands of ways may share one.
    indirect enum End {
      case row(Explanation)
      /// A cycle that contains the last row.
      case ring(Ring)
    }

    /// A way of one row.
    init(to last: Dependencies.Blocker, _ end: End) {
      next = last
      self.last = last
      distance = 1
      self.end = end
    }

    /// A way that begins with the row `next` and continues with the way of `next`.
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

    /// Whether only a person's action ends the waiting.
    var isStuck: Bool {
      switch end {
      case .row(let row): row.reason.isStuck
      case .ring: true
      }
    }
  }

  /// A cycle of rows, each of which waits for the next.
  final class Ring {
    private let members: [String]
    private let places: [String: Int]
    /// The maximum number of members in a reason.
    private static let longestList = 5

    init(_ members: [String]) {
      self.members = members
      places = Dictionary(
        zip(members, members.indices), uniquingKeysWith: { first, _ in first })
    }

    func contains(_ id: String) -> Bool { places[id] != nil }

    /// The reason for the member `id`, which comes first in it.
    func reason(of id: String) -> WaitReason {
      let start = places[id] ?? 0
      let shown = (0..<min(members.count, Self.longestList)).map {
        members[(start + $0) % members.count]
      }
      return .cycle(shown, count: members.count)
    }
  }
}
