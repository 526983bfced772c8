/// What there is to know of an option, whatever type its value goes to.
struct OptionOutline: Sendable {
  let name: String
  let short: String?
  let help: String
  let takesValue: Bool
  let isRepeatable: Bool
  /// Whether it can be used yet.
  let isThere: Bool
  let kind: ValueKind

  init<Root>(_ option: Option<Root>) {
    name = option.name
    short = option.short
    help = option.help
    takesValue = option.placeholder != nil
    isRepeatable = option.isRepeatable
    isThere = option.comesWith == nil
    kind = option.kind
  }

  /// A switch that the parser itself knows.
  private init(switch name: String, short: String?, help: String) {
    self.name = name
    self.short = short
    self.help = help
    takesValue = false
    isRepeatable = false
    isThere = true
    kind = .text
  }

  /// What the parser knows besides the options that commands declare.
  static let ofParser = [
    OptionOutline(switch: "--help", short: "-h", help: "tell about the command"),
    OptionOutline(switch: "--version", short: nil, help: "tell the version"),
  ]

  /// `tell about the command (-h)`.
  var helpWithShort: String { help + (short.map { " (\($0))" } ?? "") }

  func isCalled(_ typed: String) -> Bool { name == typed || short == typed }

  var candidate: Candidate { Candidate(name, help) }
}
