import Foundation
import TestSupport
import Testing

/// A queue with two names is written over where it lies, so that both names keep
/// showing it; a crash in the middle is mended by the next command.
@Suite(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"))
struct CrashInPlaceTests {
  @Test(arguments: [
    (CrashScene.Command.pick, CrashScene.Past.usedBefore), (.done, .usedBefore),
    (.done, .savedInPlace), (.add, .usedBefore), (.doneByOwner, .usedBefore),
  ])
  func `a rewrite in place that is killed is ended or undone by the next command`(
    command: CrashScene.Command, past: CrashScene.Past
  ) throws {
    let rehearsal = try CrashRehearsal(
      of: CrashScene(command: command, past: past, kind: .linkedTwice))
    #expect(rehearsal.calls.contains { $0.name == "ftruncate" && $0.concerns("QUEUE.md") })
    try rehearsal.repeated(with: "signal=KILL", at: rehearsal.places()) { (_, trace, aftermath) in
      #expect(trace.ending.signal == 9, aftermath.story)
      try expectBothNamesShowTheSame(aftermath)
      let next = try CrashScene.orch(
        CrashScene.addition("FIRST", task: "After the crash"), in: aftermath.folder)
      #expect(next.output == "Added FIRST\n" && Self.isQuiet(next), "\(aftermath.story): \(next)")
      let text = aftermath.text
      let change = try #require(
        [rehearsal.old, rehearsal.new].firstIndex(of: text.withoutRow("FIRST")), aftermath.story)
      try aftermath.check(text, isChanged: change == 1)
      try expectBothNamesShowTheSame(aftermath)
    }
  }

  /// Whether it says nothing, or that it mended what the crash left.
  private static func isQuiet(_ ending: ChildProcess.Ending) -> Bool {
    ending.errors == ""
      || ending.errors
        == "WARNING: a rewrite of QUEUE.md that a crash cut short was ended\n"
  }

  private func expectBothNamesShowTheSame(_ aftermath: CrashAftermath) throws {
    let second = try contents(of: "\(aftermath.folder)/\(CrashScene.secondName)")
    #expect(second == aftermath.text, aftermath.story)
  }
}
