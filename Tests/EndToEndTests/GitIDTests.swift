import Testing

/// What real git makes of two branches on which `orch add` gave one id twice.
@Suite struct GitIDTests {
  /// The rows of the table, each without its empty cells.
  private static func rows(_ git: GitScene) throws -> [String] {
    try git.scene.text("QUEUE.md").split(separator: "\n").filter { $0.hasPrefix("| ORCH") }.map {
      $0.split(separator: "|").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty && $0 != "-" }
        .joined(separator: " ")
    }
  }

  private static let add = "$ORCH add -q --criteria c"

  @Test(arguments: ["git merge -q --no-edit side", "git checkout -q side && git rebase -q main"])
  func `what a branch goes on to do with a renamed row comes to that row`(_ way: String) throws {
    let git = try GitScene(file: queueText([]))
    _ = try git.git(
      """
      git checkout -q -b side
      \(Self.add) Side && git commit -q -a -m one
      git checkout -q main
      \(Self.add) Main && git commit -q -a -m other
      git checkout -q side
      """)
    if way.contains("merge") {
      try expect(
        git.git("git checkout -q main && \(way) > /dev/null && git checkout -q side"),
        is: Outcome(
          status: 0, output: "",
          errors:
            "QUEUE.md: ORCH-001 of the other branch is ORCH-002 now; ORCH-001 is a different row\n")
      )
    }
    _ = try git.git(
      """
      $ORCH done -q ORCH-001 && git commit -q -a -m done
      \(Self.add) Next --after ORCH-001 && git commit -q -a -m next
      git checkout -q main
      """)
    #expect(try git.git(way).status == 0)
    try expect(
      Self.rows(git).sorted(),
      is: [
        "ORCH-001 PENDING P1 Main c twin=ORCH-002",
        "ORCH-002 DONE P1 Side c was=ORCH-001/twin=ORCH-003",
        "ORCH-003 PENDING P1 Next c after=ORCH-002/was=ORCH-002",
      ])
    // The merge is no save of an older copy, to which anything is put back.
    #expect(try git.scene.orch("list").errors.isEmpty)
    #expect(try git.scene.orch("edit", "ORCH-001", "--priority", "P0").status == 0)
    try expect(
      Self.rows(git).sorted(),
      is: [
        "ORCH-001 PENDING P0 Main c twin=ORCH-002",
        "ORCH-002 DONE P1 Side c was=ORCH-001/twin=ORCH-003",
        "ORCH-003 PENDING P1 Next c after=ORCH-002/was=ORCH-002",
      ])
    #expect(try git.scene.ops("verify").status == 0)
  }

  @Test func `a brief that may be either row's is sent to neither`() throws {
    let git = try GitScene(file: queueText([]))
    try git.scene.write(
      #"{"workers": {"default": {"adapter": "simulated", "script": ["done"]}}}"#, to: "orch.json")
    try git.scene.write("how to\n", to: "b.md")
    _ = try git.git(
      """
      $ORCH trust -q
      git checkout -q -b side
      \(Self.add) Side && git commit -q -a -m one
      git checkout -q main
      \(Self.add) Main --brief b.md && git commit -q -a -m other
      """)
    let merge = try git.git("git merge -q --no-edit side > /dev/null")
    #expect(merge.status == 1)
    #expect(
      merge.errors.contains(
        """
        WARNING: QUEUE.md: tasks/ORCH-001.md may be the brief of ORCH-001 or of ORCH-002: move it to \
        tasks/ORCH-002.md, or run orch edit ORCH-001 --brief tasks/ORCH-001.md
        """), "\(merge)")
    let scene = git.scene
    func why(_ id: String) throws -> String {
      try String(scene.ops("why", id).output.split(separator: "\t").last?.dropLast() ?? "")
    }
    try expect(why("ORCH-001"), is: "orch edit ORCH-001 --brief FILE")
    try expect(why("ORCH-002"), is: "orch edit ORCH-002 --brief FILE")
    #expect(try scene.orch("dispatch", "--parallel", "2").status != 0)
    let task = try scene.orch("task", "ORCH-001")
    #expect(!task.output.contains("how to") && task.errors.contains("may belong to ORCH-002"))
    try expect(
      scene.orch("edit", "ORCH-001", "--brief", "tasks/ORCH-001.md"),
      is: .prints("Edited ORCH-001\nbrief: tasks/ORCH-001.md\n"))
    #expect(try scene.orch("task", "ORCH-001").output.contains("how to"))
    #expect(try !why("ORCH-001").contains("--brief") && !why("ORCH-002").contains("--brief"))
    try scene.write("another\n", to: "c.md")
    try expect(
      scene.orch("edit", "ORCH-002", "--brief", "c.md"),
      is: .prints("Edited ORCH-002\nbrief: tasks/ORCH-002.md\n"))
    try expect(scene.text("tasks/ORCH-002.md"), is: "another\n")
    try expect(scene.orch("edit", "ORCH-002", "--brief", "b.md").status, is: 1)
    try expect(scene.orch("edit", "ORCH-001", "ORCH-002", "--brief", "b.md").status, is: 64)
    try expect(
      scene.orch("edit", "ORCH-002", "--brief", "c.md"), is: .prints("ORCH-002 is unchanged\n"))
  }
}
