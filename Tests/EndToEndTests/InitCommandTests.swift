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
}
