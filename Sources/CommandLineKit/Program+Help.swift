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
      let own = OptionDescription.all(of: type.options)
      if !own.isEmpty { parts.append(title("Options", own)) }
      parts.append(sharedOptions)
      let examples = type.examples.map { "  \($0.line)\n      \($0.purpose)" }
      parts.append("Examples:\n" + examples.joined(separator: "\n"))
      return parts.joined(separator: "\n\n")
    }
    return open(command)
  }

  private var sharedOptions: String { title("Options of every command", sharedDescriptions) }

  private func title(_ title: String, _ options: [OptionDescription]) -> String {
    let width = options.map { $0.spelling.count }.max() ?? 0
    let lines = options.map { "  \(DisplayWidth.pad($0.spelling, to: width))  \($0.line)" }
    return "\(title):\n" + lines.joined(separator: "\n")
  }
}
