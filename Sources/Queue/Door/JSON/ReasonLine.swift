public import Model
public import Text

/// Why a row is not running, as text.
public struct ReasonLine {
  public let explanation: Explanation
  public let message: Sentence
  /// The command that would help; `nil` if there is none.
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
    fields.add("id", \.explanation.id, "the row; null for a malformed row without an id")
    fields.add("status", \.explanation.status?.rawValue, "null if it cannot be read")
    fields.add("reason", \.explanation.reason, "why it is not running")
    fields.add("message", { $0.message($0.language) }, "the reason in words")
    fields.add("command", \.command, "the command that would help; null if there is none")
    fields.addIfNotEmpty(
      "remarks", \.explanation.remarks,
      """
      the changes of its last attempt outside of its work: `git_changed:…`, `checkout_changed:…`; \
      `landing_lost:…` if its work is gone from where it landed
      """)
    fields.addIfAny(
      "asked", { $0.explanation.asked?.sentence.english },
      "why the model of `answers` has not answered its question, in words")
  }
}
