import TestSupport
import Testing

/// `README.ko.md` says what `README.md` says: whoever changes one is told of the other.
@Suite struct KoreanReadmeTests {
  private static func readme(_ name: String) throws -> String {
    try contents(of: "\(DocumentExampleTests.root)/\(name)")
  }

  @Test func `the console blocks are the same`() throws {
    let blocks = try ["README.md", "README.ko.md"].map { name in
      CodeBlock.all(in: try Self.readme(name)).filter { $0.kind == "console" }.map(\.text)
    }
    #expect(!blocks[0].isEmpty)
    #expect(blocks[1] == blocks[0])
  }

  @Test func `headings, lists, tables and commands follow each other in the same order`() throws {
    let english = Self.skeleton(of: try Self.readme("README.md"))
    let headings = english.count { $0 == "##" }
    #expect(headings >= 6)
    #expect(try Self.skeleton(of: Self.readme("README.ko.md")) == english)
  }

  /// What does not depend on the language: the level of a heading, that there is
  /// a list's item, a table row's first cell, a command without its comment.
  private static func skeleton(of document: String) -> [String] {
    document.split(separator: "\n").compactMap { line in
      if line.hasPrefix("#") || line.hasPrefix("- ") {
        String(line.prefix { $0 != " " })
      } else if line.hasPrefix("| ") {
        String(line.dropFirst(2).prefix { $0 != "|" })
      } else if line.hasPrefix("    ") {
        line.prefix { $0 != "#" }.split(separator: " ").joined(separator: " ")
      } else {
        nil
      }
    }
  }
}
