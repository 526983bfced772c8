import Engine
import Host
import QueueDocument
import QueueModel
import TeamProtocol

// What use cases throw and warn of.

extension English {
  static func text(of error: EngineError) -> String {
    switch error {
    case .store(let error): text(of: error)
    case .system(let error): error.description
    case .settings(let error): error.description
    case .noWorkerProgram(let file, let kind):
      "\(file): spawn.kind is \(kind), but spawn.argv names no program"
    case .rootIsNoFolder(let root, let file, _): "\(file): root '\(root.escaped)' is no folder"
    case .tokenLimits(let soft, let hard): "the hard limit \(hard) is below the soft one \(soft)"
    case .readOnly: "QUEUE.md is read-only (ORCH_QUEUE_MD_READ_ONLY)"
    case .untrusted(let use, let refusal): "\(text(of: use)): \(refusal.reason)"
    case .insideWorker: "a worker starts no workers: they would end with it"
    case .missingProgram(let file, let key, _, let obstacle): "\(file): \(key): \(obstacle)"
    case .workerCannotStart(let obstacle): text(of: obstacle)
    case .overBudget(let excess): text(of: excess)
    case .noProcessTable: "this process cannot be identified: /proc can't be read"
    case .notStarted(let error): error.description
    case .noReport: "the message has no report, or does not name its row"
    case .otherContext(let id):
      "the report's context_sha256 is not the one that the worker of \(id.escaped) was sent"
    case .otherRow(let reported, let named):
      "the report is of \(reported.escaped), not of \(named.escaped)"
    case .settingsChanged(let id): "orch.json changed since the worker of \(id) started"
    case .judgedElsewhere(let id):
      "orch started a worker for \(id.escaped): its supervisor, a daemon or the next orch tick judges "
        + "its reports, and runs its checks"
    case .reportRefused(let reason): reason
    case .reportWaits(let error): text(of: error)
    case .briefExists(let path, _): "\(path) is there, with another text"
    case .badBrief(let path, let id, let problem):
      "the brief of \(id.escaped), \(path.escaped), \(problem.text)"
    case .daemonRuns(let queue, let holder): "\(queue) has a daemon already: \(holder)"
    }
  }

  static func hint(of error: EngineError, queueOption: String) -> String {
    switch error {
    case .store(let error): hint(of: error)
    case .system(let error): hint(of: error)
    case .settings(let error): (error.underlying as? CommandError)?.hint ?? "mend the settings"
    case .noWorkerProgram: #"such as "argv": ["scripts/worker.sh", "{id}"]"#
    case .rootIsNoFolder(_, _, let home): "it counts from \(home)"
    case .tokenLimits:
      "give both: --soft and --hard, or token_soft_limit and token_hard_limit"
    case .readOnly(let database):
      "the database is the truth: change it with --db \(database), then orch render; "
        + "or unset ORCH_QUEUE_MD_READ_ONLY, or queue_md_read_only in orch.json"
    case .untrusted(_, let refusal): hint(of: refusal, queueOption: queueOption)
    case .insideWorker:
      "run orch tick outside, or unset ORCH_LABEL and ORCH_ATTEMPT where no worker runs"
    case .missingProgram(_, _, nil, _):
      "no row is claimed for it: put it there, chmod +x it, or name another program"
    case .missingProgram(_, _, let pathKey?, _):
      "no row is claimed for it: install it, or name its path in \(pathKey)"
    case .workerCannotStart(let obstacle): hint(of: obstacle)
    case .overBudget(let excess):
      excess.end == nil
        ? raising(excess.use.key) : "its rows wait for the next day; or \(raising(excess.use.key))"
    case .noProcessTable: "mount /proc"
    case .notStarted: "try again"
    case .noReport: "orch task ID shows the form; --id names the row"
    case .otherContext(let id):
      "repeat context_sha256 of orch show \(id.escaped) --task, or leave it out"
    case .otherRow(_, let named): "leave --id out, or bring the report of \(named.escaped)"
    case .settingsChanged: "its supervisor uses the settings it started with"
    case .judgedElsewhere: "send it with orch report, and leave the verdict to them"
    case .reportRefused: "orch show ID shows the row"
    case .reportWaits(let error):
      "\(hint(of: error, queueOption: queueOption)); the report waits: orch report --drain"
    case .briefExists(_, let id):
      "without --brief it becomes the brief of \(id) as it is; else move it away, or "
        + "choose another id"
    case .badBrief(_, let id, .unassigned):
      "say what its brief is: orch edit \(id.escaped) --brief FILE; until then no worker starts on it"
    case .badBrief: "make it a plain file, or move it away; no worker starts on the row with it"
    case .daemonRuns(_, let holder):
      "it does all that a second one would; kill \(holder.prefix { $0 != " " }) ends it"
    }
  }

  static func text(of end: SessionState.End, ofRow id: String) -> String {
    switch end {
    case .status(let status): "\(id.escaped) is \(status.rawValue)"
    case .refused(let refusal): text(of: refusal)
    }
  }

  static func text(of warning: EngineWarning, queueOption: String) -> String {
    /// What is wrong and, in parentheses, what to do.
    func sentence(_ error: EngineError) -> String {
      "\(text(of: error)) (\(hint(of: error, queueOption: queueOption)))"
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
      "\(text(of: error)) (the row is changed; only its report is not put away)"
    case .attemptNotRecorded(let id, let error):
      "\(text(of: error)) (the attempt of \(id) goes on without this record)"
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
