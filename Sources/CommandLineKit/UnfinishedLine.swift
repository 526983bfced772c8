/// A command line that is being typed: what its words so far have settled.
///
/// Reads them as `Program` and `CommandParser` do, but passes over mistakes:
/// they are told when the line is run.
struct UnfinishedLine {
  private enum Subject {
    case open
    case help
    case command(CommandDescription)
    /// Nothing is known to follow.
    case closed
  }

  private let commands: [CommandDescription]
  private let shared: [OptionDescription]
  private var subject = Subject.open
  private var given: Set<String> = []
  /// The option whose value comes next.
  private var waiting: OptionDescription?
  private var optionsHaveEnded = false
  /// The options that were given, each with its value, by their long names.
  private(set) var values: [(name: String, text: String)] = []

  init(commands: [CommandDescription], shared: [OptionDescription]) {
    self.commands = commands
    self.shared = shared + OptionDescription.builtIn
  }

  // MARK: Words that are typed

  mutating func take(_ word: String) {
    if let option = waiting {
      values.append((option.name, word))
      waiting = nil
    } else if !optionsHaveEnded, word == "--" {
      optionsHaveEnded = true
    } else if !optionsHaveEnded, word.hasPrefix("-"), word != "-" {
      takeOption(word)
    } else {
      takeArgument(word)
    }
  }

  private mutating func takeOption(_ word: String) {
    let word = OptionWord(word)
    guard let option = options.first(where: { $0.isCalled(word.name) }) else { return }
    given.insert(option.name)
    if option.placeholder != nil, word.value == nil {
      waiting = option
    } else {
      values.append((option.name, word.value ?? ""))
    }
  }

  private mutating func takeArgument(_ word: String) {
    switch subject {
    case .open:
      let command = commands.first { $0.name == word }
      subject = command.map { .command($0) } ?? (word == "help" ? .help : .closed)
    case .help: subject = .closed
    case .command(let command):
      if let option = command.arguments.next(after: given) { given.insert(option.name) }
    case .closed: break
    }
  }

  // MARK: The word that is being typed

  func offer(for word: String) -> Offer {
    if let waiting { return UnfinishedValue(before: "", typed: word).offer(waiting.kind) }
    if !optionsHaveEnded, word.hasPrefix("-") { return offerOption(word) }
    switch subject {
    case .open: return offer(visible + [Self.help], word)
    case .help: return offer(visible, word)
    case .command(let command): return offerArgument(of: command, word)
    case .closed: return .candidates([])
    }
  }

  private static let help = Candidate("help", "Tell about the program or a command")

  private var visible: [Candidate] { commands.filter { !$0.isHidden }.map(\.candidate) }

  private func offer(_ candidates: [Candidate], _ word: String) -> Offer {
    .candidates(candidates.filter { $0.value.hasPrefix(word) })
  }

  private func offerOption(_ word: String) -> Offer {
    let typed = OptionWord(word)
    guard let value = typed.value else { return offer(openOptions, word) }
    guard let option = options.first(where: { $0.isCalled(typed.name) }), option.placeholder != nil
    else { return .candidates([]) }
    return UnfinishedValue(before: "\(typed.name)=", typed: value).offer(option.kind)
  }

  /// Where no argument can stand, the options show how the line may go on.
  private func offerArgument(of command: CommandDescription, _ word: String) -> Offer {
    if let option = command.arguments.next(after: given) {
      return UnfinishedValue(before: "", typed: word).offer(option.kind)
    }
    return .candidates(word.isEmpty && !optionsHaveEnded ? openOptions : [])
  }

  private var openOptions: [Candidate] {
    options.filter { $0.isThere && !$0.isArgument && ($0.isRepeatable || !given.contains($0.name)) }
      .map(\.candidate)
  }

  /// The command's own come first, then the shared ones.
  private var options: [OptionDescription] {
    switch subject {
    case .command(let command): command.declaredOptions + shared
    case .open, .help, .closed: shared
    }
  }
}
