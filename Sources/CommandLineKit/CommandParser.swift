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
    let options = C.allOptions
    while let argument = rest.popFirst() {
      if argument == "--help" || argument == "-h" { return .help }
      if argument == "--version" { return .version }
      if argument == "--" {
        while let word = rest.popFirst() { try takePositional(word, options) }
      } else if argument.hasPrefix("-"), argument != "-" {
        try takeOption(argument, options)
      } else {
        try takePositional(argument, options)
      }
    }
    for option in options where option.isRequired && !given.contains(option.name) {
      throw .missingOption(option.spelling)
    }
    return .command(command)
  }

  private mutating func takeOption(
    _ argument: String, _ options: [Option<C>]
  ) throws(UsageError) {
    let name = String(argument.prefix { $0 != "=" })
    let attached = argument.contains("=") ? String(argument.dropFirst(name.count + 1)) : nil
    guard let option = options.first(where: { $0.name == name || $0.short == name }) else {
      let known = options.filter { $0.comesWith == nil }.map(\.name)
      throw .unknownOption(name, nearest: Spelling.nearest(to: name, in: known))
    }
    if let comesWith = option.comesWith {
      throw .notThereYet(option: option.name, comesWith: comesWith)
    }
    if option.placeholder == nil {
      guard attached == nil else { throw .unexpectedValue(option: option.name) }
      try take("", for: option)
    } else {
      guard let value = attached ?? rest.popFirst() else {
        throw .missingValue(option: option.spelling)
      }
      try take(value, for: option)
    }
  }

  private mutating func takePositional(
    _ word: String, _ options: [Option<C>]
  ) throws(UsageError) {
    guard let name = C.positional, !given.contains(name),
      let option = options.first(where: { $0.name == name })
    else { throw .unexpectedArgument(word) }
    try take(word, for: option)
  }

  private mutating func take(_ value: String, for option: Option<C>) throws(UsageError) {
    do throws(InvalidValue) {
      try option.store(value, &command)
    } catch {
      throw .invalidValue(value, option: option.name, reason: error.reason)
    }
    given.insert(option.name)
  }
}
