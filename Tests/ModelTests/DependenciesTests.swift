import Model
import StoreTestSupport
import TestSupport
import Testing

@Suite struct DependenciesTests {
  @Test(arguments: [
    ("", []), ("A", ["A"]), ("A,B", ["A", "B"]), ("A, B ,C", ["A", "B", "C"]),
    (" ,A,,B, ", ["A", "B"]),
  ])
  func `ids are separated by commas`(_ text: String, ids: [String]) {
    #expect(Dependencies.ids(in: text) == ids)
  }

  struct Graph: CustomTestStringConvertible {
    let testDescription: String
    let edges: [String: [String]]
    let cycle: [String]?
  }

  @Test(arguments: [
    Graph(testDescription: "nothing", edges: [:], cycle: nil),
    Graph(testDescription: "itself", edges: ["A": ["A"]], cycle: ["A", "A"]),
    Graph(testDescription: "itself, after others", edges: ["A": ["B", "A"]], cycle: ["A", "A"]),
    Graph(testDescription: "a pair", edges: ["A": ["B"], "B": ["A"]], cycle: ["A", "B", "A"]),
    Graph(
      testDescription: "three, with ways that lead nowhere",
      edges: ["A": ["X", "B", "Y"], "X": ["Z"], "B": ["X", "C"], "C": ["Z", "A"]],
      cycle: ["A", "B", "C", "A"]),
    Graph(
      testDescription: "a diamond",
      edges: ["A": ["B", "C"], "B": ["D"], "C": ["D"], "D": ["E"]], cycle: nil),
    Graph(
      testDescription: "a diamond that closes behind its second side",
      edges: ["A": ["B", "C"], "B": ["D"], "C": ["D", "A"]], cycle: ["A", "C", "A"]),
    Graph(
      testDescription: "a cycle of others", edges: ["A": ["B"], "B": ["C"], "C": ["B"]], cycle: nil),
    Graph(testDescription: "an id twice", edges: ["A": ["B", "B"], "B": []], cycle: nil),
  ])
  func `a cycle is named member by member`(_ graph: Graph) {
    #expect(Dependencies.cycle(through: "A") { graph.edges[$0] ?? [] } == graph.cycle)
  }

  @Test func `a long chain needs no deep stack`() {
    func next(_ id: String) -> [String] { Int(id).map { [String(($0 + 1) % 50_000)] } ?? [] }
    #expect(Dependencies.cycle(through: "0", after: next)?.count == 50_001)
    #expect(Dependencies.cycle(through: "0") { $0 == "49999" ? [] : next($0) } == nil)
  }

  @Test func `a cycle is found just where one is`() {
    var random = SeededGenerator(seed: 3)
    var found = 0
    for _ in 0..<1000 {
      let edges = (0..<6).map { _ in
        (0..<Int.random(in: 0...2, using: &random)).map { _ in Int.random(in: 0..<6, using: &random)
        }
      }
      func after(_ id: String) -> [String] { Int(id).map { edges[$0].map(String.init) } ?? [] }
      let cycle = Dependencies.cycle(through: "0", after: after)
      #expect((cycle != nil) == reaches(0, from: edges[0], edges))
      guard let cycle else { continue }
      found += 1
      #expect(cycle.first == "0" && cycle.last == "0" && cycle.count > 1)
      #expect(zip(cycle, cycle.dropFirst()).allSatisfy { after($0).contains($1) })
    }
    #expect((100...900).contains(found))
  }

  @Test func `without the dependencies that close the visited cycles there is none`() {
    var random = SeededGenerator(seed: 4)
    for size in [2, 6, 40] {
      for _ in 0..<30 {
        let ids = (0..<size).map(String.init)
        var edges = ids.reduce(into: [String: [String]]()) { edges, id in
          edges[id] = ids.filter { $0 != id && Bool.random(using: &random) }
        }
        var closing: [(String, String)] = []
        Dependencies.visitCycles(among: ids) { [edges] in
          edges[$0] ?? []
        } _: { cycle in
          if let first = cycle.first, let last = cycle.last { closing.append((last, first)) }
        }
        for (last, first) in closing { edges[last]?.removeAll { $0 == first } }
        #expect(Dependencies.cycles(among: ids) { edges[$0] ?? [] }.isEmpty)
      }
    }
  }

  /// Repeats every step six times over, without any memory of where it was.
  private func reaches(_ goal: Int, from start: [Int], _ edges: [[Int]]) -> Bool {
    var reached = Set(start)
    for _ in edges { reached.formUnion(reached.flatMap { edges[$0] }) }
    return reached.contains(goal)
  }

  @Test func `whatever is not done blocks, in the order of after`() throws {
    let table = MemoryTable([
      .sample("D", .done), .sample("F", .failed), .sample("P"),
      .sample("A", after: ["P", "D", "gone", "F"]),
    ])
    let blockers = try Dependencies.blockers(of: table.items[3], in: table, Policy())
    #expect(blockers.map(\.id) == ["P", "gone", "F"])
    #expect(blockers.map(\.status) == [.pending, nil, .failed])
  }
}
