extension Program {
  /// What may stand in the last of `words`, which is being typed and may be
  /// empty. The program's own name is not among them.
  public func completion(of words: [String]) -> Completion<Shared> {
    var line = UnfinishedLine(
      commands: commands.map { CommandDescription($0) },
      shared: Shared.options.map(\.description))
    for word in words.dropLast() { line.take(word) }
    return Completion(
      offer: line.offer(for: words.last ?? ""), shared: Self.shared(of: line.values))
  }

  private static func shared(of values: [(name: String, text: String)]) -> Shared {
    var shared = Shared()
    for (name, text) in values {
      // A value that can't be read is told of when the line is run.
      try? Shared.options.first { $0.description.name == name }?.store(text, &shared)
    }
    return shared
  }
}
