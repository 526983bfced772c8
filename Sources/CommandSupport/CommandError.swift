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
      code: refusal.code, message: refusal.message, hint: refusal.hint, status: .refused)
    self.refusal = refusal
  }

  public init(_ error: SystemError) {
    if error.isLink {
      self.init(
        code: "link", message: error.description,
        hint: "a link is not followed here: remove it", status: .noPermission)
    } else if error.isNotUTF8 {
      self.init(
        code: "not_utf8", message: error.description,
        hint: "nothing was changed; rename the folder, such as with convmv", status: .malformedData)
    } else if error.isDenied {
      self.init(
        code: "no_permission", message: error.description,
        hint: "check the permissions of the file and its folder", status: .noPermission)
    } else if error.action == "create" {
      self.init(
        code: "cannot_create", message: error.description,
        hint: "check the folder, and whether the disk is full", status: .cannotCreate)
    } else {
      self.init(
        code: "input_output", message: error.description, hint: Self.remedy(error),
        status: .inputOutput)
    }
  }

  private static func remedy(_ error: SystemError) -> String {
    error.isDirectory
      ? "name the queue file itself, for example \(error.path)/QUEUE.md"
      : error.remedy ?? "nothing was changed; check the disk"
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
