/// Parses the arguments of one command, without its name.
struct CommandParser<C: Command> {
  enum Result {
    case command(C)
    case help
    case version
  }

  private var rest: ArraySlice<String>
  private var command = C()
  private var given: Set<String> = []
  /// The values of the options that take one value.
  private var values: [String: String] = [:]
  /// The mistakes so far, which are reported together.
  private var mistakes: [UsageError] = []

  init(_ arguments: [String]) { rest = arguments[...] }

  mutating func parse() throws(UsageError) -> Result {
    var isPlain = false
    while let argument = rest.popFirst() {
      do throws(UsageError) {
        if isPlain || !argument.hasPrefix("-") || argument == "-" {
          try parseArgument(argument)
        } else if argument == "--" {
          isPlain = true
        } else if argument == "--help" || argument == "-h" {
          return .help
        } else if argument == "--version" {
          return .version
        } else {
          try parseOption(argument)
        }
      } catch {
        if error.isAboutBuiltIn { throw error }
        mistakes.append(error)
      }
    }
    appendMissingOptions()
    if mistakes.count > 1 { throw .several(mistakes) }
    if let mistake = mistakes.first { throw mistake }
    return .command(command)
  }

  /// A plain loop, for the reason that `Option.first(of:where:)` gives.
  private mutating func appendMissingOptions() {
    let options = C.options
    var index = 0
    while index < options.count {
      let option = options[index].description
      index += 1
      if !option.isRequired || given.contains(option.name) { continue }
      mistakes.append(
        option.isArgument ? .missingArgument(option.spelling) : .missingOption(option.spelling))
    }
  }

  /// The command's own options come first, then the shared ones.
  private mutating func parseOption(_ argument: String) throws(UsageError) {
    let word = OptionWord(argument)
    if let option = Option.first(of: C.options, where: { $0.matches(word.name) }) {
      given.insert(option.description.name)
      try assign(value(word.value, for: option.description), for: option)
    } else if let option = Option.first(
      of: C.Shared.options, where: { $0.matches(word.name) })
    {
      let value = try value(word.value, for: option.description)
      try checkIsFirst(value, of: option.description)
      try Self.assign(value, for: option, into: &command.shared)
    } else if let (option, value) = Self.attachedValue(in: argument) {
      given.insert(option.description.name)
      try assign(value, for: option)
    } else {
      throw unknownOption(word)
    }
  }

  /// Skips the word after an unknown option, as the option's value, if the word can't be an
  /// argument. Counts the known option with the nearest name as given. So the mistake does not
  /// cause further errors.
  private mutating func unknownOption(_ word: OptionWord) -> UsageError {
    let options = C.options.map(\.description) + C.Shared.options.map(\.description)
    let known = options.filter { !$0.isArgument } + OptionDescription.builtIn
    let nearest = Spelling.nearest(to: word.name, in: known.map(\.name))
    if let nearest { given.insert(nearest) }
    let hasValue =
      nearest.map { name in known.contains { $0.name == name && $0.placeholder != nil } }
      ?? (nextArgument == nil)
    if hasValue, word.value == nil, let next = rest.first, !next.hasPrefix("-") {
      rest.removeFirst()
    }
    return .unknownOption(word.name, nearest: nearest)
  }

  private mutating func value(
    _ attached: String?, for option: OptionDescription
  ) throws(UsageError) -> String {
    if option.placeholder == nil {
      if attached != nil { throw .unexpectedValue(option: option.name) }
      return ""
    }
    guard let value = attached ?? rest.popFirst() else {
      throw .missingValue(option: option.spelling)
    }
    return value
  }

  private mutating func parseArgument(_ word: String) throws(UsageError) {
    guard let option = nextArgument else { throw .unexpectedArgument(word) }
    given.insert(option.description.name)
    try assign(word, for: option)
  }

  private mutating func assign(_ value: String, for option: Option<C>) throws(UsageError) {
    try checkIsFirst(value, of: option.description)
    try Self.assign(value, for: option, into: &command)
  }

  /// Throws if an option that takes one value gets a second one, because the first value would be
  /// lost.
  private mutating func checkIsFirst(
    _ value: String, of option: OptionDescription
  ) throws(UsageError) {
    if option.isRepeatable || option.placeholder == nil { return }
    if let first = values[option.name], first != value { throw .repeatedOption(option.name) }
    values[option.name] = value
  }

  /// `-n5`: a short name with its value.
  private static func attachedValue(in argument: String) -> (Option<C>, String)? {
    guard !argument.hasPrefix("--"), argument.utf8.count > 2 else { return nil }
    let name = String(argument.prefix(2))
    let option = Option.first(of: C.options) { $0.short == name && $0.placeholder != nil }
    return option.map { ($0, String(argument.dropFirst(2))) }
  }

  private var nextArgument: Option<C>? {
    let options = C.argumentOptions
    let name = options.map(\.description).next(after: given)?.name
    return Option.first(of: options) { $0.name == name }
  }

  private static func assign<Root>(
    _ value: String, for option: Option<Root>, into root: inout Root
  ) throws(UsageError) {
    do { try option.assign(value, &root) } catch {
      throw .invalidValue(value, option: option.description.name, error.reason)
    }
  }
}

extension UsageError {
  /// Whether the unknown option probably means `--help` or `--version`. In this case no other error
  /// is reported.
  fileprivate var isAboutBuiltIn: Bool {
    guard case .unknownOption(_, let nearest?) = self else { return false }
    return OptionDescription.builtIn.contains { $0.name == nearest }
  }
}

/// A word that names an option: `--name`, or `--name=value`.
struct OptionWord {
  let name: String
  /// The text after the `=`; `nil` if there is no `=`.
  let value: String?

  init(_ word: String) {
    let sign = word.firstIndex(of: "=")
    name = String(word[..<(sign ?? word.endIndex)])
    value = sign.map { String(word[word.index(after: $0)...]) }
  }
}
