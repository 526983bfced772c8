public import CommandLineKit
import JSON
public import QueueCLI
import QueueModel

/// `orch watchdog`: takes back the rows whose worker is gone.
public struct Watchdog: QueueCommand {
  public static let name = "watchdog"
  public static let summary = "Take back the rows whose worker is gone"
  public static let discussion = """
    A worker is gone when the lease that it renewed has ended, or when it sends no heartbeats
    and its row is IN_PROGRESS for longer than --stale-minutes; two minutes at least. Its row
    becomes PENDING; FAILED when its attempts are used up; and BLOCKED when three claims in a
    row ended without an outcome, which a person should look at.
    """
  public static let result = """
    `RESET A,B`, `BLOCKED C`, `FAILED D`, each where there are such rows, or `NOOP`
    """
  public static let examples = [
    Example("orch watchdog --queue /srv/project/QUEUE.md", "every ten minutes, in cron"),
    Example("orch watchdog --stale-hours 6", "where work without heartbeats takes long"),
  ]
  public static let options: [Option<Watchdog>] = [
    .staleMinutes { $1.minutes = $0 },
    .number("--stale-hours", "H", "the same in hours", in: 0...365 * 24) { $1.hours = $0 },
  ]

  /// What becomes of a row, in the order in which it is told.
  private enum Fate: String, CaseIterable {
    case reset, blocked, failed

    init?(_ event: Event) {
      switch event {
      case .retried: self = .reset
      case .blocked: self = .blocked
      case .failed: self = .failed
      case .added, .picked, .done, .released, .assigned, .leaseAcquired, .leaseRenewed,
        .leaseReleased, .leaseEnded, .idempotencySkipped, .cancelled, .replanned, .undone,
        .restored, .firstSeen, .externalEdit, .migrated, .rendered, .archived, .guardrail,
        .reviewGate:
        return nil
      }
    }
  }

  public var shared = SharedOptions()
  var minutes: Int?
  var hours: Int?

  public init() {}

  public func run(in session: Session) throws(CommandError) -> ExitStatus {
    let changes = try session.perform(.rescue(staleSeconds: staleSeconds(session))).changes
    if session.shared.isJSON {
      try session.print(Self.json(changes))
    } else {
      let lines = Self.lines(changes)
      for line in lines.isEmpty ? ["NOOP"] : lines { try session.print(line) }
    }
    return .success
  }

  private static func lines(_ changes: [ItemChange]) -> [String] {
    Fate.allCases.compactMap { fate in
      let ids = changes.filter { Fate($0.event) == fate }.map(\.id.escaped)
      let word = fate.rawValue.uppercased()
      return ids.isEmpty ? nil : "\(word) \(ids.joined(separator: ","))"
    }
  }

  private static func json(_ changes: [ItemChange]) -> JSONValue {
    var object: JSONObject = [:]
    for fate in Fate.allCases {
      object[fate.rawValue] = .array(changes.filter { Fate($0.event) == fate }.map(\.json))
    }
    return .object(object)
  }

  private func staleSeconds(_ session: Session) throws(CommandError) -> Int {
    switch (minutes, hours) {
    case (nil, nil): return try session.value(Settings.staleMinutes) * 60
    case (let minutes?, nil): return minutes * 60
    case (nil, let hours?): return hours * 3600
    case (.some, .some):
      throw CommandError(
        code: "usage", message: "--stale-minutes and --stale-hours say the same",
        hint: "leave one of them out", status: .usage)
    }
  }
}
