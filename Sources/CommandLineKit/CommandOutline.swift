/// What there is to know of a command, whatever its type.
struct CommandOutline: Sendable {
  let name: String
  let summary: String
  let isHidden: Bool
  let options: [OptionDescription]
  /// The option that an argument without dashes is the value of.
  let positional: OptionDescription?

  init<C: Command>(_ type: C.Type) {
    name = type.name
    summary = type.summary
    isHidden = type.isHidden
    options = type.options.map { OptionDescription($0) }
    positional = options.first { $0.name == type.positional }
  }

  var candidate: Candidate { Candidate(name, summary) }
}
