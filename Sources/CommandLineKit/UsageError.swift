/// A mistake in what somebody typed.
public enum UsageError: Error, Equatable, Sendable {
  case noCommand
  case unknownCommand(String, nearest: String?)
  case unknownOption(String, nearest: String?)
  case missingValue(option: String)
  case unexpectedValue(option: String)
  case missingOption(String)
  case missingArgument(String)
  case invalidValue(String, option: String, reason: String)
  case unexpectedArgument(String)
  case notThereYet(option: String, comesWith: String)

  public var message: String {
    switch self {
    case .noCommand: "no command"
    case .unknownCommand(let name, _): "unknown command '\(name)'"
    case .unknownOption(let name, _): "unknown option '\(name)'"
    case .missingValue(let option): "missing value for \(option)"
    case .unexpectedValue(let option): "\(option) takes no value"
    case .missingOption(let option): "missing option \(option)"
    case .missingArgument(let argument): "missing argument: \(argument)"
    case .invalidValue(let text, let option, let reason):
      "invalid value '\(text)' for \(option): \(reason)"
    case .unexpectedArgument(let text): "unexpected argument '\(text)'"
    case .notThereYet(let option, let comesWith):
      "\(option) is not there yet: it comes with \(comesWith)"
    }
  }

  /// The nearest correct spelling, where there is one.
  public var suggestion: String? {
    switch self {
    case .unknownCommand(_, let nearest), .unknownOption(_, let nearest):
      nearest.map { "did you mean \($0)?" }
    case .noCommand, .missingValue, .unexpectedValue, .missingOption, .missingArgument,
      .invalidValue,
      .unexpectedArgument, .notThereYet:
      nil
    }
  }
}
