import TestSupport
import Testing

/// A disk that is full, or fails, at every system call that changes something.
@Suite(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"))
struct CrashErrorTests {
  /// What the disk answers.
  enum Failure: String, CaseIterable, Sendable {
    case full = "ENOSPC"
    case broken = "EIO"

    var reason: String {
      switch self {
      case .full: "No space left on device"
      case .broken: "Input/output error"
      }
    }
  }

  @Test(arguments: Failure.allCases, CrashScene.Past.allCases)
  func `a failing disk leaves the old queue or the new one, and the command says so`(
    failure: Failure, past: CrashScene.Past
  ) throws {
    try fail(failure, everywhereIn: CrashScene(command: .done, past: past))
  }

  @Test(arguments: Failure.allCases, [CrashScene.Past.firstUse, .savedByRename])
  func `a row that a failing disk did not store is not added later`(
    failure: Failure, past: CrashScene.Past
  ) throws {
    try fail(failure, everywhereIn: CrashScene(command: .add, past: past))
  }

  @Test(
    arguments: Failure.allCases,
    [(CrashScene.Command.undo, CrashScene.Past.savedInPlace), (.fmt, .usedBefore)])
  func `a row that is not removed, or a table that is not aligned, stays`(
    failure: Failure, of case: (CrashScene.Command, CrashScene.Past)
  ) throws {
    try fail(failure, everywhereIn: CrashScene(command: `case`.0, past: `case`.1))
  }

  @Test(arguments: Failure.allCases, [CrashScene.Command.pick, .doneByOwner])
  func `a claim that a failing disk did not store leaves no lease, and the row can still be ended`(
    failure: Failure, command: CrashScene.Command
  ) throws {
    try fail(failure, everywhereIn: CrashScene(command: command, past: .usedBefore))
  }

  @Test(arguments: Failure.allCases)
  func `a rewrite in place that fails is undone`(failure: Failure) throws {
    try fail(
      failure,
      everywhereIn: CrashScene(command: .done, past: .usedBefore, kind: .linkedTwice))
  }

  @Test(
    .enabled(if: ExtendedAttributes.areSupported(in: "/tmp"), "no extended attributes in /tmp"),
    arguments: Failure.allCases)
  func `a queue whose attributes cannot be copied is written in place`(failure: Failure) throws {
    try fail(
      failure,
      everywhereIn: CrashScene(command: .done, past: .usedBefore, kind: .withAttribute))
  }

  @Test(arguments: Failure.allCases)
  func `a failing disk is reported without RENAME_EXCHANGE`(failure: Failure) throws {
    try fail(
      failure,
      everywhereIn: CrashScene(
        command: .done, past: .savedInPlace, injections: ["renameat2:error=EINVAL"]))
  }

  private func fail(_ failure: Failure, everywhereIn scene: CrashScene) throws {
    let rehearsal = try CrashRehearsal(of: scene)
    // The last is the end, which cannot fail.
    let places = rehearsal.places().dropLast()
    try rehearsal.repeated(with: "error=\(failure.rawValue)", at: Array(places)) {
      (_, trace, aftermath) in
      let text = aftermath.text
      #expect(text == rehearsal.old || text == rehearsal.new, aftermath.story)
      check(trace.ending, failure, isChanged: text == rehearsal.new, aftermath.story)
      try aftermath.check(text, isChanged: text == rehearsal.new)
    }
  }

  /// What the command said must be true of the queue.
  private func check(
    _ ending: ChildProcess.Ending, _ failure: Failure, isChanged: Bool, _ story: Comment
  ) {
    let story: Comment = "\(story): \(ending)"
    #expect(ending.signal == 0, story)
    if ending.status == 0 {
      // What failed was not needed: the log, or tidying up.
      #expect(isChanged && ending.output != "", story)
      #expect(ending.errors == "" || ending.errors.hasPrefix("WARNING: "), story)
    } else {
      #expect(ending.errors.contains("ERROR: cannot "), story)
      #expect(ending.errors.contains(failure.reason), story)
      #expect(!isChanged || !ending.errors.contains("nothing was changed"), story)
    }
  }
}
