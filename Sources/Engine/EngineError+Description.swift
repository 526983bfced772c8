import Host
import QueueModel
import QueueStore
import TeamProtocol

extension EngineError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .store(let error): error.description
    case .system(let error): error.description
    case .settings(let error): error.description
    case .setting(let message, _): message
    case .tokenLimits(let soft, let hard): "the hard limit \(hard) is below the soft one \(soft)"
    case .readOnly: "QUEUE.md is read-only (ORCH_QUEUE_MD_READ_ONLY)"
    case .untrusted(let what, let refusal): "\(what): \(refusal.reason)"
    case .insideWorker: "a worker starts no workers: they would end with it"
    case .missingProgram(let file, let obstacle): "\(file): spawn.argv: \(obstacle)"
    case .noProcessTable: "this process cannot be told from others: /proc can't be read"
    case .notStarted(let error): error.description
    case .noReport: "the message has no report, or nothing says of which row"
    case .otherRow(let reported, let named):
      "the report is of \(reported.escaped), not of \(named.escaped)"
    case .settingsChanged(let id): "orch.json changed since the worker of \(id) started"
    case .reportWaits(let error): error.description
    case .briefExists(let path, _): "\(path) is there, with another text"
    case .daemonRuns(let queue, let holder): "\(queue) has a daemon already: \(holder)"
    }
  }
}
