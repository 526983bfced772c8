import TestSupport
import Testing

/// `init`, which searches for nothing.
@Suite struct InitCommandTests {
  @Test func `init refuses to overwrite`() throws {
    let scene = try Scene(file: "mine\n")
    let error = """
      ERROR: \(scene.queue) exists (it is left as it is; choose another folder with --path)
      """
    try expect(scene.orch("init"), is: .fails(73, error))
    let json = """
      {"error":{"code":"already_exists","message":"\(scene.queue) exists",\
      "hint":"it is left as it is; choose another folder with --path"}}
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
      usage: orch init [--path DIR] [--lang ko|en] [--git] [options])
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
