import Commands
import Door
import Host
import Plans
import Runner
import Server
import Text

/// The developers' program: writes the generated files anew, reports which of them are stale, or
/// draws pictures of screens.
package struct ReferenceTool {
  /// The project's folder.
  let root: String
  /// Reads standard input up to a limit in bytes.
  var input: (Int) throws -> [UInt8] = StandardInput.read(limit:)

  static let usage = "usage: reference [--check | --picture COLUMNS TITLE < SCREEN]"

  struct Outcome: Equatable {
    var status: ExitStatus
    var output: [String] = []
    var errors: [String] = []
  }

  /// Runs this process's own command line, in the current folder.
  package static func main() -> Int32 {
    let tool = ReferenceTool(root: (try? Path.currentDirectory()) ?? ".")
    let outcome = tool.run(Array(CommandLine.arguments.dropFirst()))
    do {
      let (output, errors) = (StandardStream.output(), StandardStream.error())
      for line in outcome.output { try output.write(Array("\(line)\n".utf8)) }
      for line in outcome.errors { try errors.write(Array("\(line)\n".utf8)) }
      try output.flush()
      try errors.flush()
      return outcome.status.rawValue
    } catch {
      return ExitStatus.inputOutput.rawValue
    }
  }

  func run(_ arguments: [String]) -> Outcome {
    do {
      switch arguments {
      case []: return Outcome(status: .success, output: try refresh().map { "wrote \($0.path)" })
      case ["--check"]:
        let errors = try staleFiles().map { "\($0.path) is stale (run automation/reference.sh)" }
        return Outcome(status: errors.isEmpty ? .success : .refused, errors: errors)
      case let words where words.count == 3 && words[0] == "--picture":
        return picture(words[1], title: words[2])
      case ["--help"], ["-h"]: return Outcome(status: .success, output: [Self.usage])
      default: return Outcome(status: .usage, errors: [Self.usage])
      }
    } catch let error as SystemError {
      let hint = "run it in the project's folder; automation/reference.sh does"
      return Outcome(status: .malformedData, errors: ["ERROR: \(error) (\(hint))"])
    } catch {
      return Outcome(status: .malformedData, errors: ["ERROR: \(error)"])
    }
  }

  /// Draws a picture of a screen that tmux captured.
  private func picture(_ columns: String, title: String) -> Outcome {
    guard let columns = Int(columns), (1...1000).contains(columns) else {
      return Outcome(status: .usage, errors: [Self.usage])
    }
    do {
      let screen = String(decoding: try input(1 << 20), as: UTF8.self)
      let picture = ScreenPicture(of: screen, columns: columns, title: title).svg
      return Outcome(status: .success, output: [String(picture.dropLast())])
    } catch {
      return Outcome(status: .missingInput, errors: ["ERROR: \(error)"])
    }
  }

  /// Writes the stale files anew, and returns them.
  private func refresh() throws -> [ReferenceFile] {
    let stale = try staleFiles()
    for file in stale { try file.write(file.generated(from: file.committed(in: root)), in: root) }
    return stale
  }

  private func staleFiles() throws -> [ReferenceFile] {
    try ReferenceFile.allCases.filter { file in
      let committed = try file.committed(in: root)
      return try file.generated(from: committed) != committed
    }
  }
}

/// A committed file that is generated as a whole or in parts.
enum ReferenceFile: String, CaseIterable, Sendable {
  case orchManual = "docs/man/orch.1"
  case opsManual = "docs/man/ops.1"
  case commandLine = "docs/cli.md"
  case json = "docs/json.md"
  case queueFile = "docs/queue-file.md"
  case storage = "docs/storage.md"
  case workers = "docs/workers.md"
  case settings = "templates/orch.schema.json"
  case plans = "templates/plan.schema.json"
  case routes = "templates/openapi.json"
  case neovim = "templates/editors/neovim.lua"
  case emacs = "templates/editors/emacs.el"
  case helix = "templates/editors/helix.toml"
  case vim = "templates/editors/vim.vim"
  case kate = "templates/editors/kate.json"
  case skill = "templates/claude-plugin/skills/orch/SKILL.md"
  case plugin = "templates/claude-plugin/.claude-plugin/plugin.json"

  /// The path below the project's folder.
  var path: String { rawValue }

  /// The contents that the file should have.
  ///
  /// - Parameter committed: the present contents; the hand-written parts are kept.
  func generated(from committed: String) throws(MarkError) -> String {
    switch self {
    case .orchManual: ManualPage.orch.roff
    case .opsManual: ManualPage.ops.roff
    case .settings: SettingsSchema.page
    case .plans: PlanSchema.text
    case .routes: OpenAPI.document(version: Version.current).indented + "\n"
    case .neovim: EditorSettings.neovim.text
    case .emacs: EditorSettings.emacs.text
    case .helix: EditorSettings.helix.text
    case .vim: EditorSettings.vim.text
    case .kate: EditorSettings.kate.text
    case .skill: AgentSkill.text
    case .plugin: AgentSkill.pluginManifest
    case .commandLine, .json, .queueFile, .storage, .workers:
      try MarkedDocument(path: path, text: committed).filled(with: tables)
    }
  }

  private var tables: [ReferenceTable] {
    switch self {
    case .orchManual, .opsManual, .settings, .plans, .routes, .neovim, .emacs, .helix, .vim, .kate,
      .skill, .plugin:
      []
    case .commandLine: ReferenceTable.commandLine
    case .json: [.shapes]
    case .queueFile: [.problems, .warnings, .journal]
    case .storage: [.transitions, .events]
    case .workers: [.workerKeys, .startProblems]
    }
  }

  /// The present contents; empty if the file is missing.
  func committed(in root: String) throws -> String {
    do {
      let bytes = try FileDescriptor(opening: Path.join(root, path), for: .reading).readWhole()
      return String(decoding: bytes, as: UTF8.self)
    } catch {
      if error.isMissing { return "" }
      throw error
    }
  }

  func write(_ text: String, in root: String) throws {
    try Directory.createWithParents(Path.join(root, Path.parent(of: path)))
    let file = try FileDescriptor(
      opening: Path.join(root, path), for: .updatingOrCreating(permissions: 0o666))
    try file.truncate(to: 0)
    try file.write(text)
  }
}
