import Commands
import Foundation
import Host
import Operator
import Programs
import TestSupport
import Testing
import Text

@testable import Runner

@Suite struct CompleteCommandTests {
  static let rows = [
    QueueFixture.row("ORCH-001", task: "Update the README"),
    QueueFixture.row("ORCH-002", "IN_PROGRESS", task: "로그인을 고친다", owner: "worker-a"),
    QueueFixture.row("REL-1", "DONE", task: "Release: all"),
    QueueFixture.row("REL-2", "FAILED", task: "-"),
    QueueFixture.row("REL-3", "BLOCKED", task: "a\tb \\| c\u{1B}[1m\u{202E}"),
    QueueFixture.row("REL-4", "IN_PROGRESS", task: "work", owner: "my session:1"),
    QueueFixture.row("REL-5", "IN_PROGRESS", task: "more", owner: "worker-a"),
  ]

  /// What is printed for words that are typed behind the program's name.
  private func offered(
    _ words: String..., by program: Program<SharedOptions> = Orch.program, in scene: Scene
  ) -> Scene.Ending {
    scene.run(words: ["complete", "--"] + words, of: program)
  }

  private static let open = "ORCH-001\tUpdate the README\n"
  private static let worked =
    "ORCH-002\t로그인을 고친다\nREL-4\twork\nREL-5\tmore\n"
  private static let blocked = "REL-3\ta b | c\\u{1B}[1m\\u{202E}\n"
  private static let all =
    "\(open)ORCH-002\t로그인을 고친다\nREL-1\tRelease: all\nREL-2\t\n\(blocked)REL-4\twork\nREL-5\tmore\n"
  private static let unfinished =
    "\(open)ORCH-002\t로그인을 고친다\n\(blocked)REL-4\twork\nREL-5\tmore\n"

  @Test(arguments: [
    (["show", ""], all), (["show", "--id", ""], all), (["history", "ORCH-001"], open),
    (["undo", "ORCH-001"], open), (["pick", ""], open),
    (["done", ""], unfinished), (["fail", ""], unfinished), (["block", ""], unfinished),
    (["assign", ""], worked), (["release", ""], worked),
    (["lease", ""], "acquire\t\nrenew\t\nrelease\t\n"), (["lease", "ren"], "renew\t\n"),
    (["lease", "acquire", ""], unfinished), (["lease", "renew", "--id", ""], unfinished),
    (["lease", "renew", "--seconds", ""], ""), (["dispatch", "--max-w"], maxWorkers),
    (["watchdog", "--stale-minutes", ""], ""), (["--attempt", ""], ""),
    (["show", "ORCH"], "\(open)ORCH-002\t로그인을 고친다\n"), (["show", "orch"], ""),
    (["show", "--id=REL-4"], "--id=REL-4\twork\n"),
    (["add", "--after", "REL-1,REL-5"], "REL-1,REL-5\tmore\n"), (["add", "--id", ""], ""),
    (["assign", "--from", ""], "worker-a\tORCH-002, REL-5\nmy session:1\tREL-4\n"),
    (["list", "--owner=w"], "--owner=worker-a\tORCH-002, REL-5\n"),
    (["--owner-session", "m"], "my session:1\tREL-4\n"),
    (["list", "--status", "I"], "IN_PROGRESS\t\n"), (["add", "--priority=P"], priorities),
    (["--queue", ""], "\tfiles\n"), (["--log-path="], "\tfiles\n"),
    (["init", "--path", "x"], "\tfolders\n"), (["completion", "z"], "zsh\t\n"),
    (["comp"], "completion\tPrint the script that completes words with the tab key\n"),
    (["--version", "--js"], "--json\tone JSON document instead of text\n"),
    (["nothing", ""], ""), (["done", "--notes", ""], ""),
  ])
  func `orch offers what may stand there`(_ words: [String], output: String) throws {
    try withScene(Self.rows) { scene in
      #expect(scene.run(words: ["complete", "--"] + words) == .init(output: output))
    }
  }

  @Test func `what would be read as an option is not offered`() throws {
    try withScene([QueueFixture.row("-rf"), QueueFixture.row("A")]) { scene in
      #expect(scene.run(words: ["complete", "--", "show", ""]) == .init(output: "A\twork\n"))
    }
  }

  private static let maxWorkers =
    "--max-workers\thow many rows may be IN_PROGRESS afterwards\n"
  private static let priorities = "--priority=P0\t\n--priority=P1\t\n--priority=P2\t\n"

  @Test(arguments: [
    (["cancel", ""], unfinished), (["replan", ""], all),
    (["retry", ""], "REL-2\t\n\(blocked)"), (["workers"], "workers\tShow who works on what\n"),
  ])
  func `ops offers what may stand there`(_ words: [String], output: String) throws {
    try withScene(Self.rows) { scene in
      let ending = scene.run(words: ["complete", "--"] + words, of: Ops.program)
      #expect(ending == .init(output: output))
    }
  }

  @Test func `plans are offered before the rows that are waited for`() throws {
    let row = QueueFixture.row("login.api", task: "the api", notes: "plan=login")
    try withScene([row, QueueFixture.row("B")]) { scene in
      for (typed, output) in [("", "login\t\nlogin.api\tthe api\nB\twork\n"), ("B", "B\twork\n")] {
        let ending = scene.run(words: ["complete", "--", "wait", "login", typed], of: Orch.program)
        #expect(ending == .init(output: output))
      }
    }
  }

  @Test(arguments: [
    ("check", "\tfiles\n"), ("diff", "\tfiles\n"), ("apply", "\tfiles\n"),
    ("show", "login\t\n"), ("retry", "login\t\n"),
  ])
  func `a plan is a file before it is applied`(_ action: String, output: String) throws {
    try withScene([QueueFixture.row("login.api", notes: "plan=login")]) { scene in
      let ending = scene.run(words: ["complete", "--", "plan", action, ""], of: Orch.program)
      #expect(ending == .init(output: output))
    }
  }

  @Test func `the workers and repositories of orch.json are offered`() throws {
    try withScene(Self.rows) { scene in
      try NewFile.create(
        "\(scene.folder)/orch.json",
        text: """
          {"workers": {"notes": {"adapter": "simulated", "script": ["done"], "about": "the guide"},
                       "tests": {"adapter": "command", "argv": ["true"]}},
           "repositories": {"site": "../site", "web": "../web"}}
          """)
      for words in [["add", "--worker", "n"], ["edit", "REL-2", "--worker", "n"]] {
        let ending = scene.run(words: ["complete", "--"] + words)
        #expect(ending == .init(output: "notes\tthe guide\n"))
      }
      for words in [["add", "--repo", "s"], ["edit", "REL-2", "--repo", "s"]] {
        let ending = scene.run(words: ["complete", "--"] + words)
        #expect(ending == .init(output: "site\t../site\n"))
      }
    }
  }

  @Test func `the attempts of the row that the line names are offered`() throws {
    try withScene(Self.rows) { scene in
      for (name, text) in [
        ("REL-2/3/task.json", #"{"schema":1,"id":"REL-2","claim":3,"worker":"notes"}"#),
        (
          "REL-2/12/result.json",
          #"{"schema":1,"id":"REL-2","claim":12,"worker":"tests","class":"timeout"}"#
        ),
      ] {
        let path = "\(scene.folder)/.orch/attempts/\(name)"
        try Directory.createWithParents(Path.parent(of: path))
        try NewFile.create(path, text: text)
      }
      #expect(
        offered("logs", "REL-2", "--claim", "", in: scene)
          == .init(output: "12\ttests timeout\n3\tnotes\n"))
      #expect(
        offered("show", "--id=REL-2", "--task", "--claim=1", in: scene)
          == .init(output: "--claim=12\ttests timeout\n"))
      for words in [["logs", "--claim", ""], ["logs", "REL-1", "--claim", ""]] {
        #expect(scene.run(words: ["complete", "--"] + words) == .init())
      }
    }
  }

  @Test func `a deleted row is offered where it may be brought back`() throws {
    try withScene(Self.rows) { scene in
      scene.run("done REL-3 --notes x")
      let text = try contents(of: scene.queue)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let left = lines.filter { !$0.hasPrefix("| REL-1 ") && !$0.hasPrefix("| ORCH-001 ") }
      try writeAged(left.joined(separator: "\n"), to: scene.queue)
      #expect(offered("restore", "", in: scene) == .init())
      scene.run("done REL-4 --notes x --force")
      #expect(offered("restore", "R", in: scene) == .init(output: "REL-1\tRelease: all\n"))
      scene.run("restore REL-1")
      #expect(
        offered("restore", "--id=", in: scene)
          == .init(output: "--id=ORCH-001\tUpdate the README\n"))
    }
  }

  // MARK: Which queue

  @Test func `the queue is the one that the line names, or the environment`() throws {
    try withScene(Self.rows) { scene in
      let other = QueueFixture.text(QueueFixture.row("OTHER", task: "elsewhere"))
      try writeAged(other, to: "\(scene.folder)/other.md")
      let ending = Scene.Ending(output: "OTHER\telsewhere\n")
      #expect(offered("--queue", "other.md", "show", "", in: scene) == ending)
      #expect(offered("show", "--queue=other.md", "", in: scene) == ending)
      #expect(offered("show", "--queue", "~/other.md", "", in: scene) == ending)
      var named = scene
      named.environment["ORCH_QUEUE_MD"] = "other.md"
      #expect(offered("show", "", in: named) == ending)
      #expect(offered("--queue", "QUEUE.md", "pick", "", in: named) == .init(output: Self.open))
    }
  }

  @Test func `where there is no queue there are no ids, and nothing is said`() throws {
    try withScene(nil) { scene in
      #expect(offered("show", "", in: scene) == .init())
      #expect(offered("--queue", "none.md", "show", "", in: scene) == .init())
      try writeAged("# no table\n", to: scene.queue)
      #expect(offered("show", "", in: scene) == .init())
      #expect(
        offered("li", in: scene)
          == .init(output: "list\tList the rows\nlint\tCheck the queue file\n"))
    }
  }

  @Test func `a bad row, setting or clock is not reported`() throws {
    try withScene(["| bad |", QueueFixture.row("A\u{202E}"), QueueFixture.row("A")]) { scene in
      var scene = scene
      scene.environment = ["ORCH_TOP_IN_PROGRESS": "many", "ORCH_NOW": "never"]
      #expect(offered("show", "", in: scene) == .init(output: "A\twork\n"))
    }
  }

  @Test func `an id that stands twice is offered once`() throws {
    try withScene([QueueFixture.row("A"), QueueFixture.row("A", task: "more")]) { scene in
      #expect(offered("show", "", in: scene) == .init(output: "A\twork\n"))
    }
  }

  @Test func `a task is cut at sixty columns, also one of a megabyte`() throws {
    let long = String(repeating: "긴", count: 400_000)
    let marks = String(repeating: "e\u{301}", count: 300)
    try withScene([QueueFixture.row("A", task: long), QueueFixture.row("B", task: marks)]) {
      scene in
      let output = """
        A\t\(long.prefix(29))…
        B\t\(marks.prefix(59))…

        """
      #expect(offered("show", "", in: scene) == .init(output: output))
    }
  }

  @Test func `nothing is written, neither lock nor log`() throws {
    try withScene(Self.rows) { scene in
      _ = offered("show", "", in: scene)
      _ = offered("pick", "O", in: scene)
      let files = try FileManager.default.contentsOfDirectory(atPath: scene.folder)
      #expect(files == ["QUEUE.md"])
    }
  }

  @Test func `of ten thousand rows those that fit are found`() throws {
    let rows = (1...10_000).map { QueueFixture.row("T-\($0)", task: "작업 \($0)") }
    try withScene(rows) { scene in
      #expect(offered("show", "T-1000", in: scene).output == "T-1000\t작업 1000\nT-10000\t작업 10000\n")
      #expect(offered("show", "", in: scene).output.utf8.count { $0 == 10 } == 10_000)
    }
  }
}

/// Bash cuts words in its own way, and takes a value as it stands.
@Suite struct CompleteForBashTests {
  @Test(arguments: [
    ("orch show ORCH-001", "ORCH-001", "ORCH-001\n"),
    ("orch show 'ORCH-001", "ORCH-001", "ORCH-001\n"),
    ("/bin/orch list --status=IN", "IN", "IN_PROGRESS\n"),
    ("orch list --status=IN", "--status=IN", "--status=IN_PROGRESS\n"),
    ("orch assign --from my", "my", "my\\ session:1\n"),
    ("orch assign --from 'my ", "my ", "my session:1\n"),
    ("orch assign --from=my\\ session:", "", "1\n"),
    ("orch add --after=REL-1,REL-5", "REL-1,REL-5", "REL-1,REL-5\n"),
    ("orch --queue ", "", "\tfiles\n"), ("orch x", "x", ""), ("orch lin", "lin", "lint\n"),
  ])
  func `bash gets what it puts into the line`(
    _ line: String, replaced: String, output: String
  ) throws {
    try withScene(CompleteCommandTests.rows) { scene in
      for flags in [[], ["--aligned"]] {
        let ending = scene.run(
          words: ["complete", "--line", line, "--replaces", replaced] + flags)
        #expect(ending == .init(output: output))
      }
    }
  }

  @Test func `what bash lists has the meaning beside it`() throws {
    try withScene(CompleteCommandTests.rows) { scene in
      let line = ["--line", "orch assign --from=", "--replaces", "", "--aligned"]
      #expect(
        scene.run(words: ["complete"] + line)
          == .init(output: "worker-a       ORCH-002, REL-5\nmy\\ session:1  REL-4\n"))
    }
  }
}
