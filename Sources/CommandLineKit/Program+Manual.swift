extension Program {
  /// The sections of a manual page that the program's own tables fill.
  public var manualName: ManualPage.Section {
    ManualPage.Section("NAME", [.paragraph([.plain("\(name) - \(summary)")])])
  }

  public var manualSynopsis: ManualPage.Section {
    ManualPage.Section(
      "SYNOPSIS",
      [
        .paragraph([
          .literal(name), .plain(" "), .variable("command"), .plain(" ["), .variable("options"),
          .plain("]"),
        ]),
        .paragraph([
          .literal("\(name) help"), .plain(" ["), .variable("command"), .plain("]"),
        ]),
      ])
  }

  public var manualCommands: ManualPage.Section {
    ManualPage.Section("COMMANDS", commandDescriptions.flatMap { $0.manual(of: name) })
  }

  public var manualOptions: ManualPage.Section {
    let note: ManualPage.Block = .paragraph(
      "These belong to every command, and may stand before or after its name.")
    return ManualPage.Section("OPTIONS", [note] + sharedDescriptions.map(\.manual))
  }
}

extension CommandDescription {
  fileprivate func manual(of program: String) -> [ManualPage.Block] {
    var blocks: [ManualPage.Block] = [
      .heading(name), .paragraph(synopsis(of: program)), .paragraph([.plain("\(summary).")]),
    ]
    if !discussion.isEmpty { blocks.append(.paragraph([.plain(discussion)])) }
    if !result.markdown.isEmpty {
      blocks.append(.paragraph(InlineText("Prints \(result.markdown).")))
    }
    blocks += options.map(\.manual)
    blocks.append(.paragraph("Examples:"))
    return blocks + examples.map { .entry($0.line, InlineText($0.purpose)) }
  }

  private func synopsis(of program: String) -> [ManualPage.Span] {
    let options = options.flatMap { [.plain(" ")] + $0.synopsis }
    return [.literal("\(program) \(name)")] + options
      + [.plain(" ["), .variable("options"), .plain("]")]
  }
}

extension OptionDescription {
  fileprivate var manual: ManualPage.Block {
    let other = short.map { [ManualPage.Span.plain(", "), .literal($0)] } ?? []
    return .entry(term: spelled + other, text.spans)
  }

  /// The help as a sentence, and what stands in for the option.
  private var text: InlineText {
    var sentences = [InlineText.sentence(help).markdown]
    if !environment.isEmpty {
      sentences.append("Environment: \(environment.joined(separator: ", ")).")
    }
    if let fallback { sentences.append("Default: \(fallback.markdown).") }
    return InlineText(sentences.joined(separator: " "))
  }

  /// In brackets where it may be missing; never broken over two lines.
  fileprivate var synopsis: [ManualPage.Span] {
    let repeated = spelled + (isRepeatable ? [.plain("…")] : [])
    return isRequired ? repeated : [.plain("[")] + repeated + [.plain("]")]
  }

  private var spelled: [ManualPage.Span] {
    [.literal(name)] + (placeholder.map { [.plain("\u{A0}"), .variable($0)] } ?? [])
  }
}
