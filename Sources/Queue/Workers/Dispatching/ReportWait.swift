import Text

/// Why the report of a worker cannot be routed, and when orch tries again: the file
/// `workers/TOKEN.waits` next to the worker's record, which exists as long as the report waits.
public struct ReportWait: Equatable, Sendable {
  /// When orch first tried; seconds since 1970.
  public let since: Int
  /// The number of tries.
  public var tries = 1
  /// When orch may try again; seconds since 1970.
  public var next: Int
  /// The reason and the remedy, each in English and Korean.
  public let reason: [String]
  public let hint: [String]

  public init(since: Int, next: Int, reason: [String], hint: [String]) {
    (self.since, self.next, self.reason, self.hint) = (since, next, reason, hint)
  }

  init?(parsing bytes: [UInt8]) {
    guard let object = (try? JSONValue(parsing: bytes))?.objectValue,
      let since = object["since"]?.epochSeconds, let tries = object["tries"]?.integerValue,
      let next = object["next"]?.epochSeconds, (1...1 << 20).contains(tries),
      let reason = object["reason"]?.stringValues, reason.count == 2,
      let hint = object["hint"]?.stringValues, hint.count == 2
    else { return nil }
    self.init(since: since, next: next, reason: reason, hint: hint)
    self.tries = tries
  }

  var text: String {
    let json: JSONValue = [
      "since": .integer(since), "tries": .integer(tries), "next": .integer(next),
      "reason": .array(reason.map { .string($0) }), "hint": .array(hint.map { .string($0) }),
    ]
    return "\(json)\n"
  }
}
