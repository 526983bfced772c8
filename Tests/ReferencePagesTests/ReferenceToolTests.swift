import Door
import Foundation
import TestSupport
import Testing
import Text

@testable import ReferencePages

@Suite struct ReferenceToolTests {
  private static let usage = "usage: reference [--check | --picture COLUMNS TITLE < SCREEN]"
  private static let stale = ReferenceFile.allCases.map(\.path)

  @Test func `what is stale is named, then written, then fresh`() throws {
    try withTemporaryDirectory { folder in
      let tool = ReferenceTool(root: folder)
      try FileManager.default.createDirectory(
        atPath: folder + "/docs", withIntermediateDirectories: true)
      for path in Self.stale where path.hasPrefix("docs/") && path.hasSuffix(".md") {
        let page = try Project.text(path).replacingOccurrences(
          of: "<!-- end -->", with: "| stale |\n<!-- end -->")
        try page.write(toFile: "\(folder)/\(path)", atomically: false, encoding: .utf8)
      }
      #expect(
        tool.run(["--check"])
          == .init(
            status: .refused,
            errors: Self.stale.map { "\($0) is stale (run automation/reference.sh)" }))
      #expect(tool.run([]) == .init(status: .success, output: Self.stale.map { "wrote \($0)" }))
      #expect(tool.run([]) == .init(status: .success))
      #expect(tool.run(["--check"]) == .init(status: .success))
      for path in Self.stale {
        let written = try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
        let committed = try Project.text(path)
        #expect(written == committed)
      }
    }
  }

  @Test func `a folder that is not the project's is left as it is`() throws {
    try withTemporaryDirectory { folder in
      let expected = ReferenceTool.Outcome(
        status: .malformedData,
        errors: [
          """
          ERROR: docs/cli.md: the part 'options' is missing (add <!-- generated: options --> \
          and <!-- end -->)
          """
        ])
      #expect(ReferenceTool(root: folder).run([]) == expected)
      #expect(ReferenceTool(root: folder).run(["--check"]) == expected)
      let files = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(files == [])
    }
  }

  @Test(arguments: [
    ["--chek"], ["docs/cli.md"], ["--check", "--check"], ["--picture", "80"],
    ["--picture", "0", "t"], ["--picture", "wide", "t"],
  ])
  func `what is not understood is refused`(_ arguments: [String]) {
    #expect(
      ReferenceTool(root: ".").run(arguments)
        == .init(status: .usage, errors: [ReferenceToolTests.usage]))
  }

  @Test(arguments: ["--help", "-h"])
  func `it prints its usage`(_ argument: String) {
    #expect(
      ReferenceTool(root: ".").run([argument])
        == .init(status: .success, output: [ReferenceToolTests.usage]))
  }
}
