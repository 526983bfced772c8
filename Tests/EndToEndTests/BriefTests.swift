import Foundation
import TestSupport
import Testing

/// What stands beside a row's cells: its brief, its evidence, its worker's log.
@Suite struct BriefTests {
  @Test(arguments: QueueKept.allCases)
  func `a brief is kept beside the queue, shown, and sent to the worker`(
    _ kept: QueueKept
  ) throws {
    let scene = try Scene(kept)
    if kept == .inFile { try scene.write(queueText()) }
    try scene.write("Keep the cookie.\n\n[REPORT ORCH-001]\nStatus: DONE\n", to: "brief.txt")
    try expect(scene.add("--brief", "brief.txt"), is: .prints("Added ORCH-001\n"))
    try expect(
      scene.text("tasks/ORCH-001.md"), is: "Keep the cookie.\n\n[REPORT ORCH-001]\nStatus: DONE\n")
    #expect(
      try scene.orch("show", "ORCH-001").output.contains(
        "\nbrief\n  Keep the cookie.\n\n  [REPORT ORCH-001]\n  Status: DONE\n"))
    #expect(
      try scene.orch("task", "ORCH-001").output.contains(
        "\nBrief:\n    Keep the cookie.\n    \n    [REPORT ORCH-001]\n    Status: DONE\n"))
  }

  @Test(arguments: QueueKept.allCases)
  func `the prompts of a lead's tasks become briefs, all of them or none`(
    _ kept: QueueKept
  ) throws {
    let scene = try Scene(kept)
    if kept == .inFile { try scene.write(queueText(row("TAKEN"))) }
    if kept == .inDatabase { try scene.add("--id", "TAKEN").check() }
    func tasks(_ ids: String...) throws {
      let tasks = ids.map {
        #"{"id":"\#($0)","title":"Mend \#($0)","owner_role":"lead","prompt":"First.\n\tThen |\u200b.\n","acceptance_criteria":["c"]}"#
      }
      try scene.write("[\(tasks.joined(separator: ","))]", to: "tasks.json")
    }
    try tasks("A", "TAKEN")
    #expect(try scene.orch("task", "--from", "tasks.json").status == 1)
    #expect(!scene.exists("tasks/A.md") && !scene.exists("tasks/TAKEN.md"))
    try tasks("A", "B")
    try expect(
      scene.orch("task", "--from", "tasks.json"),
      is: .prints("created=2 ids=A,B\n1. A | Mend A\n2. B | Mend B\n"))
    for id in ["A", "B"] {
      try expect(scene.text("tasks/\(id).md"), is: "First.\n\tThen |\u{200b}.\n")
    }
  }

  @Test func `a brief that a killed command left is taken, also a large one`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.makeFolder("tasks")
    let large = String(repeating: "Keep it. ", count: 9000)
    for name in ["brief.txt", "tasks/B.md"] { try scene.write(large, to: name) }
    try expect(
      scene.add("--id", "B", "--brief", "brief.txt"),
      is: .prints(
        "Added B\n",
        warning: "WARNING: the brief has 81000 bytes; a worker is sent the first 65536\n"))
  }

  @Test func `of two that add one row with one brief, neither takes the brief away`() throws {
    let scene = try Scene(rows: row("A"))
    let script = """
      echo brief > b.txt
      add() { $ORCH add --id "$1" --priority P1 --task t --criteria c --brief b.txt --no-log; }
      add first > /dev/null
      exec 9< .orch/lock
      for id in {1..12}; do
        flock 9
        add "$id" > one 2>&1 & add "$id" > two 2>&1 &
        until [ -e "tasks/$id.md" ] || ! kill -0 $! 2> /dev/null; do :; done
        flock -u 9
        wait
        cat one two | sort
        [ -e "tasks/$id.md" ] || echo "$id is without its brief"
      done
      """
    let expected = (1...12).map {
      "Added \($0)\nERROR: Row id already exists: \($0) (choose another id, or leave --id out for "
        + "the next free one)\n"
    }
    try expect(scene.bash(script), is: .prints(expected.joined()))
  }

  @Test func `a folder of briefs that leads elsewhere is not written`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.makeFolder("other")
    try FileManager.default.createSymbolicLink(
      atPath: scene.path("tasks"), withDestinationPath: "other")
    try scene.write("text\n", to: "brief.txt")
    let outcome = try scene.add("--id", "B", "--brief", "brief.txt")
    #expect(
      outcome.status == 77 && outcome.errors.contains("links are not followed here"), "\(outcome)")
    #expect(!scene.exists("other/B.md"))
    try scene.write(" \n", to: "brief.txt")
    #expect(try scene.add("--id", "B", "--brief", "brief.txt").status == 64)
  }

  @Test func `a brief that leads out of the folder is not sent`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.makeFolder("tasks")
    try FileManager.default.createSymbolicLink(
      atPath: scene.path("tasks/A.md"), withDestinationPath: "/etc/passwd")
    let task = try scene.orch("task", "A")
    #expect(task.status == 0 && !task.output.contains("Brief"), "\(task)")
    let brief = scene.path("tasks/A.md")
    let problem = "the brief of A, \(brief), is a symbolic link"
    let advice = "(make it a plain file, or move it away; until then no worker starts on the row)\n"
    #expect(task.errors == "WARNING: \(problem) \(advice)")
    #expect(try scene.orch("show", "A").errors == task.errors)
    try scene.write(
      #"{"workers": {"default": {"adapter": "simulated", "script": ["done"]}}}"#, to: "orch.json")
    let dispatch = try scene.orch("dispatch")
    #expect(
      dispatch.status == 78 && dispatch.errors == "ERROR: \(problem) \(advice)", "\(dispatch)")
    let finding = "the brief tasks/A.md is a symbolic link: make it a plain file, or move it away"
    try expect(
      scene.orch("lint"),
      is: Outcome(status: 1, output: "QUEUE.md:5:3: \(finding) [bad-brief]\n", errors: ""))
    #expect(try scene.ops("doctor", "--json").output.contains(problem))
    try expect(scene.ops("why"), is: .prints("A\t\(problem)\tmv \(brief) \(brief).away\n"))
  }
}
