import CommandLineKit
import JSON
import QueueModel

/// An error as it is told: a line for scripts, lines for a person, or JSON.
struct ErrorReport {
  let error: CommandError
  /// How the command is called, where that was the mistake.
  var usage: String?

  var json: JSONValue {
    [
      "error": [
        "code": .string(error.code), "message": .string(error.message), "hint": .string(advice),
      ]
    ]
  }

  /// `ERROR: what (what to do)`.
  func line(_ paint: Paint) -> String { "\(title(paint)) (\(advice.escaped))" }

  /// What to do stands below the error, each on a line of its own.
  func lines(_ paint: Paint) -> String {
    ([title(paint)] + hints.map { "  " + paint.dim($0.escaped) }).joined(separator: "\n")
  }

  private func title(_ paint: Paint) -> String {
    "\(paint("ERROR:", .red)) \(error.message.escaped)"
  }

  private var hints: [String] { [error.hint, usage ?? ""].filter { !$0.isEmpty } }

  private var advice: String {
    hints.joined(separator: error.hint.hasSuffix("?") ? " " : "; ")
  }
}
