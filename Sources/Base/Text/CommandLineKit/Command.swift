/// Options that several commands share.
public protocol OptionGroup: Sendable {
  static var options: [Option<Self>] { get }
  init()
}

/// Runs the commands of a program.
public protocol CommandRunner {}

/// A subcommand. It describes its options as data, and has a property for the value of each option.
public protocol Command: Sendable {
  associatedtype Shared: OptionGroup

  static var name: String { get }
  /// The purpose of the command: one line in the imperative, without a full stop.
  static var summary: Sentence { get }
  /// More about the command, in whole sentences; may be empty.
  static var discussion: Sentence { get }
  static var examples: [Example] { get }
  static var options: [Option<Self>] { get }
  /// The option whose value is the first positional argument, if this argument selects the action,
  /// like `add` in `remote add`.
  static var action: String? { get }
  /// The option whose value is the positional argument after `action`. If the option is repeatable,
  /// its values are all following arguments.
  static var positional: String? { get }
  /// The options whose values are the positional arguments, in order; `action` and `positional`
  /// by default.
  static var arguments: [String] { get }
  /// The output of a successful run, as one cell of a Markdown table; may be empty.
  static var result: String { get }
  /// Whether the command is for programs, and left out of the help.
  static var isHidden: Bool { get }
  /// What was probably meant by a common slip; `nil` for other mistakes.
  ///
  /// - Parameters:
  ///   - mistakes: all mistakes of the command line.
  ///   - arguments: the words of the command line.
  static func advice(on mistakes: [UsageError], in arguments: [String]) -> Sentence?

  var shared: Shared { get set }
  init()

  /// Runs the command, and returns the exit status. The command gets the runner as a parameter,
  /// because the command's type is known here. Otherwise the runner would have to cast the command
  /// to another protocol, and such a cast takes longer than parsing the arguments.
  func run(by runner: any CommandRunner) -> Int32
}

extension Command {
  public static var discussion: Sentence { Sentence(same: "") }
  public static var action: String? { nil }
  public static var positional: String? { nil }
  public static var arguments: [String] { [action, positional].compactMap(\.self) }
  public static var result: String { "" }
  public static var isHidden: Bool { false }
  public static func advice(on mistakes: [UsageError], in arguments: [String]) -> Sentence? { nil }
}

/// An example of a command line, and its purpose.
public struct Example: Equatable, Sendable {
  public let line: String
  public let purpose: Sentence

  public init(_ line: String, _ purpose: Sentence) { (self.line, self.purpose) = (line, purpose) }
}

/// The description of a command, independent of its type.
public struct CommandDescription: Sendable {
  public let name: String
  public let summary: Sentence
  public let discussion: Sentence
  public let examples: [Example]
  /// The output of a successful run.
  public let result: InlineText
  let isHidden: Bool
  /// The command's own options, without the shared ones.
  public let options: [OptionDescription]
  /// The options whose values are the positional arguments, in order.
  let arguments: [OptionDescription]

  init<C: Command>(_ type: C.Type) {
    name = type.name
    summary = type.summary
    discussion = type.discussion
    examples = type.examples
    result = InlineText(type.result)
    isHidden = type.isHidden
    options = type.options.map(\.description)
    arguments = type.argumentOptions.map(\.description)
  }

  /// The usage after the program's name: `pick [--id ID] [--exit-code]`.
  public var usage: String {
    let options = options.map { option in
      let repeats = option.isRepeatable ? "\(option.spelling)…" : option.spelling
      return option.isRequired ? repeats : "[\(repeats)]"
    }
    return ([name] + options).joined(separator: " ")
  }

  /// The command, its arguments, and the options that are required: `done ID --notes N`.
  var shortUsage: String {
    let words = arguments.map { option in
      let word = (option.placeholder ?? option.name) + (option.isRepeatable ? "…" : "")
      return option.isRequired ? word : "[\(word)]"
    }
    let required = options.filter { $0.isRequired && !arguments.contains($0) }.map(\.spelling)
    return ([name] + words + required).joined(separator: " ")
  }

  var candidate: Candidate { Candidate(name, summary.english) }
}

extension Command {
  static var argumentOptions: [Option<Self>] {
    arguments.compactMap { name in Option.first(of: options) { $0.name == name } }
  }
}

extension [OptionDescription] {
  /// The option whose value is the next positional argument, after the options `given`.
  func next(after given: Set<String>) -> OptionDescription? {
    first { $0.isRepeatable || !given.contains($0.name) }
  }
}

extension Program {
  /// The commands of the help, in its order.
  public var commandDescriptions: [CommandDescription] {
    commands.map { CommandDescription($0) }.filter { !$0.isHidden }
  }

  /// The options of every command, including the options of the parser.
  public var sharedDescriptions: [OptionDescription] {
    Shared.options.map(\.description) + OptionDescription.builtIn
  }
}
