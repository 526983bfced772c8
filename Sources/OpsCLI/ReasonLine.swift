import CommandLineKit
import CommandSupport
import QueueModel

/// Why one row is not running, as it is told.
struct ReasonLine {
  let explanation: Explanation
  let message: String
  /// `nil` where there is nothing to change.
  let command: String?

  init(_ explanation: Explanation, at now: QueueTime, command: String?) {
    self.explanation = explanation
    message = Messages.english.text(of: explanation, at: now)
    self.command = command
  }

  /// `-` for a malformed row that says none.
  var id: String { (explanation.id ?? "-").escaped }

  /// `id⇥reason⇥command`, for scripts.
  var text: String { [id, message, command ?? ""].joined(separator: "\t") }
}
