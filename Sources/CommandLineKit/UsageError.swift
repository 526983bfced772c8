/// An error in a command line.
public enum UsageError: Error, Equatable, Sendable {
  case noCommand
  case unknownCommand(String, nearest: String?)
  case unknownOption(String, nearest: String?)
  case missingValue(option: String)
  case unexpectedValue(option: String)
  case missingOption(String)
  case missingArgument(String)
  case invalidValue(String, option: String, InvalidValue.Reason)
  case unexpectedArgument(String)
  /// All that is wrong with the arguments of one command; at least two.
  case several([UsageError])

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
      "invalid value '\(text)' for \(option): \(reason.text)"
    case .unexpectedArgument(let text): "unexpected argument '\(text)'"
    case .several(let errors): Self.message(of: errors)
    }
  }

  private static func message(of errors: [UsageError]) -> String {
    var (messages, missing): ([String], [String]) = ([], [])
    for error in errors {
      if case .missingOption(let option) = error {
        missing.append(option)
      } else {
        messages.append(error.message)
      }
    }
    if !missing.isEmpty {
      messages.append(
        "missing option\(missing.count > 1 ? "s" : "") \(missing.joined(separator: ", "))")
    }
    return messages.joined(separator: "; ")
  }

  /// The nearest correct spelling, where there is one.
  public var suggestion: String? {
    switch self {
    case .unknownCommand(_, let nearest), .unknownOption(_, let nearest):
      return nearest.map { "did you mean \($0)?" }
    case .several(let errors):
      let suggestions = errors.compactMap(\.suggestion)
      return suggestions.isEmpty ? nil : suggestions.joined(separator: " ")
    case .noCommand, .missingValue, .unexpectedValue, .missingOption, .missingArgument,
      .invalidValue, .unexpectedArgument:
      return nil
    }
  }
}
