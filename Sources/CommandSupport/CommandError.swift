public import CommandLineKit
public import Host
public import QueueModel

/// An error as people and scripts meet it: what, what to do, and the status.
public struct CommandError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The error's name in JSON.
  public let code: String
  public let message: String
  public let hint: String
  public let status: ExitStatus
  /// What the rules refused; `nil` for every other error.
  public private(set) var refusal: Refusal?

  public var description: String { message }

  /// What is wrong and, in parentheses, what to do; not escaped.
  public var sentence: String { "\(message) (\(hint))" }

  public init(code: String, message: String, hint: String, status: ExitStatus) {
    self.code = code
    self.message = message
    self.hint = hint
    self.status = status
  }

  public init(_ refusal: Refusal) {
    self.init(
      code: refusal.code, message: Messages.english.text(of: refusal),
      hint: Messages.english.hint(of: refusal), status: .refused)
    self.refusal = refusal
  }

  public init(_ error: SystemError) {
    let (code, status): (String, ExitStatus) =
      if error.isLink {
        ("link", .noPermission)
      } else if error.isNotUTF8 {
        ("not_utf8", .malformedData)
      } else if error.isDenied {
        ("no_permission", .noPermission)
      } else if error.action == "create" {
        ("cannot_create", .cannotCreate)
      } else {
        ("input_output", .inputOutput)
      }
    self.init(
      code: code, message: error.description, hint: Messages.english.hint(of: error),
      status: status)
  }

  /// A result that can't be printed; the work behind it is done.
  static func output(_ error: SystemError) -> CommandError {
    CommandError(
      code: "input_output", message: error.description,
      hint: "only the printing failed; what was changed stays changed", status: .inputOutput)
  }

  /// The same with a better hint.
  public func hinting(_ hint: String) -> CommandError {
    CommandError(code: code, message: message, hint: hint, status: status)
  }

  static func setting(_ message: String, hint: String) -> CommandError {
    CommandError(code: "bad_setting", message: message, hint: hint, status: .usage)
  }
}
