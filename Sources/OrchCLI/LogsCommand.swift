import CommandLineKit
import Console
import Dispatching
import Engine
import Facts
import Host
import JSON
import QueueModel
import Settings
import TeamProtocol

/// `orch logs`: what the worker of an attempt printed.
struct LogsCommand: QueueCommand {
  static let name = "logs"
  static let summary = "Show what a row's worker printed, in its last attempt or another one"
  static let discussion = """
    The output is that of standard output and standard error together, without what looks like a
    secret. Into a pipe it goes as it is; on a terminal control characters are spelled out and
    colours left out. An agent's JSON lines become text: what it says, and which tool it uses on
    what; --raw prints them as they are. --follow goes on until the attempt has ended, which need
    not be by DONE: orch show ID --attempts says how.
    """
  static let result = """
    the output, byte by byte; on a terminal control characters are spelled out; of an agent as text, \
    without `--raw`
    """
  static let json = """
    id: text
    claim: number, the attempt
    worker: text or null, the name of its profile
    state: text, `running` or `ended`
    path: text, the file
    text: text, the output, with `--follow` when the attempt has ended
    """
  static let examples = [
    Example("orch logs ORCH-001 --follow", "what its worker prints, until it ends"),
    Example("orch logs ORCH-001 --claim 2 --lines 40", "the end of an earlier attempt"),
    Example("orch logs ORCH-001 --raw | jq .type", "an agent's JSON lines, for a script"),
  ]
  static let options: [Option<LogsCommand>] = [
    .row("the row that is worked on", of: .all) { $1.id = $0 },
    .claim("the attempt, by the number of its claim") { $1.claim = $0 },
    .flag("--follow", short: "-f", "go on until the attempt has ended") { $0.isFollowing = true },
    .flag("--raw", "an agent's JSON lines as they are") { $0.isRaw = true },
    .number("--lines", "N", "only the last N lines of what is there", in: 0...(.max)) {
      $1.lines = $0
    },
  ]
  static let positional: String? = "--id"
  static let isLogged = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }
  var id = ""
  var claim: Int?
  var isFollowing = false
  var isRaw = false
  var lines: Int?

  func run(in context: CommandContext) throws -> ExitStatus {
    let attempt = try attempt(in: context)
    if context.shared.isJSON {
      var bytes: [UInt8] = []
      try read(attempt, in: context) { piece in
        bytes += piece
        return true
      }
      try context.print(try json(of: attempt, bytes, context))
    } else if try !isRaw && isOfAgent(attempt, in: context) {
      try readLines(of: attempt, in: context, as: Self.text)
    } else if context.isOnTerminal {
      try readLines(of: attempt, in: context, as: Self.screen)
    } else {
      try read(attempt, in: context, context.writeAtOnce)
    }
    return .success
  }

  private func isOfAgent(_ attempt: KeptAttempt, in context: CommandContext) throws -> Bool {
    let profile = attempt.worker.flatMap { name in
      try? context.taskQueue.workspace().profile(named: name)
    }
    return profile?.adapter.isAgent ?? false
  }

  /// Reads whole lines.
  private func readLines(
    of attempt: KeptAttempt, in context: CommandContext, as text: (ArraySlice<UInt8>) -> [UInt8]
  ) throws {
    var rest: [UInt8] = []
    try read(attempt, in: context) { piece in
      // What came before has no line end: a log may be one line of 64 MB.
      let end = piece.lastIndex(of: 10).map { rest.count + $0 + 1 } ?? 0
      rest += piece
      defer { rest.removeFirst(end) }
      return try context.writeAtOnce(text(rest[..<end]))
    }
    try context.write(text(rest[...]))
  }

  /// An agent's JSON lines as people read them, and other lines as on a terminal.
  private static func text(of bytes: ArraySlice<UInt8>) -> [UInt8] {
    bytes.split(separator: 10, omittingEmptySubsequences: true).flatMap { line -> [UInt8] in
      guard let lines = AgentLine.text(of: String(decoding: line, as: UTF8.self)) else {
        return screen(of: line)
      }
      return lines.flatMap { Array($0.utf8) + [10] }
    }
  }

  private static func screen(of bytes: ArraySlice<UInt8>) -> [UInt8] {
    LogText.lines(of: bytes).flatMap { Array($0.utf8) + [10] }
  }

  private func attempt(in context: CommandContext) throws -> KeptAttempt {
    try context.taskQueue.attempt(ofRow: id, claim: claim, lacking: .output) { attempt in
      attempt.hasLog || isFollowing && (try? isRunning(attempt, in: context)) ?? false
    }
  }

  private func isRunning(_ attempt: KeptAttempt, in context: CommandContext) throws -> Bool {
    if attempt.hasEnded { return false }
    let item = try context.taskQueue.read { table in try table.item(id) }
    return try context.taskQueue.workspace().isRunning(attempt, of: item)
  }

  /// Reads the log to its end, and with `--follow` to the end of the attempt.
  ///
  /// - Parameter receive: called with each piece; `false` from it ends the reading.
  private func read(
    _ attempt: KeptAttempt, in context: CommandContext, _ receive: ([UInt8]) throws -> Bool
  ) throws {
    var log = try FollowedLog(attempt.log, lines: lines)
    while true {
      // Asked first: what is written before the end is then read.
      let isOver = !isFollowing || !mayGrow(attempt, in: context)
      while true {
        let piece = try log.next()
        if piece.isEmpty { break }
        guard try receive(piece) else { return }
      }
      if isOver { return }
      log.waitForMore()
    }
  }

  /// Whether the worker may go on writing; also where the queue can't be read, because an editor
  /// saves it, as long as the attempt is there.
  private func mayGrow(_ attempt: KeptAttempt, in context: CommandContext) -> Bool {
    (try? isRunning(attempt, in: context)) ?? attempt.folder?.exists ?? false
  }

  private func json(
    of attempt: KeptAttempt, _ bytes: [UInt8], _ context: CommandContext
  ) throws -> JSONValue {
    let isRunning = try isRunning(attempt, in: context)
    return [
      "id": .string(id), "claim": .integer(attempt.claimNumber),
      "worker": JSONValue(attempt.worker), "state": .string(isRunning ? "running" : "ended"),
      "path": .string(Path.relative(attempt.log, to: try context.taskQueue.workspace().home)),
      "text": .string(String(decoding: bytes, as: UTF8.self)),
    ]
  }
}

/// The log of an attempt, which may not be there yet.
private struct FollowedLog: ~Copyable {
  private let path: String
  /// How many of the last lines are wanted; `nil` for all.
  private let lines: Int?
  private var file: GrowingFile?
  private var folder: FolderWatch

  /// How long a wait takes at most: the death of a supervisor changes no file.
  private static let longestWait = Duration.seconds(1)

  init(_ path: String, lines: Int?) throws {
    (self.path, self.lines) = (path, lines)
    folder = FolderWatch(of: [Path.parent(of: path)])
    try open(skipping: true)
  }

  private mutating func open(skipping: Bool) throws {
    guard try FileStatus.ifExists(path) != nil else { return }
    var file = try GrowingFile(path)
    if skipping, let lines { try file.skip(toLast: lines) }
    self.file = consume file
  }

  mutating func next() throws -> [UInt8] {
    if file == nil { try open(skipping: false) }
    return try file?.next() ?? []
  }

  mutating func waitForMore() {
    _ = folder.changes(within: Self.longestWait)
    folder.restart()
  }
}
