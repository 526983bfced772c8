import Foundation
import TestSupport
import Testing

/// Runs the pieces of shell that the manual pages show, as they are shown.
@Suite struct ManualScriptTests {
  /// Runs the script of a manual page that has these words.
  private func run(_ words: String, in scene: Scene, before: String = "") throws -> Outcome {
    let scripts = try ["orch", "ops"].flatMap { try Self.scripts(ofPage: $0) }
      .filter { $0.contains(words) }
    try #require(scripts.count == 1, "\(words): \(scripts)")
    return try scene.bash(
      "\(before)\n\(scripts[0])", environment: ["PATH": "\(BuiltBinaries.folder):/usr/bin:/bin"])
  }

  /// The literal blocks of a page, as a reader sees them.
  private static func scripts(ofPage name: String) throws -> [String] {
    try Project.text("docs/man/\(name).1")
      .components(separatedBy: "\n.nf\n").dropFirst()
      .map { block in
        let shown = [#"\-"#: "-", #"\(dq"#: "\"", #"\(aq"#: "'"]
        return shown.reduce(block.components(separatedBy: "\n.fi\n")[0]) {
          $0.replacingOccurrences(of: $1.key, with: $1.value)
        }
      }
  }

  @Test func `the loop works every row, and ends what fails as FAILED`() throws {
    let scene = try Scene(
      rows: row("A", task: "good"), row("B", "PENDING", "P0", task: "bad"),
      row("C", task: "good too"), row("D", "BLOCKED", task: "good, but not yet"))
    let outcome = try run(
      "while true", in: scene, before: "work() { echo \"$1\"; [ \"$1\" != bad ]; }")
    expect(
      outcome, is: .prints("bad\nB -> FAILED\ngood\nA -> DONE\ngood too\nC -> DONE\n"))
    try expect(
      scene.orch("list", "--owner", "worker-a"),
      is: .prints("A\tDONE\tP1\tgood\nB\tFAILED\tP0\tbad\nC\tDONE\tP1\tgood too\n"))
  }

  @Test func `the loop ends with an error where there is no queue`() throws {
    let outcome = try run("while true", in: try Scene(), before: "work() { exit 99; }")
    #expect(outcome.status == 1 && outcome.output == "", "\(outcome)")
    #expect(outcome.errors.hasPrefix("ERROR: no QUEUE.md from "), "\(outcome)")
  }

  @Test(arguments: [
    ("select(.owner_session == null)", "A\nB\n1\n"), ("NO-1", "not_found\n"),
    ("cut -f 1", "C\n"), (".summary.FAILED", "1\nrows are stuck\n"),
    ("ops retry", "B -> PENDING\n"),
  ])
  func `a script prints what it says it does`(_ words: String, output: String) throws {
    let scene = try Scene(
      rows: row("A", notes: "after=B"), row("B", "FAILED"),
      row("C", "IN_PROGRESS", owner: "w", started: "2026-01-31 10:00"))
    let outcome = try run(words, in: scene)
    #expect(outcome.status == 0 && outcome.output == output, "\(outcome)")
  }

  @Test func `a repeated command succeeds and changes nothing`() throws {
    let scene = try Scene(rows: row("ORCH-001", "IN_PROGRESS"))
    try expect(
      run("&& orch done ORCH-001", in: scene), is: .prints("ORCH-001 -> DONE\nORCH-001 -> DONE\n"))
    try expect(
      scene.bash("$ORCH show ORCH-001 --json | jq '.history | length'"), is: .prints("1\n"))
  }
}
