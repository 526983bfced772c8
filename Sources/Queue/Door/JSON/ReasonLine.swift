public import Model
public import Text

/// Why a row is not running, as text.
public struct ReasonLine {
  public let explanation: Explanation
  public let message: Sentence
  /// The command that would change that; `nil` for none.
  public let command: String?
  /// The language of the message in JSON.
  private let language: Language

  public init(
    _ explanation: Explanation, at now: QueueTime, command: String?, language: Language = .english
  ) {
    self.language = language
    self.explanation = explanation
    message = explanation.sentence(at: now)
    self.command = command
  }

  /// `-` for a malformed row without an id.
  public var id: String { explanation.idText }
}

extension ReasonLine: Shaped {
  public static var shapeName: StaticString { "explained row" }
  public static func shape(_ fields: inout Fields<ReasonLine>) {
    fields.add("id", \.explanation.id, "the row; null if a malformed one has no id")
    fields.add("status", \.explanation.status?.rawValue, "null if it cannot be read")
    fields.add("reason", \.explanation.reason, "why it is not running")
    fields.add("message", { $0.message($0.language) }, "the same in words")
    fields.add("command", \.command, "what would change it, if anything")
    fields.addIfNotEmpty(
      "remarks", \.explanation.remarks,
      "what its last attempt changed beside its work: `git_changed:…`, `checkout_changed:…`")
  }
}
