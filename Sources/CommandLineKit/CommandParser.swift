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

  init(_ arguments: [String]) { rest = arguments[...] }

  mutating func parse() throws(UsageError) -> Result {
    while let argument = rest.popFirst() {
      if argument == "--help" || argument == "-h" { return .help }
      if argument == "--version" { return .version }
      if argument == "--" {
        while let word = rest.popFirst() { try parseArgument(word) }
      } else if argument.hasPrefix("-"), argument != "-" {
        try parseOption(argument)
      } else {
        try parseArgument(argument)
      }
    }
    let missing = Option.first(of: C.options) { $0.isRequired && !given.contains($0.name) }
    if let missing = missing?.description {
      throw missing.isArgument
        ? .missingArgument(missing.spelling) : .missingOption(missing.spelling)
    }
    return .command(command)
  }

  /// The command's own options come first, then the shared ones.
  private mutating func parseOption(_ argument: String) throws(UsageError) {
    let word = OptionWord(argument)
    if let option = Option.first(of: C.options, where: { $0.matches(word.name) }) {
      try Self.assign(value(word.value, for: option.description), for: option, into: &command)
      given.insert(option.description.name)
    } else if let option = Option.first(
      of: C.Shared.options, where: { $0.matches(word.name) })
    {
      try Self.assign(
        value(word.value, for: option.description), for: option, into: &command.shared)
    } else {
      let options = C.options.map(\.description) + C.Shared.options.map(\.description)
      let known = (options.filter { !$0.isArgument } + OptionDescription.builtIn).map(\.name)
      throw .unknownOption(word.name, nearest: Spelling.nearest(to: word.name, in: known))
    }
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
    let options = C.argumentOptions
    let name = options.map(\.description).next(after: given)?.name
    guard let name, let option = Option.first(of: options, where: { $0.name == name }) else {
      throw .unexpectedArgument(word)
    }
    try Self.assign(word, for: option, into: &command)
    given.insert(name)
  }

  private static func assign<Root>(
    _ value: String, for option: Option<Root>, into root: inout Root
  ) throws(UsageError) {
    do { try option.assign(value, &root) } catch {
      throw .invalidValue(value, option: option.description.name, error.reason)
    }
  }
}

/// A word that names an option: `--name`, or `--name=value`.
struct OptionWord {
  let name: String
  /// The text after the `=`; `nil` without one.
  let value: String?

  init(_ word: String) {
    let sign = word.firstIndex(of: "=")
    name = String(word[..<(sign ?? word.endIndex)])
    value = sign.map { String(word[word.index(after: $0)...]) }
  }
}
