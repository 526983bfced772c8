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

  @Test(.enabled(if: ExtendedAttributes.areSupported(in: "/tmp")))
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
