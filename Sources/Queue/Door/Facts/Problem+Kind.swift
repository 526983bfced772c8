import Host
public import Model
import QueueStore

extension Problem {
  /// The kind of the problem, by which scripts and servers decide.
  public enum Kind: Hashable, Sendable {
    /// The rules refused a change.
    case refused(Refusal.Code)
    case usage, badSetting, noQueue, foreignQueue, malformedQueue
    case notWritable, noPermission, readOnly, locked, notAtRest
    case inputOutput, cannotCreate, exists, link, notUTF8
    case noServer, noDatabase, foreignDatabase, otherQueue, newerDatabase, damagedDatabase, database
    case untrusted, trustStore, insideWorker, trustInsideWorker, noHome
    case noSettings, notTrusted
    case missingProgram, missingSandbox, oldVersion, workerPaused, budget, unknownWorker, noWorker,
      unknownRepository
    case noProcessTable, spawn
    case badPlan, keyUsed, otherStore, noPlan, malformedPlan, badCursor
    case noAnswer, endpoint, decided, otherHash, planExists, noAutoApproval
    case worktree, noWorktree, forge
    case noReport, otherRow, otherContext, settingsChanged, judgedElsewhere
    case noAttempt, briefExists, badBrief, daemonRuns
    case noTerminal, noInput, tooLong, malformedOrder, malformedTasks, malformedForm
    case hiddenCharacters, editor, noGit, noRepository, git, foreignRepository
    case noScheduler, scheduler, notSchedulable
    case severalRows, rowsRefused, resumed, notDrained, torture
    case unexpected
  }

  public var kind: Kind {
    switch self {
    case .store(let error): Self.kind(of: error)
    case .system(let error): Self.kind(of: error)
    case .setting(.leadsOut): .link
    case .setting(.isFolder): .inputOutput
    case .setting(.unreadable(let error)): Self.kind(of: error)
    case .setting, .noWorkerProgram, .rootIsNoFolder: .badSetting
    case .location(.leadsOut), .location(.foreign), .location(.inWorktree): .foreignQueue
    case .location(.unreadable(let error)): Self.kind(of: error)
    case .location: .noQueue
    case .tokenLimits, .fileOnly: .usage
    case .readOnly: .readOnly
    case .untrusted: .untrusted
    case .trustStore: .trustStore
    case .insideWorker: .insideWorker
    case .missingProgram: .missingProgram
    case .workerCannotStart(let obstacle): Self.kind(of: obstacle.reason)
    case .overBudget: .budget
    case .unknownWorker(_, _, _, .row): .unknownWorker
    case .unknownWorker(_, _, _, .subject): .noWorker
    case .unknownRepository: .unknownRepository
    case .noProcessTable: .noProcessTable
    case .notStarted: .spawn
    case .noReport: .noReport
    case .otherRow: .otherRow
    case .otherContext: .otherContext
    case .settingsChanged: .settingsChanged
    case .judgedElsewhere: .judgedElsewhere
    case .reportWaits(let problem), .hinted(let problem, _): problem.kind
    case .attempt: .noAttempt
    case .briefExists: .briefExists
    case .badBrief: .badBrief
    case .daemonRuns: .daemonRuns
    case .cursorOfOtherQueue, .cursorAhead: .badCursor
    case .fact(let fact): fact.problem.kind
    case .invalidField: .usage
    case .adapter(let kind, _, _): kind
    case .unexpected: .unexpected
    }
  }

  private static func kind(of reason: WorkerObstacle.Reason) -> Kind {
    switch reason {
    case .noSandbox, .prompt, .noPrice, .noWorktree, .endpoint, .environmentFile: .badSetting
    case .missingSandbox: .missingSandbox
    case .unreadableCosts: .budget
    case .oldVersion, .unreadableVersion: .oldVersion
    case .unrecordable: .notWritable
    case .paused: .workerPaused
    }
  }

  private static func kind(of error: StoreError) -> Kind {
    switch error {
    case .refused(let refusal): .refused(refusal.code)
    case .system(let error): kind(of: error)
    case .database(let error), .renderedUnrecorded(let error): kind(of: error.cause)
    case .missing: .noQueue
    case .leadsOut: .foreignQueue
    case .malformed, .missingColumns: .malformedQueue
    case .notWritable: .notWritable
    case .locked: .locked
    case .notAtRest: .notAtRest
    case .notDurable, .undecided, .failedCopy: .inputOutput
    case .missingDatabase: .noDatabase
    case .foreignDatabase: .foreignDatabase
    case .otherQueue: .otherQueue
    case .newerDatabase: .newerDatabase
    case .damagedDatabase: .damagedDatabase
    case .server(let failure): kind(of: failure.cause)
    case .badAddress: .usage
    }
  }

  private static func kind(of cause: ServerFailure.Cause) -> Kind {
    switch cause {
    case .unreachable: .noServer
    case .denied, .lacksRights: .noPermission
    case .noDatabase: .noDatabase
    case .noQueue, .noSchema: .noQueue
    case .otherVersion: .newerDatabase
    case .replica: .notWritable
    case .full, .undecided: .inputOutput
    case .other: .database
    }
  }

  private static func kind(of error: SystemError) -> Kind {
    if error.isLink { return .link }
    if error.isNotUTF8 { return .notUTF8 }
    if error.isDenied { return .noPermission }
    return error.action == .create ? .cannotCreate : .inputOutput
  }

  private static func kind(of cause: DatabaseFailure.Cause) -> Kind {
    switch cause {
    case .full, .inputOutput: .inputOutput
    case .readOnly: .notWritable
    case .denied: .noPermission
    case .busy: .locked
    case .other: .database
    }
  }
}

extension Problem {
  /// Its name in JSON; part of the contract.
  public var code: String { kind.code }

  public var exitStatus: ExitStatus {
    switch self {
    case .workerCannotStart: .badConfiguration
    case .reportWaits(let problem), .hinted(let problem, _): problem.exitStatus
    default: kind.exitStatus
    }
  }

  /// The status of an HTTP response. Unreadable settings are not a fault of the client.
  public var httpStatus: Int {
    switch kind {
    case .refused(.notFound), .noPlan, .noAttempt, .noWorktree, .noWorker: return 404
    case .badPlan: return 422
    case .badSetting: return 500
    default: break
    }
    return switch exitStatus {
    case .usage: 400
    case .noPermission: 403
    case .missingInput: 404
    case .refused, .cannotCreate: 409
    case .malformedData: 422
    case .temporaryFailure: 503
    default: 500
    }
  }
}

extension Problem.Kind {
  /// Its name in JSON; part of the contract.
  public var code: String {
    switch self {
    case .refused(let code): code.rawValue
    case .usage: "usage"
    case .badSetting: "bad_setting"
    case .noQueue: "no_queue"
    case .foreignQueue: "foreign_queue"
    case .malformedQueue: "malformed_queue"
    case .notWritable: "not_writable"
    case .noPermission: "no_permission"
    case .readOnly: "read_only"
    case .locked: "locked"
    case .notAtRest: "not_at_rest"
    case .inputOutput: "input_output"
    case .cannotCreate: "cannot_create"
    case .exists: "already_exists"
    case .link: "link"
    case .notUTF8: "not_utf8"
    case .noServer: "no_server"
    case .noDatabase: "no_database"
    case .foreignDatabase: "foreign_database"
    case .otherQueue: "other_queue"
    case .newerDatabase: "newer_database"
    case .damagedDatabase: "damaged_database"
    case .database: "database"
    case .untrusted: "untrusted"
    case .trustStore: "trust_store"
    case .insideWorker, .trustInsideWorker: "inside_worker"
    case .noHome: "no_home"
    case .noSettings: "no_settings"
    case .notTrusted: "not_trusted"
    case .missingProgram: "missing_program"
    case .missingSandbox: "missing_sandbox"
    case .oldVersion: "old_version"
    case .workerPaused: "worker_paused"
    case .budget: "budget"
    case .unknownWorker: "unknown_worker"
    case .noWorker: "no_worker"
    case .unknownRepository: "unknown_repository"
    case .noProcessTable: "no_proc"
    case .spawn: "spawn"
    case .noReport: "no_report"
    case .otherRow: "other_row"
    case .otherContext: "other_context"
    case .settingsChanged: "settings_changed"
    case .judgedElsewhere: "judged_elsewhere"
    case .noAttempt: "no_attempt"
    case .briefExists: "brief_exists"
    case .badBrief: "bad_brief"
    case .daemonRuns: "daemon_runs"
    case .badPlan: "bad_plan"
    case .keyUsed: "key_used"
    case .otherStore: "other_store"
    case .noPlan: "no_plan"
    case .malformedPlan: "malformed_plan"
    case .badCursor: "bad_cursor"
    case .noAnswer: "no_answer"
    case .endpoint: "endpoint"
    case .decided: "decided"
    case .otherHash: "other_hash"
    case .planExists: "plan_exists"
    case .noAutoApproval: "no_auto_approval"
    case .worktree: "worktree"
    case .noWorktree: "no_worktree"
    case .forge: "forge"
    case .noTerminal: "no_terminal"
    case .noInput: "no_input"
    case .tooLong: "too_long"
    case .malformedOrder: "malformed_order"
    case .malformedTasks: "malformed_tasks"
    case .malformedForm: "malformed_form"
    case .hiddenCharacters: "hidden_characters"
    case .editor: "editor"
    case .noGit: "no_git"
    case .noRepository: "no_repository"
    case .git: "git"
    case .foreignRepository: "foreign_repository"
    case .noScheduler: "no_scheduler"
    case .scheduler: "scheduler"
    case .notSchedulable: "not_schedulable"
    case .severalRows: "several_rows"
    case .rowsRefused: "rows_refused"
    case .resumed: "resumed"
    case .notDrained: "not_drained"
    case .torture: "torture"
    case .unexpected: "internal"
    }
  }

  public var exitStatus: ExitStatus {
    switch self {
    case .refused(.insideWorker), .refused(.lacksScope), .refused(.needsPerson): .noPermission
    case .refused, .readOnly, .insideWorker, .notTrusted, .noWorker, .noReport, .otherRow,
      .otherContext, .noAttempt, .briefExists, .hiddenCharacters, .editor,
      .severalRows, .rowsRefused, .resumed, .badPlan, .keyUsed, .otherStore, .noPlan, .worktree,
      .noWorktree, .forge, .decided, .otherHash, .planExists, .noAutoApproval, .unexpected:
      .refused
    case .usage, .badSetting, .unknownWorker, .unknownRepository, .notSchedulable: .usage
    case .malformedQueue, .notUTF8, .foreignDatabase, .newerDatabase, .damagedDatabase, .database,
      .tooLong, .malformedOrder, .malformedTasks, .malformedForm, .malformedPlan, .badCursor:
      .malformedData
    case .noQueue, .noDatabase, .noSettings, .noInput, .noGit, .noRepository, .noScheduler:
      .missingInput
    case .cannotCreate, .exists, .noHome: .cannotCreate
    case .inputOutput, .noProcessTable, .spawn, .git, .scheduler, .torture: .inputOutput
    case .locked, .notAtRest, .settingsChanged, .judgedElsewhere, .daemonRuns, .notDrained,
      .noAnswer, .noServer:
      .temporaryFailure
    case .foreignQueue, .notWritable, .noPermission, .link, .otherQueue, .untrusted, .trustStore,
      .trustInsideWorker, .noTerminal, .foreignRepository:
      .noPermission
    case .missingProgram, .missingSandbox, .oldVersion, .workerPaused, .budget, .badBrief,
      .endpoint:
      .badConfiguration
    }
  }
}
