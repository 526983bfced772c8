/// The rule for a key that tells that two rows are the same work: what a notes cell,
/// and a line of a log, can hold as one word.
public enum IdempotencyKey {
  /// UTF-8 bytes.
  public static let maximumLength = 200

  /// The rule in words, for messages.
  public static let rule =
    "use up to \(maximumLength) bytes without spaces, pipes and control characters"

  public static func isWellFormed(_ text: String) -> Bool {
    (1...maximumLength).contains(text.utf8.count)
      && text.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0 != "|" }
      && text.escaped == text
  }
}
