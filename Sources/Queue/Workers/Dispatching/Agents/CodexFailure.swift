import Host
import Model

/// The class of a turn's failure, from a message of codex. The message is a field of the program's
/// events, which have no error code. Source:
/// https://github.com/openai/codex/blob/main/codex-rs/protocol/src/error.rs
struct CodexFailure: Equatable {
  let failureClass: FailureClass
  /// Whether codex itself tries again.
  let isPassing: Bool
  /// When a limit ends, in seconds since 1970; `nil` if the message has no time.
  let retryAt: Int?

  /// - Parameter now: the time of the message, in seconds since 1970.
  init(_ message: String, now: Int) {
    let text = Array(message.lowercased().utf8)
    func says(_ phrases: [String]) -> Bool {
      phrases.contains { text.firstOffset(of: Array($0.utf8), from: 0) != nil }
    }
    isPassing = says(Self.passing)
    if let found = Self.classes.first(where: { says($0.phrases) }) {
      failureClass = found.failureClass
    } else if says(["model"]), says(["does not exist"]) {
      failureClass = .setting
    } else {
      failureClass = says(Self.outages) ? .service : .agent
    }
    retryAt = failureClass == .rateLimit ? Self.retryTime(in: text, now: now) : nil
  }

  /// Phrases after which codex itself tries again, for any reason, such as `Reconnecting... 2/5 (the
  /// cause)`.
  private static let passing = ["reconnecting...", "; retrying "]

  /// The first class with a phrase of the message counts.
  private static let classes: [(failureClass: FailureClass, phrases: [String])] = [
    // Limits of an account or of a plan.
    (
      .rateLimit,
      [
        "usage limit", "rate limit", "429 too many requests", "quota exceeded", "out of credits",
        "spend cap", "to use codex with your chatgpt plan",
      ]
    ),
    (
      .auth,
      [
        "401 unauthorized", "403 forbidden", "access token could not be refreshed",
        "not logged in", "sign in again", "missing environment variable",
      ]
    ),
    (.setting, ["model_not_found", "model is not supported"]),
  ]

  private static let outages = [
    "model is at capacity", "experiencing high demand", "unexpected status 5", "last status: 5",
    "waiting for network", "connection failed", "error sending request", "stream disconnected",
  ]

  // MARK: Times

  private static func retryTime(in text: [UInt8], now: Int) -> Int? {
    if let rest = text.rest(after: "try again in ") {
      var (rest, sum) = (rest, 0.0)
      while let seconds = takeSeconds(from: &rest) { sum += seconds }
      return sum > 0 ? now + Int(sum.rounded(.up)) : nil
    }
    return text.rest(after: "try again at ").flatMap { LocalMinute(codex: $0, now: now)?.seconds }
  }

  /// Takes a number and its unit from the start of a text, as in `2 days 17 hours` or `6m0.5s`.
  private static func takeSeconds(from text: inout ArraySlice<UInt8>) -> Double? {
    let space = UInt8(ascii: " ")
    let number = text.drop { $0 == space }.prefix { (0x30...0x39).contains($0) || $0 == 0x2E }
    let unit = text[number.endIndex...].drop { $0 == space }.prefix { (0x61...0x7A).contains($0) }
    // A number with more digits is not part of a time.
    guard number.count < 9, let amount = Double(String(decoding: number, as: UTF8.self)),
      let seconds = seconds(of: String(decoding: unit, as: UTF8.self))
    else { return nil }
    text = text[unit.endIndex...]
    return amount * seconds
  }

  private static func seconds(of unit: String) -> Double? {
    switch unit {
    case "ms": 0.001
    case "s", "second", "seconds": 1
    case "m", "minute", "minutes": 60
    case "h", "hour", "hours": 3600
    case "d", "day", "days": 86400
    default: nil
    }
  }
}

extension [UInt8] {
  fileprivate func rest(after phrase: String) -> ArraySlice<UInt8>? {
    let phrase = Array(phrase.utf8)
    return firstOffset(of: phrase, from: 0).map { self[($0 + phrase.count)...] }
  }
}

extension LocalMinute {
  /// Reads `9:15 pm`, the next such time, or `nov 30th, 2026 9:53 am`, as codex writes them: in the
  /// zone of the machine.
  fileprivate init?(codex text: ArraySlice<UInt8>, now: Int) {
    var words = text.split { !($0.isLetterOrDigit || $0 == UInt8(ascii: ":")) }.prefix(5)
      .map { String(decoding: $0, as: UTF8.self) }
    var day = LocalMinute(at: now)
    var hasDay = false
    if words.count == 5, let month = Self.months.firstIndex(of: words[0]),
      let number = Int(words[1].dropLast(2)), let year = Int(words[2])
    {
      (day.year, day.month, day.day, hasDay) = (year, month + 1, number, true)
      words.removeFirst(3)
    }
    guard words.count >= 2, ["am", "pm"].contains(words[1]) else { return nil }
    let parts = words[0].split(separator: ":").map { Int($0) }
    guard parts.count == 2, let hour = parts[0], let minute = parts[1], 1...12 ~= hour,
      0...59 ~= minute
    else { return nil }
    (day.hour, day.minute) = (hour % 12 + (words[1] == "pm" ? 12 : 0), minute)
    if !hasDay, let seconds = day.seconds, seconds <= now { day.day += 1 }
    self = day
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]
}

extension UInt8 {
  fileprivate var isLetterOrDigit: Bool {
    (0x30...0x39).contains(self) || (0x61...0x7A).contains(self)
  }
}
