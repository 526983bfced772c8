import CommandLineKit
import Host
import QueueStore
import SQLite

extension CommandError {
  /// What a database has to say that is not a queue's own refusal.
  init(ofDatabase error: StoreError) {
    switch error {
    case .missingDatabase(let path):
      self.init(
        code: "no_database", message: "no database at \(path)",
        hint: "orch migrate makes one from QUEUE.md, orch init --db \(path) an empty one",
        status: .missingInput)
    case .foreignDatabase(let path):
      self.init(
        code: "foreign_database", message: "\(path) is a database, but holds no queue",
        hint: "name the queue's own with --db", status: .malformedData)
    case .otherQueue(let path, let queue):
      self.init(
        code: "other_queue", message: "\(path) is not the database of \(queue)",
        hint: "name the queue's own with --db, or orch migrate --adopt makes this one its own",
        status: .noPermission)
    case .newerDatabase(let path, let version):
      self.init(
        code: "newer_database",
        message: "\(path) has version \(version), which a later orch made",
        hint: "nothing was changed; use that version, or a later one", status: .malformedData)
    case .damagedDatabase(let path, let problems):
      let more = problems.count > 1 ? ", and \(problems.count - 1) more" : ""
      self.init(
        code: "damaged_database",
        message: "\(path) is damaged: \(problems.first ?? "")\(more)",
        hint: "nothing was changed; ops verify lists it all; restore a backup, or make it again "
          + "with orch migrate", status: .malformedData)
    case .undecided(let error):
      self.init(
        code: "input_output", message: error.withReason,
        hint: "whether the change was made is not certain: see orch show; check the disk, then "
          + "ops verify", status: .inputOutput)
    case .database(let error): self.init(error)
    case .renderedUntold(let error):
      let cause = CommandError(error)
      self.init(
        code: cause.code, message: cause.message,
        hint: "the table was written, only the database does not know it; run orch render again",
        status: cause.status)
    case .refused, .missing, .leadsOut, .malformed, .notWritable, .locked, .notAtRest, .notDurable,
      .system, .failedCopy, .missingColumns:
      preconditionFailure("no error of a database: \(error)")
    }
  }

  init(_ error: SQLiteError) {
    let (code, hint, status): (String, String, ExitStatus) =
      if error.isFull {
        ("input_output", "nothing was changed; make room on the disk", .inputOutput)
      } else if error.isReadOnly {
        (
          "not_writable",
          "nothing was changed; check the permissions of the file and its folder, and the disk",
          .noPermission
        )
      } else if error.isCannotOpen, error.isDenied {
        ("no_permission", "check the permissions of the file and its folder", .noPermission)
      } else if error.isBusy {
        ("locked", "try again, or wait longer with --lock-timeout", .temporaryFailure)
      } else if error.isInputOutput || error.isCannotOpen {
        (
          "input_output", "nothing was changed; check the disk and its room, then ops verify",
          .inputOutput
        )
      } else {
        ("database", "ops verify tells whether it is in order", .malformedData)
      }
    self.init(code: code, message: error.withReason, hint: hint, status: status)
  }
}

extension SQLiteError {
  /// What the system had against it, as far as SQLite passes that on. Where it cannot make a
  /// file it looks for one to read, and then that one is missing.
  private var system: SystemError? {
    let error = SystemError(code: systemCode, action: action, path: path)
    return systemCode == 0 || error.isMissing ? nil : error
  }

  /// Whether it is, as far as one knows, a matter of permissions.
  fileprivate var isDenied: Bool { system.map(\.isDenied) ?? (systemCode == 0) }

  fileprivate var withReason: String {
    system.map { "\(description) (\($0.reason))" } ?? description
  }
}
