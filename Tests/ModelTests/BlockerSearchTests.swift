import TestSupport
import Testing

@testable import Model

@Suite struct BlockerSearchTests {
  /// Rows by number: what each waits for; no row is past the last, and one that waits for
  /// nothing is about to start.
  private final class Graph {
    let edges: [[Int]]
    private(set) var steps = 0

    init(_ edges: [[Int]]) { self.edges = edges }

    func blockers(of row: Int) -> [Dependencies.Blocker] {
      edges[row].map { .init(id: String($0), status: $0 < edges.count ? .pending : nil) }
    }

    func explanation(of blocker: Dependencies.Blocker) -> Explanation {
      steps += 1
      guard let row = Int(blocker.id), row < edges.count else {
        return Explanation(blocker.id, nil, .noRow(), nil)
      }
      let blockers = blockers(of: row)
      return Explanation(
        blocker.id, .pending, blockers.isEmpty ? .queued(behind: 0) : .waits(for: blockers), nil)
    }

    func search() -> BlockerSearch { BlockerSearch(explanation) }
  }

  @Test func `a long way needs no deep stack, and each row is looked at once`() throws {
    let count = 50_000
    let graph = Graph((0..<count).map { [$0 + 1] })
    var search = graph.search()
    for row in (0..<count).reversed() {
      let way = try search.way(from: String(row), graph.blockers(of: row))
      guard way.distance == count - row, way.last.id == String(count), way.isStuck else {
        Issue.record("\(row): \(way)")
        return
      }
    }
    #expect(graph.steps == 1)
    var again = graph.search()
    #expect(try again.way(from: "0", graph.blockers(of: 0)).distance == count)
    #expect(graph.steps == 1 + count)
  }

  @Test func `a long cycle is shown from each of its rows`() throws {
    let count = 20_000
    let graph = Graph((0..<count).map { [($0 + 1) % count] })
    var search = graph.search()
    for row in 0..<count {
      let way = try search.way(from: String(row), graph.blockers(of: row))
      guard case .ring(let ring) = way.end, ring.contains(String(row)) else {
        Issue.record("\(row): \(way)")
        return
      }
      let reason = ring.reason(of: String(row))
      guard reason == .cycle((0..<5).map { String((row + $0) % count) }, count: count) else {
        Issue.record("\(row): \(reason)")
        return
      }
    }
    #expect(graph.steps == count - 1)
  }

  @Test func `a way is stuck where a row behind it is, or leads back`() throws {
    var random = SeededGenerator(seed: 11)
    var stuck = 0
    for _ in 0..<2000 {
      let edges = (0..<7).map { _ in
        (0..<Int.random(in: 0...3, using: &random)).map { _ in Int.random(in: 0...7, using: &random)
        }
      }
      let graph = Graph(edges)
      var search = graph.search()
      for row in edges.indices.shuffled(using: &random) where !edges[row].isEmpty {
        let way = try search.way(from: String(row), graph.blockers(of: row))
        #expect(way.isStuck == isStuck(row, edges), "\(edges) \(row)")
        if way.isStuck { stuck += 1 }
        check(way, from: row, in: search, graph)
      }
    }
    #expect((1000...13_000).contains(stuck))
  }

  /// Follows a way step by step.
  private func check(
    _ way: BlockerSearch.Way, from row: Int, in search: BlockerSearch, _ graph: Graph
  ) {
    var (at, left) = (way.next, way.distance)
    #expect(graph.edges[row].contains(Int(at.id) ?? -1))
    while left > 1, let next = search.known(at.id) {
      #expect(next.isStuck == way.isStuck)
      (at, left) = (next.next, left - 1)
    }
    #expect(left == 1 && at == way.last)
    guard case .ring(let ring) = way.end else { return }
    #expect(ring.contains(way.last.id))
    guard case .cycle(let members, let count) = ring.reason(of: way.last.id), members.count == count
    else { return }
    for (member, next) in zip(members, members.dropFirst() + [members[0]]) {
      #expect(graph.edges[Int(member) ?? 0].contains(Int(next) ?? -1))
    }
  }

  /// Repeats every step as often as there are rows, without any memory of where it was.
  private func isStuck(_ row: Int, _ edges: [[Int]]) -> Bool {
    func reached(from row: Int) -> Set<Int> {
      var reached = Set(edges[row])
      for _ in edges { reached.formUnion(reached.flatMap { $0 < edges.count ? edges[$0] : [] }) }
      return reached
    }
    let mine = reached(from: row)
    return mine.contains(edges.count) || mine.contains(row)
      || mine.contains { $0 < edges.count && reached(from: $0).contains($0) }
  }
}
