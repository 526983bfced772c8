/// Reads one command's arguments, its name taken out.
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
        while let word = rest.popFirst() { try takePositional(word) }
      } else if argument.hasPrefix("-"), argument != "-" {
        try takeOption(argument)
      } else {
        try takePositional(argument)
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
  private mutating func takeOption(_ argument: String) throws(UsageError) {
    let word = OptionWord(argument)
    if let option = Option.first(of: C.options, where: { $0.isCalled(word.name) }) {
      try Self.take(value(word.value, for: option.description), for: option, into: &command)
      given.insert(option.description.name)
    } else if let option = Option.first(
      of: C.Shared.options, where: { $0.isCalled(word.name) })
    {
      try Self.take(value(word.value, for: option.description), for: option, into: &command.shared)
    } else {
      let options = C.options.map(\.description) + C.Shared.options.map(\.description)
      let known = (options.filter { $0.isThere && !$0.isArgument } + OptionDescription.builtIn)
        .map(\.name)
      throw .unknownOption(word.name, nearest: Spelling.nearest(to: word.name, in: known))
    }
  }

  private mutating func value(
    _ attached: String?, for option: OptionDescription
  ) throws(UsageError) -> String {
    if let comesWith = option.comesWith {
      throw .notThereYet(option: option.name, comesWith: comesWith)
    }
    if option.placeholder == nil {
      if attached != nil { throw .unexpectedValue(option: option.name) }
      return ""
    }
    guard let value = attached ?? rest.popFirst() else {
      throw .missingValue(option: option.spelling)
    }
    return value
  }

  private mutating func takePositional(_ word: String) throws(UsageError) {
    let options = C.argumentOptions
    let name = options.map(\.description).next(after: given)?.name
    guard let name, let option = Option.first(of: options, where: { $0.name == name }) else {
      throw .unexpectedArgument(word)
    }
    try Self.take(word, for: option, into: &command)
    given.insert(name)
  }

  private static func take<Root>(
    _ value: String, for option: Option<Root>, into root: inout Root
  ) throws(UsageError) {
    do throws(InvalidValue) {
      try option.store(value, &root)
    } catch {
      throw .invalidValue(value, option: option.description.name, reason: error.reason)
    }
  }
}
