import Foundation
import TestSupport
import Testing

/// `docs/testing.md` and `docs/reliability.md` name suites that exist.
@Suite struct TestingDocumentTests {
  private static let root = DocumentExampleTests.root

  @Test(arguments: ["testing", "reliability"])
  func `each suite that it names exists`(_ document: String) throws {
    let sources = try FileManager.default.subpathsOfDirectory(atPath: "\(Self.root)/Tests")
    let suites = try sources.filter { $0.hasSuffix("Tests.swift") }.flatMap { path in
      try contents(of: "\(Self.root)/Tests/\(path)").matches(of: /struct (\w+Tests)\b/)
        .map { String($0.1) }
    }
    let known = suites + sources.filter { $0.hasSuffix("Tests") }
    let text = try contents(of: "\(Self.root)/docs/\(document).md")
    let names = text.matches(of: /`([A-Z]\w*Tests)`/).map { String($0.1) }
    #expect(names.count > 20)
    #expect(Set(names).subtracting(known).isEmpty, "\(Set(names).subtracting(known))")
  }

  @Test func `the last long run is of this version or of the one before`() throws {
    let text = try contents(of: "\(Self.root)/docs/testing.md")
    let run = try #require(
      text.firstMatch(
        of:
          /Last long run: \d{4}-\d\d-\d\d, commit \w+, version ([\d.]+), \d+ tests, \d+ minutes\./))
    let changes = try contents(of: "\(Self.root)/CHANGELOG.md")
    let versions = changes.matches(of: /\n## \[(\d+\.\d+\.\d+)\]/).prefix(2).map { String($0.1) }
    #expect(versions.contains(String(run.1)), "\(run.1) is none of \(versions)")
  }
}
