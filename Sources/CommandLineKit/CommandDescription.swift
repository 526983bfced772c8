/// What there is to tell of a command, whatever its type is.
public struct CommandDescription: Sendable {
  public let name: String
  public let summary: String
  public let discussion: String
  public let examples: [Example]
  /// What it prints when all goes well.
  public let result: InlineText
  let isHidden: Bool
  /// Its own options, also those that can't be used yet.
  let declaredOptions: [OptionDescription]
  /// The options that arguments without dashes are the values of, in their order.
  let arguments: [OptionDescription]

  init<C: Command>(_ type: C.Type) {
    name = type.name
    summary = type.summary
    discussion = type.discussion
    examples = type.examples
    result = InlineText(type.result)
    isHidden = type.isHidden
    declaredOptions = type.options.map(\.description)
    arguments = type.argumentOptions.map(\.description)
  }

  /// Its own options that can be used today, without those of every command.
  public var options: [OptionDescription] { declaredOptions.filter(\.isThere) }

  /// How it is typed behind the program's name: `pick [--id ID] [--exit-code]`.
  public var usage: String {
    let options = options.map { option in
      let repeats = option.isRepeatable ? "\(option.spelling)…" : option.spelling
      return option.isRequired ? repeats : "[\(repeats)]"
    }
    return ([name] + options).joined(separator: " ")
  }

  var candidate: Candidate { Candidate(name, summary) }
}

extension Command {
  /// The options that arguments without dashes are the values of, in their order.
  static var argumentOptions: [Option<Self>] {
    arguments.compactMap { name in Option.first(of: options) { $0.name == name } }
  }
}

extension [OptionDescription] {
  /// The one that the next argument is the value of, when those called `given` have theirs.
  func next(after given: Set<String>) -> OptionDescription? {
    first { $0.isRepeatable || !given.contains($0.name) }
  }
}

extension Program {
  /// The commands that stand in the help, in its order.
  public var commandDescriptions: [CommandDescription] {
    commands.map { CommandDescription($0) }.filter { !$0.isHidden }
  }

  /// The options of every command, those that the parser brings included.
  public var sharedDescriptions: [OptionDescription] {
    Shared.options.map(\.description).filter(\.isThere) + OptionDescription.builtIn
  }
}
