import CommandLineKit
import CommandSupport
import OpsCLI
import OrchCLI

/// A part of a document that the programs' own tables fill.
enum ReferenceTable: String, CaseIterable {
  case options
  case settings
  case fileSettings = "settings in the file"
  case variables
  case statuses
  case orch
  case ops
  case shapes

  /// Those of `docs/cli.md`.
  static let commandLine: [ReferenceTable] = [
    .options, .settings, .fileSettings, .variables, .statuses, .orch, .ops,
  ]

  var lines: [String] {
    switch self {
    case .options: Self.optionsTable.lines
    case .settings: Self.settingsTable.lines
    case .fileSettings: Self.fileSettingsTable.lines
    case .variables: Self.variablesTable.lines
    case .statuses: Self.statusesTable.lines
    case .orch: Self.commandTable(of: Orch.program).lines
    case .ops: Self.commandTable(of: Ops.program).lines
    case .shapes: Array(JSONShape.all.map(\.section).joined(separator: [""]))
    }
  }

  private static var optionsTable: MarkdownTable {
    let rows = Orch.program.sharedDescriptions.map { option in
      [
        spellings(of: option), option.environment.map(code).joined(separator: ", "),
        option.fallback?.markdown ?? "", option.help,
      ]
    }
    return MarkdownTable(header: ["option", "environment", "default", "meaning"], rows: rows)
  }

  private static func spellings(of option: OptionDescription) -> String {
    ([option.spelling] + (option.short.map { [$0] } ?? [])).map(code).joined(separator: ", ")
  }

  private static var settingsTable: MarkdownTable {
    let rows = Settings.descriptions.map { setting in
      [code(setting.variable), code(setting.fallback), setting.form, setting.meaning]
    }
    return MarkdownTable(header: ["variable", "default", "form", "meaning"], rows: rows)
  }

  private static var fileSettingsTable: MarkdownTable {
    MarkdownTable(
      header: ["key", "default", "form", "meaning"],
      rows: Settings.inFileOnly.map { setting in
        [code(setting.key), code(setting.fallback), setting.form, setting.meaning]
      })
  }

  private static var variablesTable: MarkdownTable {
    MarkdownTable(
      header: ["variable", "meaning"],
      rows: EnvironmentVariable.all.map { [code($0.name), $0.meaning] })
  }

  private static var statusesTable: MarkdownTable {
    MarkdownTable(
      header: ["status", "meaning"],
      rows: ExitStatus.allCases.map { ["\($0.rawValue)", $0.meaning.markdown] })
  }

  private static func commandTable(of program: Program<SharedOptions>) -> MarkdownTable {
    let rows = program.commandDescriptions.map { command in
      [code(command.usage), command.result.markdown]
    }
    return MarkdownTable(header: ["command", "prints"], rows: rows)
  }

  private static func code(_ text: String) -> String { "`\(text)`" }
}
