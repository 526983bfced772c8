import Foundation
import TestSupport
import Testing

/// `docs/architecture.md` draws the targets that `Package.swift` has.
@Suite struct ArchitectureDocumentTests {
  private static let root = DocumentExampleTests.root

  /// The targets with what they depend on, tests left out.
  private static func targets() throws -> [String: [String]] {
    let package = try contents(of: "\(root)/Package.swift")
    let functions = /\b(?:library|tool|program)\(\s*"(\w+)"(?:,\s*\[([^\]]*)\])?/
    let others = /\.(?:target|systemLibrary)\(name: "(\w+)"/
    var targets: [String: [String]] = [:]
    for match in package.matches(of: functions) {
      targets[String(match.1)] = (match.2 ?? "").matches(of: /"(\w+)"/).map { String($0.1) }
    }
    for match in package.matches(of: others) { targets[String(match.1)] = [] }
    return targets
  }

  /// The lines of the drawing, the topmost first: the targets on each.
  private static func drawing() throws -> [[String]] {
    let document = try contents(of: "\(root)/docs/architecture.md")
    let block = document.split(separator: "\n", omittingEmptySubsequences: false)
      .drop { !$0.hasPrefix("    ") }.prefix { $0.isEmpty || $0.hasPrefix("    ") }
    return block.compactMap { $0.wholeMatch(of: #/ {4}((?:\w+ {1,2})*\w+)(?: {3,}.*)?/#) }
      .map { $0.1.split(separator: " ").map(String.init) }
  }

  @Test func `the drawing has each target once, and no other`() throws {
    let drawn = try Self.drawing().flatMap(\.self)
    let targets = try Self.targets()
    #expect(targets.count > 30 && targets["Engine"]?.isEmpty == false)
    #expect(drawn.sorted() == targets.keys.sorted())
  }

  @Test func `a target depends only on lines below its own`() throws {
    let lines = try Self.drawing()
    func line(of target: String) -> Int { lines.firstIndex { $0.contains(target) } ?? -1 }
    for (target, dependencies) in try Self.targets() where line(of: target) >= 0 {
      for dependency in dependencies {
        #expect(line(of: dependency) > line(of: target), "\(target) depends on \(dependency)")
      }
    }
  }

  @Test func `the table has a row for each library of the programs`() throws {
    let document = try contents(of: "\(Self.root)/docs/architecture.md")
    let rows = document.matches(of: #/\n\| (\w[\w, ]*) \| /#).flatMap {
      $0.1.split(separator: ", ").map(String.init)
    }
    let missing = try Self.drawing().flatMap(\.self)
      .filter { $0.first?.isUppercase ?? false && !rows.contains($0) }
    #expect(missing.isEmpty, "\(missing)")
  }

  @Test func `each type that it names is there, and each walk has six steps`() throws {
    let document = try contents(of: "\(Self.root)/docs/architecture.md")
    var known = Set(try Self.drawing().flatMap(\.self))
    let files = try ["Sources", "Tools"].flatMap { folder in
      try FileManager.default.subpathsOfDirectory(atPath: "\(Self.root)/\(folder)")
        .map { "\(folder)/\($0)" }
    }
    for file in files where file.hasSuffix(".swift") {
      let source = try contents(of: "\(Self.root)/\(file)")
      let types = source.matches(of: /(?:struct|class|enum|protocol|typealias|case) (\w+)/)
      known.formUnion(types.map { String($0.1) })
    }
    let named = document.matches(of: /`([A-Z]\w+)(?:\.\w+)?`/).map { String($0.1) }
    #expect(named.count > 120)
    #expect(Set(named).subtracting(known).subtracting(Self.words).isEmpty)
    let walks = document.split(separator: "## Four walks")[1].split(separator: "\n\n").prefix(8)
    #expect(walks.filter { $0.contains("\n6. ") && !$0.contains("\n7. ") }.count == 4)
  }

  /// Written like types.
  private static let words: Set = ["Dispatch", "Package"]
}
