import Text

/// A supervisor that was found stopped: `workers/TOKEN.stopped` beside its record.
public struct SupervisorStop: Equatable, Sendable {
  /// When it was first found stopped, or was continued; seconds since 1970.
  public let since: Int
  /// Whether it was continued since then.
  public let isContinued: Bool

  public init(since: Int, isContinued: Bool = false) {
    (self.since, self.isContinued) = (since, isContinued)
  }

  /// The seconds that a supervisor may be stopped before it is continued, and then the seconds in
  /// which it may not be found stopped again. A person with a debugger continues it sooner.
  public static let longest = 60

  init?(parsing bytes: [UInt8]) {
    guard let object = (try? JSONValue(parsing: bytes))?.objectValue,
      let since = object["since"]?.integerValue
    else { return nil }
    self.init(since: since, isContinued: object["continued"]?.boolValue ?? false)
  }

  var text: String {
    let json: JSONValue = ["since": .integer(since), "continued": .bool(isContinued)]
    return "\(json)\n"
  }
}
