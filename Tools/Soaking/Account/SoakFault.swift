public import QueueModel

/// Something that must not happen.
public enum SoakFault: Equatable, Sendable {
  // MARK: Duplicates

  /// Two executions of one row at the same time.
  case twoAtOnce(id: String, String, String)
  /// Two executions for one claim.
  case oneClaimTwice(id: String, attempt: String)
  /// An execution that began when the row was DONE.
  case beganAfterEnd(id: String, attempt: String)
  /// The row became DONE again.
  case acceptedTwice(id: String)
  /// Two executions at the same time of rows that have one key.
  case twoOfOneKeyAtOnce(id: String, String, other: String, String)
  /// An execution that began when another row of its key was DONE.
  case beganAfterOther(id: String, attempt: String, other: String)
  /// Rows of one key that were both accepted as worked.
  case sameWorkTwice(key: String, ids: [String])

  // MARK: Others

  /// A submission was acknowledged, and the row is not there.
  case lost(id: String)
  /// A row that nobody submitted.
  case unknown(id: String)
  /// The row came to another end than DONE, or to none.
  case unfinished(id: String, Status)
  /// The row is DONE, and no worker says that it did the work.
  case unproved(id: String)
  /// The row was closed because its work was done under another id, and it was not.
  case closedAlone(id: String)
  /// A command ended as nobody expected.
  case command(String, status: Int32, saying: String)
  /// The daemon ended by itself, or did not when it was asked to.
  case daemon(String)
  /// Supervisors that did not end when they were asked to.
  case workersLeft(Int)
  case illegibleLedger(lines: Int)

  /// One sentence for people.
  public var message: String {
    switch self {
    case .twoAtOnce(let id, let first, let second):
      "\(id): \(second) began while \(first) was at work"
    case .oneClaimTwice(let id, let attempt): "\(id): two executions of \(attempt)"
    case .beganAfterEnd(let id, let attempt): "\(id): \(attempt) began when the row was DONE"
    case .acceptedTwice(let id): "\(id): became DONE twice"
    case .twoOfOneKeyAtOnce(let id, let attempt, let other, let first):
      "\(id): \(attempt) began while \(first) of \(other) was at work"
    case .beganAfterOther(let id, let attempt, let other):
      "\(id): \(attempt) began when \(other) of its key was DONE"
    case .sameWorkTwice(let key, let ids):
      "\(ids.joined(separator: ", ")): the same work by key \(key), accepted more than once"
    case .lost(let id): "\(id): was submitted, and is not there"
    case .unknown(let id): "\(id): nobody submitted it"
    case .unfinished(let id, let status): "\(id): is \(status.rawValue) in the end"
    case .unproved(let id): "\(id): is DONE, and no worker did it"
    case .closedAlone(let id):
      "\(id): was closed as a duplicate, and no other row of its key was DONE"
    case .command(let words, let status, let text): "\(words): status \(status): \(text)"
    case .daemon(let text): text
    case .workersLeft(let count):
      "supervisors that did not end within a minute of SIGTERM: \(count)"
    case .illegibleLedger(let lines): "\(lines) lines of the ledger cannot be read"
    }
  }
}
