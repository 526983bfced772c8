import TestSupport
import Testing

/// `docs/reliability.md` names the commands that are rehearsed.
@Suite struct ReliabilityDocumentTests {
  /// What stands between backticks.
  private static func words() throws -> [String] {
    try contents(of: "\(DocumentExampleTests.root)/docs/reliability.md")
      .matches(of: /`([^`\n]+)`/).map { String($0.1) }
  }

  @Test func `its table of faults has every command that is rehearsed`() throws {
    let words = Set(try Self.words())
    let missing = Set(FaultCommand.all.map(\.name)).subtracting(words)
    #expect(missing == [])
  }
}
