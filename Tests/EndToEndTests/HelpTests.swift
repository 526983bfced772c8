import TestSupport
import Testing

@Suite struct HelpTests {
  private static let shared = """
    Options of every command:
      --queue PATH               the queue file (ORCH_QUEUE_MD, ORCH_BASE_DIR; searched for upwards)
      --db PATH                  work on this SQLite database instead of the queue file
      --owner-session S          who speaks (ORCH_OWNER_SESSION; a person)
      --attempt TOKEN            the claim one works for, from orch pick --json (ORCH_ATTEMPT)
      --lock-timeout SECONDS     how long to wait for the queue's lock (ORCH_LOCK_TIMEOUT; 10)
      --log-path PATH            the run log (ORCH_LOG_PATH; logs/orch_runs.jsonl beside the queue)
      --no-log                   write no run log
      --trace-id ID              names the run in log and journal (ORCH_TRACE_ID; trace- and hex digits)
      --json                     one JSON document instead of text
      --color auto|always|never  colour; auto is: on a terminal (NO_COLOR, CLICOLOR_FORCE; auto)
      --quiet                    no warnings and notices on standard error (-q)
      --help                     tell about the command (-h)
      --version                  tell the version

    """

  private static let orch = """
    orch - work a task queue that is a Markdown table

    Usage: orch <command> [options]

    Commands:
      init          Create a queue file
      list          List the rows
      show          Show one row: its fields, what it waits for, who has it, its history
      add           Add a row
      intake        Turn a request in plain words into rows
      pick          Claim the next row and print its id
      done          Mark a row as DONE
      fail          Mark a row as FAILED
      block         Mark a row as BLOCKED until a person moves it
      assign        Give an IN_PROGRESS row to a session
      release       Hand an IN_PROGRESS row back, so that anybody may pick it
      lease         Take, renew or give back the lease of a session on a row
      dispatch      Claim rows for the workers that are free, and start the work on them
      watchdog      Take back the rows whose worker is gone
      tick          Route the reports that wait, take back lost rows, start new work
      daemon        Tick on a schedule, and whenever the queue changes, until it is ended
      task          Print the [TASK ID] message for a worker, or add a team's tasks
      report        Take a worker's [REPORT ID] message: guard, review and route its row
      guard         Check a report and its tokens against the guardrails
      review        Judge a report by the row's success criteria, and route the row
      answer        Answer the question of a row's worker: the row becomes PENDING
      approve       Accept the report of a row that awaits approval: it becomes DONE
      reject        Send back a row that awaits approval, with a reason
      ui-check      Open a page in a browser, and look for texts in it
      trust         Let this home's orch.json start programs
      prime         Tell an agent how to work the queue, and how it stands
      history       Show who changed what, and when
      undo          Take the last change of a row back
      restore       Bring back a row that was deleted
      lint          Check the queue file
      fmt           Align the table, and change nothing else
      migrate       Import the table into the database
      render        Write the table from the database
      merge-driver  Merge two versions of a queue file for git, cell by cell
      torture       Prove on this disk that nobody's work is lost
      completion    Print the script that completes words with the tab key

    \(shared)
    orch <command> --help tells more of a command.

    """

  private static let ops = """
    ops - operate a task queue that is a Markdown table

    Usage: ops <command> [options]

    Commands:
      status             Count the rows by status, and show what is in progress
      watch              Show the queue live, on the whole screen
      workers            Show who works on what
      why                Say why each PENDING row is not running, and what would change that
      chat               Carry out a line of a chat: !status, !cancel, !replan, !answer
      cancel             Stop an unfinished row: it becomes BLOCKED
      replan             Take a row out of the work in hand, with a reason
      retry              Take a FAILED or BLOCKED row back to PENDING
      consistency-check  Compare the table with the database
      kpi                Tell the figures that operators watch, and alert
      metrics            Print all figures, as JSON or for Prometheus
      health             Say in one line, and by the status, whether all is well
      backup             Copy the database and the queue file, and compare
      verify             Check the queue file and the database against their histories
      gc                 Move rows that ended long ago to the archive; none is deleted
      doctor             Check the installation, the files and the settings
      completion         Print the script that completes words with the tab key

    \(shared)
    ops <command> --help tells more of a command.

    """

  private static let pick = """
    orch pick - Claim the next row and print its id

    Usage: orch pick [--id ID] [--exit-code] [options]

    The next row is the PENDING one with the highest priority that stands first in the table,
    waits for nothing, does not back off and is leased to nobody else. It becomes IN_PROGRESS;
    however many pick at once, each row is handed out once. A session gets a lease with it,
    and with --json the claim's token: who names it with --attempt is refused once the claim
    is over. With nothing to pick it prints 'No pending tasks' and succeeds.

    Options:
      --id ID      this row and no other
      --exit-code  exit with 3 when there is nothing to pick

    \(shared)
    Examples:
      orch pick --owner-session worker-a
          claims a row for a session
      id=$(orch pick --exit-code) || exit 0
          in a script: stop when there is nothing

    """

  @Test(arguments: [
    ("orch --help", orch), ("orch -h", orch), ("orch help", orch), ("ops --help", ops),
    ("ops --json --help", ops), ("orch pick --help", pick), ("orch help pick", pick),
    ("orch --help pick", pick), ("orch pick -h --id", pick), ("orch --version", "orch 0.7.0\n"),
    ("ops --version", "ops 0.7.0\n"), ("ops status --version", "ops 0.7.0\n"),
  ])
  func `help and version need no queue`(_ line: String, text: String) throws {
    let scene = try Scene()
    let words = line.split(separator: " ").map(String.init)
    let program = words[0] == "ops" ? BuiltBinaries.ops : BuiltBinaries.orch
    try expect(scene.run(program, Array(words.dropFirst())), is: .prints(text))
    #expect(!scene.exists("logs"))
  }

  /// A command of the contract: its usage line, and each of its options.
  struct Documented: CustomTestStringConvertible {
    let usage: String
    let options: [String]
    var testDescription: String { usage }

    init(_ usage: String, _ options: [String] = []) {
      (self.usage, self.options) = (usage, options)
    }
  }

  private static let finish = ["--id ID", "--notes N", "--append", "--force"]

  @Test(arguments: [
    Documented(
      "orch init [--path DIR] [--lang ko|en] [--git] [options]", ["--path DIR", "--lang ko|en"]),
    Documented(
      """
      orch list [--status PENDING|IN_PROGRESS|DONE|FAILED|BLOCKED…] [--priority P0|P1|P2…] \
      [--owner S] [options]
      """,
      ["--status PENDING|IN_PROGRESS|DONE|FAILED|BLOCKED", "--priority P0|P1|P2", "--owner S"]),
    Documented("orch show --id ID [options]", ["--id ID"]),
    Documented(
      """
      orch add [--id ID] --priority P0|P1|P2 --task T --success-criteria C [--brief FILE|-] [--due-at-kst T] \
      [--notes N] [--after ID…] [--idempotency-key K] [--max-attempts N] [options]
      """,
      [
        "--id ID", "--priority P0|P1|P2", "--task T", "--success-criteria C", "--due-at-kst T",
        "--notes N", "--after ID", "--idempotency-key K", "--max-attempts N",
      ]),
    Documented(
      """
      orch intake plan|submit [--request TEXT|-] [--from FILE] [--parallel N] [--phases] \
      [--priority P0|P1|P2] [--due-at-kst T] [--success-criteria C] [--allow-hidden] [options]
      """,
      [
        "plan|submit", "--request TEXT|-", "--from FILE", "--parallel N", "--priority P0|P1|P2",
        "--due-at-kst T", "--success-criteria C", "--allow-hidden",
      ]),
    Documented("orch pick [--id ID] [--exit-code] [options]", ["--id ID", "--exit-code"]),
    Documented("orch done --id ID --notes N [--append] [--force] [options]", finish),
    Documented(
      "orch fail --id ID --notes N [--append] [--force] [--permanent] [options]",
      finish + ["--permanent"]),
    Documented("orch block --id ID --notes N [--append] [--force] [options]", finish),
    Documented(
      "orch assign --id ID [--from OLD] [--force] [options]", ["--id ID", "--from OLD", "--force"]),
    Documented("orch release --id ID [--force] [options]", ["--id ID", "--force"]),
    Documented(
      "orch lease acquire|renew|release --id ID [--seconds N] [options]",
      ["acquire|renew|release", "--id ID", "--seconds N"]),
    Documented(
      "orch dispatch [--max-workers N] [--parallel N] [--exit-code] [options]",
      ["--max-workers N", "--parallel N", "--exit-code"]),
    Documented(
      "orch watchdog [--stale-minutes N] [--stale-hours H] [options]",
      ["--stale-minutes N", "--stale-hours H"]),
    Documented(
      """
      orch tick [--max-workers N] [--parallel N] [--stale-minutes N] [--stale-hours H] \
      [--openclaw] [--exit-code] [options]
      """,
      [
        "--max-workers N", "--parallel N", "--stale-minutes N", "--stale-hours H", "--openclaw",
        "--exit-code",
      ]),
    Documented(
      "orch history [--id ID] [--limit N] [--conflicts] [options]",
      ["--id ID", "--limit N", "--conflicts"]),
    Documented("orch undo [--id ID] [--merge] [options]", ["--id ID", "--merge"]),
    Documented("orch restore --id ID [options]", ["--id ID"]),
    Documented("orch lint [options]"),
    Documented("orch fmt [--check] [options]", ["--check"]),
    Documented("orch migrate [--force] [--adopt] [options]", ["--force", "--adopt"]),
    Documented("orch render [options]"),
    Documented(
      "orch torture [--seconds N] [--processes N] [--seed N] [options]",
      ["--seconds N", "--processes N", "--seed N"]),
    Documented(
      """
      orch ui-check --url U [--contains T…] [--timeout-seconds N] [--session S] \
      [--ui-driver playwright|chromium|auto] [options]
      """,
      [
        "--url U", "--contains T", "--timeout-seconds N", "--session S",
        "--ui-driver playwright|chromium|auto",
      ]),
    Documented(
      "orch trust [--yes] [--hash] [--revoke] [options]", ["--yes", "--hash", "--revoke"]),
    Documented("orch prime [--lead] [options]", ["--lead"]),
    Documented("orch answer --id ID --text TEXT [--question N] [options]", ["--text TEXT"]),
    Documented("orch approve --id ID [options]", ["--id ID"]),
    Documented("orch reject --id ID --reason R [options]", ["--reason R"]),
    Documented("orch completion bash|zsh|fish [options]", ["bash|zsh|fish"]),
    Documented("ops status [options]"),
    Documented("ops watch [options]"),
    Documented("ops workers [options]"), Documented("ops why [--id ID] [options]", ["--id ID"]),
    Documented("ops cancel --id ID [options]", ["--id ID"]),
    Documented(
      "ops replan --id ID --notes N [--force] [options]", ["--id ID", "--notes N", "--force"]),
    Documented("ops retry --id ID [--force] [options]", ["--id ID", "--force"]),
    Documented(
      """
      ops kpi [--max-failure-rate R] [--max-latency-p95-ms N] [--max-stale-in-progress N] \
      [--stale-minutes N] [--fail-on-alert] [--db-path PATH] [options]
      """,
      [
        "--max-failure-rate R", "--max-latency-p95-ms N", "--max-stale-in-progress N",
        "--stale-minutes N", "--fail-on-alert", "--db-path PATH",
      ]),
    Documented(
      "ops metrics [--prometheus] [--db-path PATH] [options]", ["--prometheus", "--db-path PATH"]),
    Documented("ops health [options]"),
    Documented(
      "ops consistency-check [--queue-path Q] [--db-path D] [--all] [options]",
      ["--queue-path Q", "--db-path D", "--all"]),
    Documented("ops completion bash|zsh|fish [options]", ["bash|zsh|fish"]),
  ])
  func `a command's help has its options, those of every command, and examples`(
    _ command: Documented
  ) throws {
    let words = command.usage.split(separator: " ").map(String.init)
    let program = words[0] == "ops" ? BuiltBinaries.ops : BuiltBinaries.orch
    let help = try Scene().run(program, [words[1], "--help"])
    #expect(help.status == 0 && help.errors.isEmpty)
    #expect(help.output.hasPrefix("\(words[0]) \(words[1]) - "))
    #expect(help.output.contains("\nUsage: \(command.usage)\n"), "\(help.output)")
    for option in command.options {
      #expect(help.output.contains("\n  \(option)  "), "\(option) in \(help.output)")
    }
    #expect(help.output.contains("\n\n\(Self.shared)\nExamples:\n  "), "\(help.output)")
  }

  @Test func `help stands in lines of 100 columns, but for usage and examples`() throws {
    let scene = try Scene()
    let commands = [
      "init", "list", "show", "add", "intake", "pick", "done", "fail", "block", "assign", "release",
      "lease", "dispatch", "watchdog", "tick", "history", "undo", "restore", "lint", "fmt",
      "migrate",
      "render", "torture", "ui-check", "trust", "prime", "completion",
    ]
    for command in commands {
      let help = try scene.orch(command, "--help").output
      for line in help.split(separator: "\n")
      where !line.hasPrefix("Usage:") && !line.hasPrefix("  orch ") {
        #expect(line.count <= 100, "\(command): \(line)")
      }
    }
  }
}
