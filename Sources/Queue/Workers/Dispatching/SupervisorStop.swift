import Text

/// A supervisor that was found stopped: the file `workers/TOKEN.stopped` next to the supervisor's
/// record.
public struct SupervisorStop: Equatable, Sendable {
  /// When the supervisor was first found stopped, or was continued; seconds since 1970.
  public let since: Int
  /// Whether orch has continued the supervisor.
  public let isContinued: Bool

  public init(since: Int, isContinued: Bool = false) {
    (self.since, self.isContinued) = (since, isContinued)
  }

  /// The seconds that a supervisor may be stopped before orch continues it. If the supervisor is
  /// still or again stopped after this time has passed once more, orch kills it. A person with a
  /// debugger continues it sooner.
  public static let longest = 60

  init?(parsing bytes: [UInt8]) {
    guard let object = (try? JSONValue(parsing: bytes))?.objectValue,
      let since = object["since"]?.epochSeconds
    else { return nil }
    self.init(since: since, isContinued: object["continued"]?.boolValue ?? false)
  }

  var text: String {
    let json: JSONValue = ["since": .integer(since), "continued": .bool(isContinued)]
    return "\(json)\n"
  }
}
