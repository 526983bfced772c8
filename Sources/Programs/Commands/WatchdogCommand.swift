import Door
import Model
import Runner
import Text
import Work

/// `orch watchdog`: takes back the rows whose worker is gone.
struct WatchdogCommand: QueueCommand {
  static let name = "watchdog"
  static let summary = Sentence("Take back the rows whose worker is gone", "워커가 사라진 행을 거두어들입니다")
  static let discussion = Sentence(
    """
    A worker is gone if the lease that it renewed has ended, or if it sends no heartbeats and its
    row has been IN_PROGRESS for longer than --stale-minutes, at least two minutes. Its row becomes
    PENDING, FAILED if its attempts are used up, or BLOCKED if three consecutive claims ended
    without an outcome: then a person should look at it. If orch started the worker on this machine,
    its row is left alone while the worker runs, and taken back soon after the worker is killed.
    What a person took stays theirs: a row without owner_session and lease.
    """,
    """
    연장하던 리스가 끝났거나, 하트비트가 없고 행이 --stale-minutes보다 오래 IN_PROGRESS이면
    워커가 사라진 것입니다. 최소 2분입니다. 그 행은 PENDING이 되고, 시도를 모두 썼으면 FAILED,
    세 번의 배정이 잇따라 결과 없이 끝났으면 BLOCKED가 되어 사람이 봐야 합니다. orch가 이 컴퓨터에서
    시작한 워커의 행은 워커가 실행되는 동안 그대로 두고, 강제 종료되면 곧 거두어들입니다.
    사람이 맡은 행, 곧 owner_session과 리스가 없는 행은 그대로 둡니다.
    """)
  static let result = """
    `RESET A,B`, `BLOCKED C`, `FAILED D`, each if there are such rows, or `NOOP`
    """
  static var answers: [any Shaped.Type] { [WatchdogAnswer.self] }
  static let examples = [
    Example(
      "orch watchdog --queue /srv/project/QUEUE.md",
      Sentence("every ten minutes, in cron", "cron에서 10분마다")),
    Example(
      "orch watchdog --stale-hours 6",
      Sentence("if work without heartbeats takes long", "하트비트 없는 작업이 오래 걸리는 곳에서")),
  ]
  static let options: [Option<WatchdogCommand>] = [
    .staleMinutes { $1.staleTimeout.minutes = $0 }, .staleHours { $1.staleTimeout.hours = $0 },
  ]

  var shared = SharedOptions()
  var staleTimeout = StaleTimeout()

  func run(in context: CommandContext) throws -> ExitStatus {
    let rescued = RescueOutput(
      try context.taskQueue.rescue(
        staleTimeout: staleTimeout.duration(in: context), as: context.caller))
    try context.print(
      rescued.answer(in: context.taskQueue.zoneOfJSON),
      or: rescued.isEmpty ? ["NOOP"] : rescued.lines)
    return .success
  }
}

/// How long a row may be IN_PROGRESS without heartbeats: `--stale-minutes` or `--stale-hours`.
struct StaleTimeout {
  var minutes: Int?
  var hours: Int?

  func duration(in context: CommandContext) throws -> Duration {
    switch (minutes, hours) {
    case (nil, nil): return .seconds(try context.taskQueue.value(Settings.staleMinutes) * 60)
    case (let minutes?, nil): return .seconds(minutes * 60)
    case (nil, let hours?): return .seconds(hours * 3600)
    case (.some, .some):
      throw Problem.usage(
        "--stale-minutes and --stale-hours set the same limit",
        "--stale-minutes와 --stale-hours는 같은 뜻입니다",
        hint: .leaveOneOut)
    }
  }
}

struct RescueOutput {
  private let changes: [ItemChange]

  init(_ changes: [ItemChange]) { self.changes = changes }

  var isEmpty: Bool { lines.isEmpty }

  /// `RESET A,B`, `BLOCKED C`, `FAILED D`, each if there are such rows.
  var lines: [String] {
    Fate.allCases.compactMap { fate in
      let ids = changes(fate).map(\.id.escaped)
      return ids.isEmpty ? nil : "\(fate.rawValue.uppercased()) \(ids.joined(separator: ","))"
    }
  }

  func answer(in zone: QueueZone?) -> WatchdogAnswer {
    func rows(_ fate: Fate) -> [ZonedChange] { changes(fate).map { ZonedChange($0, in: zone) } }
    return WatchdogAnswer(reset: rows(.reset), blocked: rows(.blocked), failed: rows(.failed))
  }

  private func changes(_ fate: Fate) -> [ItemChange] { changes.filter { $0.fate == fate } }
}

struct WatchdogAnswer: Shaped {
  let reset, blocked, failed: [ZonedChange]

  static var shapeName: StaticString { "watchdog" }
  static func shape(_ fields: inout Fields<WatchdogAnswer>) {
    fields.add("reset", \.reset, "rows that are PENDING again")
    fields.add("blocked", \.blocked, "rows that a person should look at")
    fields.add("failed", \.failed, "rows whose attempts are used up")
  }
}
