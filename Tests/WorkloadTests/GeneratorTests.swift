import Testing

@testable import Workload

/// What a seed gives.
@Suite struct GeneratorTests {
  private static let table = """
    | id | status | priority | task | success_criteria | owner_session | notes | mine |
    |---|---|---|---|---|---|---|---|
    | A | FAILED | P1 | first | - | - | - | - |
    | B | PENDING | P1 | second | - | - | done | x |

    """

  /// The file after each of some edits.
  private static func versions(seed: UInt64, count: Int) -> [EditorBuffer] {
    var edits = EditGenerator(seed: seed)
    var buffer = EditorBuffer(table)
    return (0..<count).map { _ in
      for edit in edits.next(in: buffer) { buffer.apply(edit) }
      return buffer
    }
  }

  @Test func `a seed gives the same edits each time`() {
    #expect(Self.versions(seed: 1, count: 50) == Self.versions(seed: 1, count: 50))
    #expect(Self.versions(seed: 1, count: 50) != Self.versions(seed: 2, count: 50))
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `additions leave every text in the file`(_ seed: UInt64) {
    var edits = EditGenerator(seed: seed)
    var buffer = EditorBuffer(Self.table)
    for number in 1...40 {
      buffer.apply(edits.addition(of: "(typed \(number))", id: "new-\(number)", to: buffer))
    }
    for text in ["first", "second", "done", "x"] + (1...40).map({ "(typed \($0))" }) {
      #expect(buffer.text.contains(text))
    }
  }

  @Test func `a session finishes the row that it picked, and adds one where there is none`() {
    var commands = CommandGenerator(number: 3, seed: 1)
    var again = commands
    var kinds: Set<Operation.Kind> = []
    for number in 1...200 {
      let command = commands.next()
      #expect(command == again.next())
      kinds.insert(command.kind)
      guard command.kind == .pick else { continue }
      let line = number % 5 == 0 ? "No pending tasks" : "row-\(number)"
      let row = commands.notePick(line)
      #expect(row == again.notePick(line))
      let next = commands.next()
      #expect(row == nil ? next.kind == .add : next.id == row)
      _ = again.next()
    }
    #expect(kinds.isSuperset(of: [.add, .pick]))
  }
}
