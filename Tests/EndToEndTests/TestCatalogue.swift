import Foundation
import TestSupport

/// The tests that there are, as the sources of `Tests/` have them.
struct TestCatalogue {
  /// A test function of a suite.
  struct Entry {
    let target: String
    let suite: String
    let function: String
    /// What it is called where that is not its function's name.
    var title: String?
    let file: String

    /// As `swift test --filter` sees it, as far as filters here go.
    var id: String { "\(target).\(suite)/\(function)/\(file)" }

    /// Whether one alternative of a filter runs it; these have no other operators.
    func isRun(by alternative: String) -> Bool { id.contains(alternative) }
  }

  var entries: [Entry] = []

  static func ofSources() throws -> TestCatalogue {
    let folder = "\(DocumentExampleTests.root)/Tests"
    var catalogue = TestCatalogue()
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
    where path.hasSuffix(".swift") {
      let parts = path.split(separator: "/").map(String.init)
      catalogue.add(try contents(of: "\(folder)/\(path)"), target: parts[0], file: parts.last ?? "")
    }
    return catalogue
  }

  /// Adds the tests of a source file.
  mutating func add(_ source: String, target: String, file: String) {
    var suite = ""
    var title: String?
    var isTest = false
    for line in source.split(separator: "\n") {
      if let name = Self.declaredType(in: line) { suite = name }
      let text = line.drop { $0 == " " }
      if text.hasPrefix("@Test") { (isTest, title) = (true, nil) }
      guard isTest else { continue }
      title = title ?? Self.title(in: text)
      guard let function = Self.function(in: text) else { continue }
      entries.append(
        Entry(target: target, suite: suite, function: function, title: title, file: file))
      isTest = false
    }
  }

  /// A type that begins at the left margin, as suites do.
  private static func declaredType(in line: Substring) -> String? {
    guard let first = line.first, first.isLetter || first == "@" else { return nil }
    let words = line.split { " :<{(".contains($0) }.map(String.init)
    let kinds = ["struct", "class", "enum", "extension", "actor"]
    guard let kind = words.firstIndex(where: kinds.contains) else { return nil }
    return words.dropFirst(kind + 1).first
  }

  private static func title(in text: Substring) -> String? {
    let rest = text.hasPrefix("@Test(") ? text.dropFirst(6) : text
    guard rest.hasPrefix("\"") else { return nil }
    return rest.dropFirst().split(separator: "\"").first.map(String.init)
  }

  private static func function(in text: Substring) -> String? {
    guard let start = text.range(of: "func ")?.upperBound else { return nil }
    let rest = text[start...]
    if rest.hasPrefix("`") { return rest.dropFirst().split(separator: "`").first.map(String.init) }
    return String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
  }
}

extension TestCatalogue {
  /// What a reference is about: `Suite`, `Target.Suite`, either with `/name of a test`.
  func entries(for reference: String) -> [Entry] {
    let parts = reference.split(separator: "/", maxSplits: 1).map(String.init)
    let suite = parts.first?.split(separator: ".").map(String.init) ?? []
    return entries.filter { entry in
      entry.suite == suite.last && (suite.count == 1 || entry.target == suite.first)
        && (parts.count == 1 || entry.function == parts[1] || entry.title == parts[1])
    }
  }

  /// The alternatives of a `--filter` that match no test.
  func idleAlternatives(of filter: String) -> [String] {
    filter.split(separator: "|").map(String.init).filter { alternative in
      !entries.contains { $0.isRun(by: alternative) }
    }
  }
}
