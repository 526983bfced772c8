import CommandLineKit
import Engine
import Host
import QueueDocument
public import QueueStore
import SQLite

extension CommandError {
  public init(_ error: StoreError) {
    let (code, hint, status): (String, String, ExitStatus)
    switch error {
    case .refused(let refusal):
      self.init(refusal)
      return
    case .system(let error):
      self.init(error)
      return
    case .database(let error):
      self.init(error, message: StoreError.database(error).description)
      return
    case .renderedUntold(let reason):
      let cause = CommandError(reason, message: error.description)
      self = cause.hinting(
        "the table was written, only the database does not know it; run orch render again")
      return
    case .missing(let path):
      (code, hint, status) = (
        "no_queue", "\(Self.creation(of: path)) creates one", .missingInput
      )
    case .leadsOut:
      (code, hint, status) = (
        "foreign_queue", "name it with --queue to use it all the same", .noPermission
      )
    case .malformed(_, let reason):
      (code, hint, status) = ("malformed_queue", reason.hint, .malformedData)
    case .notWritable(let path):
      (code, hint, status) = (
        "not_writable", "chmod u+w \(path), or ask its owner", .noPermission
      )
    case .locked:
      (code, hint, status) = (
        "locked", "try again, or wait longer with --lock-timeout", .temporaryFailure
      )
    case .notAtRest:
      (code, hint, status) = (
        "not_at_rest", "nothing was changed; try again", .temporaryFailure
      )
    case .notDurable:
      (code, hint, status) = (
        "input_output",
        "the change was made, but may not outlive a power failure; check the disk", .inputOutput
      )
    case .missingDatabase(let path):
      (code, hint, status) = (
        "no_database",
        "orch migrate makes one from QUEUE.md, orch init --db \(path) an empty one", .missingInput
      )
    case .foreignDatabase:
      (code, hint, status) = (
        "foreign_database", "name the queue's own with --db", .malformedData
      )
    case .otherQueue:
      (code, hint, status) = (
        "other_queue",
        "name the queue's own with --db, or orch migrate --adopt makes this one its own",
        .noPermission
      )
    case .newerDatabase:
      (code, hint, status) = (
        "newer_database", "nothing was changed; use that version, or a later one", .malformedData
      )
    case .damagedDatabase:
      (code, hint, status) = (
        "damaged_database",
        "nothing was changed; ops verify lists it all; restore a backup, or make it again "
          + "with orch migrate", .malformedData
      )
    case .undecided:
      (code, hint, status) = (
        "input_output",
        "whether the change was made is not certain: see orch show; check the disk, then "
          + "ops verify", .inputOutput
      )
    case .failedCopy:
      (code, hint, status) = (
        "input_output", "it was removed; check the disk", .inputOutput
      )
    case .missingColumns(let path, _):
      (code, hint, status) = (
        "malformed_queue",
        "nothing was changed; add what the queue has to the header of \(Path.name(of: path))",
        .malformedData
      )
    }
    self.init(code: code, message: error.description, hint: hint, status: status)
  }

  private static func creation(of queue: String) -> String {
    Path.name(of: queue) == "QUEUE.md"
      ? "orch init --path \(Path.parent(of: queue))" : "orch init --queue \(queue)"
  }

  /// - Parameters:
  ///   - error: why SQLite refused; nothing was changed.
  ///   - message: what is wrong.
  private init(_ error: SQLiteError, message: String) {
    let (code, hint, status): (String, String, ExitStatus) =
      if error.isFull {
        ("input_output", "nothing was changed; make room on the disk", .inputOutput)
      } else if error.isReadOnly {
        (
          "not_writable",
          "nothing was changed; check the permissions of the file and its folder, and the disk",
          .noPermission
        )
      } else if error.isCannotOpen, error.system.map(\.isDenied) ?? (error.systemCode == 0) {
        // As far as one knows, a matter of permissions.
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
    self.init(code: code, message: message, hint: hint, status: status)
  }
}
