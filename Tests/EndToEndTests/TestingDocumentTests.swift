import Foundation
import TestSupport
import Testing

/// `docs/testing.md` names, for each promise, tests that there are.
@Suite struct TestingDocumentTests {
  private static let root = DocumentExampleTests.root

  private static func matrix() throws -> PromiseMatrix {
    PromiseMatrix(try contents(of: "\(root)/docs/testing.md"))
  }

  private static func documents() throws -> [String] {
    let folder = try FileManager.default.subpathsOfDirectory(atPath: "\(root)/docs")
    return folder.filter { $0.hasSuffix(".md") }.map { "docs/\($0)" }.sorted()
      + ["README.md", "CONTRIBUTING.md"]
  }

  @Test func `each promise is quoted by a row, and each row quotes a promise`() throws {
    let documents = try ["README.md", "docs/reliability.md"].map {
      PromiseDocument(
        name: URL(filePath: $0).lastPathComponent, text: try contents(of: "\(Self.root)/\($0)"))
    }
    let findings = try Self.matrix().findings(in: documents)
    #expect(findings == [], "\(findings.joined(separator: "\n"))")
  }

  @Test func `each test that a row names is there, and its section's commands run it`() throws {
    let matrix = try Self.matrix()
    #expect(matrix.sections.flatMap(\.rows).count > 80)
    let findings = try matrix.findings(in: TestCatalogue.ofSources())
    #expect(findings == [], "\(findings.joined(separator: "\n"))")
  }

  @Test func `each script that a row names is there, with its options`() throws {
    let references = try Self.matrix().sections.flatMap(\.rows).flatMap(\.references)
    let scripts = Set(references.filter(PromiseMatrix.isScript))
    #expect(scripts.count >= 4)
    for script in scripts {
      let words = script.split(separator: " ")
      let path = "\(Self.root)/\(words[0])"
      #expect(FileManager.default.isExecutableFile(atPath: path), "\(script)")
      let text = try contents(of: path)
      for option in words.dropFirst() { #expect(text.contains(option), "\(script)") }
    }
  }

  @Test func `each command runs what it says`() throws {
    let catalogue = try TestCatalogue.ofSources()
    var count = 0
    for document in try Self.documents() {
      for line in try contents(of: "\(Self.root)/\(document)").split(separator: "\n") {
        guard let filter = PromiseMatrix.filter(in: line) else { continue }
        count += 1
        let idle = catalogue.idleAlternatives(of: filter)
        #expect(idle == [], "\(document): \(line)")
      }
    }
    #expect(count >= 20)
  }

  @Test func `each suite that a document names is there`() throws {
    let catalogue = try TestCatalogue.ofSources()
    let known = Set(catalogue.entries.flatMap { [$0.suite, $0.target] })
    for document in try Self.documents() where document != "CONTRIBUTING.md" {
      let text = try contents(of: "\(Self.root)/\(document)")
      for word in text.matches(of: /`([A-Z]\w*Tests)`/).map({ String($0.output.1) }) {
        #expect(known.contains(word), "\(document): \(word)")
      }
    }
  }
}
