import TextWidth

extension Program {
  /// The program's own help: what there is.
  public var help: String {
    let shown = commandDescriptions
    let width = shown.map { $0.name.count }.max() ?? 0
    let list = shown.map { "  \(DisplayWidth.pad($0.name, to: width))  \($0.summary)" }
    return """
      \(name) - \(summary)

      Usage: \(name) <command> [options]

      Commands:
      \(list.joined(separator: "\n"))

      \(sharedOptions)

      \(name) <command> --help tells more of a command.
      """
  }

  func usage(of command: CommandDescription) -> String { "\(name) \(command.usage) [options]" }

  func help(of command: CommandDescription) -> String {
    var parts = [
      "\(name) \(command.name) - \(command.summary)", "Usage: \(usage(of: command))",
    ]
    if !command.discussion.isEmpty { parts.append(command.discussion) }
    let own = command.options
    if !own.isEmpty { parts.append(list("Options", own)) }
    parts.append(sharedOptions)
    let examples = command.examples.map { "  \($0.line)\n      \($0.purpose)" }
    parts.append("Examples:\n" + examples.joined(separator: "\n"))
    return parts.joined(separator: "\n\n")
  }

  private var sharedOptions: String { list("Options of every command", sharedDescriptions) }

  private func list(_ title: String, _ options: [OptionDescription]) -> String {
    let width = options.map { $0.spelling.count }.max() ?? 0
    let lines = options.map { "  \(DisplayWidth.pad($0.spelling, to: width))  \($0.line)" }
    return "\(title):\n" + lines.joined(separator: "\n")
  }
}
