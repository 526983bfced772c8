import Foundation
import TestSupport
import Testing

/// `CONTRIBUTING.md` says what is so, and its steps lead to a command that works.
@Suite struct ContributingTests {
  private static let root = DocumentExampleTests.root

  private static func guide() throws -> String {
    try contents(of: "\(root)/CONTRIBUTING.md")
  }

  @Test(.enabled(if: LongTests.areWanted, "it builds the package"))
  func `its steps add a command`() throws {
    let blocks = CodeBlock.all(in: try Self.guide())
    #expect(blocks.map(\.kind) == ["swift", "sh", "swift", "console"])
    try withTemporaryDirectory { folder in
      let copy = try PackageCopy(in: folder)
      for block in blocks where block.kind == "swift" {
        try copy.write(block.text, to: try #require(block.path))
      }
      for block in blocks where block.kind == "sh" { expectSuccess(try copy.bash(block.text)) }
      expectSuccess(try copy.buildProgram())
      for block in blocks where block.kind == "console" {
        try expectExamples(in: block.text, in: copy)
      }
      let tests = try #require(blocks.compactMap(\.path).first { $0.hasPrefix("Tests/") })
      let ending = try copy.runTests(tests)
      expectSuccess(ending)
      #expect(ending.output.contains("Test run with 1 test in 1 suite passed"), "\(ending)")
    }
  }

  private func expectSuccess(_ ending: ChildProcess.Ending) {
    #expect(ending.status == 0, "\(ending)")
  }

  private func expectExamples(in console: String, in copy: PackageCopy) throws {
    try copy.makeParent(of: "demo/QUEUE.md")
    let examples = DocumentExampleTests.examples(in: "```console\n\(console)```\n")
    #expect(examples.count == 5)
    for example in examples {
      let ending = try copy.bash(
        "cd demo; export PATH=$PWD/../bin:$PATH; \(example.command) || true")
      let output = ending.output.replacingOccurrences(
        of: "\(copy.folder)/demo", with: DocumentExampleTests.folder)
      expect(output, is: example.output)
    }
  }

  @Test func `each program and file that it names is there`() throws {
    let guide = try Self.guide()
    let commands = guide.split(separator: "\n").filter {
      $0.hasPrefix("    ") && $0.contains("  # ")
    }
    #expect(commands.count >= 9)
    let programs = commands.map { String($0.split(separator: " ")[0]) }.filter { $0 != "swift" }
    for program in programs {
      #expect(FileManager.default.isExecutableFile(atPath: "\(Self.root)/\(program)"), "\(program)")
    }
    for link in guide.matches(of: /\]\(([^)]+)\)/).map(\.1) {
      #expect(FileManager.default.fileExists(atPath: "\(Self.root)/\(link)"), "\(link)")
    }
    for script in guide.matches(of: /automation\/[a-z-]+\.sh|\.ci\/run|Benchmarks\/run/) {
      let path = "\(Self.root)/\(script.0)"
      #expect(FileManager.default.isExecutableFile(atPath: path), "\(script.0)")
    }
  }

  @Test func `each function that has a sentence for a name is a test`() throws {
    for file in try FileManager.default.subpathsOfDirectory(atPath: "\(Self.root)/Tests")
    where file.hasSuffix(".swift") {
      let parts = try contents(of: "\(Self.root)/Tests/\(file)").split(separator: "func " + "`")
      // Without @Test it is silently never run.
      #expect(parts.dropLast().allSatisfy { $0.contains("@Test") }, "\(file)")
    }
  }

  @Test(arguments: [
    ("--help", 0, "usage: automation/test.sh [--quick | --long | --coverage] [--browser]\n"),
    (
      "--covrage", 64,
      """
      test: unknown option '--covrage' (usage: automation/test.sh [--quick | --long | --coverage] \
      [--browser])\n
      """
    ),
  ])
  func `test.sh lists its options`(_ option: String, status: Int32, text: String) throws {
    let ending = try run("\(Self.root)/automation/test.sh", [option], in: Self.root)
    #expect(ending.status == status)
    #expect((ending.output + ending.errors).hasPrefix(text), "\(ending)")
  }
}
