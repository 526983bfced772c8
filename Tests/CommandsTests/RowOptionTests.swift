import Door
import Runner
import Testing
import Text

@Suite struct RowOptionTests {
  private struct Row: QueueCommand {
    static let name = "row"
    static let summary: Sentence = "Take a row"
    static let examples: [Example] = []
    static let options: [Option<Row>] = [
      .row("the row", of: .all) { $1.id = $0 },
      .text("--notes", "N", "what became of it") { $1.notes = $0 },
      .force("anyway") { $0.force = true },
    ]

    var shared = SharedOptions()
    var id = ""
    var notes = ""
    var force = false

    func run(in context: CommandContext) throws -> Door.ExitStatus {
      .success
    }
  }

  private struct Rows: QueueCommand {
    static let name = "rows"
    static let summary: Sentence = "Take a row, or none"
    static let examples: [Example] = []
    static let options: [Option<Rows>] = [.row("the row", of: .all, required: false) { _, _ in }]
    var shared = SharedOptions()
    func run(in context: CommandContext) throws -> Door.ExitStatus {
      .success
    }
  }

  private static let program = Program<SharedOptions>(
    name: "probe", summary: "", version: "", commands: [Row.self, Rows.self])

  @Test func `they go where they belong`() throws {
    let words = ["row", "--id", "A", "--notes", " so ", "--force"]
    guard case .run(let command) = try Self.program.parse(words) else {
      Issue.record("no command")
      return
    }
    let row = try #require(command as? Row)
    #expect(row.id == "A" && row.notes == " so " && row.force)
  }

  @Test(arguments: [
    (["row", "--notes", "n"], "missing option --id ID"),
    (["row", "--id", "A"], "missing option --notes N"),
    (["row", "--id", "A", "--notes", ""], "invalid value '' for --notes: it must not be empty"),
    (["row", "--id", "A", "--notes", "-"], "invalid value '-' for --notes: it must not be empty"),
    (
      ["row", "--id", "A", "--notes", " \n\t"],
      "invalid value ' \n\t' for --notes: it must not be empty"
    ),
    (["rows"], nil),
  ])
  func `a text must say something, and a row be named`(_ words: [String], message: String?) {
    do throws(UsageError) {
      _ = try Self.program.parse(words)
      #expect(message == nil)
    } catch {
      #expect(error.sentence.english == message)
    }
  }
}
