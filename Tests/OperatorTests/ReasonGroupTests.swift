import Door
import Model
import Runner
import StoreTestSupport
import TestSupport
import Testing
import Text

@testable import Operator

/// Rows with one reason and one command.
@Suite struct ReasonGroupTests {
  private static let now = QueueTime(epochSeconds: 1_769_850_000, offset: 9 * 3600)

  private func line(_ row: Explanation) -> ReasonLine {
    ReasonLine(row, at: Self.now, command: row.remedy.map(\.command))
  }

  private func explanations(of items: [QueueItem], maxWorkers: Int = 3) throws -> [Explanation] {
    let context = TransitionContext(session: "dispatcher", now: Self.now)
    return try WaitAnalysis(maxWorkers: maxWorkers, context: context)
      .explanations(in: MemoryTable(items))
  }

  @Test func `the groups are those of equal words`() throws {
    var random = SeededGenerator(seed: 41)
    var mostRows = 0
    for _ in 0..<300 {
      let ids = (0..<Int.random(in: 0..<14, using: &random)).map { "A\($0)" }
      let items = ids.map { id in
        QueueItem.sample(
          id, Int.random(in: 0..<4, using: &random) == 0 ? .failed : .pending,
          notes: Int.random(in: 0..<3, using: &random) == 0 ? "retry_not_before=1769850300" : "",
          after: [[], [], ["Z"], ["A0"]][Int.random(in: 0..<4, using: &random)])
      }
      let rows = try explanations(of: items, maxWorkers: Int.random(in: 1...5, using: &random))
      var expected: [(key: String, ids: [String])] = []
      for row in rows {
        let line = line(row)
        var command = line.command ?? ""
        // A person picks one row, whichever is meant.
        if case .pick = row.remedy { command = "orch pick" }
        let key = "\(row.rowsBefore == nil ? line.message.english : "") \(command)"
        if let place = expected.firstIndex(where: { $0.key == key }) {
          expected[place].ids.append(line.id)
        } else {
          expected.append((key, [line.id]))
        }
      }
      let groups = ReasonGroup.groups(of: rows, line)
      #expect(groups.map(\.ids) == expected.map(\.ids))
      for group in groups {
        let counts = rows.filter { group.ids.contains($0.idText) }.compactMap(\.rowsBefore)
        let message = group.message.english
        if group.ids.count > 1, let least = counts.min(), let most = counts.max() {
          #expect(message == "\(least) to \(most) rows are ahead of them")
        } else {
          #expect(message == group.first.message.english)
        }
        mostRows = max(mostRows, group.ids.count)
      }
    }
    #expect(mostRows > 3)
  }

  @Test func `up to twenty ids are listed, of more the first and the last`() throws {
    func text(_ count: Int, _ language: Language) throws -> String? {
      let rows = try explanations(of: (1...count).map { .sample("A\($0)", after: ["Z"]) })
      return ReasonGroup.groups(of: rows, line).first?.idText(language)
    }
    #expect(try text(1, .english) == "A1")
    #expect(try text(3, .english) == "A1, A2, A3")
    #expect(try text(20, .english)?.hasSuffix("A19, A20") == true)
    #expect(try text(21, .english) == "A1 … A21 (21 rows)")
    #expect(try text(21, .korean) == "A1 … A21 (21행)")
  }
}
