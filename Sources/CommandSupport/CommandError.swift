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
    case fieldsWithoutJSON
    case taskWithoutSource, trustAsJSON, mergeOfOneRow, removeWithShow, everyWithoutTicks
    case noRows, namedAndChosenRows, noNotesOfSession
    case noWorkerName
    case nothingToEdit, editorWithFields, noEditor, noNewID, twoIDs, fieldsOfRename
    case editorWithRows, briefWithRows, checkWithIDs, appendOfFields, twoZoneOptions
    case labelWithoutScreen
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
    /// Both variables say whose times the queue has.
    case twoZoneVariables(String, other: String)
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
    /// The line is what a crontab would have.
    case noCrontab(line: String)
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
}
