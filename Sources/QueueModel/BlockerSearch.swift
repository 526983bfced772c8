/// Where the ways end that lead from rows along what they wait for. Each row is looked at
/// once, whatever the number of rows that wait for it.
///
/// Of several rows that a row waits for, the way goes by the first that stays as it is until
/// somebody does something about it; where there is none, by the first.
struct BlockerSearch {
  /// What is known of a row that others wait for.
  enum Step {
    case end(Explanation)
    /// At least one row.
    case waits(for: [Dependencies.Blocker])
  }

  private let step: (Dependencies.Blocker) throws -> Step
  private var ways: [String: Way] = [:]
  private var ends: [String: Explanation] = [:]
  /// The rows between the one that was asked for and the one that is looked at.
  private var path: [Frame] = []
  private var places: [String: Int] = [:]

  private struct Frame {
    let id: String
    let blockers: [Dependencies.Blocker]
    /// How many of them were looked at.
    var seen = 0
    /// The way to take where no other is stuck.
    var spare: Way?
  }

  init(step: @escaping (Dependencies.Blocker) throws -> Step) { self.step = step }

  /// - Parameters:
  ///   - id: the row that waits.
  ///   - blockers: what it waits for, at least one row.
  mutating func way(from id: String, _ blockers: [Dependencies.Blocker]) throws -> Way {
    if let way = ways[id] { return way }
    enter(id, blockers)
    while true {
      guard let way = try next() else { continue }
      leave(by: way)
      if path.isEmpty { return way }
    }
  }

  /// The way from a row over which another led.
  func known(_ id: String) -> Way? { ways[id] }

  /// The way from the last row of the path, once it is found.
  private mutating func next() throws -> Way? {
    let top = path.count - 1
    let frame = path[top]
    guard frame.seen < frame.blockers.count else { return frame.spare }
    guard let way = try look(at: frame.blockers[frame.seen]) else { return nil }
    if way.isStuck { return way }
    path[top].seen += 1
    if frame.spare == nil { path[top].spare = way }
    return nil
  }

  /// The way over a row; `nil` where that is yet to be found.
  private mutating func look(at blocker: Dependencies.Blocker) throws -> Way? {
    if let end = ends[blocker.id] { return Way(to: blocker, .row(end)) }
    if let way = ways[blocker.id] { return Way(over: blocker, way) }
    if let start = places[blocker.id] {
      return Way(to: blocker, .ring(Ring(path[start...].map(\.id))))
    }
    switch try step(blocker) {
    case .waits(let blockers):
      enter(blocker.id, blockers)
      return nil
    case .end(let end):
      ends[blocker.id] = end
      return Way(to: blocker, .row(end))
    }
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
