/// A program that `orch.json` names.
public struct NamedProgram: Equatable, Sendable {
  /// Where the file names it: `spawn.argv`, `review.checks.test`.
  public let key: String
  /// The program and its arguments; at least one word.
  public let words: [String]

  public init(key: String, words: [String]) {
    self.key = key
    self.words = words
  }
}
