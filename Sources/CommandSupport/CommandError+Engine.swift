import CommandLineKit
import Engine

extension CommandError {
  /// - Parameters:
  ///   - error: that of a use case.
  ///   - queueOption: the option by which another command finds the same queue, with a blank before
  ///     it.
  init(_ error: EngineError, named queueOption: String = "") {
    let (code, status): (String, ExitStatus)
    switch error {
    case .store(let error):
      self.init(error)
      return
    case .system(let error):
      self.init(error)
      return
    case .settings(let settings):
      if let error = settings.underlying as? CommandError {
        self = error
        return
      }
      (code, status) = ("bad_setting", .usage)
    case .reportWaits(let cause):
      self = CommandError(cause, named: queueOption)
        .hinting(Messages.english.hint(of: error, queueOption: queueOption))
      return
    case .setting: (code, status) = ("bad_setting", .usage)
    case .tokenLimits: (code, status) = ("usage", .usage)
    case .readOnly: (code, status) = ("read_only", .refused)
    case .untrusted: (code, status) = ("untrusted", .noPermission)
    case .insideWorker: (code, status) = ("inside_worker", .refused)
    case .missingProgram: (code, status) = ("missing_program", .badConfiguration)
    case .noProcessTable: (code, status) = ("no_proc", .inputOutput)
    case .notStarted: (code, status) = ("spawn", .inputOutput)
    case .noReport: (code, status) = ("no_report", .refused)
    case .otherRow: (code, status) = ("other_row", .refused)
    case .settingsChanged: (code, status) = ("settings_changed", .temporaryFailure)
    case .briefExists: (code, status) = ("brief_exists", .refused)
    case .daemonRuns: (code, status) = ("daemon_runs", .temporaryFailure)
    }
    self.init(
      code: code, message: Messages.english.text(of: error),
      hint: Messages.english.hint(of: error, queueOption: queueOption), status: status)
  }
}
