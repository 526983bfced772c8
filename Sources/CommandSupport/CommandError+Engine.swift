import CommandLineKit
import Engine
import Host
import QueueModel
import QueueStore
import TeamProtocol

extension CommandError {
  /// - Parameters:
  ///   - error: that of a use case.
  ///   - queueOption: the option by which another command finds the same queue, with a blank before it.
  init(_ error: EngineError, named queueOption: String = "") {
    let message = error.description
    switch error {
    case .store(let error): self.init(error)
    case .system(let error): self.init(error)
    case .settings(let error):
      self = error.underlying as? CommandError ?? .setting(message, hint: "mend the settings")
    case .setting(_, let hint): self = .setting(message, hint: hint)
    case .tokenLimits:
      self.init(
        code: "usage", message: message,
        hint: "give both: --soft and --hard, or token_soft_limit and token_hard_limit",
        status: .usage)
    case .readOnly(let database):
      self.init(
        code: "read_only", message: message,
        hint: "the database is the truth: change it with --db \(database), then orch render; "
          + "or unset ORCH_QUEUE_MD_READ_ONLY, or queue_md_read_only in orch.json",
        status: .refused)
    case .untrusted(_, let refusal):
      self.init(
        code: "untrusted", message: message,
        hint: refusal.hint + (refusal.asksForTrust ? queueOption : ""), status: .noPermission)
    case .insideWorker:
      self.init(
        code: "inside_worker", message: message,
        hint: "run orch tick outside, or unset ORCH_LABEL where no worker runs", status: .refused)
    case .missingProgram:
      self.init(
        code: "missing_program", message: message,
        hint: "no row is claimed for it: put it there, chmod +x it, or name another program",
        status: .badConfiguration)
    case .noProcessTable:
      self.init(code: "no_proc", message: message, hint: "mount /proc", status: .inputOutput)
    case .notStarted:
      self.init(code: "spawn", message: message, hint: "try again", status: .inputOutput)
    case .noReport:
      self.init(
        code: "no_report", message: message,
        hint: "orch task ID shows the form; --id names the row", status: .refused)
    case .otherRow(_, let named):
      self.init(
        code: "other_row", message: message,
        hint: "leave --id out, or bring the report of \(named.escaped)", status: .refused)
    case .settingsChanged:
      self.init(
        code: "settings_changed", message: message,
        hint: "its supervisor judges by what it was", status: .temporaryFailure)
    case .reportWaits(let error):
      let cause = CommandError(error, named: queueOption)
      self = cause.hinting("\(cause.hint); the report waits: orch report --drain")
    case .briefExists(_, let id):
      self.init(
        code: "brief_exists", message: message,
        hint: "without --brief it becomes the brief of \(id) as it is; else move it away, or "
          + "choose another id", status: .refused)
    case .daemonRuns(_, let holder):
      self.init(
        code: "daemon_runs", message: message,
        hint: "it does all that a second one would; kill \(holder.prefix { $0 != " " }) ends it",
        status: .temporaryFailure)
    }
  }
}
