import Foundation
import TestSupport
import Testing

/// The documents agree with the code, and lead to files that exist.
@Suite struct DocumentTests {
  // MARK: docs/architecture.md

  /// The targets of `Package.swift` with what they depend on, tests left out.
  private static func targets() throws -> [String: [String]] {
    let package = try Project.text("Package.swift")
    let functions =
      /\b(?:library|tool|program)\(\s*"(\w+)"(?:,\s*in: [\w"\/]+)?(?:,\s*\[([^\]]*)\])?/
    let others = /(?:\.target\(\s*name: |\bsystem\()"(\w+)"/
    var targets: [String: [String]] = [:]
    for match in package.matches(of: functions) {
      targets[String(match.1)] = (match.2 ?? "").matches(of: /"(\w+)"/).map { String($0.1) }
    }
    for match in package.matches(of: others) { targets[String(match.1)] = [] }
    return targets
  }

  /// An import that is not declared compiles only where the other target happens to be built before.
  @Test func `a target imports only what it depends on`() throws {
    let targets = try Self.targets()
    let floors = try FileManager.default.contentsOfDirectory(atPath: "\(Project.folder)/Sources")
    var count = 0
    for root in floors.map({ "Sources/\($0)" }) + ["Tools", "Tests/Support"] {
      for (target, dependencies) in targets {
        let folder = "\(Project.folder)/\(root)/\(target)"
        for file in FileManager.default.subpaths(atPath: folder) ?? []
        where file.hasSuffix(".swift") {
          let source = try Project.text("\(root)/\(target)/\(file)")
          let imports = source.matches(of: /(?:^|\n)(?:(?:public|package) )?import (\w+)/)
            .map { String($0.1) }.filter { targets[$0] != nil }
          #expect(Set(imports).subtracting(dependencies).isEmpty, "\(target)/\(file)")
          count += 1
        }
      }
    }
    #expect(count > 900)
  }

  /// The lines of the drawing, the topmost first: the targets on each.
  private static func drawing() throws -> [[String]] {
    let document = try Project.text("docs/architecture.md")
    let block = document.split(separator: "\n", omittingEmptySubsequences: false)
      .drop { !$0.hasPrefix("    ") }.prefix { $0.isEmpty || $0.hasPrefix("    ") }
    return block.compactMap { $0.wholeMatch(of: #/ {4}((?:\w+ {1,2})*\w+)(?: {3,}.*)?/#) }
      .map { $0.1.split(separator: " ").map(String.init) }
  }

  @Test func `the drawing of the architecture has each target once, and no other`() throws {
    let drawn = try Self.drawing().flatMap(\.self)
    let targets = try Self.targets()
    #expect(targets.count > 30 && targets["Door"]?.isEmpty == false)
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

  @Test func `the table of the architecture has a row for each library of the programs`() throws {
    let document = try Project.text("docs/architecture.md")
    let rows = document.matches(of: #/\n\| (\w[\w, ]*) \| /#).flatMap {
      $0.1.split(separator: ", ").map(String.init)
    }
    let missing = try Self.drawing().flatMap(\.self)
      .filter { $0.first?.isUppercase ?? false && !rows.contains($0) }
    #expect(missing.isEmpty, "\(missing)")
  }

  @Test func `each type that the architecture names is there`() throws {
    let document = try Project.text("docs/architecture.md")
    var known = Set(try Self.drawing().flatMap(\.self))
    let files = try ["Sources", "Tools"].flatMap { folder in
      try FileManager.default.subpathsOfDirectory(atPath: "\(Project.folder)/\(folder)")
        .map { "\(folder)/\($0)" }
    }
    for file in files where file.hasSuffix(".swift") {
      let source = try Project.text(file)
      let types = source.matches(of: /(?:struct|class|enum|protocol|typealias|case) (\w+)/)
      known.formUnion(types.map { String($0.1) })
    }
    let named = document.matches(of: /`([A-Z]\w+)(?:\.\w+)?`/).map { String($0.1) }
    #expect(Set(named).subtracting(known).subtracting(Self.words).isEmpty)
  }

  /// Written like types.
  private static let words: Set = ["Base", "Dispatch", "Features", "Package", "Sources"]

  // MARK: README

  @Test(arguments: ["README.md", "README.ko.md"])
  func `each link of a README leads to a file`(_ name: String) throws {
    let text = try Project.text(name)
    let links = text.matches(of: /\]\(([^)#\s]+)/).map { String($0.output.1) }
    for place in links where !place.contains("://") {
      #expect(FileManager.default.fileExists(atPath: "\(Project.folder)/\(place)"), "\(place)")
    }
  }

  @Test(arguments: ["README.md", "README.ko.md"])
  func `a README begins with the commands that build and test`(_ name: String) throws {
    let lines = try Project.text(name).split(separator: "\n", omittingEmptySubsequences: false)
    let isCode: (Substring) -> Bool = { $0.hasPrefix("    ") || $0.hasPrefix("```") }
    let block = lines.drop { !isCode($0) }.prefix(while: isCode)
    let commands = block.map { $0.split(separator: " ").first ?? "" }
    #expect(commands == ["automation/try.sh", "automation/test.sh"])
    for command in commands {
      #expect(FileManager.default.isExecutableFile(atPath: "\(Project.folder)/\(command)"))
    }
  }

  @Test func `the licence is MIT, and lies in a release`() throws {
    let text = try Project.text("LICENSE")
    #expect(text.hasPrefix("MIT License\n\nCopyright (c) 2026 the orch authors\n"))
    #expect(text.contains("Permission is hereby granted, free of charge"))
    #expect(try Project.text("NOTICE").contains("MIT License: LICENSE"))
    #expect(try Project.text("automation/release.sh").contains("git ls-files -z -- LICENSE "))
  }

  @Test func `from the README links lead to each document`() throws {
    let documents = try FileManager.default.contentsOfDirectory(atPath: "\(Project.folder)/docs")
      .filter { $0.hasSuffix(".md") }
    var (reached, next) = (Set<String>(), ["README.md"])
    while let document = next.popLast() {
      let text = try Project.text(document)
      let folder = document == "README.md" ? "docs/" : ""
      for name in documents
      where text.contains("](\(folder)\(name)") && reached.insert(name).inserted {
        next.append("docs/\(name)")
      }
    }
    #expect(Set(documents).subtracting(reached) == [])
  }

  // MARK: Korean

  /// The pages that are also in Korean, as paths without `.md`.
  private static let translated =
    ["README"]
    + ((try? FileManager.default.contentsOfDirectory(atPath: "\(Project.folder)/docs")) ?? [])
    .filter { $0.hasSuffix(".ko.md") }.map { "docs/\($0.dropLast(6))" }.sorted()

  /// The blocks of a page: those of the English one are run.
  private static func blocks(of page: String) throws -> [String] {
    CodeBlock.all(in: try Project.text("\(page).md")).map(\.text)
  }

  /// That of interchange lists tasks in Korean.
  @Test(arguments: translated.filter { $0 != "docs/interchange" })
  func `a Korean page has the same console blocks and scripts`(_ page: String) throws {
    #expect(try Self.blocks(of: "\(page).ko") == Self.blocks(of: page))
  }

  @Test(arguments: translated)
  func `a Korean page has the same headings and commands`(_ page: String) throws {
    let english = Self.skeleton(of: try Project.text("\(page).md"))
    #expect(try Self.skeleton(of: Project.text("\(page).ko.md")) == english)
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

  // MARK: docs/releasing.md

  @Test func `each check of the gate of a release is a program that is there`() throws {
    let text = try Project.text("docs/releasing.md")
    let commands = text.matches(of: /\n\| \d \| `([^` ]+)[^`]*` \| [^|\n]+ \|/).map { String($0.1) }
    #expect(!commands.isEmpty)
    for command in commands where command != "git" {
      #expect(
        FileManager.default.isExecutableFile(atPath: "\(Project.folder)/\(command)"), "\(command)")
    }
  }

  // MARK: docs/testing.md and docs/reliability.md

  @Test(arguments: ["testing", "reliability"])
  func `each suite that is named exists`(_ document: String) throws {
    let sources = try FileManager.default.subpathsOfDirectory(atPath: "\(Project.folder)/Tests")
    let suites = try sources.filter { $0.hasSuffix("Tests.swift") }.flatMap { path in
      try Project.text("Tests/\(path)").matches(of: /struct (\w+Tests)\b/)
        .map { String($0.1) }
    }
    let known = suites + sources.filter { $0.hasSuffix("Tests") }
    let text = try Project.text("docs/\(document).md")
    let names = text.matches(of: /`([A-Z]\w*Tests)`/).map { String($0.1) }
    #expect(!names.isEmpty)
    #expect(Set(names).subtracting(known).isEmpty, "\(Set(names).subtracting(known))")
  }

  @Test func `the last long run is of this version or of the one before`() throws {
    let text = try Project.text("docs/testing.md")
    let run = try #require(
      text.firstMatch(
        of:
          /Last long run: \d{4}-\d\d-\d\d, commit \w+, version ([\d.]+), \d+ tests, \d+ minutes\./))
    let changes = try Project.text("CHANGELOG.md")
    let heading = /\n## \[(?:Unreleased\], becomes )?(\d+\.\d+\.\d+)/
    let versions = changes.matches(of: heading).prefix(2).map { String($0.1) }
    #expect(versions.contains(String(run.1)), "\(run.1) is none of \(versions)")
  }

  @Test func `the table of faults has every command of the fault tests`() throws {
    let words = try Project.text("docs/reliability.md").matches(of: /`([^`\n]+)`/)
      .map { String($0.1) }
    #expect(Set(FaultCommand.all.map(\.name)).subtracting(words) == [])
  }
}
