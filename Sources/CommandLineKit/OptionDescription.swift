/// What there is to tell of an option, whatever its command is.
public struct OptionDescription: Equatable, Sendable {
  /// With its dashes: `--owner-session`.
  public let name: String
  /// One dash and a letter, where there is such a form.
  public let short: String?
  /// What stands for the value; `nil` for a switch.
  public let placeholder: String?
  public let help: String
  public var isRequired = false
  public var isRepeatable = false
  /// The variables that are read where the option is not given.
  public var environment: [String] = []
  /// What counts without either, with code in backticks.
  public var fallback: InlineText?
  public var kind = ValueKind.text
  /// Whether it can be used yet.
  var isThere = true

  /// The options that every program has without declaring them.
  static let builtIn = [
    OptionDescription(
      name: "--help", short: "-h", placeholder: nil, help: "tell about the command"),
    OptionDescription(name: "--version", short: nil, placeholder: nil, help: "tell the version"),
  ]

  /// `--id ID`, `--force`.
  public var spelling: String { placeholder.map { "\(name) \($0)" } ?? name }

  var candidate: Candidate { Candidate(name, help) }

  func isCalled(_ typed: String) -> Bool { name == typed || short == typed }

  /// The help, and what stands in for the option: `the log (LOG_PATH; log.txt)`.
  var line: String {
    let source = environment.joined(separator: ", ")
    let standIns = [source, fallback?.plain ?? ""].filter { !$0.isEmpty }
    let suffixes = [standIns.joined(separator: "; "), short ?? ""].filter { !$0.isEmpty }
    return ([help] + suffixes.map { "(\($0))" }).joined(separator: " ")
  }
}

extension OptionDescription {
  init<Root>(_ option: Option<Root>) {
    self.init(
      name: option.name, short: option.short, placeholder: option.placeholder, help: option.help,
      isRequired: option.isRequired, isRepeatable: option.isRepeatable,
      environment: option.environment, fallback: option.fallback.map { InlineText($0) },
      kind: option.kind, isThere: option.comesWith == nil)
  }

  /// The options that can be used today.
  static func all<Root>(of options: [Option<Root>]) -> [OptionDescription] {
    options.map { OptionDescription($0) }.filter(\.isThere)
  }
}
