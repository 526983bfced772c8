public import Host
import QueueDocument
import QueueModel
public import SQLite

extension StoreError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .refused(let refusal): refusal.message
    case .missing(let path): "no queue at \(path)"
    case .leadsOut(let path, let target):
      "\(path) has become a link to \(target), out of its folder"
    case .malformed(let path, let error):
      "\(Path.name(of: path)):\(error.line):\(error.column): \(error.message)"
    case .notWritable(let path): "\(path) may not be written"
    case .locked(let path, let holder): "\(path) is locked by \(holder)"
    case .notAtRest(let path): "\(path) is just being saved by somebody else"
    case .notDurable(let error), .system(let error): error.description
    case .missingDatabase(let path): "no database at \(path)"
    case .foreignDatabase(let path): "\(path) is a database, but holds no queue"
    case .otherQueue(let path, let queue): "\(path) is not the database of \(queue)"
    case .newerDatabase(let path, let version):
      "\(path) has version \(version), which a later orch made"
    case .damagedDatabase(let path, let problems):
      "\(path) is damaged: \(problems.first ?? "")"
        + (problems.count > 1 ? ", and \(problems.count - 1) more" : "")
    case .undecided(let error), .database(let error), .renderedUntold(let error):
      error.withSystemReason
    case .failedCopy(let path, let source): "\(path), read back, is not what \(source) is"
    case .missingColumns(let path, let names):
      "\(Path.name(of: path)) has no \(names.count == 1 ? "column" : "columns") "
        + names.map { "'\($0.escaped)'" }.joined(separator: ", ")
    }
  }
}

extension SQLiteError {
  /// What the system had against it, as far as SQLite passes that on. Where it cannot make a file
  /// it looks for one to read, and then that one is missing.
  public var system: SystemError? {
    let error = SystemError(code: systemCode, action: action, path: path)
    return systemCode == 0 || error.isMissing ? nil : error
  }

  fileprivate var withSystemReason: String {
    system.map { "\(description) (\($0.reason))" } ?? description
  }
}
