/// The completion of the last word of a command line.
public struct Completion<Shared: OptionGroup>: Sendable {
  public let offer: Offer
  /// The shared options in the preceding words; errors are ignored.
  public let shared: Shared
  /// The values of the options and arguments in the preceding words, by the option's name.
  public let values: [String: String]
}

/// The candidates for a word, or their source.
public enum Offer: Equatable, Sendable {
  case candidates([Candidate])
  case files
  case folders
  /// The entries of a list that the program provides, by the list's name.
  case listed(String, PartialValue)
}

/// The beginning of a value, and the text before it in the word.
public struct PartialValue: Equatable, Sendable {
  /// The text in the word before the value: `--id=`, or values and a comma.
  public let before: String
  /// The typed part of the value.
  public let typed: String

  /// The whole word with this value.
  public func candidate(_ value: String, _ description: String = "") -> Candidate {
    Candidate(before + value, description)
  }

  /// - Parameter given: the values of the options in the line.
  func offer(_ kind: ValueKind, given: [(name: String, text: String)]) -> Offer {
    switch kind {
    case .text: .candidates([])
    case .words(let words):
      .candidates(words.filter { $0.hasPrefix(typed) }.map { candidate($0) })
    case .file: .files
    case .folder: .folders
    case .listed(let list): .listed(list, self)
    case .several(let kind): last.offer(kind, given: given)
    case .dependent(let option, let words, let kind, let other):
      offer(
        given.last { $0.name == option }.map { words.contains($0.text) } ?? false ? kind : other,
        given: given)
    }
  }

  /// The value after the last comma.
  private var last: PartialValue {
    let start = typed.lastIndex(of: ",").map { typed.index(after: $0) } ?? typed.startIndex
    return PartialValue(
      before: before + typed[..<start], typed: String(typed[start...]))
  }
}

extension Program {
  /// Completes the last of `words`, which may be empty.
  ///
  /// - Parameter words: the command line without the program's name.
  public func completion(of words: [String]) -> Completion<Shared> {
    var line = PartialCommandLine(
      commands: commands.map { CommandDescription($0) },
      others: other.commands().map { CommandDescription($0) },
      shared: Shared.options.map(\.description))
    for word in words.dropLast() { line.append(word) }
    return Completion(
      offer: line.offer(for: words.last ?? ""), shared: Self.shared(of: line.values),
      values: Dictionary(line.values.map { ($0.name, $0.text) }) { $1 })
  }

  private static func shared(of values: [(name: String, text: String)]) -> Shared {
    var shared = Shared()
    for (name, text) in values {
      // Invalid values are reported when the line is run.
      try? Shared.options.first { $0.description.name == name }?.assign(text, &shared)
    }
    return shared
  }
}

/// The words of a command line before the word that is completed.
///
/// Parses them as `Program` and `CommandParser` do, but ignores errors, which are reported when the
/// line is run.
struct PartialCommandLine {
  private enum Subject {
    /// The words so far do not include a command.
    case open
    case help
    case command(CommandDescription)
    /// The words so far include an unknown command, or the operand of `help`.
    case closed
  }

  private let commands: [CommandDescription]
  private let others: [CommandDescription]
  private let shared: [OptionDescription]
  private var subject = Subject.open
  private var given: Set<String> = []
  /// The option whose value is the next word.
  private var pendingOption: OptionDescription?
  /// Whether `--` was given.
  private var optionsHaveEnded = false
  /// The given options and arguments with their values, by their long names.
  private(set) var values: [(name: String, text: String)] = []

  init(
    commands: [CommandDescription], others: [CommandDescription] = [],
    shared: [OptionDescription]
  ) {
    (self.commands, self.others) = (commands, others)
    self.shared = shared + OptionDescription.builtIn
  }

  // MARK: Parsing

  mutating func append(_ word: String) {
    if let option = pendingOption {
      values.append((option.name, word))
      pendingOption = nil
    } else if !optionsHaveEnded, word == "--" {
      optionsHaveEnded = true
    } else if !optionsHaveEnded, word.hasPrefix("-"), word != "-" {
      appendOption(word)
    } else {
      appendArgument(word)
    }
  }

  private mutating func appendOption(_ word: String) {
    let word = OptionWord(word)
    guard let option = options.first(where: { $0.matches(word.name) }) else { return }
    given.insert(option.name)
    if option.placeholder != nil, word.value == nil {
      pendingOption = option
    } else {
      values.append((option.name, word.value ?? ""))
    }
  }

  private mutating func appendArgument(_ word: String) {
    switch subject {
    case .open:
      let command = (commands + others).first { $0.name == word }
      subject = command.map { .command($0) } ?? (word == "help" ? .help : .closed)
    case .help: subject = .closed
    case .command(let command):
      guard let option = command.arguments.next(after: given) else { return }
      given.insert(option.name)
      values.append((option.name, word))
    case .closed: break
    }
  }

  // MARK: Completing

  func offer(for word: String) -> Offer {
    if let pendingOption {
      return PartialValue(before: "", typed: word).offer(pendingOption.kind, given: values)
    }
    if !optionsHaveEnded, word.hasPrefix("-") { return offerOption(word) }
    switch subject {
    case .open:
      return offer(visible(commands) + [Self.help] + candidates(ofOthersFor: word), word)
    case .help: return offer(visible(commands) + candidates(ofOthersFor: word), word)
    case .command(let command): return offerArgument(of: command, word)
    case .closed: return .candidates([])
    }
  }

  private static let help = Candidate("help", "Show help for the program or a command")

  private func visible(_ commands: [CommandDescription]) -> [Candidate] {
    commands.filter { !$0.isHidden }.map(\.candidate)
  }

  /// As long as no letter is typed, only this program's own commands are offered.
  private func candidates(ofOthersFor word: String) -> [Candidate] {
    word.isEmpty ? [] : visible(others)
  }

  private func offer(_ candidates: [Candidate], _ word: String) -> Offer {
    .candidates(candidates.filter { $0.value.hasPrefix(word) })
  }

  private func offerOption(_ word: String) -> Offer {
    let typed = OptionWord(word)
    guard let value = typed.value else { return offer(openOptions, word) }
    guard let option = options.first(where: { $0.matches(typed.name) }), option.placeholder != nil
    else { return .candidates([]) }
    return PartialValue(before: "\(typed.name)=", typed: value).offer(option.kind, given: values)
  }

  /// Offers values for the next argument or, if the command takes no further argument, the options.
  private func offerArgument(of command: CommandDescription, _ word: String) -> Offer {
    if let option = command.arguments.next(after: given) {
      return PartialValue(before: "", typed: word).offer(option.kind, given: values)
    }
    return .candidates(word.isEmpty && !optionsHaveEnded ? openOptions : [])
  }

  private var openOptions: [Candidate] {
    options.filter { !$0.isArgument && ($0.isRepeatable || !given.contains($0.name)) }
      .map(\.candidate)
  }

  /// The command's own options, then the shared ones.
  private var options: [OptionDescription] {
    switch subject {
    case .command(let command): command.options + shared
    case .open, .help, .closed: shared
    }
  }
}

/// A word that completion offers, and its meaning.
public struct Candidate: Equatable, Sendable {
  public let value: String
  /// One line; may be empty.
  public let description: String

  public init(_ value: String, _ description: String = "") {
    (self.value, self.description) = (value, description)
  }
}

extension [Candidate] {
  /// The candidates as `value⇥description`, for shells that show descriptions.
  public var tabbed: [String] { map { "\($0.value)\t\($0.shortDescription)" } }

  /// The candidates as lines of two columns, for shells that show only words.
  public var aligned: [String] {
    let width = map { DisplayWidth.of($0.value) }.max() ?? 0
    return map { candidate in
      candidate.description.isEmpty
        ? candidate.value
        : "\(DisplayWidth.pad(candidate.value, to: width))  \(candidate.shortDescription)"
    }
  }
}

extension Candidate {
  /// The width of the description in columns. With a value of usual length the line fits into a
  /// terminal.
  private static let descriptionWidth = 60

  fileprivate var shortDescription: String {
    DisplayWidth.cut(description, to: Self.descriptionWidth)
  }
}
