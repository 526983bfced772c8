import Host
import Model

/// What a message of codex says about the failure of a turn. The message is a field of its events,
/// which have no error code.
/// Source: https://github.com/openai/codex/blob/main/codex-rs/protocol/src/error.rs
struct CodexFailure: Equatable {
  let failureClass: FailureClass
  /// The seconds until a limit ends; `nil` if the message has no time, or only a time of day, which
  /// has no zone.
  let retrySeconds: Int?

  init(_ message: String) {
    let text = Array(message.lowercased().utf8)
    func says(_ phrases: [String]) -> Bool {
      phrases.contains { text.firstOffset(of: Array($0.utf8), from: 0) != nil }
    }
    if says(Self.passing) {
      (failureClass, retrySeconds) = (.agent, nil)
    } else if says(Self.limits) {
      (failureClass, retrySeconds) = (.rateLimit, Self.retrySeconds(in: text))
    } else {
      (failureClass, retrySeconds) = (says(Self.logins) ? .auth : .agent, nil)
    }
  }

  /// Phrases after which codex itself tries again, whatever the reason.
  private static let passing = ["reconnecting...", "; retrying "]

  /// Limits of an account, of a plan, or of the service, if it is overloaded.
  private static let limits = [
    "usage limit", "rate limit", "429 too many requests", "quota exceeded", "out of credits",
    "spend cap", "to use codex with your chatgpt plan", "model is at capacity",
    "experiencing high demand",
  ]

  private static let logins = [
    "401 unauthorized", "access token could not be refreshed", "not logged in", "sign in again",
    "missing environment variable",
  ]

  // MARK: Times

  private static func retrySeconds(in text: [UInt8]) -> Int? {
    let phrase = Array("try again in ".utf8)
    guard let start = text.firstOffset(of: phrase, from: 0) else { return nil }
    var (rest, sum) = (text[(start + phrase.count)...], 0.0)
    while let seconds = takeSeconds(from: &rest) { sum += seconds }
    return sum > 0 ? Int(sum.rounded(.up)) : nil
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
