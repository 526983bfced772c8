import CommandLineKit
import Host
import QueueDocument
public import QueueStore
import SQLite

extension CommandError {
  public init(_ error: StoreError) {
    let (code, status): (String, ExitStatus)
    switch error {
    case .refused(let refusal):
      self.init(refusal)
      return
    case .system(let error):
      self.init(error)
      return
    case .database(let error), .renderedUnrecorded(let error): (code, status) = Cause(error).code
    case .missing: (code, status) = ("no_queue", .missingInput)
    case .leadsOut: (code, status) = ("foreign_queue", .noPermission)
    case .malformed: (code, status) = ("malformed_queue", .malformedData)
    case .notWritable: (code, status) = ("not_writable", .noPermission)
    case .locked: (code, status) = ("locked", .temporaryFailure)
    case .notAtRest: (code, status) = ("not_at_rest", .temporaryFailure)
    case .notDurable, .undecided, .failedCopy: (code, status) = ("input_output", .inputOutput)
    case .missingDatabase: (code, status) = ("no_database", .missingInput)
    case .foreignDatabase: (code, status) = ("foreign_database", .malformedData)
    case .otherQueue: (code, status) = ("other_queue", .noPermission)
    case .newerDatabase: (code, status) = ("newer_database", .malformedData)
    case .damagedDatabase: (code, status) = ("damaged_database", .malformedData)
    case .missingColumns: (code, status) = ("malformed_queue", .malformedData)
    }
    self.init(
      code: code, message: Messages.english.text(of: error), hint: Messages.english.hint(of: error),
      status: status)
  }

  /// Why SQLite refused, as far as what to do depends on it.
  enum Cause {
    case full, readOnly, denied, busy, inputOutput, other

    init(_ error: SQLiteError) {
      self =
        if error.isFull {
          .full
        } else if error.isReadOnly {
          .readOnly
        } else if error.isCannotOpen, error.system.map(\.isDenied) ?? (error.systemCode == 0) {
          // Without a system error, SQLite's own refusal is most likely one of permissions.
          .denied
        } else if error.isBusy {
          .busy
        } else if error.isInputOutput || error.isCannotOpen {
          .inputOutput
        } else {
          .other
        }
    }

    fileprivate var code: (String, ExitStatus) {
      switch self {
      case .full, .inputOutput: ("input_output", .inputOutput)
      case .readOnly: ("not_writable", .noPermission)
      case .denied: ("no_permission", .noPermission)
      case .busy: ("locked", .temporaryFailure)
      case .other: ("database", .malformedData)
      }
    }
  }
}
