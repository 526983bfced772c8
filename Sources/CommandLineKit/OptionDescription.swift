/// What there is to tell of an option, whatever its command is.
public struct OptionDescription: Equatable, Sendable {
  /// With its dashes: `--owner`. An argument that has no dashes is never typed by
  /// its name.
  public let name: String
  /// One dash and a letter, where there is such a form.
  public let short: String?
  /// What stands for the value in help; `nil` for a switch.
  public let placeholder: String?
  public let help: String
  let isRequired: Bool
  let isRepeatable: Bool
  /// Why it can't be used yet. Such an option is recognized, refused with this
  /// reason, and not in the help.
  public let comesWith: String?
  /// What the value is, for whoever helps to type it.
  public let kind: ValueKind
  /// The variables that are read where the option is not given, first one first.
  public let environment: [String]
  /// What counts where neither is given; `nil` where that is nothing, or clear from
  /// the help.
  public let fallback: InlineText?

  init(
    name: String, short: String? = nil, placeholder: String? = nil, help: String,
    isRequired: Bool = false, isRepeatable: Bool = false, comesWith: String? = nil,
    kind: ValueKind = .text, environment: [String] = [], fallback: InlineText? = nil
  ) {
    self.name = name
    self.short = short
    self.placeholder = placeholder
    self.help = help
    self.isRequired = isRequired
    self.isRepeatable = isRepeatable
    self.comesWith = comesWith
    self.kind = kind
    self.environment = environment
    self.fallback = fallback
  }

  /// The options that every program has without declaring them.
  static let builtIn = [
    OptionDescription(name: "--help", short: "-h", help: "tell about the command"),
    OptionDescription(name: "--version", help: "tell the version"),
  ]

  /// `--id ID`, `--force`; of an argument what stands for its value.
  public var spelling: String {
    guard let placeholder else { return name }
    return isArgument ? placeholder : "\(name) \(placeholder)"
  }

  /// Whether it can be used yet.
  var isThere: Bool { comesWith == nil }

  /// Whether it is only ever the word behind the command.
  var isArgument: Bool { !name.hasPrefix("-") }

  var candidate: Candidate { Candidate(name, help) }

  /// Whether somebody typed this option.
  func isCalled(_ typed: String) -> Bool { !isArgument && (name == typed || short == typed) }

  /// The help, and what stands in for the option: `the log (LOG_PATH; log.txt)`.
  var line: String {
    let source = environment.joined(separator: ", ")
    let standIns = [source, fallback?.plain ?? ""].filter { !$0.isEmpty }
    let suffixes = [standIns.joined(separator: "; "), short ?? ""].filter { !$0.isEmpty }
    return ([help] + suffixes.map { "(\($0))" }).joined(separator: " ")
  }
}
