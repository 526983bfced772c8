import Door
import Glibc
import Host
import Model
import QueueStore
import SQLite
import Stores
import Table
import Testing
import Text

@testable import Runner

@Suite struct ProblemTests {
  struct Case: CustomTestStringConvertible {
    let error: StoreError
    let code, message, hint: String
    let status: Int32
    var testDescription: String { "\(code): \(message)" }
  }

  private static let queue = "/srv/q/QUEUE.md"

  private static func malformed(_ reason: DocumentError.Reason) -> StoreError {
    .malformed(path: queue, DocumentError(line: 17, column: 3, reason: reason))
  }

  private static func system(
    _ code: Int32, _ action: SystemError.Action, _ path: String
  ) -> StoreError {
    .system(SystemError(code: code, action: action, path: path))
  }

  /// What SQLite says of a commit.
  private static func sqlite(
    _ code: Int32, _ message: String, system: Int32 = 0
  ) -> DatabaseFailure {
    DatabaseFailure(
      SQLiteError(
        extendedCode: code, message: message, action: "run", sql: "COMMIT",
        path: "/srv/q/queue.db", systemCode: system))
  }

  @Test(arguments: [
    Case(
      error: .undecided(sqlite(1034, "disk I/O error", system: EIO)), code: "input_output",
      message: "cannot run 'COMMIT' on /srv/q/queue.db: disk I/O error (Input/output error)",
      hint: "the change may not have been made: see orch show; check the disk, then run ops "
        + "verify", status: 74),
    Case(
      error: .database(sqlite(778, "disk I/O error")), code: "input_output",
      message: "cannot run 'COMMIT' on /srv/q/queue.db: disk I/O error",
      hint: "nothing was changed; check the disk and its room, then ops verify", status: 74),
    Case(
      error: .database(sqlite(13, "database or disk is full")), code: "input_output",
      message: "cannot run 'COMMIT' on /srv/q/queue.db: database or disk is full",
      hint: "nothing was changed; make room on the disk", status: 74),
    Case(
      error: .database(sqlite(14, "unable to open database file", system: ENOENT)),
      code: "input_output",
      message: "cannot run 'COMMIT' on /srv/q/queue.db: unable to open database file",
      hint: "nothing was changed; check the disk and its room, then ops verify", status: 74),
    Case(
      error: .database(sqlite(14, "unable to open database file", system: EACCES)),
      code: "no_permission",
      message: "cannot run 'COMMIT' on /srv/q/queue.db: unable to open database file "
        + "(Permission denied)",
      hint: "check the permissions of the file and its folder", status: 77),
  ])
  func `an error of SQLite says what is certain`(_ error: Case) {
    check(error)
  }

  @Test(arguments: [
    Case(
      error: .refused(.notFound("X")), code: "not_found", message: "Row id not found: X",
      hint: "orch list shows the rows", status: 1),
    Case(
      error: .refused(.dependencyCycle(["A", "B", "A"])), code: "dependency_cycle",
      message: "The rows would wait for each other: A -> B -> A",
      hint: "leave one of them out of --after", status: 1),
    Case(
      error: .missing(path: queue), code: "no_queue", message: "no queue at /srv/q/QUEUE.md",
      hint: "orch init --path /srv/q creates one", status: 66),
    Case(
      error: .missing(path: "/srv/q/TODO.md"), code: "no_queue",
      message: "no queue at /srv/q/TODO.md",
      hint: "orch init --queue /srv/q/TODO.md creates one", status: 66),
    Case(
      error: malformed(.nulByte), code: "malformed_queue", message: "QUEUE.md:17:3: a NUL byte",
      hint: "the file is damaged: take it from a backup or from git", status: 65),
    Case(
      error: malformed(.repeatedColumn("notes")), code: "malformed_queue",
      message: "QUEUE.md:17:3: the table has the column notes twice",
      hint: "rename one of the two", status: 65),
    Case(
      error: .notWritable(path: queue), code: "not_writable",
      message: "/srv/q/QUEUE.md is not writable",
      hint: "chmod u+w /srv/q/QUEUE.md, or ask its owner", status: 77),
    Case(
      error: .locked(path: queue, holder: "4711 orch pick"), code: "locked",
      message: "/srv/q/QUEUE.md is locked by 4711 orch pick",
      hint: "try again, or wait longer with --lock-timeout", status: 75),
    Case(
      error: .notAtRest(path: queue), code: "not_at_rest",
      message: "/srv/q/QUEUE.md is just being saved by another program",
      hint: "nothing was changed; try again", status: 75),
    Case(
      error: .notDurable(SystemError(code: EIO, action: .sync, path: queue)), code: "input_output",
      message: "cannot sync /srv/q/QUEUE.md: Input/output error",
      hint: "the change was made, but may not survive a power failure; check the disk", status: 74),
    Case(
      error: system(EACCES, .read, queue), code: "no_permission",
      message: "cannot read /srv/q/QUEUE.md: Permission denied",
      hint: "check the permissions of the file and its folder", status: 77),
    Case(
      error: system(EPERM, .replace, queue), code: "no_permission",
      message: "cannot replace /srv/q/QUEUE.md: Operation not permitted",
      hint: "check the permissions of the file and its folder", status: 77),
    Case(
      error: system(EROFS, .create, "/srv/q/.orch"), code: "no_permission",
      message: "cannot create /srv/q/.orch: Read-only file system",
      hint: "the file system is read-only: mount it for writing, or move the queue to another",
      status: 77),
    Case(
      error: system(ENOSPC, .create, "/srv/q/.orch"), code: "cannot_create",
      message: "cannot create /srv/q/.orch: No space left on device",
      hint: "check the folder, and whether the disk is full", status: 73),
    Case(
      error: system(ENOSPC, .write, queue), code: "input_output",
      message: "cannot write /srv/q/QUEUE.md: No space left on device",
      hint: "nothing was changed; check the disk", status: 74),
    Case(
      error: system(EIO, .sync, queue), code: "input_output",
      message: "cannot sync /srv/q/QUEUE.md: Input/output error",
      hint: "nothing was changed; check the disk", status: 74),
    Case(
      error: system(EISDIR, .read, "/srv/q"), code: "input_output",
      message: "cannot read /srv/q: Is a directory",
      hint: "name the queue file itself, for example /srv/q/QUEUE.md", status: 74),
  ])
  func `an error of the store has a remedy and a status`(_ error: Case) {
    check(error)
  }

  private func check(_ error: Case) {
    let problem = Problem(error.error)
    #expect(problem.code == error.code)
    #expect(problem.message == error.message)
    #expect(problem.hint.english == error.hint)
    #expect(problem.exitStatus.rawValue == error.status)
    expectKoreanTwin(of: problem)
  }

  @Test func `a result that cannot be printed does not deny what was done`() {
    let error = Problem.notPrinted(
      SystemError(code: ENOSPC, action: .write, path: "standard output"))
    #expect(error.code == "input_output")
    #expect(error.message == "cannot write standard output: No space left on device")
    #expect(error.hint.english == "only the printing failed; what was changed stays changed")
    #expect(error.exitStatus == .inputOutput)
  }
}
