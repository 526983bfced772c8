import CommandLineKit
import CommandSupport
import Foundation
import OpsCLI
import OrchCLI
import Testing

@Suite struct CompletenessTests {
  @Test func `every variable that the sources read is documented`() throws {
    let documented = Set(
      EnvironmentVariable.all.map(\.name) + Settings.descriptions.map(\.variable))
    let sources = URL(filePath: "\(Project.folder)/Sources/CommandSupport")
    let files = try FileManager.default.contentsOfDirectory(atPath: sources.path)
    let read = try Set(
      files.flatMap { file in
        try String(contentsOf: sources.appending(path: file), encoding: .utf8)
          .matches(of: /environment\["(\w+)"\]/).map { String($0.1) }
      })
    #expect(read.count > 6)
    #expect(read.subtracting(documented) == [])
  }

  @Test(arguments: [Orch.program, Ops.program])
  func `every option's variable is documented`(_ program: Program<SharedOptions>) {
    let documented = Set(
      EnvironmentVariable.all.map(\.name) + Settings.descriptions.map(\.variable))
    let options =
      program.sharedDescriptions + program.commandDescriptions.flatMap(\.options)
    #expect(Set(options.flatMap(\.environment)).subtracting(documented) == [])
  }

  /// The console blocks below the headings are run by the end-to-end tests.
  @Test(arguments: [Orch.program, Ops.program])
  func `every command's JSON is shown`(_ program: Program<SharedOptions>) throws {
    let text = try String(contentsOfFile: "\(Project.folder)/docs/json.md", encoding: .utf8)
    let sections = text.split(separator: "\n## ").filter { $0.contains("```console") }
    let words = sections.compactMap { $0.split(separator: "\n").first }
      .flatMap { $0.split { !$0.isLetter && $0 != "-" } }.map(String.init)
    #expect(Set(program.commandDescriptions.map(\.name)).subtracting(words) == [])
  }

  @Test(arguments: [Orch.program, Ops.program])
  func `every command says what it prints`(_ program: Program<SharedOptions>) {
    for command in program.commandDescriptions {
      let result = command.result.markdown
      #expect(!result.isEmpty && !result.hasSuffix("."), "\(command.name)")
      #expect(!result.contains("\n"), "\(command.name)")
    }
  }

  @Test func `every setting and every status says what it means`() {
    for setting in Settings.descriptions {
      #expect(!setting.meaning.isEmpty && !setting.meaning.hasSuffix("."), "\(setting.variable)")
      #expect(!setting.fallback.isEmpty, "\(setting.variable)")
    }
    let meanings = ExitStatus.allCases.map(\.meaning.markdown)
    #expect(Set(meanings).count == meanings.count)
  }
}
