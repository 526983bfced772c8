/// An error in a command line.
public enum UsageError: Error, Equatable, Sendable {
  case noCommand
  case unknownCommand(String, nearest: String?)
  case unknownOption(String, nearest: String?)
  case missingValue(option: String)
  case unexpectedValue(option: String)
  case missingOption(String)
  case missingArgument(String)
  case invalidValue(String, option: String, Sentence)
  case unexpectedArgument(String)
  /// An option that takes one value was given with two values.
  case repeatedOption(String)
  /// All errors in the arguments of one command, if there are at least two.
  case several([UsageError])

  public var sentence: Sentence {
    switch self {
    case .noCommand: Sentence("no command", "명령이 없습니다")
    case .unknownCommand(let name, _):
      Sentence("unknown command '\(name)'", "알 수 없는 명령 '\(name)'")
    case .unknownOption(let name, _):
      Sentence("unknown option '\(name)'", "알 수 없는 옵션 '\(name)'")
    case .missingValue(let option): Sentence("missing value for \(option)", "값이 없습니다: \(option)")
    case .unexpectedValue(let option):
      Sentence("\(option) takes no value", "\(option): 값을 받지 않는 옵션입니다")
    case .missingOption(let option):
      Sentence("missing option \(option)", "필요한 옵션이 빠졌습니다: \(option)")
    case .missingArgument(let argument):
      Sentence("missing argument: \(argument)", "필요한 인수가 빠졌습니다: \(argument)")
    case .invalidValue(let text, let option, let reason):
      .invalidValue(text, for: option, reason)
    case .unexpectedArgument(let text):
      Sentence("unexpected argument '\(text)'", "'\(text)'은(는) 쓸 수 없는 인수입니다")
    case .repeatedOption(let option):
      Sentence("\(option) is given twice", "\(option): 두 번 썼습니다")
    case .several(let errors):
      Sentence(
        Self.english(of: errors), errors.map(\.sentence.korean).joined(separator: "; "))
    }
  }

  /// The errors in English, with all missing options in one list.
  private static func english(of errors: [UsageError]) -> String {
    var (messages, missing): ([String], [String]) = ([], [])
    for error in errors {
      if case .missingOption(let option) = error {
        missing.append(option)
      } else {
        messages.append(error.sentence.english)
      }
    }
    if !missing.isEmpty {
      messages.append(
        "missing option\(missing.count > 1 ? "s" : "") \(missing.joined(separator: ", "))")
    }
    return messages.joined(separator: "; ")
  }

  /// The nearest correct spelling, if there is one.
  public var suggestion: Sentence? {
    switch self {
    case .unknownCommand(_, let nearest), .unknownOption(_, let nearest):
      return nearest.map(Sentence.suggestion)
    case .several(let errors):
      let suggestions = errors.compactMap(\.suggestion)
      return suggestions.isEmpty ? nil : suggestions.joined(separator: " ")
    case .noCommand, .missingValue, .unexpectedValue, .missingOption, .missingArgument,
      .invalidValue, .unexpectedArgument, .repeatedOption:
      return nil
    }
  }
}
