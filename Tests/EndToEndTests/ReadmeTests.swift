import Foundation
import TestSupport
import Testing

/// `README.md` leads to places that are there.
@Suite struct ReadmeTests {
  private static let root = DocumentExampleTests.root

  @Test(arguments: ["README.md", "README.ko.md"])
  func `each place that it names is there`(_ name: String) throws {
    let text = try contents(of: "\(Self.root)/\(name)")
    let links = text.matches(of: /\]\(([^)#\s]+)/).map { String($0.output.1) }
    #expect(links.count >= 20)
    for place in links where !place.contains("://") {
      #expect(FileManager.default.fileExists(atPath: "\(Self.root)/\(place)"), "\(place)")
    }
  }

  @Test func `from it links lead to each document`() throws {
    let documents = try FileManager.default.contentsOfDirectory(atPath: "\(Self.root)/docs")
      .filter { $0.hasSuffix(".md") }
    #expect(documents.count >= 10)
    var (reached, next) = (Set<String>(), ["README.md"])
    while let document = next.popLast() {
      let text = try contents(of: "\(Self.root)/\(document)")
      let folder = document == "README.md" ? "docs/" : ""
      for name in documents
      where text.contains("](\(folder)\(name)") && reached.insert(name).inserted {
        next.append("docs/\(name)")
      }
    }
    #expect(Set(documents).subtracting(reached) == [])
  }
}
