import Model
import TestSupport
import Testing

@testable import ReferencePages

@Suite struct CommittedFileTests {
  @Test(arguments: ReferenceFile.allCases)
  func `a generated file is committed as the tables are`(_ file: ReferenceFile) throws {
    let committed = try Project.text(file.path)
    #expect(
      try file.generated(from: committed) == committed,
      "\(file.path) is stale: run automation/reference.sh, and look at what it changed")
  }

  @Test func `docs/json.md has each code of a reason`() throws {
    let lines = try Project.text("docs/json.md").split(separator: "\n")
    let list = try #require(lines.first { $0.contains("`malformed_row`, `leased`") })
    // No row that is explained is missing.
    for code in WaitReason.Code.allCases where code != .noRow {
      #expect(list.contains("`\(code.rawValue)`"), "\(code.rawValue)")
    }
  }

  @Test(arguments: ["docs/man/orch.1", "docs/man/ops.1"])
  func `groff warns of nothing in a manual page`(_ path: String) throws {
    let ending = try run(
      "groff", ["-man", "-Tutf8", "-ww", "-K", "utf8", "-z", path], in: Project.folder)
    #expect(ending.status == 0 && ending.errors == "" && ending.output == "", "\(ending)")
  }

  @Test(arguments: ["orch", "ops"])
  func `man shows what is typed as it is typed`(_ program: String) throws {
    let ending = try run(
      "man", ["-P", "cat", "-l", "docs/man/\(program).1"], in: Project.folder,
      environment: ["MANWIDTH": "100", "MAN_KEEP_FORMATTING": ""])
    #expect(ending.status == 0 && ending.errors == "", "\(ending)")
    let titles = ending.output.split(separator: "\n").filter { $0.first?.isLetter == true }
    let sections = titles.dropFirst().dropLast().map(String.init)
    #expect(
      sections == [
        "NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS", "ENVIRONMENT", "FILES",
        "EXIT STATUS", "SCRIPTING", "EXAMPLES", "SEE ALSO", "LICENSE",
      ])
    // Neither hyphens nor quotes have become those of a typographer.
    #expect(ending.output.contains("\n       --color auto|always|never\n"))
    #expect(ending.output.contains(program == "orch" ? "'.items[].id'" : "'split into two'"))
    #expect(!ending.output.contains { "‐−’‘”".contains($0) }, "\(ending.output)")
  }
}
