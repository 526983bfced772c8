import Commands
import Door
import Foundation
import Model
import Operator
import Programs
import Runner
import TestSupport
import Testing
import Text

@testable import ReferencePages

@Suite struct CompletenessTests {
  @Test func `every variable that the sources read is documented`() throws {
    let documented = Set(
      EnvironmentVariable.all.map(\.name) + Settings.descriptions.map(\.variable))
    let sources = URL(filePath: "\(Project.folder)/Sources")
    let files = try ["Programs/Runner", "Queue/Door", "Features"].flatMap { folder in
      try FileManager.default.subpathsOfDirectory(atPath: sources.appending(path: folder).path)
        .filter { $0.hasSuffix(".swift") }.map { "\(folder)/\($0)" }
    }
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

  @Test(arguments: [Orch.program, Ops.program])
  func `every command says what its JSON holds`(_ program: Program<SharedOptions>) {
    let printed = Set(JSONShape.all.flatMap(\.commands))
    let commands = program.commandDescriptions.map { "\(program.name) \($0.name)" }
    // What it prints is the protocol's.
    let others: Set = program.name == "orch" ? ["orch lsp"] : []
    #expect(Set(commands).subtracting(printed) == others)
  }

  @Test func `every object in JSON has one name, and all that it holds is said`() {
    let names = JSONShape.all.map(\.name)
    #expect(Set(names).count == names.count)
    for shape in JSONShape.all {
      let keys = shape.type.document.keys
      #expect(!keys.isEmpty && Set(keys).count == keys.count, "\(shape.name)")
    }
  }

  @Test func `every code of an error is documented`() throws {
    let kinds = try Project.text("Sources/Queue/Door/Facts/Problem+Kind.swift")
      .matches(of: /case [.\w, ]+: "(\w+)"/).map { String($0.1) }
    #expect(kinds.count > 60)
    let codes = Set(kinds + Refusal.Code.allCases.map(\.rawValue))
    #expect(codes.subtracting(try Contract.errorCodes()) == [])
  }

  @Test(arguments: [Orch.program, Ops.program])
  func `every command says what it prints`(_ program: Program<SharedOptions>) {
    for command in program.commandDescriptions {
      let result = command.result.markdown
      #expect(!result.isEmpty && !result.hasSuffix("."), "\(command.name)")
      #expect(!result.contains("\n"), "\(command.name)")
    }
  }

  @Test(arguments: ["docs/workers.md", "docs/workers.ko.md"])
  func `the guide has each key of a worker and each failure class, and no other`(
    _ path: String
  ) throws {
    let tables = try Project.text(path).matches(
      of: /\n\| [^|]+ \|[^\n]*\n\| --- \|[^\n]*((?:\n\| [^\n]+)+)/
    )
    .map { table in
      table.1.matches(of: /\n\| ([^|]+) \|/).flatMap {
        $0.1.matches(of: /`(\w+)`/).map { String($0.1) }
      }
    }
    #expect(tables.contains(WorkerKey.all.map(\.name)), "\(tables)")
    #expect(tables.contains { Set($0) == Set(FailureClass.allCases.map(\.rawValue)) })
  }

  @Test func `the board and the guide have each kind of a proof`() throws {
    let kinds = ProofKind.allCases.map(\.rawValue)
    let editor = try Project.text("Sources/Programs/CBoard/Page/criteria.js")
    let offered = editor.matches(of: /\n  (\w+): \{ name:/).map { String($0.1) }
    #expect(offered == ["prose"] + kinds)
    for guide in ["docs/routing.md", "docs/routing.ko.md"] {
      let rows = try Project.text(guide).matches(of: /\n\| `(\w+):/).map { String($0.1) }
      #expect(Set(rows).isSuperset(of: kinds), "\(guide)")
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
