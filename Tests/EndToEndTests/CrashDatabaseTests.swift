import TestSupport
import Testing

/// kill -9, a full disk and a broken one, at the system calls of each command that changes a
/// database.
@Suite(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"))
struct CrashDatabaseTests {
  typealias Command = CrashDatabaseScene.Command
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

  @Test(arguments: Command.allCases)
  func `a command that is killed leaves the old rows or the new ones`(command: Command) throws {
    let rehearsal = try CrashDatabaseRehearsal(of: command)
    // With fewer the list of calls has gone stale, and this tests nothing.
    #expect(rehearsal.calls.count >= 20)
    // One command at each call; the others where the kind of call or the file changes.
    let places = command == .pick ? Array(rehearsal.calls.indices) : rehearsal.places
    try rehearsal.repeated(with: "signal=KILL", at: places) {
      (index, trace, aftermath) in
      #expect(trace.ending.signal == 9 && trace.calls.last?.result == nil, aftermath.story)
      let state = try aftermath.check()
      #expect((state == 1) == (index > rehearsal.commit), aftermath.story)
      // What is said is so.
      #expect(trace.ending.output == "" || state == 1, aftermath.story)
    }
  }

  @Test(arguments: Failure.allCases, Command.allCases)
  func `a failing disk leaves the old rows or the new ones, and the command says so`(
    failure: Failure, command: Command
  ) throws {
    let rehearsal = try CrashDatabaseRehearsal(of: command)
    let names = ["pwrite64", "fdatasync", "fsync", "openat", "ftruncate", "unlink", "renameat2"]
    let places = rehearsal.places.filter { names.contains(rehearsal.calls[$0].name) }
    try rehearsal.repeated(with: "error=\(failure.rawValue)", at: places) {
      (_, trace, aftermath) in
      let isChanged = try aftermath.check() == 1
      check(trace.ending, failure, isChanged: isChanged, aftermath.story)
    }
  }

  /// What the command said must be true of the database.
  private func check(
    _ ending: ChildProcess.Ending, _ failure: Failure, isChanged: Bool, _ story: Comment
  ) {
    #expect(ending.signal == 0, story)
    if ending.status == 0 {
      // What failed was not needed: the log is moved into the database later.
      #expect(isChanged && ending.output != "", story)
      return
    }
    #expect(ending.output == "" && ending.errors.contains("ERROR: cannot "), story)
    // SQLite does not always pass on what the system said.
    let reasons = [
      failure.reason, "database or disk is full", "disk I/O error",
      "unable to open database file (nothing",
      // A log that can't be made makes the database one that is only read.
      "attempt to write a readonly database (nothing",
    ]
    #expect(reasons.contains { ending.errors.contains($0) }, story)
    let isDenied =
      ending.errors.contains("nothing was changed") || ending.errors.contains("cannot create ")
    let isOpen =
      ending.errors.contains("the change may not have been made")
      || ending.errors.contains("the change was made, but may not survive")
    #expect(isDenied != isOpen && (isOpen || !isChanged), story)
  }
}
