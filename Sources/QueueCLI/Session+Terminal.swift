import Host

extension Session {
  /// Whether a person reads the result as it comes.
  public var isOnTerminal: Bool { console.output.isTerminal }

  /// How wide a line may be on the terminal.
  public var width: Int {
    if let width = console.output.width { return width }
    return environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } ?? 80
  }

  public func ages() throws(CommandError) -> Ages { Ages(at: try now()) }
}
