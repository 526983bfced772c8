extension String {
  /// What a program said, without the line that it says of a queue which it sees for the first
  /// time: most tests begin with one.
  public var withoutBeginning: String {
    guard contains("nothing tells what") else { return self }
    return split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.contains("nothing tells what") }.joined(separator: "\n")
  }
}
