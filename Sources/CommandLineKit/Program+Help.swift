import TextWidth

extension Program {
  /// The program's own help: what there is.
  public var help: String {
    let width = commands.map { $0.name.count }.max() ?? 0
    let list = commands.map { "  \(DisplayWidth.pad($0.name, to: width))  \($0.summary)" }
    return """
      \(name) - \(summary)

      Usage: \(name) <command> [options]

      Commands:
      \(list.joined(separator: "\n"))

      \(title("Options of every command", Shared.options))

      \(name) <command> --help tells more of a command.
      """
  }

  func usage(of command: any Command.Type) -> String {
    func open<C: Command>(_ type: C.Type) -> String {
      let own = type.options.filter { $0.comesWith == nil }.map { option in
        let repeats = option.isRepeatable ? "\(option.spelling)…" : option.spelling
        return option.isRequired ? repeats : "[\(repeats)]"
      }
      return ([name, type.name] + own + ["[options]"]).joined(separator: " ")
    }
    return open(command)
  }

  func help(of command: any Command.Type) -> String {
    func open<C: Command>(_ type: C.Type) -> String {
      var parts = ["\(name) \(type.name) - \(type.summary)", "Usage: \(usage(of: type))"]
      if !type.discussion.isEmpty { parts.append(type.discussion) }
      if !type.options.isEmpty { parts.append(title("Options", type.options)) }
      parts.append(title("Options of every command", Shared.options))
      let examples = type.examples.map { "  \($0.line)\n      \($0.purpose)" }
      parts.append("Examples:\n" + examples.joined(separator: "\n"))
      return parts.joined(separator: "\n\n")
    }
    return open(command)
  }

  private func title<Root>(_ title: String, _ options: [Option<Root>]) -> String {
    let shown = options.filter { $0.comesWith == nil }
    let width = shown.map { $0.spelling.count }.max() ?? 0
    let lines = shown.map { option in
      let short = option.short.map { " (\($0))" } ?? ""
      return "  \(DisplayWidth.pad(option.spelling, to: width))  \(option.help)\(short)"
    }
    return "\(title):\n" + lines.joined(separator: "\n")
  }
}
