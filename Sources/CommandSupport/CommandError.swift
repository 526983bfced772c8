public import CommandLineKit
public import Engine
public import Host
public import JSON
public import QueueDocument
public import QueueModel
public import QueueStore
public import TeamProtocol

/// An error as people and scripts meet it, as facts. `Messages` has its sentence and its hint.
public indirect enum CommandError: Error, Equatable, Sendable, CustomStringConvertible {
  // Errors of the layers below.
  case refusal(Refusal)
  case store(StoreError)
  case system(SystemError)
  /// The option is the one by which another command finds the same queue, with a blank before it.
  case engine(EngineError, queueOption: String)
  case trustStore(TrustStoreError)
  case commandLine(UsageError)
  /// No error that a command expects.
  case unexpected(String)

  // Errors of commands.
  case usage(Usage)
  case setting(SettingProblem)
  case location(LocationProblem)
  case input(InputProblem)
  case git(GitProblem)
  case trust(TrustProblem)
  case schedule(ScheduleProblem)
  /// A worker that `orch.json` does not have. Without any, its name is not said, and `settingsExist`
  /// says whether the file is there.
  case unknownWorker(String, known: [String], settingsExist: Bool, WorkerUse)
  /// A file stands where one is to be created.
  case exists(path: String, Place)
  /// A row has no such attempt, or its attempt no such record.
  case attempt(AttemptProblem, id: String)
  /// A result can't be printed; the work behind it is done.
  case notPrinted(SystemError)
  /// `ops drain` ended while rows were at work.
  case drain(DrainWork.Ending)
  /// A session has several rows at work, and one was to be named.
  case severalRows([String], of: String)
  /// Another process changes the pause of a worker for too long.
  case workerLocked(String, holder: String)
  /// Some of the rows that a command was to change were refused, each with its own error.
  case rowsRefused(Int, of: Int)
  /// A command of `orch torture` failed.
  case torture(command: String, message: String)

  /// An error with another hint than usual.
  case hinted(CommandError, Hint)

  /// A command line that can be parsed, but not run.
  public enum Usage: Equatable, Sendable {
    case database(command: String, FileUse)
    case noSession(SessionUse)
    case notUTF8(NotUTF8)
    case chat(ChatLine.Problem)
    case uiCheck(UICheckMistake)
    case severalShowParts, claimWithoutPart
    case twoMetricFormats, twoRequests, twoStaleTimes
    case emptyBrief, emptyRequest, noRequest
    case secondsOfRelease, spoolWithForce, drainWithReport, termsWithoutPage, checksInDryRun
    case taskWithoutSource, trustAsJSON, mergeOfOneRow, removeWithShow, everyWithoutTicks
    case noRows, namedAndChosenRows
    case noWorkerName
    case nothingToEdit, editorWithFields, noEditor, noNewID, twoIDs, fieldsOfRename
  }

  /// What a row has no record of.
  public enum AttemptProblem: Equatable, Sendable {
    /// No attempt at all.
    case none
    /// No attempt of this claim; the last is there.
    case noClaim(Int, last: Int)
    case lacks(Lack, claim: Int)

    public enum Lack: Sendable {
      case output, report, message
      /// The message that an older version sent, and did not keep.
      case keptMessage
    }
  }

  /// What a worker is named for.
  public enum WorkerUse: Sendable {
    /// A field of a row.
    case row
    /// What a command is about.
    case subject
  }

  /// What only a file can be used for.
  public enum FileUse: Sendable { case queueFile, merging, scratchQueue }

  /// What a session is named for.
  public enum SessionUse: Sendable { case newOwner, lease }

  /// A setting that can't be read.
  public enum SettingProblem: Equatable, Sendable {
    case logInQueue(path: String)
    case clock(String)
    /// `name` is the option, the variable or the key; `form` follows "it must be".
    case text(String, name: String, form: String)
    // Of orch.json, which is at `path`.
    case noObject(path: String)
    case noJSON(path: String, JSONError)
    case mistake(SettingMistake, path: String)
  }

  /// A queue that is not found, or not used.
  public enum LocationProblem: Equatable, Sendable {
    case brokenLink(path: String, target: String)
    case notFound(from: String, upTo: String)
    case notLookedFor
    case leadsOut(path: String, folder: String, target: String)
    case foreign(path: String)
  }

  /// A file or text that a command can't read.
  public enum InputProblem: Equatable, Sendable {
    case noTerminal
    case missing(name: String, what: String)
    case tooLong(source: String, megabytes: Int, what: String)
    case notUTF8(source: String)
    case settingsLeadOut(path: String, home: String, target: String)
    case settingsAreFolder(SystemError)
    case order
    case tasks(file: String, TeamTask.Mistake)
    case tasksAreNoJSON(file: String, JSONError)
    /// A version of the queue file that is merged; the side is `base`, `ours` or `theirs`.
    case version(side: String, file: String, DocumentError)
    case hiddenCharacters([HiddenCharacterPlace], more: Int)
    /// The form in which a row is edited; lines count from 1.
    case form(line: Int, FormProblem)
    /// The editor failed with this status; `nil` where a signal ended it.
    case editor(String, status: Int32?)
  }

  public struct HiddenCharacterPlace: Equatable, Sendable {
    let character: String
    let line: Int
    let column: Int

    public init(_ character: String, line: Int, column: Int) {
      (self.character, self.line, self.column) = (character, line, column)
    }
  }

  public enum GitProblem: Equatable, Sendable {
    case missing(Subprocess.StartError)
    case noWorkTree(folder: String, reason: String)
    case otherWorkTree(top: String, folder: String)
    case failed(command: String, top: String, reason: String)
    /// `config` is the file that git would write, `command` what a person may run.
    case foreignConfig(String?, top: String, command: String)
  }

  public enum TrustProblem: Equatable, Sendable {
    case noSettings(home: String)
    case notAgreed(home: String)
    case insideWorker
    case noHome
  }

  /// What `orch schedule` can't install.
  public enum ScheduleProblem: Equatable, Sendable {
    case noProgram(Subprocess.StartError)
    case failed(String, reason: String)
    case controlCharacters(String)
    case longCommand, longUnitName, noHome
    /// The line starts the daemon by hand.
    case noService(line: String)
  }

  /// How another place for a new file is named.
  public enum Place: Sendable {
    case path, folder, copy
    /// Of a new worker.
    case worker
  }

  public enum Hint: Equatable, Sendable {
    case nameLog, nameFile
    case restore(id: String)
    case nearest(id: String)
    case keptReport(path: String)
    case keptForm(path: String)
    /// The editor left no form that can be read.
    case noForm
    /// The id that a row was to get is used.
    case anotherID
    // Of a file of tasks.
    case otherID(file: String)
    case dependencyCycle(file: String)
    case missingDependency(file: String)
  }
}

extension CommandError {
  public init(_ error: StoreError) {
    self =
      switch error {
      case .refused(let refusal): .refusal(refusal)
      case .system(let error): .system(error)
      default: .store(error)
      }
  }

  public init(_ error: EngineError, queueOption: String = "") {
    switch error {
    case .store(let error): self.init(error)
    case .system(let error): self = .system(error)
    case .settings(let settings):
      self = settings.underlying as? CommandError ?? .engine(error, queueOption: queueOption)
    default: self = .engine(error, queueOption: queueOption)
    }
  }

  public init(_ error: TrustStoreError) {
    if case .system(let error) = error { self = .system(error) } else { self = .trustStore(error) }
  }

  /// What the rules refused; `nil` for every other error.
  public var refusal: Refusal? {
    if case .refusal(let refusal) = self { refusal } else { nil }
  }

  /// What goes to files, JSON and the run log.
  public var message: String { Messages.english.text(of: self) }
  public var hint: String { Messages.english.hint(of: self) }
  public var description: String { message }

  /// What is wrong and, in parentheses, what to do; not escaped.
  public var sentence: String { "\(message) (\(hint))" }

  /// The error's name in JSON.
  public var code: String { kind.code }
  public var status: ExitStatus { kind.status }
}

// MARK: Codes

extension CommandError {
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
    case .noProgram, .noService: ("no_scheduler", .missingInput)
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
