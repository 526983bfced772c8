/// An executable: its name and its subcommands.
public struct Program<Shared: OptionGroup>: Sendable {
  public let name: String
  public let summary: String
  public let version: String
  public let commands: [any Command.Type]
  /// What people look for here and another program does, with how it is typed there.
  public let elsewhere: [String: String]

  public init(
    name: String, summary: String, version: String, commands: [any Command.Type],
    elsewhere: [String: String] = [:]
  ) {
    self.elsewhere = elsewhere
    self.name = name
    self.summary = summary
    self.version = version
    self.commands = commands
  }

  /// What a command line asks for.
  public enum Request: Sendable {
    case help(String)
    case version(String)
    case run(any Command)
  }

  /// Reads the arguments that follow the program's name.
  public func parse(_ arguments: [String]) throws(UsageError) -> Request {
    let index = try commandIndex(in: arguments)
    guard let index else {
      if arguments.contains(where: { $0 == "--help" || $0 == "-h" }) { return .help(help) }
      if arguments.contains("--version") { return .version("\(name) \(version)") }
      throw .noCommand
    }
    var rest = arguments
    let word = rest.remove(at: index)
    if word == "help" { return .help(try help(for: rest[index...].first { !$0.hasPrefix("-") })) }
    let command = try command(named: word)
    return try parse(command, rest)
  }

  private func parse(
    _ command: any Command.Type, _ arguments: [String]
  ) throws(UsageError) -> Request {
    // Opened here so that the parser below knows the command's own type.
    func open<C: Command>(_ type: C.Type) throws(UsageError) -> Request {
      var parser = CommandParser<C>(arguments)
      return switch try parser.parse() {
      case .command(let command): .run(command)
      case .help: .help(help(of: CommandDescription(type)))
      case .version: .version("\(name) \(version)")
      }
    }
    return try open(command)
  }

  /// Where the subcommand stands: the first argument that is neither a shared
  /// option nor the value of one.
  private func commandIndex(in arguments: [String]) throws(UsageError) -> Int? {
    var index = 0
    while index < arguments.count {
      let argument = arguments[index]
      if argument == "--" { return index + 1 < arguments.count ? index + 1 : nil }
      guard argument.hasPrefix("-"), argument != "-" else { return index }
      if ["--help", "-h", "--version"].contains(argument) {
        return laterCommand(in: arguments, after: index)
      }
      let word = OptionWord(argument)
      let option = try sharedOption(called: word.name)
      let hasOwnValue = option.placeholder != nil && word.value == nil
      if hasOwnValue, index + 1 == arguments.count {
        throw .missingValue(option: option.spelling)
      }
      index += hasOwnValue ? 2 : 1
    }
    return nil
  }

  private func sharedOption(called name: String) throws(UsageError) -> OptionDescription {
    let option = Option.first(of: Shared.options) { $0.isCalled(name) }
    if let option { return option.description }
    let known = sharedDescriptions.map(\.name)
    throw .unknownOption(name, nearest: Spelling.nearest(to: name, in: known))
  }

  /// `--help build` is help for `build`.
  private func laterCommand(in arguments: [String], after index: Int) -> Int? {
    arguments.indices.first { position in
      position > index && commands.contains { $0.name == arguments[position] }
    }
  }

  private func command(named word: String) throws(UsageError) -> any Command.Type {
    if let command = commands.first(where: { $0.name == word }) { return command }
    let known = commands.filter { !$0.isHidden }.map { $0.name } + ["help"]
    let nearest = elsewhere[word] ?? Spelling.nearest(to: word, in: known)
    throw .unknownCommand(word, nearest: nearest)
  }

  private func help(for word: String?) throws(UsageError) -> String {
    guard let word else { return help }
    return help(of: CommandDescription(try command(named: word)))
  }

  /// The usage line to show with a mistake in `arguments`.
  public func usage(for arguments: [String]) -> String {
    let words: [String]
    do {
      words = try commandIndex(in: arguments).map { [arguments[$0]] } ?? []
    } catch {
      // Which command was meant behind a mistyped option can only be guessed.
      words = arguments
    }
    let command = words.lazy.compactMap { word in commands.first { $0.name == word } }.first
    return command.map { usage(of: CommandDescription($0)) } ?? "\(name) <command> [options]"
  }
}
