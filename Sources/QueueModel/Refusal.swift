/// Why a transition is not carried out. It changes nothing.
public enum Refusal: Error, Equatable, Sendable {
  case notFound(String)
  case alreadyExists(String)
  case illFormedID(String)
  /// Several rows have the id; `lines` are theirs, counting from 1.
  case repeatedID(String, lines: [Int])
  /// The row with the id cannot be read; `problem` says why.
  case malformedRow(String, line: Int, problem: String)
  case wrongState(QueueItem, action: Action)
  /// The row belongs to another session than the one that speaks.
  case notOwner(QueueItem, action: Action, session: String?)
  case waits(String, for: [Dependencies.Blocker])
  case backsOff(String, until: Int, now: QueueTime)
  case dependencyCycle([String])
  case permanentFailure(String)

  /// What was asked for, as far as the wording of a refusal needs it.
  public enum Action: Equatable, Sendable {
    case pick, assign, release, cancel, replan, retry
    case finish(Status)
  }
}
