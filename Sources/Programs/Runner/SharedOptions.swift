import Door
public import Text

/// The options of every command. Source: `docs/cli.md`.
public struct SharedOptions: OptionGroup {
  public var queue: String?
  public var usesCopy = false
  public var database: String?
  public var logPath: String?
  public var writesLog = true
  public var traceID: String?
  public var ownerSession: String?
  public var claimToken: String?
  public var lockTimeout: String?
  public var isJSON = false
  public var color = ColorMode.auto
  public var isQuiet = false

  public init() {}

  public static let options: [Option<SharedOptions>] = [
    .value(
      "--queue", "PATH", Sentence("the queue file", "큐 파일"), kind: .file,
      environment: ["ORCH_QUEUE_MD", "ORCH_BASE_DIR"],
      fallback: Sentence("searched for upwards", "위쪽 폴더로 올라가며 찾음")
    ) { $1.queue = $0 },
    .flag(
      "--here",
      Sentence(
        "in a linked worktree of git, use the copy of the queue there",
        "git의 연결된 작업 트리에서 그곳에 있는 큐의 사본")
    ) { $0.usesCopy = true },
    .value(
      "--db", "PATH",
      Sentence(
        "the database to work on instead: an SQLite file, or postgresql://…",
        "대신 작업할 데이터베이스: SQLite 파일 또는 postgresql://…"),
      kind: .file
    ) { $1.database = $0 },
    .value(
      "--owner-session", "S", Sentence("the session that you act as", "실행하는 세션"), kind: .session,
      environment: ["ORCH_OWNER_SESSION"],
      fallback: Sentence("a person", "사람")
    ) { $1.ownerSession = $0 },
    .value(
      "--attempt", "TOKEN",
      Sentence(
        "the claim that you work on, from orch pick --json", "작업 중인 배정의 토큰. orch pick --json이 줍니다"),
      environment: ["ORCH_ATTEMPT"]
    ) { (text, shared) throws(InvalidValue) in
      guard !text.isEmpty else {
        throw InvalidValue(Sentence("it must not be empty", "비워 둘 수 없습니다"))
      }
      shared.claimToken = text
    },
    .value(
      "--lock-timeout", "SECONDS",
      Sentence("how long to wait for the queue's lock", "큐의 잠금을 기다리는 시간"),
      environment: ["ORCH_LOCK_TIMEOUT"],
      fallback: Sentence(same: Settings.lockTimeout.description.fallback)
    ) { $1.lockTimeout = $0 },
    .value(
      "--log-path", "PATH", Sentence("the run log", "실행 로그"), kind: .file,
      environment: ["ORCH_LOG_PATH"],
      fallback: Sentence(
        "`\(Settings.logPath.description.fallback)` beside the queue",
        "큐 옆의 `\(Settings.logPath.description.fallback)`")
    ) { $1.logPath = $0 },
    .flag("--no-log", Sentence("write no run log", "실행 로그를 쓰지 않음")) { $0.writesLog = false },
    .value(
      "--trace-id", "ID", Sentence("names the run in log and journal", "로그와 저널에서 이 실행의 이름"),
      environment: ["ORCH_TRACE_ID"],
      fallback: Sentence("`trace-` and hex digits", "`trace-`와 16진수")
    ) { $1.traceID = $0 },
    .flag("--json", Sentence("one JSON document instead of text", "텍스트 대신 JSON 문서 하나")) {
      $0.isJSON = true
    },
    .choice(
      "--color", Sentence("colour; auto: only on a terminal", "색. auto는 터미널에서만"),
      ColorMode.allCases.map(\.rawValue),
      environment: ["NO_COLOR", "CLICOLOR_FORCE"],
      fallback: Sentence(same: ColorMode.auto.rawValue)
    ) { $1.color = ColorMode(rawValue: $0) ?? .auto },
    .flag(
      "--quiet", short: "-q",
      Sentence("no warnings and notices on standard error", "표준 오류에 경고와 알림을 쓰지 않음")
    ) {
      $0.isQuiet = true
    },
  ]
}
