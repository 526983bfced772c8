import TestSupport
import Testing
import Text

/// `init --worker`, which sets up a worker.
@Suite struct InitWorkerTests {
  @Test(arguments: ["QUEUE.md", "a/QUEUE.md"])
  func `init sets up a script, also for a queue that is there`(_ name: String) throws {
    let scene = try Scene()
    let queue = scene.path(name)
    let home = String(queue.dropLast("/QUEUE.md".count))
    let isElsewhere = name != "QUEUE.md"
    try scene.bash("git init -q .; umask 0002; mkdir -p a").check()
    try expect(scene.orch("init", "--queue", name), is: .prints("Created \(queue)\n"))
    let options = isElsewhere ? " --queue \(name)" : ""
    let outcome = try scene.orch("init", "--queue", name, "--worker", "script")
    expect(
      outcome.output.replacing(/\ *#.*/, with: "").split(separator: "\n").map(String.init),
      is: [
        "Created \(home)/orch.json", "Created \(home)/scripts/worker.sh", "Next:",
        "  orch trust\(options)",
        "  orch add 'A task' --criteria 'file: worker-notes.md'\(options)",
        "  orch daemon --until-idle\(options)", "  ops status\(options)",
      ])
    expect(outcome.status, is: 0)
    // From the project root.
    let program = isElsewhere ? "a/scripts/worker.sh" : "scripts/worker.sh"
    #expect(try contents(of: "\(home)/orch.json").contains(#""argv": ["\#(program)"]"#))
    try expect(
      scene.bash(
        "cd \(home); stat -c '%a %n' orch.json scripts scripts/worker.sh; "
          + "printf '[TASK A]\nTask: Fix it\nSuccess-Criteria:\n1. a\n2. b\nQueue: Q\n' "
          + "| ORCH_ITEM_ID=A scripts/worker.sh; cat worker-notes.md"),
      is: .prints(
        """
        644 orch.json
        755 scripts
        755 scripts/worker.sh
        [REPORT A]
        Status: DONE
        Criteria:
        1. met: worker-notes.md has the task
        2. met: worker-notes.md has the task
        Files:
        - worker-notes.md
        - A: Fix it

        """))
  }

  @Test(arguments: [
    (
      "claude",
      #"["--permission-mode","acceptEdits","--allowedTools","Bash(git status),Bash(git diff)"]"#, []
    ),
    ("codex", #"["-s","workspace-write"]"#, []), ("opencode", "null", ["--db", "q.db"]),
  ])
  func `init sets up an agent, for each row`(
    _ agent: String, args: String, options: [String]
  ) throws {
    let scene = try Scene()
    let place = scene.path(options.last ?? "QUEUE.md")
    let end = db(options)
    try expect(
      scene.run(scene.orchPath, ["init", "--worker", agent, "--json"] + options),
      is: .prints(
        """
        {"path":"\(place)","files":["\(scene.path("orch.json"))","\(scene.path("orch.json.md"))"],\
        "rows":[],"next":["orch trust\(end)",\
        "ops doctor --workers\(end)","ops worker test \(agent)\(end)",\
        "orch add 'Write HELLO.md, one line that greets' --criteria 'file: HELLO.md'\(end)",\
        "orch daemon --until-idle\(end)","ops status\(end)"]}

        """))
    try expect(
      scene.bash("jq -c '[.workers[].adapter, .workers[].args, .routes[0].worker]' orch.json"),
      is: .prints("[\"\(agent)\",\(args),\"\(agent)\"]\n"))
    scene.options = options
    try scene.trust()
    // Where it is not installed.
    let missing = try scene.ops("worker", "test", agent, environment: ["PATH": "/nonexistent"])
    #expect(missing.status == 78, "\(missing)")
    let hint = "install it, or name its path in workers.\(agent).program)"
    #expect(missing.errors.hasSuffix("\(hint)\n"), "\(missing)")
  }

  @Test(arguments: [
    ("aider", "report", "Write HELLO.md, one line that greets", "file: HELLO.md"),
    ("llm", "report", "Say what a queue is", "the report says it"),
    ("mini", "command", "Write HELLO.md, one line that greets", "file: HELLO.md"),
  ])
  func `init sets up a program that prints a report or runs commands`(
    _ program: String, adapter: String, task: String, criteria: String
  ) throws {
    let scene = try Scene()
    let answer = try scene.run(scene.orchPath, ["init", "--worker", program, "--json"])
    let steps = "\"ops worker test \(program)\",\"orch add '\(task)' --criteria '\(criteria)'\""
    #expect(answer.output.contains(steps), "\(answer)")
    try expect(
      scene.bash("jq -c '[.workers[].adapter, .workers[].argv[0], .routes[0].worker]' orch.json"),
      is: .prints("[\"\(adapter)\",\"\(program)\",\"\(program)\"]\n"))
    // A stand-in that writes the file and prints a report, whatever it is asked.
    try scene.makeFolder("bin")
    try writeExecutable(
      """
      #!/bin/sh
      echo hello > HELLO.md
      printf '[REPORT %s]\\nStatus: DONE\\nCriteria:\\n1. met: %s\\n' "$ORCH_ITEM_ID" 'the answer says it, shown by HELLO.md'
      """, to: scene.path("bin/\(program)"))
    let path = ["PATH": "\(scene.path("bin")):/usr/bin:/bin"]
    try scene.trust(environment: path)
    try expect(scene.orch("add", task, "--criteria", criteria).status, is: 0)
    try expect(scene.orch("daemon", "--until-idle", environment: path).status, is: 0)
    #expect(try scene.status("ORCH-001") == "DONE")
  }

  @Test(arguments: ["claude", "codex", "opencode", "aider", "llm", "mini"], ["en", "ko"])
  func `a guide beside orch.json explains each key of it`(
    _ agent: String, language: String
  ) throws {
    let scene = try Scene()
    try expect(
      scene.orch("init", "--worker", agent, "--lang", language).status, is: 0)
    let guide = try scene.text("orch.json.md")
    #expect(guide.hasPrefix(language == "ko" ? "# orch.json 설명\n" : "# About orch.json\n"))
    let table = try #require(guide.split(separator: "\n## ").first)
    let written = try scene.bash(
      """
      jq -r '.workers[] | keys[] | "workers.\(agent).\\(.)"' orch.json
      jq -r '"routes", (.review | keys[] | "review.\\(.)")' orch.json
      """)
    expect(
      table.matches(of: /\n\| `([^`]+)` \|/).map { String($0.1) }.sorted(),
      is: written.output.split(separator: "\n").map(String.init).sorted())
    #expect(guide.contains("`orch trust`"))
    // The example of a budget is one that orch takes. The costs of programs that are no agents are
    // not known.
    let budgets = guide.firstMatch(of: /`("budget": [^`]+)`/)
    if ["aider", "llm", "mini"].contains(agent) {
      #expect(budgets == nil)
      return
    }
    let example = try #require(budgets).1
    let settings = try scene.text("orch.json").dropFirst()
    try scene.write("{\(example), \(settings)", to: "orch.json")
    let budget = try scene.ops("doctor").output.split(separator: "\n")
      .filter { $0.contains("budget") || $0.contains("prices") }
    expect(
      budget.joined(separator: "\n"),
      is: """
        setting  prices = \(
          agent == "codex"
            ? #"{"codex":{"input":1.25,"cached_input":0.125,"output":10}}  (orch.json)"#
            : "{}  (default)")
        setting  budget = {"usd_per_day":20,"usd_per_row":3}  (orch.json)
        """)
  }

  @Test(arguments: [("ko_KR.UTF-8", "# orch.json 설명"), ("C", "# About orch.json")])
  func `the guide of a queue that is there has the language of the locale`(
    _ locale: String, title: String
  ) throws {
    let scene = try Scene(rows: row("A"))
    try expect(
      scene.orch("init", "--worker", "claude", environment: ["LC_ALL": locale]).status, is: 0)
    expect(try scene.text("orch.json.md").prefix(title.count).description, is: title)
  }

  @Test func `init sets up a further machine of a queue on a server`() throws {
    let (first, second) = (try Scene(), try Scene())
    try first.bash(
      "psql -qX '\(PostgresServer.address)' -c 'CREATE SCHEMA machines'"
    ).check()
    let address = PostgresServer.address(ofSchema: "machines")
    try expect(first.orch("init", "--db", address), is: .prints("Created \(address)\n"))
    for words in [[], ["--worker", "simulated"], ["--tz", "Europe/Berlin"]] {
      let refused = try second.run(second.orchPath, ["init", "--db", address] + words)
      #expect(refused.status == 73, "\(words): \(refused)")
    }
    #expect(!second.exists("orch.json"))
    let words = ["init", "--db", address, "--worker", "script", "--tz", "Europe/Berlin"]
    let outcome = try second.run(second.orchPath, words)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    expect(
      Array(lines.prefix(5)),
      is: [
        "\(address) has a queue already",
        "times are in Europe/Berlin: tz in \(second.path("orch.json")) "
          + "(for another zone change it there)",
        "Created \(second.path("orch.json"))", "Created \(second.path("scripts/worker.sh"))",
        "Next:",
      ])
    expect(outcome.status, is: 0)
    second.options = ["--db", address]
    try second.trust()
    // The first tick of the queue notes the zone.
    try expect(first.orch("tick", "--db", address), is: .prints("NOOP\n"))
    try expect(
      first.orch("add", "x", "--criteria", "file: worker-notes.md", "--db", address).status, is: 0)
    let daemon = try second.orch("daemon", "--until-idle")
    expect(daemon.status, is: 0)
    let zones = "tz is Europe/Berlin here, and UTC+9 on the machine that first used the queue"
    #expect(
      daemon.errors.contains("WARNING: \(zones), so each misreads the other's times"), "\(daemon)"
    )
    #expect(try second.ops("doctor").output.contains("time zone"))
    try expect(
      first.orch("list", "--db", address), is: .prints("ORCH-001\tDONE\tP1\tx\n"))
  }

  @Test(arguments: [[], ["--db", "q.db"]])
  func `init sets up simulated workers, who fail, ask and work`(_ options: [String]) throws {
    let scene = try Scene()
    let place = scene.path(options.last ?? "QUEUE.md")
    try expect(
      scene.run(scene.orchPath, ["init", "--worker", "simulated", "--json"] + options),
      is: .prints(
        """
        {"path":"\(place)","files":["\(scene.path("orch.json"))"],\
        "rows":["DEMO-1","DEMO-2","DEMO-3"],"next":["orch daemon --until-idle\(db(options))",\
        "ops status\(db(options))","orch show DEMO-2 --attempts\(db(options))",\
        "orch answer DEMO-3 'blue'\(db(options))"]}

        """))
    scene.options = options
    try expect(
      scene.orch("list"),
      is: .prints(
        """
        DEMO-1\tPENDING\tP1\tGreet the newcomer
        DEMO-2\tPENDING\tP1\tMend the fence, which fails at first
        DEMO-3\tPENDING\tP1\tPaint the fence, which needs an answer

        """))
    try scene.tickUntilIdle()
    #expect(try demo.map { try scene.status($0) } == ["DONE", "DONE", "BLOCKED"])
    try expect(scene.orch("answer", "DEMO-3", "blue"), is: .prints("DEMO-3 -> PENDING\n"))
    try scene.tickUntilIdle(from: 60)
    #expect(try demo.map { try scene.status($0) } == ["DONE", "DONE", "DONE"])
    for (name, count) in [("task", 5), ("result", 5)] {
      let schema = try JSONValue(
        parsing: Array(Project.text("templates/\(name).schema.json").utf8))
      let known = Set(schema.objectValue?["properties"]?.objectValue?.keys ?? [])
      let files = try scene.bash("find .orch/attempts -name \(name).json").output
        .split(separator: "\n")
      expect(files.count, is: count)
      for file in files {
        let json = try JSONValue(parsing: scene.bytes(String(file)))
        #expect(try JSONSchema(schema).mistake(in: json) == nil)
        #expect(Set(json.objectValue?.keys ?? []).subtracting(known) == [], "\(file)")
      }
    }
  }

  private let demo = ["DEMO-1", "DEMO-2", "DEMO-3"]

  private func db(_ options: [String]) -> String { options.isEmpty ? "" : " --db q.db" }

  @Test(
    arguments: [
      ("QUEUE.md", "simulated", "choose another folder with --path"),
      ("orch.json", "script", "docs/workers.md describes the workers in orch.json"),
      ("orch.json", "simulated", "docs/workers.md describes the workers in orch.json"),
      ("orch.json.md", "claude", "docs/workers.md describes the workers in orch.json"),
      ("orch.json", "codex", "docs/workers.md describes the workers in orch.json"),
      ("scripts/worker.sh", "script", "docs/workers.md describes the workers in orch.json"),
    ])
  func `init with a worker writes over nothing`(
    _ name: String, worker: String, hint: String
  ) throws {
    let scene = try Scene()
    try scene.makeFolder("scripts")
    try scene.write("mine", to: name)
    let files = try scene.bash("find . | sort")
    try expect(
      scene.orch("init", "--worker", worker, environment: ["TZ": "Asia/Kolkata"]),
      is: .fails(73, "ERROR: \(scene.path(name)) exists (it was not changed; \(hint))"))
    try expect(scene.bash("find . | sort"), is: files)
    try expect(scene.text(name), is: "mine")
  }
}
