import Commands
import Door
import Model
import Operator
import Programs
import Runner
import Text

/// A part of a document that is generated from the programs' own tables.
enum ReferenceTable: String, CaseIterable {
  case options
  case settings
  case fileSettings = "settings in the file"
  case variables
  case statuses
  case orch
  case ops
  case shapes
  case problems
  case warnings
  case journal
  case transitions
  case events
  case workerKeys = "keys of a worker"
  case startProblems = "start problems"

  /// The tables of `docs/cli.md`.
  static let commandLine: [ReferenceTable] = [
    .options, .settings, .fileSettings, .variables, .statuses, .orch, .ops,
  ]

  var lines: [String] {
    switch self {
    case .options:
      MarkdownTable.lines(
        header: ["option", "environment", "default", "meaning"],
        rows: Orch.program.sharedDescriptions.map { option in
          [
            ([option.spelling] + (option.short.map { [$0] } ?? [])).map(code)
              .joined(separator: ", "),
            option.environment.map(code).joined(separator: ", "), option.fallback?.english ?? "",
            option.help.english,
          ]
        })
    case .settings:
      MarkdownTable.lines(
        header: ["variable", "default", "form", "meaning"],
        rows: Settings.descriptions.map {
          [code($0.variable), code($0.fallback), $0.form.english, $0.meaning]
        })
    case .fileSettings:
      MarkdownTable.lines(
        header: ["key", "default", "form", "meaning"],
        rows: Settings.inFileOnly(with: Opening.allFeatures).map {
          [code($0.key), code($0.fallback), $0.form.english, $0.meaning]
        })
    case .variables:
      MarkdownTable.lines(
        header: ["variable", "meaning"],
        rows: EnvironmentVariable.all.map { [code($0.name), $0.meaning] })
    case .statuses:
      MarkdownTable.lines(
        header: ["status", "meaning"],
        rows: ExitStatus.allCases.map { ["\($0.rawValue)", $0.meaning.markdown] })
    case .orch: commandTable(of: Orch.program)
    case .ops: commandTable(of: Ops.program)
    case .problems: CodeTable.findings(.problem)
    case .warnings: CodeTable.findings(.warning)
    case .journal: CodeTable.journalFields
    case .transitions: TransitionTable.lines
    case .events: CodeTable.events
    case .workerKeys: CodeTable.workerKeys
    case .startProblems: CodeTable.startProblems
    case .shapes: Array(JSONShape.all.map(\.section).joined(separator: [""]))
    }
  }

  private func commandTable(of program: Program<SharedOptions>) -> [String] {
    MarkdownTable.lines(
      header: ["command", "prints"],
      rows: program.commandDescriptions.map { [code($0.usage), $0.result.markdown] })
  }

  private func code(_ text: String) -> String { "`\(text)`" }
}

/// A pipe table of a document.
enum MarkdownTable {
  static func lines(header: [String], rows: [[String]]) -> [String] {
    ([header, header.map { _ in "---" }] + rows).map { cells in
      "|" + cells.map { $0.isEmpty ? " |" : " \(escaped($0)) |" }.joined()
    }
  }

  /// Escapes pipes, because a pipe would end the cell, even within code.
  private static func escaped(_ cell: String) -> String {
    cell.map { $0 == "|" ? "\\|" : String($0) }.joined()
  }
}

/// A hand-written document with generated parts between marks.
///
/// A part begins with the line `<!-- generated: NAME -->` and ends with the line
/// `<!-- end -->`.
struct MarkedDocument {
  let path: String
  let text: String

  /// The text with the parts of all tables generated anew.
  ///
  /// - Throws: ``MarkError`` if the document has no part for a table, or if marks do not pair.
  func filled(with tables: [ReferenceTable]) throws(MarkError) -> String {
    var lines: [String] = []
    var rest = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    var missing = tables
    while let line = rest.popFirst() {
      lines.append(String(line))
      guard let name = Self.name(in: line) else { continue }
      guard let table = tables.first(where: { $0.rawValue == name }) else {
        throw .unknownPart(name, path: path)
      }
      guard let end = rest.firstIndex(of: "<!-- end -->") else { throw .openPart(name, path: path) }
      lines += table.lines
      rest = rest[end...]
      missing.removeAll { $0 == table }
    }
    if let table = missing.first { throw .missingPart(table.rawValue, path: path) }
    return lines.joined(separator: "\n")
  }

  private static func name(in line: Substring) -> String? {
    let (begin, end) = ("<!-- generated: ", " -->")
    guard line.hasPrefix(begin), line.hasSuffix(end) else { return nil }
    return String(line.dropFirst(begin.count).dropLast(end.count))
  }
}

/// An error in the marks of a document.
enum MarkError: Error, Equatable, CustomStringConvertible {
  case unknownPart(String, path: String)
  case openPart(String, path: String)
  case missingPart(String, path: String)

  var description: String {
    switch self {
    case .unknownPart(let name, let path):
      "\(path): nothing generates the part '\(name)' (ReferenceTable names the parts)"
    case .openPart(let name, let path):
      "\(path): the part '\(name)' does not end (add the line <!-- end -->)"
    case .missingPart(let name, let path):
      "\(path): the part '\(name)' is missing (add <!-- generated: \(name) --> and <!-- end -->)"
    }
  }
}
