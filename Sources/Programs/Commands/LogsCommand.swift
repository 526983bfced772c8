import Attempts
import Door
import Host
import Runner
import Text
import Work
import Workers

/// `orch logs`: what the worker of an attempt printed.
struct LogsCommand: QueueCommand {
  static let name = "logs"
  static let summary = Sentence(
    "Show what a row's worker printed, in its last or another attempt",
    "행의 워커가 출력한 것을 보여 줍니다. 마지막 시도나 다른 시도의 것")
  static let discussion = Sentence(
    """
    Prints standard output and standard error together, without what looks like a secret. A pipe
    gets the output unchanged; on a terminal control characters are spelled out and colours left
    out. An agent's JSON lines become text, which shows the agent's words and uses of tools; --raw
    prints the lines unchanged. --follow goes on until the attempt has ended, whether or not the row
    is DONE; orch show ID --attempts says how it ended.
    """,
    """
    표준 출력과 표준 오류를 합친 출력이며, 비밀로 보이는 것은 없습니다. 파이프에는 그대로 나가고,
    터미널에서는 제어 문자를 풀어 쓰고 색을 뺍니다. 에이전트의 JSON 줄은 말한 것과 쓴 도구를 보여 주는
    글이 됩니다. --raw는 그대로 출력합니다. --follow는 시도가 끝날 때까지 계속합니다. 꼭
    DONE으로 끝나지는 않습니다. 어떻게 끝났는지는 orch show ID --attempts가 말합니다.
    """)
  static let result = """
    the output, byte by byte; on a terminal control characters are spelled out; an agent's output as \
    text, unless `--raw` is given
    """
  static var answers: [any Shaped.Type] { [LogsAnswer.self] }
  static let examples = [
    Example(
      "orch logs ORCH-001 --follow",
      Sentence("the output of the row's worker, until the attempt ends", "워커가 끝날 때까지 출력하는 것")),
    Example(
      "orch logs ORCH-001 --claim 2 --lines 40",
      Sentence("the end of an earlier attempt", "앞선 시도의 끝부분")),
    Example(
      "orch logs ORCH-001 --raw | jq .type",
      Sentence("an agent's JSON lines, for a script", "에이전트의 JSON 줄, 스크립트용")),
  ]
  static let options: [Option<LogsCommand>] = [
    .row(Sentence("the row that is worked on", "작업하는 행"), of: .all) { $1.id = $0 },
    .claim(Sentence("the attempt, given by the number of its claim", "시도. 배정의 번호로")) {
      $1.claim = $0
    },
    .flag("--follow", short: "-f", Sentence("go on until the attempt has ended", "시도가 끝날 때까지 계속")) {
      $0.isFollowing = true
    },
    .flag("--raw", Sentence("an agent's JSON lines, unchanged", "에이전트의 JSON 줄을 그대로")) {
      $0.isRaw = true
    },
    .number(
      "--lines", also: "-n", "N",
      Sentence("only the last N lines", "있는 것 중 마지막 N줄만"),
      in: 0...(.max)
    ) {
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
      try context.print(answer(of: attempt, bytes, context))
    } else if !isRaw && isOfAgent(attempt, in: context) {
      try readLines(of: attempt, in: context, as: Self.text)
    } else if context.isOnTerminal {
      try readLines(of: attempt, in: context, as: Self.screen)
    } else {
      try read(attempt, in: context, context.writeAtOnce)
    }
    return .success
  }

  private func isOfAgent(_ attempt: KeptAttempt, in context: CommandContext) -> Bool {
    let profile = attempt.worker.flatMap { try? context.taskQueue.worker(named: $0) }
    return profile?.adapter.isAgent ?? false
  }

  private func readLines(
    of attempt: KeptAttempt, in context: CommandContext, as text: (ArraySlice<UInt8>) -> [UInt8]
  ) throws {
    var rest: [UInt8] = []
    try read(attempt, in: context) { piece in
      // `rest` has no line end, so only `piece` is searched: a log may be one line of 64 MB.
      let end = piece.lastIndex(of: 10).map { rest.count + $0 + 1 } ?? 0
      rest += piece
      defer { rest.removeFirst(end) }
      return try context.writeAtOnce(text(rest[..<end]))
    }
    try context.write(text(rest[...]))
  }

  /// An agent's JSON lines as people read them, and other lines as a terminal shows them.
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
      attempt.hasLog
        || isFollowing && (try? context.taskQueue.isRunning(attempt, ofRow: id)) ?? false
    }
  }

  /// Reads the log to its end, and with `--follow` to the end of the attempt.
  ///
  /// - Parameter receive: called with each piece; reading ends when it returns `false`.
  private func read(
    _ attempt: KeptAttempt, in context: CommandContext, _ receive: ([UInt8]) throws -> Bool
  ) throws {
    var log = try FollowedLog(attempt, lines: lines)
    while true {
      // Whether the attempt is over is asked before reading, so that everything written before its
      // end is read.
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

  /// Whether the worker may go on writing. If the queue can't be read because an editor saves it,
  /// the answer is true as long as the attempt's folder exists.
  private func mayGrow(_ attempt: KeptAttempt, in context: CommandContext) -> Bool {
    (try? context.taskQueue.isRunning(attempt, ofRow: id)) ?? attempt.folder?.exists ?? false
  }

  private func answer(
    of attempt: KeptAttempt, _ bytes: [UInt8], _ context: CommandContext
  ) throws -> LogsAnswer {
    LogsAnswer(
      id: id, attempt: attempt,
      isRunning: try context.taskQueue.isRunning(attempt, ofRow: id),
      path: Path.relative(attempt.log, to: try context.taskQueue.home()),
      text: String(decoding: bytes, as: UTF8.self))
  }
}

private struct LogsAnswer: Shaped {
  let id: String
  let attempt: KeptAttempt
  let isRunning: Bool
  let path: String
  let text: String

  static var shapeName: StaticString { "logs" }
  static func shape(_ fields: inout Fields<LogsAnswer>) {
    fields.add("id", \.id)
    fields.add("claim", \.attempt.claimNumber, "the attempt")
    fields.add("worker", \.attempt.worker, "the name of the worker's profile")
    fields.add("state", { $0.isRunning ? "running" : "ended" }, "`running` or `ended`")
    fields.add("path", \.path, "the file")
    fields.add(
      "text", \.text, "the output; with `--follow` it is printed when the attempt has ended")
  }
}

/// The log of an attempt, which may not exist yet.
private struct FollowedLog: ~Copyable {
  private let attempt: KeptAttempt
  /// How many of the last lines are wanted; `nil` for all.
  private let lines: Int?
  private var file: GrowingFile?
  private var folder: FolderWatch

  /// The longest wait. A limit is needed because the death of a supervisor changes no file.
  private static let longestWait = Duration.seconds(1)

  init(_ attempt: KeptAttempt, lines: Int?) throws {
    (self.attempt, self.lines) = (attempt, lines)
    folder = FolderWatch(of: [Path.parent(of: attempt.log)])
    try open(skipping: true)
  }

  private mutating func open(skipping: Bool) throws {
    guard attempt.hasLog else { return }
    var file = try GrowingFile(attempt.openLog())
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
