import Engine
import Facts
import Host
import QueueDocument
import QueueModel
import TeamProtocol
import Wording

// What use cases throw and warn of.

extension English {
  static func text(of end: SessionState.End, ofRow id: String) -> String {
    switch end {
    case .status(let status): "\(id.escaped) is \(status.rawValue)"
    case .refused(let refusal): text(of: refusal)
    }
  }

  static func text(of warning: EngineWarning, queueOption: String) -> String {
    /// What is wrong and, in parentheses, what to do.
    func sentence(_ error: Problem) -> String {
      "\(error.sentence.english) (\(error.naming(queueOption).hint.english))"
    }
    return switch warning {
    case .closedAsDone(let item):
      "\(item.id) is closed as DONE: the work with the idempotency key "
        + "\(item.idempotencyKey ?? "-") was done under another id"
    case .missingDependencies(let id, let missing):
      "\(id) waits for \(missing.joined(separator: ", ")), which the queue does not have: "
        + "orch restore brings back what was deleted, else take it out of 'after'"
    case .leaseEnded(let id, let lease, let now):
      "\(id) was leased to \(lease.owner) until \(lease.end(at: now).text), "
        + "who may still be at work on it"
    case .criteriaChanged(let id):
      "the success criteria of \(id) changed after it was claimed; it was judged by the ones it was claimed with"
    case .longBrief(let path, let bytes, let limit):
      "the brief \(path.escaped) has \(bytes) bytes; a worker is sent the first \(limit)"
    case .longReport(let id, let tokens):
      "the report of \(id) should be shorter: \(tokens) tokens"
    case .judgedLater(let id):
      "\(id.escaped): the report is saved; the next orch tick judges it, because no daemon and no "
        + "supervisor of the row runs"
    case .reportWithoutRow: "nothing says which row the report is of: it will be refused"
    case .reportNotFiled(let error):
      "\(error.sentence.english) (the row is changed; only its report is not put away)"
    case .attemptNotRecorded(let id, let error):
      "\(error.sentence.english) (the attempt of \(id) goes on without this record)"
    case .attemptGone(let id, let path):
      "\(path) was removed while the worker of \(id) ran: what was sent is lost"
    case .reportsOfOtherQueue(let store, let count):
      "\(count) more for \(store): orch report --drain with that queue or database"
    case .paused(let pause, let now):
      "the queue is \(text(of: pause, at: now)) (ops resume continues)"
    case .nearlySpent(let limit): text(ofNearlySpent: limit)
    case .idleReason(let reason): text(of: reason)
    case .workerNotStarted(let id, let reason):
      "\(id) is PENDING again: its worker could not be started: \(reason)"
    case .rowStuck(let id, let reason):
      "\(id) stays IN_PROGRESS until the watchdog frees it: its worker could not be started: "
        + reason
    case .workerEnded(let id): "the worker of \(id) is ended: its claim is over"
    case .workerKilled(let id): "the worker of \(id) had to be killed with its supervisor"
    case .workerContinued(let id):
      "the supervisor of \(id) was stopped for a minute; it goes on, and is killed if it is stopped again"
    case .notMirrored(let error): "the database does not have this change yet: \(sentence(error))"
    case .mirrorConflicts(let database):
      "\(database) has changes of its own, and was not changed there (orch migrate lists them)"
    case .failure(let error): sentence(error)
    }
  }
}
