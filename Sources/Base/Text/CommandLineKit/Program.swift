/// An executable with its subcommands.
public struct Program<Shared: OptionGroup>: Sendable {
  public let name: String
  public let summary: Sentence
  public let version: String
  public let commands: [any Command.Type]
  /// The other program. This program also runs the commands of the other one, as if the other one
  /// had been called. A closure returns these commands because most runs do not need them.
  public let other: (name: String, commands: @Sendable () -> [any Command.Type])
  /// Words for which a command is suggested, such as `list` for `ls`.
  public let synonyms: [(word: String, command: String)]
  /// The commands that a person needs first.
  let firstCommands: [String]

  public init(
    name: String, summary: Sentence, version: String, commands: [any Command.Type],
    other: (name: String, commands: @Sendable () -> [any Command.Type]) = ("", { [] }),
    synonyms: [(word: String, command: String)] = [], firstCommands: [String] = []
  ) {
    self.name = name
    self.summary = summary
    self.version = version
    self.commands = commands
    self.other = other
    self.synonyms = synonyms
    self.firstCommands = firstCommands
  }

  public enum Request: Sendable {
    case help(String)
    case version(String)
    case run(any Command)
  }

  /// Parses the arguments after the program's name.
  public func parse(
    _ arguments: [String], in language: Language = .english
  ) throws(UsageError) -> Request {
    let index = try commandIndex(in: arguments)
    guard let index else {
      if arguments.contains(where: { $0 == "--help" || $0 == "-h" }) {
        return .help(help(in: language))
      }
      if arguments.contains("--version") { return .version("\(name) \(version)") }
      throw .noCommand
    }
    var rest = arguments
    let word = rest.remove(at: index)
    if word == "help" {
      return .help(try help(for: rest[index...].first { !$0.hasPrefix("-") }, language))
    }
    if word == "version" { return .version("\(name) \(version)") }
    let command = try command(named: word)
    return try parse(command, rest, language)
  }

  /// The name of a command's program: the other program if only that one has the command.
  public func owner(of command: String) -> String {
    commands.contains { $0.name == command } || known(command) == nil ? name : other.name
  }

  private func known(_ word: String) -> (any Command.Type)? {
    commands.first { $0.name == word } ?? other.commands().first { $0.name == word }
  }

  private func parse(
    _ command: any Command.Type, _ arguments: [String], _ language: Language
  ) throws(UsageError) -> Request {
    // Opens the existential type, so that the parser knows the command's type.
    func open<C: Command>(_ type: C.Type) throws(UsageError) -> Request {
      var parser = CommandParser<C>(arguments)
      return switch try parser.parse() {
      case .command(let command): .run(command)
      case .help: .help(help(of: CommandDescription(type), language))
      case .version: .version("\(name) \(version)")
      }
    }
    return try open(command)
  }

  /// The index of the subcommand, which is the first argument that is neither a shared option nor
  /// the value of one.
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
    let option = Option.first(of: Shared.options) { $0.matches(name) }
    if let option { return option.description }
    let known = sharedDescriptions.map(\.name)
    throw .unknownOption(name, nearest: Spelling.nearest(to: name, in: known))
  }

  /// The index of a later command: `--help build` shows the help of `build`.
  private func laterCommand(in arguments: [String], after index: Int) -> Int? {
    arguments.indices.first { position in
      position > index && known(arguments[position]) != nil
    }
  }

  private func command(named word: String) throws(UsageError) -> any Command.Type {
    if let command = known(word) { return command }
    throw .unknownCommand(word, nearest: nearestCommand(to: word))
  }

  private func nearestCommand(to word: String) -> String? {
    if let synonym = synonyms.first(where: { $0.word == word }) { return synonym.command }
    func names(_ commands: [any Command.Type]) -> [String] {
      commands.filter { !$0.isHidden }.map { $0.name }
    }
    return Spelling.nearest(to: word, in: names(commands) + ["help", "version"])
      ?? Spelling.nearest(to: word, in: names(other.commands()))
  }

  private func help(for word: String?, _ language: Language) throws(UsageError) -> String {
    guard let word else { return help(in: language) }
    return help(of: CommandDescription(try command(named: word)), language)
  }

  /// The short usage line for an error in `arguments`: the required parts of the command line, and
  /// the option that shows the rest.
  public func usage(for arguments: [String]) -> String {
    guard let command = command(in: arguments) else {
      return "\(name) <command> [options]; \(name) --help"
    }
    let description = CommandDescription(command)
    let owner = owner(of: description.name)
    return "\(owner) \(description.shortUsage) [options]; \(owner) \(description.name) --help"
  }

  /// What was probably meant by a wrong command line: the command's advice on a common slip, else
  /// the nearest correct spelling; `nil` if neither is known.
  public func advice(on error: UsageError, in arguments: [String]) -> Sentence? {
    let mistakes = if case .several(let all) = error { all } else { [error] }
    return command(in: arguments)?.advice(on: mistakes, in: arguments) ?? error.suggestion
  }

  private func command(in arguments: [String]) -> (any Command.Type)? {
    let words: [String]
    do {
      words = try commandIndex(in: arguments).map { [arguments[$0]] } ?? []
    } catch {
      // After an unknown option, the first word that names a command is used.
      words = arguments
    }
    return words.lazy.compactMap(known).first
  }

  /// A line for each command that a person needs first.
  public func firstLines(in language: Language = .english) -> [String] {
    let shown = firstCommands.compactMap { name in
      commands.first { $0.name == name }.map { CommandDescription($0) }
    }
    let width = shown.map { $0.name.count }.max() ?? 0
    return shown.map { "\(DisplayWidth.pad($0.name, to: width))  \($0.summary(language))" }
  }
}

extension Program {
  /// The help of the program: its commands, and the shared options.
  public func help(in language: Language = .english) -> String {
    let shown = commandDescriptions
    let width = shown.map { $0.name.count }.max() ?? 0
    let list = shown.map { "  \(DisplayWidth.pad($0.name, to: width))  \($0.summary(language))" }
    return """
      \(name) - \(summary(language))

      \(HelpWords.usage(language)): \(name) <command> [options]

      \(HelpWords.commands(language)):
      \(list.joined(separator: "\n"))

      \(sharedOptions(language))

      \(name) <command> --help \(HelpWords.ofCommand(language))
      """
  }

  func usage(of command: CommandDescription) -> String {
    "\(owner(of: command.name)) \(command.usage) [options]"
  }

  func help(of command: CommandDescription, _ language: Language = .english) -> String {
    var parts = [
      "\(owner(of: command.name)) \(command.name) - \(command.summary(language))",
      "\(HelpWords.usage(language)): \(usage(of: command))",
    ]
    let discussion = command.discussion(language)
    if !discussion.isEmpty { parts.append(discussion) }
    let own = command.options
    if !own.isEmpty { parts.append(list(HelpWords.options(language), own, language)) }
    parts.append(sharedOptions(language))
    let examples = command.examples.map { "  \($0.line)\n      \($0.purpose(language))" }
    parts.append("\(HelpWords.examples(language)):\n" + examples.joined(separator: "\n"))
    return parts.joined(separator: "\n\n")
  }

  private func sharedOptions(_ language: Language) -> String {
    list(HelpWords.sharedOptions(language), sharedDescriptions, language)
  }

  private func list(
    _ title: String, _ options: [OptionDescription], _ language: Language
  ) -> String {
    let width = options.map { $0.spelling.count }.max() ?? 0
    let lines = options.map {
      "  \(DisplayWidth.pad($0.spelling, to: width))  \($0.line(in: language))"
    }
    return "\(title):\n" + lines.joined(separator: "\n")
  }
}

/// The fixed words of the help, without the texts of commands and options.
private enum HelpWords {
  static let usage = Sentence("Usage", "사용법")
  static let commands = Sentence("Commands", "명령")
  static let options = Sentence("Options", "옵션")
  static let sharedOptions = Sentence("Options of every command", "모든 명령의 옵션")
  static let examples = Sentence("Examples", "예")
  static let ofCommand = Sentence(
    "shows the options of a command.", "(그 명령의 옵션을 보여 줍니다)")
}
