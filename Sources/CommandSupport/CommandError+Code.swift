public import CommandLineKit
import Engine
import Host
import QueueModel
import QueueStore
import TeamProtocol

// The names of errors in JSON, and their exit statuses.

extension CommandError {
  /// The error's name in JSON.
  public var code: String { kind.code }
  public var status: ExitStatus { kind.status }

  fileprivate typealias Kind = (code: String, status: ExitStatus)

  private var kind: Kind {
    switch self {
    case .refusal(let refusal): (refusal.code, .refused)
    case .store(let error): Self.kind(of: error)
    case .system(let error): Self.kind(of: error)
    case .engine(let error, _): Self.kind(of: error)
    case .trustStore: ("trust_store", .noPermission)
    case .commandLine, .usage: ("usage", .usage)
    case .unexpected: ("internal", .refused)
    case .setting: ("bad_setting", .usage)
    case .location(let problem): Self.kind(of: problem)
    case .input(let problem): Self.kind(of: problem)
    case .git(let problem): Self.kind(of: problem)
    case .trust(let problem): Self.kind(of: problem)
    case .schedule(let problem): Self.kind(of: problem)
    case .unknownWorker(_, _, _, .row): ("unknown_worker", .usage)
    case .unknownWorker(_, _, _, .subject): ("no_worker", .refused)
    case .exists: ("already_exists", .cannotCreate)
    case .attempt: ("no_attempt", .refused)
    case .notPrinted: ("input_output", .inputOutput)
    case .drain(.resumed): ("resumed", .refused)
    case .drain: ("not_drained", .temporaryFailure)
    case .severalRows: ("several_rows", .refused)
    case .workerLocked: ("locked", .temporaryFailure)
    case .rowsRefused: ("rows_refused", .refused)
    case .torture: ("torture", .inputOutput)
    case .hinted(let error, _): error.kind
    }
  }

  private static func kind(of problem: LocationProblem) -> Kind {
    switch problem {
    case .brokenLink, .notFound, .notLookedFor: ("no_queue", .missingInput)
    case .leadsOut, .foreign: ("foreign_queue", .noPermission)
    }
  }

  private static func kind(of problem: InputProblem) -> Kind {
    switch problem {
    case .noTerminal: ("no_terminal", .noPermission)
    case .missing: ("no_input", .missingInput)
    case .tooLong: ("too_long", .malformedData)
    case .notUTF8: ("not_utf8", .malformedData)
    case .settingsLeadOut: ("link", .noPermission)
    case .settingsAreFolder: ("input_output", .inputOutput)
    case .order: ("malformed_order", .malformedData)
    case .tasks, .tasksAreNoJSON: ("malformed_tasks", .malformedData)
    case .version: ("malformed_queue", .malformedData)
    case .hiddenCharacters: ("hidden_characters", .refused)
    case .form: ("malformed_form", .malformedData)
    case .editor: ("editor", .refused)
    }
  }

  private static func kind(of problem: GitProblem) -> Kind {
    switch problem {
    case .missing: ("no_git", .missingInput)
    case .noWorkTree, .otherWorkTree: ("no_repository", .missingInput)
    case .failed: ("git", .inputOutput)
    case .foreignConfig: ("foreign_repository", .noPermission)
    }
  }

  private static func kind(of problem: TrustProblem) -> Kind {
    switch problem {
    case .noSettings: ("no_settings", .missingInput)
    case .notAgreed: ("not_trusted", .refused)
    case .insideWorker: ("inside_worker", .noPermission)
    case .noHome: ("no_home", .cannotCreate)
    }
  }

  private static func kind(of problem: ScheduleProblem) -> Kind {
    switch problem {
    case .noProgram, .noCrontab, .noService: ("no_scheduler", .missingInput)
    case .failed: ("scheduler", .inputOutput)
    case .controlCharacters, .longCommand, .longUnitName: ("not_schedulable", .usage)
    case .noHome: ("no_home", .cannotCreate)
    }
  }

  private static func kind(of error: EngineError) -> Kind {
    switch error {
    case .store(let error): CommandError(error).kind
    case .system(let error): kind(of: error)
    case .reportWaits(let cause): CommandError(cause).kind
    case .settings, .noWorkerProgram, .rootIsNoFolder: ("bad_setting", .usage)
    case .tokenLimits: ("usage", .usage)
    case .readOnly: ("read_only", .refused)
    case .untrusted: ("untrusted", .noPermission)
    case .insideWorker: ("inside_worker", .refused)
    case .missingProgram: ("missing_program", .badConfiguration)
    case .workerCannotStart(let obstacle): (Self.code(of: obstacle), .badConfiguration)
    case .overBudget: ("budget", .badConfiguration)
    case .noProcessTable: ("no_proc", .inputOutput)
    case .notStarted: ("spawn", .inputOutput)
    case .noReport: ("no_report", .refused)
    case .otherRow: ("other_row", .refused)
    case .otherContext: ("other_context", .refused)
    case .settingsChanged: ("settings_changed", .temporaryFailure)
    case .judgedElsewhere: ("judged_elsewhere", .temporaryFailure)
    case .reportRefused: ("report_refused", .refused)
    case .briefExists: ("brief_exists", .refused)
    case .badBrief: ("bad_brief", .badConfiguration)
    case .daemonRuns: ("daemon_runs", .temporaryFailure)
    }
  }

  private static func code(of obstacle: WorkerObstacle) -> String {
    switch obstacle.reason {
    case .noSandbox, .prompt, .noPrice: "bad_setting"
    case .unreadableCosts: "budget"
    case .oldVersion, .unreadableVersion: "old_version"
    case .unrecordable: "not_writable"
    case .paused: "worker_paused"
    }
  }

  private static func kind(of error: StoreError) -> Kind {
    switch error {
    case .refused(let refusal): (refusal.code, .refused)
    case .system(let error): kind(of: error)
    case .database(let error), .renderedUnrecorded(let error): kind(of: error.cause)
    case .missing: ("no_queue", .missingInput)
    case .leadsOut: ("foreign_queue", .noPermission)
    case .malformed, .missingColumns: ("malformed_queue", .malformedData)
    case .notWritable: ("not_writable", .noPermission)
    case .locked: ("locked", .temporaryFailure)
    case .notAtRest: ("not_at_rest", .temporaryFailure)
    case .notDurable, .undecided, .failedCopy: ("input_output", .inputOutput)
    case .missingDatabase: ("no_database", .missingInput)
    case .foreignDatabase: ("foreign_database", .malformedData)
    case .otherQueue: ("other_queue", .noPermission)
    case .newerDatabase: ("newer_database", .malformedData)
    case .damagedDatabase: ("damaged_database", .malformedData)
    }
  }

  private static func kind(of error: SystemError) -> Kind {
    if error.isLink { return ("link", .noPermission) }
    if error.isNotUTF8 { return ("not_utf8", .malformedData) }
    if error.isDenied { return ("no_permission", .noPermission) }
    return error.action == "create"
      ? ("cannot_create", .cannotCreate) : ("input_output", .inputOutput)
  }

  private static func kind(of cause: DatabaseFailure.Cause) -> Kind {
    switch cause {
    case .full, .inputOutput: ("input_output", .inputOutput)
    case .readOnly: ("not_writable", .noPermission)
    case .denied: ("no_permission", .noPermission)
    case .busy: ("locked", .temporaryFailure)
    case .other: ("database", .malformedData)
    }
  }
}
