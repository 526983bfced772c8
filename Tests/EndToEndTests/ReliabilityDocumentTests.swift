import Foundation
import TestSupport
import Testing

/// `docs/reliability.md` names tests and commands that are there.
@Suite struct ReliabilityDocumentTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  /// What stands between backticks.
  private static func words() throws -> [String] {
    try contents(of: "\(root)/docs/reliability.md")
      .matches(of: /`([^`\n]+)`/).map { String($0.1) }
  }

  @Test func `each test that it names is a file`() throws {
    let rooms = try FileManager.default.contentsOfDirectory(atPath: "\(Self.root)/Tests")
    let tests = Set(try Self.words().filter { $0.hasSuffix("Tests") && !$0.contains("/") })
    #expect(tests.count >= 15)
    for test in tests {
      let isThere = rooms.contains {
        FileManager.default.fileExists(atPath: "\(Self.root)/Tests/\($0)/\(test).swift")
      }
      #expect(isThere, "\(test)")
    }
  }

  @Test func `its table of faults has every command that is rehearsed`() throws {
    let words = Set(try Self.words())
    let missing = Set(FaultCommand.all.map(\.name)).subtracting(words)
    #expect(missing == [])
  }
}
