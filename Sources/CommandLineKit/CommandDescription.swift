/// What there is to tell of a command, whatever its type is.
public struct CommandDescription: Sendable {
  public let name: String
  /// The whole line: `orch pick [--id ID] [--exit-code] [options]`.
  public let usage: String
  public let summary: String
  public let discussion: String
  /// Its own options that can be used today, without those of every command.
  public let options: [OptionDescription]
  public let examples: [Example]
  /// What it prints when all goes well.
  public let result: InlineText
}

extension Program {
  /// The commands that stand in the help, in its order.
  public var commandDescriptions: [CommandDescription] {
    commands.filter { !$0.isHidden }.map(describe)
  }

  /// The options of every command, those that the parser brings included.
  public var sharedDescriptions: [OptionDescription] {
    OptionDescription.all(of: Shared.options) + OptionDescription.builtIn
  }

  private func describe(_ command: any Command.Type) -> CommandDescription {
    func open<C: Command>(_ type: C.Type) -> CommandDescription {
      CommandDescription(
        name: type.name, usage: usage(of: type), summary: type.summary,
        discussion: type.discussion, options: OptionDescription.all(of: type.options),
        examples: type.examples, result: InlineText(type.result))
    }
    return open(command)
  }
}
