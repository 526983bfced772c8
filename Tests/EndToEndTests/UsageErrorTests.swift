import TestSupport
import Testing

/// Mistakes in what was typed: status 64, one line, the nearest spelling and
/// the usage line.
@Suite struct UsageErrorTests {
  struct Mistake: CustomTestStringConvertible {
    let testDescription: String
    let words: [String]
    let message: String
    let hint: String
    /// As JSON, where several things are wrong.
    let all: String

    /// - Parameters:
    ///   - hint: what stands before the usage line.
    ///   - all: the messages, where several things are wrong.
    init(
      _ line: String, _ message: String, _ hint: String = "", usage: String, all: [String] = []
    ) {
      testDescription = line
      words = line.split(separator: " ").map { $0 == "''" ? "" : String($0) }
      self.message = message
      self.hint = hint + (hint.isEmpty || hint.hasSuffix(" ") ? "" : "; ") + "usage: " + usage
      let list = all.map { "\"\($0)\"" }.joined(separator: ",")
      self.all = all.isEmpty ? "" : ",\"mistakes\":[\(list)]"
    }
  }

  private static let orch = "orch <command> [options]; orch --help"
  private static let ops = "ops <command> [options]; ops --help"
  private static let list = "orch list [TEXT…] [options]; orch list --help"
  private static let add = """
    orch add T [options]; orch add --help
    """
  private static let lease =
    "orch lease acquire|renew|release ID [options]; orch lease --help"
  private static let dispatch = "orch dispatch [options]; orch dispatch --help"
  private static let torture = "orch torture [options]; orch torture --help"
  private static let watchdog = "orch watchdog [options]; orch watchdog --help"
  private static let key =
    "use up to 200 bytes without spaces, pipes and control characters"
  private static let done = "orch done ID… [options]; orch done --help"
  private static let fail = "orch fail ID --notes N [options]; orch fail --help"
  private static let retry = "ops retry [ID…] [options]; ops retry --help"
  private static let show = "orch show ID [options]; orch show --help"

  static let mistakes = [
    Mistake("orch pikc", "unknown command 'pikc'", "did you mean pick? ", usage: orch),
    Mistake(
      "ops stats --json=", "unknown command 'stats'", "did you mean status? ",
      usage: ops),
    Mistake("orch frobnicate", "unknown command 'frobnicate'", usage: orch),
    Mistake("orch help nope", "unknown command 'nope'", usage: orch),
    Mistake(
      "orch list --sttus X", "unknown option '--sttus'", "did you mean --status? ", usage: list),
    Mistake(
      "orch --quite list", "unknown option '--quite'", "did you mean --quiet? ", usage: list),
    Mistake("orch -x", "unknown option '-x'", usage: orch),
    Mistake(
      "orch show --ID=A", "unknown option '--ID'", "did you mean --id? ", usage: show),
    Mistake("orch show --id", "missing value for --id ID", usage: show),
    Mistake("orch --no-log=1 list", "--no-log takes no value", usage: list),
    Mistake(
      "orch list --status pendng",
      "invalid value 'pendng' for --status: "
        + "did you mean PENDING? use PENDING|IN_PROGRESS|DONE|FAILED|BLOCKED", usage: list),
    Mistake(
      "orch list --color=sometimes",
      "invalid value 'sometimes' for --color: use auto|always|never", usage: list),
    Mistake("orch add --priority p1", "missing option --task T", usage: add),
    Mistake(
      "orch add t --priority P9", "invalid value 'P9' for --priority: use P0|P1|P2",
      usage: add),
    Mistake("orch add --task -", "invalid value '-' for --task: it must not be empty", usage: add),
    Mistake(
      "orch add t --due-at-kst soon",
      "invalid value 'soon' for --due-at-kst: "
        + "use a time such as 2026-01-31 18:00, 2026-01-31, 18:00, tomorrow, friday or 2d",
      usage: add),
    Mistake("orch fail A", "missing option --notes N", usage: fail),
    Mistake(
      "orch done A --notes ''", "invalid value '' for --notes: it must not be empty", usage: done),
    Mistake(
      "ops replan A", "missing option --notes N",
      usage: "ops replan [ID…] --notes N [options]; ops replan --help"),
    Mistake(
      "ops retry", "missing option --id ID",
      "name rows, or choose them with --status, --match, --added-by or --all; ", usage: retry),
    Mistake(
      "ops retry A --all",
      "rows are named by id, or chosen with --status, --match, --added-by and --all",
      "leave one out; ", usage: retry),
    Mistake(
      "orch list --attempt ''", "invalid value '' for --attempt: it must not be empty", usage: list),
    Mistake(
      "orch add t --idempotency-key ''", "invalid value '' for --idempotency-key: \(key)",
      usage: add),
    Mistake(
      "orch add t --idempotency-key a|b", "invalid value 'a|b' for --idempotency-key: \(key)",
      usage: add),
    Mistake(
      "orch add t --max-attempts=-1",
      "invalid value '-1' for --max-attempts: use a whole number from 0 on", usage: add),
    Mistake(
      "orch lease", "missing argument: acquire|renew|release; missing option --id ID",
      usage: lease,
      all: ["missing argument: acquire|renew|release", "missing option --id ID"]),
    Mistake(
      "orch list --ownr w --status NEW --bogus x",
      "unknown option '--ownr'; invalid value 'NEW' for --status: "
        + "use PENDING|IN_PROGRESS|DONE|FAILED|BLOCKED; unknown option '--bogus'",
      "did you mean --owner? ", usage: list,
      all: [
        "unknown option '--ownr'",
        "invalid value 'NEW' for --status: use PENDING|IN_PROGRESS|DONE|FAILED|BLOCKED",
        "unknown option '--bogus'",
      ]),
    Mistake("orch ls", "unknown command 'ls'", "did you mean list? ", usage: orch),
    Mistake("orch ps -v", "unknown command 'ps'", "did you mean workers? ", usage: orch),
    Mistake("ops ls", "unknown command 'ls'", "did you mean list? ", usage: ops),
    Mistake("orch lease renew --owner-session w", "missing option --id ID", usage: lease),
    Mistake(
      "orch lease renw A",
      "invalid value 'renw' for ACTION: did you mean renew? use acquire|renew|release",
      usage: lease),
    Mistake(
      "orch dispatch --max-workers 65",
      "invalid value '65' for --max-workers: use a whole number from 1 to 64", usage: dispatch),
    Mistake(
      "orch torture --seconds 0",
      "invalid value '0' for --seconds: use a whole number from 1 to 3600", usage: torture),
    Mistake(
      "orch torture --processes 65",
      "invalid value '65' for --processes: use a whole number from 1 to 64", usage: torture),
    Mistake(
      "orch torture --seed -1",
      "invalid value '-1' for --seed: use a whole number from 0 on", usage: torture),
    Mistake(
      "orch dispatch --parallel=0",
      "invalid value '0' for --parallel: use a whole number from 1 on", usage: dispatch),
    Mistake(
      "orch watchdog --stale-minutes soon",
      "invalid value 'soon' for --stale-minutes: use a whole number from 0 to 525600",
      usage: watchdog),
  ]

  @Test(arguments: mistakes)
  func `a mistake is reported with the nearest spelling and the usage line`(_ mistake: Mistake)
    throws
  {
    let scene = try Scene(rows: row("A"))
    let program = mistake.words[0] == "ops" ? BuiltBinaries.ops : BuiltBinaries.orch
    try expect(
      scene.run(program, Array(mistake.words.dropFirst())),
      is: .fails(64, "ERROR: \(mistake.message) (\(mistake.hint))"))
    try expect(scene.text(), is: queueText(row("A")))
    #expect(!scene.exists("logs") && !scene.exists(".orch"))
  }

  @Test(arguments: mistakes)
  func `with json a mistake is a document on standard error`(_ mistake: Mistake) throws {
    let program = mistake.words[0] == "ops" ? BuiltBinaries.ops : BuiltBinaries.orch
    let error = """
      {"error":{"code":"usage","message":"\(mistake.message)","hint":"\(mistake.hint)"\(mistake.all)}}
      """
    try expect(Scene().run(program, ["--json"] + mistake.words.dropFirst()), is: .fails(64, error))
  }

  @Test func `what was typed cannot paint the terminal`() throws {
    let scene = try Scene(rows: row("A"))
    let outcome = try scene.orch("\u{1B}[2J\u{202E}")
    #expect(
      outcome
        == .fails(
          64, "ERROR: unknown command '\\u{1B}[2J\\u{202E}' (usage: \(Self.orch))"))
  }

  @Test(arguments: [
    ["--quiet", "show", "A"], ["show", "--quiet", "A"], ["show", "A", "-q"],
    ["show", "--id=A"], ["show", "--id", "A"], ["--queue", "QUEUE.md", "show", "--", "A"],
    ["--queue=QUEUE.md", "--color", "never", "show", "A"],
  ])
  func `options stand before or after the subcommand, the id without its option`(
    _ arguments: [String]
  ) throws {
    let scene = try Scene(rows: row("A"))
    let outcome = try scene.run(BuiltBinaries.orch, arguments)
    #expect(outcome.status == 0 && outcome.output.hasPrefix("id                A\n"), "\(outcome)")
  }
}
