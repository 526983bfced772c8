import TestSupport
import Testing

/// `init`, which searches for nothing.
@Suite struct InitCommandTests {
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
    try scene.orch("rm", "WEB-001").check()
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
      ("Asia/Seoul", nil), ("Asia/Tokyo", nil),
      ("UTC", ("0", "UTC", "1970-01-01 00:00")), (":Etc/UTC", ("0", "UTC", "1970-01-01 00:00")),
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
      is: .prints(
        "\(created)times are in \(found.name): tz in \(path) "
          + "(for another zone change it there)\n"))
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
    let unknown = "TZ=\(zone) is not a time zone of /usr/share/zoneinfo"
    // For a Korean queue times are Korean then, else in UTC.
    try expect(
      scene.orch("init", "--lang", "ko", "--queue", "ko/QUEUE.md", environment: ["TZ": zone]),
      is: .prints(
        """
        Created \(scene.path("ko/QUEUE.md"))
        times are Korean (+09:00): \(unknown) (for another, remove the queue and run orch init \
        --tz NAME)

        """))
    try expect(scene.names("ko"), is: ["QUEUE.md"])
    try scene.bash("rm -r ko").check()
    try expect(
      scene.orch("init", environment: ["TZ": zone]),
      is: .prints(
        """
        Created \(scene.queue)
        times are in UTC: tz in \(scene.path("orch.json")) (for another zone change it there)
        \(unknown)

        """))
    try expect(scene.names(), is: ["QUEUE.md", "orch.json"])
    try expect(scene.text("orch.json"), is: "{\"tz\": 0}\n")
    // Beside an older queue nothing changes.
    let other = scene.path("b.md")
    try expect(
      scene.orch("init", "--queue", "b.md", environment: ["TZ": zone]),
      is: .prints("Created \(other)\n"))
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

  // MARK: --git

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
      ERROR: \(scene.folder) is not a git repository: no folder at or above it has .git (git init \
      makes a repository)
      """
    try expect(scene.orch("init", "--git", "--path", "a/b"), is: .fails(66, noRepository))
    let database = """
      ERROR: init works on a queue file, not on a database (leave --db out: git merges files; \
      usage: orch init [options]; orch init --help)
      """
    try expect(scene.orch("init", "--git", "--db", "a.db"), is: .fails(64, database))
    try expect(scene.names(), is: [])
    try expect(scene.bash("git init -q"), is: .prints(""))
    let noGit = "ERROR: cannot run git: no such program (install git)"
    try expect(
      scene.orch("init", "--git", environment: ["PATH": scene.folder]), is: .fails(66, noGit))
    #expect(!scene.exists("QUEUE.md"))
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
      line(),
      is: "ok    git merge     by line; to merge by cell run orch init --git --queue "
        + "~/QUEUE.md")
    try expect(scene.orch("init", "--git").status, is: 0)
    // Where orch is in /usr/bin, that one is tried.
    #expect(try line()?.hasPrefix("ok    git merge     by cell") == true)
    try expect(scene.bash("git config --remove-section merge.orch"), is: .prints(""))
    try expect(
      line(),
      is: "warn  git merge     .gitattributes names the driver orch, but git config does not "
        + "define it (orch init --git --queue ~/QUEUE.md)")
  }
}
