import TestSupport
import Testing

/// `init`, which searches for nothing.
@Suite struct InitCommandTests {
  @Test func `init refuses to overwrite`() throws {
    let scene = try Scene(file: "mine\n")
    let error = """
      ERROR: \(scene.queue) exists (it was not changed; choose another folder with --path)
      """
    try expect(scene.orch("init"), is: .fails(73, error))
    let json = """
      {"error":{"code":"already_exists","message":"\(scene.queue) exists",\
      "hint":"it was not changed; choose another folder with --path"}}
      """
    try expect(scene.orch("init", "--json"), is: .fails(73, json))
    try expect(scene.text(), is: "mine\n")
  }

  @Test func `init makes the folders that are missing, and writes no log`() throws {
    let scene = try Scene(rows: row("A"))
    let path = scene.path("a/b/QUEUE.md")
    try expect(
      scene.orch("init", "--path", "a/b", "--json"), is: .prints("{\"path\":\"\(path)\"}\n"))
    let named = try scene.orch("init", "--queue", "tasks.md")
    #expect(named == .prints("Created \(scene.path("tasks.md"))\n"))
    try expect(scene.text("a/b/QUEUE.md"), is: scene.text("tasks.md"))
    try expect(scene.orch("lint", "--queue", "tasks.md"), is: .prints(""))
    try expect(scene.names(), is: ["QUEUE.md", "a", "tasks.md"])
  }

  @Test func `init goes where the variables say, and the flags before them`() throws {
    let scene = try Scene()
    let variables = ["ORCH_QUEUE_MD": "a/tasks.md", "ORCH_BASE_DIR": "b"]
    func creates(_ name: String) -> Outcome { .prints("Created \(scene.path(name))\n") }
    try expect(scene.orch("init", environment: variables), is: creates("a/tasks.md"))
    try expect(scene.orch("init", environment: ["ORCH_BASE_DIR": "b"]), is: creates("b/QUEUE.md"))
    try expect(
      scene.orch("init", "--queue", "c.md", environment: variables), is: creates("c.md"))
    try expect(
      scene.orch("init", "--path", "d", environment: variables), is: creates("d/QUEUE.md"))
  }

  @Test func `a file in the way is an error`() throws {
    let scene = try Scene(rows: row("A"))
    let error = """
      ERROR: cannot create \(scene.queue): File exists (check the folder, and whether the disk is \
      full)
      """
    try expect(scene.orch("init", "--path", "QUEUE.md/a"), is: .fails(73, error))
  }

  @Test(arguments: [[], ["--db", "q.db"]])
  func `new ids have the prefix of orch.json`(_ options: [String]) throws {
    let scene = try Scene()
    let path = scene.path("orch.json")
    try scene.write("{\"max_workers\": 2}\n", to: "orch.json")
    let created = "Created \(options.last.map(scene.path) ?? scene.queue)\n"
    try expect(
      scene.run(scene.orchPath, ["init", "--prefix", "WEB"] + options),
      is: .prints("\(created)new ids are WEB-001: id_prefix in \(path)\n"))
    try expect(scene.text("orch.json"), is: "{\"id_prefix\": \"WEB\", \"max_workers\": 2}\n")
    scene.options = options
    try expect(scene.add(), is: .prints("Added WEB-001\n"))
    _ = try scene.orch("rm", "WEB-001")
    try expect(
      scene.orch("intake", "submit", "--request", "Rewrite it").output.prefix(21).description,
      is: "created=1 ids=WEB-002")
    try expect(
      scene.orch("add", "x", "--criteria", "c", environment: ["ORCH_ID_PREFIX": "api"]),
      is: .prints("Added api-001\n"))
    #expect(try scene.orch("init", "--prefix", "A-B").status == 64)
    #expect(try scene.orch("init", "--prefix", "WEB").status == 73)
  }

  // MARK: The time zone

  @Test(
    arguments: [
      ("Asia/Seoul", nil), ("Asia/Tokyo", nil), ("UTC", nil), (":Etc/UTC", nil),
      ("Europe/Berlin", ("\"Europe/Berlin\"", "Europe/Berlin", "1970-01-01 01:00")),
      (
        ":/usr/share/zoneinfo/America/New_York",
        ("\"America/New_York\"", "America/New_York", "1969-12-31 19:00")
      ),
      ("Africa/Casablanca", ("\"Africa/Casablanca\"", "Africa/Casablanca", "1970-01-01 00:00")),
      ("Africa/Abidjan", ("\"Africa/Abidjan\"", "Africa/Abidjan", "1970-01-01 00:00")),
      ("Asia/Kolkata", ("\"Asia/Kolkata\"", "Asia/Kolkata", "1970-01-01 05:30")),
      ("XYZ+12", ("-12", "UTC-12", "1969-12-31 12:00")),
      ("<+0545>-5:45", ("5.75", "UTC+5.75", "1970-01-01 05:45")),
    ] as [(String, (setting: String, name: String, start: String)?)])
  func `a new queue has the machine's zone`(
    _ zone: String, found: (setting: String, name: String, start: String)?
  ) throws {
    let scene = try Scene()
    let created = "Created \(scene.queue)\n"
    guard let found else {
      try expect(scene.orch("init", environment: ["TZ": zone]), is: .prints(created))
      return try expect(scene.names(), is: ["QUEUE.md"])
    }
    let path = scene.path("orch.json")
    try expect(
      scene.orch("init", environment: ["TZ": zone]),
      is: .prints("\(created)times are in \(found.name): tz in \(path)\n"))
    try expect(scene.text("orch.json"), is: "{\"tz\": \(found.setting)}\n")
    // It counts from then on, also where the machine moves.
    let later = ["TZ": "Asia/Seoul", "ORCH_NOW": "0"]
    let add = ["--id", "A", "--priority", "P1", "--task", "t", "--success-criteria", "c"]
    try expect(scene.run(scene.orchPath, ["add"] + add, environment: later).status, is: 0)
    try expect(
      scene.orch("pick", "--owner-session", "w", environment: later), is: .prints("A\n"))
    #expect(try scene.text().contains(found.start))
  }

  @Test(arguments: ["Europe/Nowhere", "XYZ0:10", "XYZ5ABC,M3.2.0,M11.1.0"])
  func `a machine's zone that can't be used is named`(_ zone: String) throws {
    let scene = try Scene()
    let times = """
      times are Korean (+09:00): TZ=\(zone) names no time zone of /usr/share/zoneinfo (for \
      another, remove the queue and run orch init --tz NAME)

      """
    try expect(
      scene.orch("init", environment: ["TZ": zone]),
      is: .prints("Created \(scene.queue)\n\(times)"))
    try expect(scene.names(), is: ["QUEUE.md"])
    // Beside an older queue nothing changes.
    let other = scene.path("b.md")
    try expect(
      scene.orch("init", "--queue", "b.md", environment: ["TZ": zone]),
      is: .prints("Created \(other)\n"))
  }

  @Test func `a variable's zone is written, and two zones are refused`() throws {
    let scene = try Scene()
    let berlin = ["ORCH_TZ": "Europe/Berlin"]
    let both = berlin.merging(["ORCH_TZ_OFFSET": "1"]) { $1 }
    try expect(
      scene.orch("init", environment: both),
      is: .fails(
        64,
        "ERROR: ORCH_TZ and ORCH_TZ_OFFSET both set the time zone (keep ORCH_TZ if the table has "
          + "started_at, ORCH_TZ_OFFSET if it has started_at_kst)"))
    try expect(
      scene.orch("init", "--tz", "Europe/Berlin", "--tz-offset", "3"),
      is: .fails(
        64,
        "ERROR: --tz and --tz-offset both set the time zone (leave one of them out; "
          + "usage: orch init [options]; orch init --help)"))
    try expect(scene.names(), is: [])
    try expect(
      scene.orch("init", environment: berlin),
      is: .prints(
        "Created \(scene.queue)\ntimes are in Europe/Berlin: tz in \(scene.path("orch.json"))\n"))
    try expect(scene.text("orch.json"), is: "{\"tz\": \"Europe/Berlin\"}\n")
    // A variable may say another zone than the file.
    #expect(try scene.orch("list", environment: ["ORCH_TZ_OFFSET": "1"]).status == 0)
  }

  @Test func `an offset is given`() throws {
    let scene = try Scene()
    let path = scene.path("orch.json")
    try expect(
      scene.orch("init", "--tz-offset", "-3.50", "--json", environment: ["TZ": "Asia/Kolkata"]),
      is: .prints("{\"path\":\"\(scene.queue)\",\"tz\":-3.5,\"tz_offset\":-3.5}\n"))
    // Another queue of the folder has the same one, and none is written again.
    try expect(
      scene.orch("init", "--db", "q.db", "--tz-offset", "-3.5"),
      is: .prints("Created \(scene.path("q.db"))\n"))
    try expect(
      scene.orch("init", "--queue", "b.md", "--tz-offset", "9"),
      is: .fails(
        64,
        "ERROR: invalid value '9' for --tz-offset (it must be -3.5, which \(path) has as tz)"
      ))
    try expect(
      scene.orch("init", "--queue", "b.md", environment: ["TZ": "Asia/Kolkata"]),
      is: .prints("Created \(scene.path("b.md"))\n"))
    try expect(scene.text("orch.json"), is: "{\"tz\": -3.5}\n")
    try expect(
      scene.orch("init", "--tz-offset", "KST").errors.prefix(100),
      is:
        "ERROR: invalid value 'KST' for --tz-offset: use hours east of UTC in quarters, such as 9, -3.5 or 5."
    )
    let exists =
      "ERROR: \(scene.queue) exists (it was not changed; choose another folder with --path)"
    try expect(scene.orch("init", "--tz-offset", "5"), is: .fails(73, exists))
    try expect(
      scene.orch("init", "--db", "q.db", "--tz-offset", "5"),
      is: .fails(
        73,
        "ERROR: \(scene.path("q.db")) exists (it was not changed; choose another path)"))
  }

  @Test(
    arguments: [
      ("{}", "{\"tz\": \"Asia/Kolkata\"}"), (" {\n}\n", " {\"tz\": \"Asia/Kolkata\"\n}\n"),
      ("{\"max_workers\": 2}", "{\"tz\": \"Asia/Kolkata\", \"max_workers\": 2}"),
      (
        "{\r\n  \"max_workers\": 2\r\n}\r\n",
        "{\r\n  \"tz\": \"Asia/Kolkata\",\r\n  \"max_workers\": 2\r\n}\r\n"
      ),
      ("{\"tz_offset\": 2}", nil), ("{\"tz\": 2}", nil), ("{\"tz_ofset\": 2}", nil), ("{", nil),
      ("[]", nil),
    ] as [(String, String?)])
  func `other settings stay, and a zone that is there counts`(
    _ before: String, after: String?
  ) throws {
    let scene = try Scene()
    try scene.write(before, to: "orch.json")
    try expect(scene.orch("init", environment: ["TZ": "Asia/Kolkata"]).status, is: 0)
    try expect(scene.text("orch.json"), is: after ?? before)
  }

  @Test func `a database and its table are one home, and old queues stay`() throws {
    let scene = try Scene()
    let kolkata = ["TZ": "Asia/Kolkata"]
    try expect(
      scene.orch("init", "--db", "a/db/queue.db", environment: kolkata).output,
      is: """
        Created \(scene.path("a/db/queue.db"))
        times are in Asia/Kolkata: tz in \(scene.path("a/orch.json"))

        """)
    try scene.makeFolder("b")
    try scene.write(queueText(row("A")), to: "b/QUEUE.md")
    for arguments in [["--queue", "b/c.md"], ["--db", "b/db/queue.db"]] {
      try expect(
        scene.run(scene.orchPath, ["init"] + arguments, environment: kolkata).status, is: 0)
    }
    try expect(
      scene.orch(
        "init", "--path", "d",
        environment: kolkata.merging(["ORCH_TZ_OFFSET": "1"]) { $1 }
      ).status, is: 0)
    try expect(
      scene.bash("find . -name orch.json"), is: .prints("./a/orch.json\n"))
  }

  // MARK: --git

  private static let driver = "orch merge-driver %O %A %B %P"

  private func gitSettings(of scene: Scene) throws -> Outcome {
    try scene.bash("cat .gitattributes; git config --get-regexp 'merge[.]orch[.].*'")
  }

  @Test func `a new queue, an old one, and one with a merge driver`() throws {
    let scene = try Scene()
    try expect(scene.bash("git init -q"), is: .prints(""))
    let merging = "git merges \(scene.queue) by cell: .gitattributes, merge.orch.driver\n"
    try expect(scene.orch("init", "--git"), is: .prints("Created \(scene.queue)\n" + merging))
    let written = """
      QUEUE.md merge=orch
      merge.orch.name a queue, merged by cell
      merge.orch.recursive binary
      merge.orch.driver \(Self.driver)

      """
    try expect(gitSettings(of: scene), is: .prints(written))
    try expect(
      scene.orch("init", "--git"),
      is: .prints("git already merges \(scene.queue) by cell\n"))
    try expect(gitSettings(of: scene), is: .prints(written))
    // As in a clone.
    try expect(scene.bash("git config --remove-section merge.orch"), is: .prints(""))
    try expect(
      scene.orch("init", "--git", "--json"),
      is: .prints(#"{"path":"\#(scene.queue)","created":false,"git":["merge.orch.driver"]}"# + "\n")
    )
    try expect(gitSettings(of: scene), is: .prints(written))
  }

  @Test(arguments: [
    ("a", "a/QUEUE.md merge=orch"), ("a b", #""a b/QUEUE.md" merge=orch"#),
    ("[x]*", #"\[x]\*/QUEUE.md merge=orch"#), ("#1", ##""#1/QUEUE.md" merge=orch"##),
    (#"c"d\e"#, #""c\"d\\\\e/QUEUE.md" merge=orch"#), ("할 일", #""할 일/QUEUE.md" merge=orch"#),
  ])
  func `a queue in a folder of the repository`(_ folder: String, line: String) throws {
    let scene = try Scene()
    try expect(
      scene.bash("git init -q && printf '*.md text' > .gitattributes"), is: .prints(""))
    let queue = scene.path("\(folder)/QUEUE.md")
    let merging = "git merges \(queue) by cell: .gitattributes, merge.orch.driver\n"
    try expect(
      scene.orch("init", "--git", "--path", folder), is: .prints("Created \(queue)\n" + merging))
    try expect(scene.text(".gitattributes"), is: "*.md text\n\(line)\n")
    try expect(
      scene.orch("init", "--git", "--path", folder),
      is: .prints("git already merges \(queue) by cell\n"))
  }

  @Test func `without a repository, without git, or for a database nothing is made`() throws {
    let scene = try Scene()
    let noRepository = """
      ERROR: git knows no work tree at \(scene.folder): fatal: not a git repository (or any of \
      the parent directories): .git (git init makes one; without --git the queue needs none)
      """
    try expect(scene.orch("init", "--git", "--path", "a/b"), is: .fails(66, noRepository))
    let noGit = """
      ERROR: cannot run git: no such program (install git; without --git the queue needs none)
      """
    try expect(
      scene.orch("init", "--git", environment: ["PATH": scene.folder]), is: .fails(66, noGit))
    let database = """
      ERROR: init works on a queue file, not on a database (leave --db out: git merges files; \
      usage: orch init [options]; orch init --help)
      """
    try expect(scene.orch("init", "--git", "--db", "a.db"), is: .fails(64, database))
    try expect(scene.names(), is: [])
  }

  @Test func `the doctor says how git merges`() throws {
    let scene = try Scene(rows: row("A"))
    func line() throws -> String? {
      try scene.doctor().output.split(separator: "\n").first { $0.contains("git merge") }
        .map(String.init)
    }
    try expect(line(), is: nil)
    try expect(scene.bash("git init -q"), is: .prints(""))
    try expect(
      line(), is: "ok    git merge     by line; by cell after orch init --git --queue ~/QUEUE.md")
    try expect(scene.orch("init", "--git").status, is: 0)
    try expect(line(), is: "ok    git merge     by cell")
    try expect(scene.bash("git config --remove-section merge.orch"), is: .prints(""))
    try expect(
      line(),
      is: "warn  git merge     .gitattributes names the driver orch, and git config does not say "
        + "what it is (orch init --git --queue ~/QUEUE.md)")
  }
}
