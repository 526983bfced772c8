import TestSupport
import Testing

/// `README.ko.md` has the headings, commands and examples of `README.md`.
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

  @Test func `headings have the same levels, and commands the same words`() throws {
    let english = Self.skeleton(of: try Self.readme("README.md"))
    #expect(english.count { $0 == "##" } >= 6)
    #expect(try Self.skeleton(of: Self.readme("README.ko.md")) == english)
  }

  /// The level of each heading, and each command without its comment.
  private static func skeleton(of document: String) -> [String] {
    document.split(separator: "\n").compactMap { line in
      if line.hasPrefix("#") {
        String(line.prefix { $0 != " " })
      } else if line.hasPrefix("    ") {
        line.prefix { $0 != "#" }.split(separator: " ").joined(separator: " ")
      } else {
        nil
      }
    }
  }
}
