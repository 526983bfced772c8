/// An option of a command: its description, and the closure that stores its value.
///
/// Options are data, so that the parser, the help, the completion and the manual page use the same
/// list.
public struct Option<Root>: Sendable {
  public let description: OptionDescription
  let assign: @Sendable (String, inout Root) throws(InvalidValue) -> Void

  /// An option with a value, which `assign` parses. `also` is the option's other name.
  public static func value(
    _ name: String, also other: String? = nil, _ placeholder: String, _ help: Sentence,
    required: Bool = false, repeatable: Bool = false, kind: ValueKind = .text,
    environment: [String] = [],
    fallback: Sentence? = nil,
    _ assign: @escaping @Sendable (String, inout Root) throws(InvalidValue) -> Void
  ) -> Self {
    let description = OptionDescription(
      name: name, short: other, placeholder: placeholder, help: help, isRequired: required,
      isRepeatable: repeatable, kind: kind, environment: environment, fallback: fallback)
    return Self(description: description, assign: assign)
  }

  /// An option without a value.
  public static func flag(
    _ name: String, short: String? = nil, _ help: Sentence,
    _ assign: @escaping @Sendable (inout Root) -> Void
  ) -> Self {
    Self(description: OptionDescription(name: name, short: short, help: help)) { _, root in
      assign(&root)
    }
  }

  /// An option whose value is one of `words`, typed in upper or lower case; `assign` gets the word
  /// with the spelling in `words`.
  public static func choice(
    _ name: String, _ help: Sentence, _ words: [String], required: Bool = false,
    repeatable: Bool = false, placeholder: String? = nil, environment: [String] = [],
    fallback: Sentence? = nil,
    _ assign: @escaping @Sendable (String, inout Root) -> Void
  ) -> Self {
    value(
      name, placeholder ?? alternatives(words), help, required: required, repeatable: repeatable,
      kind: .words(words), environment: environment, fallback: fallback
    ) { (text, root) throws(InvalidValue) in
      let typed = text.lowercased()
      guard let word = words.first(where: { $0 == text || $0.lowercased() == typed }) else {
        throw .words(words, nearest: Spelling.nearest(to: text, in: words))
      }
      assign(word, &root)
    }
  }

  /// An option whose value is one or several of `words`, separated by commas; it may be given
  /// several times. `assign` gets the words with the spelling in `words`.
  public static func choices(
    _ name: String, _ help: Sentence, _ words: [String], placeholder: String? = nil,
    _ assign: @escaping @Sendable ([String], inout Root) -> Void
  ) -> Self {
    value(
      name, placeholder ?? alternatives(words), help, repeatable: true,
      kind: .several(.words(words))
    ) {
      (text, root) throws(InvalidValue) in
      var found: [String] = []
      for part in text.split(separator: ",", omittingEmptySubsequences: false) {
        let typed = part.lowercased()
        guard let word = words.first(where: { $0.lowercased() == typed }) else {
          throw .words(words, nearest: Spelling.nearest(to: String(part), in: words))
        }
        found.append(word)
      }
      assign(found, &root)
    }
  }

  /// The words in the form `red|blue`. `joined` is not used because each start of the program
  /// creates the options; see `first(of:where:)`.
  public static func alternatives(_ words: [String]) -> String {
    words.dropFirst().reduce(words.first ?? "") { $0 + "|" + $1 }
  }

  /// The first of `options` whose description satisfies `predicate`.
  ///
  /// A plain loop is used because every start runs it. With a method of `Collection`, the runtime
  /// would look up the conformances of an array of a generic type, which takes longer than the rest
  /// of the parsing.
  static func first(
    of options: [Option], where predicate: (OptionDescription) -> Bool
  ) -> Option? {
    var index = 0
    while index < options.count {
      if predicate(options[index].description) { return options[index] }
      index += 1
    }
    return nil
  }
}

/// The description of an option, independent of the type of its command.
public struct OptionDescription: Equatable, Sendable {
  /// The name with its dashes: `--owner`. The name of an argument has no dashes, and is never
  /// typed.
  public let name: String
  /// The other name, such as `-q` or `--reason`.
  public private(set) var short: String?
  /// The name of the value in the help; `nil` for a flag.
  public private(set) var placeholder: String?
  public let help: Sentence
  private(set) var isRequired = false
  private(set) var isRepeatable = false
  /// The kind of value, for completion.
  public private(set) var kind = ValueKind.text
  /// The environment variables that are read if the option is missing. The first one that is set is
  /// used.
  public private(set) var environment: [String] = []
  /// The default, with backticks around code; `nil` if there is no default, or the help names it.
  public private(set) var fallback: Sentence?

  /// The options that the parser adds to every command.
  static let builtIn = [
    OptionDescription(
      name: "--help", short: "-h", help: Sentence("show this help", "이 도움말을 보여 줍니다")),
    OptionDescription(name: "--version", help: Sentence("print the version", "버전을 출력합니다")),
  ]

  /// The spelling in the help: `--id ID` or `--force`; for an argument, its placeholder.
  public var spelling: String {
    guard let placeholder else { return name }
    return isArgument ? placeholder : "\(name) \(placeholder)"
  }

  /// Whether the option is an argument: it is given as a word after the command, without a name.
  var isArgument: Bool { !name.hasPrefix("-") }

  var candidate: Candidate { Candidate(name, help.english) }

  func matches(_ word: String) -> Bool { !isArgument && (name == word || short == word) }

  /// The help, with the variables and the default: `the log (LOG_PATH; log.txt)`.
  func line(in language: Language) -> String {
    let source = environment.joined(separator: ", ")
    let defaults = [source, fallback.map { InlineText($0(language)).plain } ?? ""].filter {
      !$0.isEmpty
    }
    let suffixes = [defaults.joined(separator: "; "), short ?? ""].filter { !$0.isEmpty }
    return ([help(language)] + suffixes.map { "(\($0))" }).joined(separator: " ")
  }
}

/// The kind of an option's value, by which completion offers candidates.
public indirect enum ValueKind: Equatable, Sendable {
  /// Any text. Completion offers no candidates.
  case text
  /// One of these words.
  case words([String])
  case file
  case folder
  /// An entry of a list that the program provides, by the list's name.
  case listed(String)
  /// Several values of a kind, separated by commas.
  case several(ValueKind)
  /// The first kind if the named option has one of the words as its value in the command line,
  /// otherwise the second kind.
  case dependent(on: String, in: [String], ValueKind, else: ValueKind)
}
