package import Door
import Git
package import Host
import Model
import Text
import Workers

/// Use case: carries out the commands in `.orch/commands/*.jsonl`, each once by its key, and answers
/// each file in `.orch/answers`, under the same name.
///
/// A process may be killed after any step. A command is kept before it is carried out, and with its
/// result afterwards; a file is removed after its answers are durable. So the next tick repeats what
/// was cut, and gives the kept results. Source: `docs/command-inbox.md`.
struct CommandInbox {
  private let queue: TaskQueue
  private let workspace: Workspace
  private let clock: Clock
  /// Files of this machine, also for a queue on a server.
  private let files: SharedFiles
  private let kept: KeptCommands

  init(_ queue: TaskQueue, _ workspace: Workspace) {
    (self.queue, self.workspace, clock) = (queue, workspace, queue.opening.clock)
    files = SharedFiles(sidecar: workspace.sidecar, queue: workspace.storePath)
    kept = KeptCommands(files)
  }

  /// A program has no name of its own here, and it is never a person.
  private static let caller = Caller.session("commands")
  /// How many lines a tick carries out before it leaves further files to the next one.
  private static let mostLines = 500

  private var folder: String { workspace.commandFolder }

  /// - Parameter receive: called with each answer once it is durable.
  func callAsFunction(_ receive: (CommandAnswer) -> Void) throws {
    let names = try workspace.commandFiles()
    // A worker that runs a tick would carry the commands out as its own.
    if names.isEmpty || workspace.isInsideWorker { return }
    try queue.queue(as: Self.caller).checkWritable()
    guard let lock = try lock() else { return }
    let folderFault = faultOfFolder()
    let tracked = folderFault == nil ? tracked(names) : [:]
    var count = 0
    var first: Problem?
    for name in names where count < Self.mostLines {
      if let problem = unanswerable(name) {
        first = first ?? problem
        continue
      }
      if let fault = folderFault ?? tracked[name] {
        try refuse(name, .notReadable(Path.join(folder, name), fault), receive)
        continue
      }
      count += try answer(name, receive)
    }
    if count > 0 { kept.removeOld(now: clock.now()) }
    _ = consume lock
    if let first { throw first }
  }

  /// Why there can be no file of answers with this name; `nil` if there can.
  private func unanswerable(_ name: String) -> Problem? {
    name.utf8.count > Self.longestName
      ? .notReadable(Path.join(folder, name), .longName) : nil
  }

  /// In bytes. File systems allow 255, and the name of the draft of an answer is longer.
  static let longestName = 200

  /// - Returns: how many lines were carried out.
  private func answer(_ name: String, _ receive: (CommandAnswer) -> Void) throws -> Int {
    let file: CommandFile
    do { file = try CommandFile.reading(Path.join(folder, name), now: clock.now()) } catch {
      let problem = Problem(error)
      if case .system(let error) = problem, error.isMissing { return 0 }
      try refuse(name, problem, receive)
      return 0
    }
    if file.isIncomplete { return 0 }
    var answers: [CommandAnswer] = []
    for (number, bytes) in file.lines { answers.append(try answer(number, bytes)) }
    try write(answers, to: name)
    try file.remove()
    answers.forEach(receive)
    return answers.count
  }

  /// - Throws: if the command can't be carried out now; a later tick tries it again.
  private func answer(_ number: Int, _ bytes: [UInt8]) throws -> CommandAnswer {
    var key: String?
    do {
      guard let object = try JSONValue(parsing: bytes).objectValue else {
        throw Problem.request(
          Sentence("the line is not a JSON object", "줄이 JSON 객체가 아닙니다"), hint: Self.form)
      }
      key = object["key"]?.stringValue
      let result = try once(InboxCommand(object))
      return CommandAnswer(line: number, key: key, outcome: .success(result))
    } catch let error as JSONError {
      let problem = Problem.request(
        Sentence(
          "the line is not JSON: \(error.textInLine)", "줄이 JSON이 아닙니다: \(error.textInLine)"),
        hint: Self.form)
      return CommandAnswer(line: number, key: key, outcome: .failure(problem))
    } catch {
      let problem = Problem(error)
      guard problem.isOfCommand else { throw problem }
      return CommandAnswer(
        line: number, key: key, outcome: .failure(error is FieldFaults ? error : problem))
    }
  }

  private static let form = Sentence(
    same: #"{"command": "ADD", "key": "KEY", "task": "TASK"}"#)

  /// Carries a command out, unless it was carried out before.
  private func once(_ command: InboxCommand) throws -> JSONValue {
    if let known = try kept.command(withKey: command.key) {
      guard known.digest == command.digest else { throw Problem.keyUsed(command.key) }
      if let result = known.result { return result }
      if let result = try command.earlierAnswer(queue, as: Self.caller) {
        try kept.keep(command, result)
        return result
      }
    } else {
      try kept.keep(command, nil)
    }
    let result: JSONValue
    do {
      result = try queue.tracing(as: command.traceID) { try command(queue, as: Self.caller) }
    } catch {
      if Problem(error).isOfCommand { try kept.remove(command) }
      throw error
    }
    try kept.keep(command, result)
    return result
  }

  // MARK: Files

  /// Keeps other ticks from reading the inbox; `nil` if another one reads it now.
  private func lock() throws -> SharedLock? {
    try files.makeFolder("answers")
    try files.makeFolder(KeptCommands.folder)
    // The sidecar of a database, or of a queue before its first change, has no `.gitignore`.
    for folder in ["commands", "answers"] {
      let ignored = files.shownPath(of: "\(folder)/.gitignore")
      if try FileStatus.ifExists(ignored) == nil {
        try files.replace("\(folder)/.gitignore", with: "*\n")
      }
    }
    do throws(SharedLock.Failure) {
      let lock = try files.lock(
        "\(KeptCommands.folder)/lock", timeout: .zero, lease: 0, by: "orch tick", clock)
      NewFile.removeAbandoned(in: files.shownPath(of: "answers"))
      return lock
    } catch {
      if case .system(let error) = error { throw error }
      return nil
    }
  }

  private func write(_ answers: [CommandAnswer], to name: String) throws(SystemError) {
    try files.replace("answers/\(name)", with: answers.map { $0.jsonText + "\n" }.joined())
  }

  /// Answers a file that is not read, and stays. The same answer is written only once.
  private func refuse(
    _ name: String, _ problem: Problem, _ receive: (CommandAnswer) -> Void
  ) throws {
    let answer = CommandAnswer(line: nil, key: nil, outcome: .failure(problem))
    let there = try files.bytes(of: "answers/\(name)", upTo: 1 << 16)
    if there == Array("\(answer.jsonText)\n".utf8) { return }
    try write([answer], to: name)
    receive(answer)
  }

  /// Why files of the inbox are not read.
  func problems() throws -> [Problem] {
    let names = try workspace.commandFiles()
    if names.isEmpty { return [] }
    if let fault = faultOfFolder() { return [.notReadable(folder, fault)] }
    let tracked = tracked(names)
    return names.compactMap { name in
      if let problem = unanswerable(name) { return problem }
      let path = Path.join(folder, name)
      if let fault = tracked[name] { return .notReadable(path, fault) }
      do {
        _ = try CommandFile.reading(path, now: clock.now())
        return nil
      } catch { return Problem(error) }
    }
  }

  // MARK: Strangers

  /// Why no file of the folder is read; `nil` if only the queue's owner, who runs this process, could
  /// have put a file there.
  private func faultOfFolder() -> CommandFileFault? {
    let owner = (try? FileStatus(of: workspace.storePath))?.owner
    guard owner == CurrentProcess.effectiveUser else {
      return .unsafe(.foreign(path: workspace.storePath))
    }
    do throws(TrustRefusal) {
      try FileOwnership.checkPath(to: folder)
      try FileOwnership.check(folder, of: [.currentUser])
      return nil
    } catch { return .unsafe(error) }
  }

  /// The files that git tracks in its index or in the last commit, which a clone may have brought.
  private func tracked(_ names: [String]) -> [String: CommandFileFault] {
    guard let folder = Path.resolved(folder), let top = GitCheckout.top(of: folder) else {
      return [:]
    }
    let below = folder == top ? "" : folder.dropFirst(top.utf8.count + 1) + "/"
    let places = ["HEAD:", ":0:", ":1:", ":2:", ":3:"]
    do throws(GitError) {
      let found = try Repository.objects(
        named: names.flatMap { name in places.map { "\($0)\(below)\(name)" } }, at: top,
        environment: workspace.environment)
      let tracked = names.filter { name in
        places.contains { found["\($0)\(below)\(name)"] != nil }
      }
      return Dictionary(tracked.map { ($0, .tracked) }) { first, _ in first }
    } catch {
      return Dictionary(names.map { ($0, .unknown(error)) }) { first, _ in first }
    }
  }
}

extension Workspace {
  /// The folder in which programs leave commands.
  package var commandFolder: String { Path.join(sidecar, "commands") }

  /// The names of the files with commands, sorted. Other names are those of files that are still
  /// written.
  package func commandFiles() throws(SystemError) -> [String] {
    guard try FileStatus.ifExists(commandFolder) != nil else { return [] }
    return try Directory.names(in: commandFolder).filter {
      $0.hasSuffix(".jsonl") && !$0.hasPrefix(".") && $0.utf8.allSatisfy { $0 >= 0x20 }
    }.sorted()
  }
}

extension TaskQueue {
  /// Carries out the commands that programs left in the inbox.
  ///
  /// - Parameter receive: called with each answer once it is durable.
  package func answerCommands(_ receive: (CommandAnswer) -> Void) throws {
    try CommandInbox(self, workspace())(receive)
  }

  /// The findings of `ops doctor` about files with commands that are not read.
  package func commandDiagnoses() -> [Diagnosis] {
    let problems = (try? CommandInbox(self, workspace()).problems()) ?? []
    return problems.map { .warn("commands", $0.sentence, fix: $0.hint) }
  }
}

extension Problem {
  /// Whether the command itself is the cause, and not the queue, its settings or the machine.
  fileprivate var isOfCommand: Bool {
    if refusal != nil { return true }
    return switch kind {
    case .badSetting, .readOnly, .unexpected, .git: false
    case .badBrief, .tooLong: true
    default: [.usage, .refused].contains(exitStatus) || kind == .refused(.needsPerson)
    }
  }

  fileprivate static func keyUsed(_ key: RequestKey) -> Problem {
    .adapter(
      .keyUsed,
      Sentence(
        "the key '\(key.text)' was used for another command", "다른 명령이 키 '\(key.text)'을(를) 썼습니다"),
      hint: Sentence("give each command a key of its own", "명령마다 다른 키를 쓰십시오"))
  }
}
