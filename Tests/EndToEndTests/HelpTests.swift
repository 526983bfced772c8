import TestSupport
import Testing

@Suite struct HelpTests {
  private static let shared = """
    Options of every command:
      --queue PATH               the queue file (ORCH_QUEUE_MD, ORCH_BASE_DIR; searched for upwards)
      --here                     in a linked worktree of git, use the copy of the queue there
      --db PATH                  the database to work on instead: an SQLite file, or postgresql://…
      --owner-session S          the session that you act as (ORCH_OWNER_SESSION; a person)
      --attempt TOKEN            the claim that you work on, from orch pick --json (ORCH_ATTEMPT)
      --lock-timeout SECONDS     how long to wait for the queue's lock (ORCH_LOCK_TIMEOUT; 10)
      --log-path PATH            the run log (ORCH_LOG_PATH; logs/orch_runs.jsonl beside the queue)
      --no-log                   write no run log
      --trace-id ID              names the run in log and journal (ORCH_TRACE_ID; trace- and hex digits)
      --json                     one JSON document instead of text
      --color auto|always|never  colour; auto: only on a terminal (NO_COLOR, CLICOLOR_FORCE; auto)
      --quiet                    no warnings and notices on standard error (-q)
      --help                     show this help (-h)
      --version                  print the version

    """

  private static let pick = """
    orch pick - Claim the next row and print its id

    Usage: orch pick [--id ID] [--exit-code] [--force] [options]

    The next row is the first PENDING row of the highest priority that waits for nothing, does not
    back off and is not leased to another session. It becomes IN_PROGRESS. If several sessions pick
    at once, each row is still handed out only once. A session also gets a lease, and with --json
    the token of the claim. A command that passes the token as --attempt is refused after the claim
    is over. What a person picks, without a session, stays theirs until they finish or release it.
    A row that a person must approve before its work begins becomes BLOCKED instead, until
    orch approve. If there is nothing to pick, or the queue is paused, the command prints
    'No pending tasks' and succeeds; a warning names the pause.

    Options:
      --id ID      this row and no other
      --exit-code  exit with 3 when there is nothing to pick
      --force      pick even while the queue is paused

    \(shared)
    Examples:
      orch pick --owner-session worker-a
          claims a row for a session
      id=$(orch pick --exit-code) || exit 0
          in a script: stop if there is nothing to pick

    """

  @Test(arguments: [
    ("orch pick --help", pick), ("orch help pick", pick), ("orch --help pick", pick),
    ("orch pick -h --id", pick), ("orch --version", "orch 1.0.0\n"),
    ("ops --version", "ops 1.0.0\n"), ("ops status --version", "ops 1.0.0\n"),
  ])
  func `help and version need no queue`(_ line: String, text: String) throws {
    let scene = try Scene()
    try expect(Self.run(line, in: scene), is: .prints(text))
    #expect(!scene.exists("logs"))
  }

  @Test(arguments: [
    (["orch --help", "orch -h", "orch help"], "work a task queue that is a Markdown table"),
    (
      ["ops --help", "ops help", "ops --json --help"],
      "operate a task queue that is a Markdown table"
    ),
  ])
  func `a program's help has every command of the contract`(
    _ lines: [String], summary: String
  ) throws {
    let scene = try Scene()
    let help = try Self.run(lines[0], in: scene)
    for line in lines.dropFirst() { try expect(Self.run(line, in: scene), is: help) }
    let name = lines[0].split(separator: " ")[0]
    let head = "\(name) - \(summary)\n\nUsage: \(name) <command> [options]\n\nCommands:\n"
    let end = "\n\n\(Self.shared)\n\(name) <command> --help shows the options of a command.\n"
    #expect(help.status == 0 && help.output.hasPrefix(head) && help.output.hasSuffix(end))
    let commands = help.output.dropFirst(head.count).dropLast(end.count).split(separator: "\n")
      .map { $0.split(separator: " ") }
    #expect(commands.allSatisfy { $0.count > 1 })
    #expect(commands.map { $0[0] } == Documented.all.filter { $0.program == name }.map(\.command))
  }

  private static func run(_ line: String, in scene: Scene) throws -> Outcome {
    let words = line.split(separator: " ").map(String.init)
    return try scene.run(
      words[0] == "ops" ? scene.opsPath : scene.orchPath, Array(words.dropFirst()))
  }

  /// A command as `docs/cli.md` has it: `orch pick [--id ID] [--exit-code]`.
  struct Documented: CustomTestStringConvertible {
    let usage: String
    var program: Substring { words[0] }
    var command: Substring { words[1] }
    private var words: [Substring] { usage.split(separator: " ") }
    var testDescription: String { "\(program) \(command)" }

    /// Each option, with what its value is called.
    var options: [String] {
      usage.matches(of: /--[a-z0-9-]+( [^-\s\]…][^\s\]…]*)?/).map { String($0.0) }
    }

    static let all: [Documented] = ["orch", "ops"].flatMap { program -> [Documented] in
      let document = (try? Project.text("docs/cli.md")) ?? ""
      let table = document.split(separator: "<!-- generated: \(program) -->\n").last ?? ""
      return table.split(separator: "\n").prefix { $0 != "<!-- end -->" }
        .compactMap { $0.firstMatch(of: #/^\| `(.*?)` \| /#) }
        .map { Documented(usage: "\(program) \($0.1.replacing("\\|", with: "|"))") }
    }
  }

  @Test(arguments: Documented.all)
  func `a command's help has its options, those of every command, and examples`(
    _ command: Documented
  ) throws {
    let help = try Self.run("\(command.testDescription) --help", in: Scene())
    #expect(help.status == 0 && help.errors.isEmpty)
    #expect(help.output.hasPrefix("\(command.testDescription) - "))
    #expect(help.output.contains("\nUsage: \(command.usage) [options]\n"), "\(help.output)")
    for option in command.options {
      #expect(help.output.contains("\n  \(option)  "), "\(option) in \(help.output)")
    }
    #expect(help.output.contains("\n\n\(Self.shared)\nExamples:\n  "), "\(help.output)")
  }

  @Test(arguments: Documented.all)
  func `a command is explained in lines of 100 columns, its options in lines of 120`(
    _ command: Documented
  ) throws {
    let help = try Self.run("\(command.testDescription) --help", in: Scene()).output
    let lines = (help.split(separator: "\nExamples:")[0]).split(separator: "\n")
    for line in lines where !line.hasPrefix("Usage:") {
      #expect(
        line.count <= (line.hasPrefix("  ") ? 120 : 100), "\(command.testDescription): \(line)")
    }
  }

  @Test func `the contract has more than 40 commands`() {
    #expect(Documented.all.count > 40)
  }
}
