import TestSupport
import Testing

/// A queue of the Python tool goes on as it is.
///
/// What its documents show is run by `DocumentExampleTests`; this checks the bytes.
@Suite struct MigrationTests {
  private func scene() throws -> Scene {
    let scene = try Scene()
    try PythonToolFiles.write(into: scene.folder)
    return scene
  }

  /// A command, what its output begins with, and what it changes in the file.
  private struct Step {
    let command: String
    let prints: String
    var changes: KeyValuePairs<String, String> = [:]
  }

  private static let steps = [
    Step(
      command: "$ORCH add --priority P2 --task '다음 일' --success-criteria '끝남'",
      prints: "Added ORCH-105\n",
      changes: [
        "| boom |\n":
          "| boom |\n\(row("ORCH-105", "PENDING", "P2", task: "다음 일", criteria: "끝남"))\n"
      ]),
    Step(
      command: "$ORCH pick --id ORCH-104 --owner-session w", prints: "ORCH-104\n",
      changes: [
        "PENDING | HIGH | 긴급 확인 | 확인됨 | - | - | 오늘":
          "IN_PROGRESS | HIGH | 긴급 확인 | 확인됨 | w | 2026-01-31 18:00 | 오늘"
      ]),
    Step(
      command: "$ORCH done ORCH-104 --owner-session w --notes 확인했습니다 --append",
      prints: "ORCH-104 -> DONE\n",
      changes: ["IN_PROGRESS | HIGH": "DONE | HIGH", "| a / b / c |": "| a / b / c / 확인했습니다 |"]),
    Step(
      command: "$ORCH fail ORCH-102 --append --notes 'no key'", prints: "ORCH-102 -> FAILED\n",
      changes: [
        "IN_PROGRESS | P2 | Build API": "FAILED | P2 | Build API",
        "owner asked |": "owner asked / no key |",
      ]),
    Step(
      command: "$ORCH list --status FAILED",
      prints: "ORCH-102\tFAILED\tP2\tBuild API\nTEAM-7.a\tFAILED\tP0\tShip it\n"),
    Step(
      command: "$OPS status",
      prints: """
        summary PENDING=2 IN_PROGRESS=0 BLOCKED=0 FAILED=2 DONE=2
        top_in_progress: none
        failed:
        - TEAM-7.a boom (ops retry TEAM-7.a)
        - ORCH-102 … / owner asked / no key (ops retry ORCH-102)

        """),
    Step(command: "$ORCH lint | grep -vc warning:", prints: "0\n"),
    Step(
      command: "$ORCH show ORCH-102 | sed -n '/^history/,$p'",
      prints: "history\n  2026-01-31 18:00 fail by tester@"),
    Step(
      command: "$ORCH history ORCH-102 | cut -f 2,3,5",
      prints: "ORCH-102\tfail\tstatus IN_PROGRESS -> FAILED; notes "),
    Step(
      command: "$ORCH undo ORCH-102", prints: "ORCH-102 -> IN_PROGRESS (took back fail by tester@",
      changes: [
        "FAILED | P2 | Build API": "IN_PROGRESS | P2 | Build API",
        "owner asked / no key |": "owner asked |",
      ]),
  ]

  @Test func `a day's work leaves every other byte`() throws {
    let scene = try scene()
    var expected = PythonToolFiles.queue
    for step in Self.steps {
      let outcome = try scene.bash(step.command)
      #expect(outcome.output.hasPrefix(step.prints), "\(outcome)")
      #expect(outcome.errors.isEmpty, "\(outcome)")
      for (old, new) in step.changes { expected = expected.replacing(old, with: new) }
      #expect(try scene.text() == expected, "after \(step.command)")
    }
  }

  @Test func `the table from the database has every row, in order of arrival`() throws {
    let scene = try scene()
    try scene.orch("init", "--queue", "QUEUE.empty.md").check()
    let template = try scene.text("QUEUE.empty.md")
    let words = ["render", "--db", "db/queue.db", "--queue", "QUEUE.new.md", "--quiet"]
    try expect(
      scene.run(BuiltBinaries.orch, words),
      is: .prints("rendered 5 rows\n", warning: Self.upgraded(scene)))
    let rows = [
      row(
        "ORCH-201", "DONE", task: "Draft plan", criteria: "plan exists", owner: "agent:main",
        started: "2026-01-01 09:00", due: "EOD", notes: "ok / Skipped duplicate / by hand"),
      row(
        "TEAM-8.b", "FAILED", "P0", task: "Ship it", criteria: "shipped and told", notes: "boom"),
      row(
        "ORCH-203", "PENDING", "P3", task: #"grep 'a\|b' in C:\"#, criteria: "-",
        due: "someday"),
      row(
        "ORCH-202", "PENDING", "HIGH", task: "긴급 확인", criteria: "확인됨", due: "오늘",
        notes: "a / b / c"),
      row(
        "ORCH-204", "IN_PROGRESS", "P2", task: "Build API", criteria: "tests pass",
        owner: "agent:main", started: "2026-01-01 10:00", due: "next week",
        notes: "\(PythonToolFiles.longText)/ owner asked"),
    ]
    let text = template + rows.map { $0 + "\n" }.joined()
    #expect(try scene.text("QUEUE.new.md") == text)
    let done = try scene.orch("done", "ORCH-203", "--notes", "found", "--queue", "QUEUE.new.md")
    #expect(done == .prints("ORCH-203 -> DONE\n"))
    let after = text.replacing("PENDING | P3", with: "DONE | P3")
      .replacing("| someday | |", with: "| someday | found |")
    #expect(try scene.text("QUEUE.new.md") == after)
  }

  private static func upgraded(_ scene: Scene) -> String {
    let database = scene.path("db/queue.db")
    return "WARNING: \(database) was upgraded to version 3; the former one is kept as "
      + "\(database).before-v3\n"
  }
}
