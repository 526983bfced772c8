import Foundation
import TestSupport
import Testing

/// kill -9 at every system call that changes something.
@Suite(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"))
struct CrashKillTests {
  @Test(arguments: CrashScene.Command.everyday, CrashScene.Past.allCases)
  func `a command that is killed leaves the old queue or the new one`(
    command: CrashScene.Command, past: CrashScene.Past
  ) throws {
    try killEverywhere(CrashScene(command: command, past: past))
  }

  @Test(arguments: [
    (CrashScene.Command.undo, CrashScene.Past.usedBefore), (.undo, .savedByRename),
    (.fmt, .firstUse), (.fmt, .savedInPlace),
  ])
  func `a row that goes, or a table that is aligned, is so or is not`(
    command: CrashScene.Command, past: CrashScene.Past
  ) throws {
    try killEverywhere(CrashScene(command: command, past: past))
  }

  @Test(arguments: [CrashScene.Past.usedBefore, .savedInPlace, .savedByRename])
  func `a row that its owner finishes keeps its lease, or has none any more`(
    past: CrashScene.Past
  ) throws {
    try killEverywhere(CrashScene(command: .doneByOwner, past: past))
  }

  @Test(.enabled(if: ExtendedAttributes.areSupported(in: "/tmp"), "no extended attributes in /tmp"))
  func `a command that is killed while it copies attributes leaves the old queue`() throws {
    try killEverywhere(CrashScene(command: .done, past: .usedBefore, kind: .withAttribute))
  }

  /// With the plain renames that serve where names cannot be swapped.
  @Test(arguments: [
    (CrashScene.Command.pick, CrashScene.Past.usedBefore), (.add, .usedBefore),
    (.done, .savedByRename),
  ])
  func `without RENAME_EXCHANGE a killed command leaves the old queue or the new one`(
    command: CrashScene.Command, past: CrashScene.Past
  ) throws {
    try killEverywhere(
      CrashScene(command: command, past: past, injections: ["renameat2:error=EINVAL"]))
  }

  @Test func `what is killed after it has printed the id has claimed the row`() throws {
    let rehearsal = try CrashRehearsal(of: CrashScene(command: .pick, past: .usedBefore))
    try rehearsal.repeated(with: "signal=KILL", at: rehearsal.places(of: "exit_group")) {
      (_, trace, aftermath) in
      #expect(trace.ending.output == "A\n")
      let row = QueueRow.rows(in: aftermath.text).first
      #expect(row?.status == "IN_PROGRESS" && row?.owner == "w1")
    }
  }

  private func killEverywhere(_ scene: CrashScene) throws {
    let rehearsal = try CrashRehearsal(of: scene)
    // With fewer the list of calls has gone stale, and this tests nothing.
    #expect(rehearsal.calls.count >= 12)
    try rehearsal.repeated(with: "signal=KILL", at: rehearsal.places()) {
      (index, trace, aftermath) in
      #expect(trace.ending.signal == 9 && trace.calls.last?.result == nil, aftermath.story)
      try aftermath.check(
        rehearsal.text(afterAccidentAt: index), isChanged: index > rehearsal.swap)
    }
  }
}

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
        == "WARNING: a rewrite of QUEUE.md that a crash had cut short was completed\n"
  }

  private func expectBothNamesShowTheSame(_ aftermath: CrashAftermath) throws {
    let second = try contents(of: "\(aftermath.folder)/\(CrashScene.secondName)")
    #expect(second == aftermath.text, aftermath.story)
  }
}

/// Signals that a shell, a pipe or a limit sends.
struct CrashSignalTests {
  /// The signal arrives with the swap, and ends the command after it.
  @Test(
    .enabled(if: Strace.isPermitted, "\(Strace.refusal)"),
    arguments: [("TERM", 15), ("INT", 2), ("HUP", 1)])
  func `a signal in the middle of a rewrite leaves the new queue`(
    name: String, number: Int32
  ) throws {
    let rehearsal = try CrashRehearsal(of: CrashScene(command: .done, past: .usedBefore))
    try rehearsal.repeated(with: "signal=\(name)", at: rehearsal.places(of: "renameat2")) {
      (_, trace, aftermath) in
      #expect(trace.ending.signal == number, aftermath.story)
      try aftermath.check(rehearsal.new, isChanged: true)
    }
  }

  @Test func `a reader that has seen enough is no error`() throws {
    try withLongQueue { folder in
      let script = "\(BuiltBinaries.orch) list | head -n 1; echo ${PIPESTATUS[0]}"
      let ending = try run("/bin/bash", ["-c", script], in: folder)
      #expect(ending.output == "R1\tPENDING\tP1\twork\n0\n" && ending.errors == "", "\(ending)")
    }
  }

  @Test func `a file that may not grow so large is an error, and the queue stays`() throws {
    try withLongQueue { folder in
      let old = try contents(of: "\(folder)/QUEUE.md")
      let script = "ulimit -f 64; exec \(BuiltBinaries.orch) pick"
      let ending = try run("/bin/bash", ["-c", script], in: folder)
      #expect(ending.status == 74 && ending.output == "", "\(ending)")
      #expect(ending.errors.contains("File too large (nothing was changed"), "\(ending)")
      #expect(try contents(of: "\(folder)/QUEUE.md") == old)
      let pick = try run(BuiltBinaries.orch, ["pick"], in: folder)
      #expect(pick.output == "R1\n" && pick.errors == "", "\(pick)")
    }
  }

  /// Some 300 kB, more than a pipe holds.
  private func withLongQueue(_ body: (String) throws -> Void) throws {
    try withTemporaryDirectory { folder in
      let rows = (1...6000).map { QueueFixture.row("R\($0)") + "\n" }
      try writeAged("# Queue\n\n" + QueueFixture.header + rows.joined(), to: "\(folder)/QUEUE.md")
      try body(folder)
    }
  }
}
