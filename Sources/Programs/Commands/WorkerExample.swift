import Door
import Host
import Model
import Runner
import Text

/// A worker that `orch init --worker` sets up: an `orch.json` with its profile, and other files.
enum WorkerExample: String, CaseIterable {
  /// A script that reads a task and prints a report.
  case script
  /// Three workers that orch simulates, and a row for each.
  case simulated
  /// A coding agent, which must already be installed and logged in.
  case claude, codex, opencode
  /// Another program that asks a model; it must already be installed, and have a model and a key.
  case aider, llm, mini

  /// Relative to the queue's folder.
  static let scriptPath = "scripts/worker.sh"

  var rows: [Transition.NewItem] {
    switch self {
    case .script, .claude, .codex, .opencode, .aider, .llm, .mini: []
    case .simulated:
      [
        row("DEMO-1", "Greet the newcomer", "the greeting is friendly"),
        row("DEMO-2", "Mend the fence, which fails at first", "the fence stands"),
        row("DEMO-3", "Paint the fence, which needs an answer", "the fence has a colour"),
      ]
    }
  }

  private func row(_ id: String, _ task: String, _ criteria: String) -> Transition.NewItem {
    var item = Transition.NewItem(priority: .p1, task: task, successCriteria: criteria)
    item.id = id
    return item
  }

  /// The text of `orch.json`.
  ///
  /// - Parameter program: the path of the script from the project root.
  func settings(program: String) -> String {
    switch self {
    case .script:
      """
      {
        "workers": {
          "default": {"adapter": "report", "argv": [\(JSONValue.string(program))], "timeout": "30m"}
        },
        "review": {"run_checks": true}
      }

      """
    case .simulated:
      """
      {
        "workers": {
          "default": {"adapter": "simulated", "script": ["done"], "about": "does its work"},
          "flaky": {"adapter": "simulated", "script": ["fail", "done"], "about": "fails at first"},
          "curious": {"adapter": "simulated", "script": ["question", "done"], "about": "asks first"}
        },
        "routes": [{"id": "DEMO-2", "worker": "flaky"}, {"id": "DEMO-3", "worker": "curious"}],
        "retry": {"agent": {"delays": ["2s"]}}
      }

      """
    case .claude, .codex, .opencode, .aider, .llm, .mini:
      """
      {
        "workers": {
          "\(rawValue)": {
      \(start)\
            "timeout": "90m",
            "max": 1
          }
        },
        "routes": [{"worker": "\(rawValue)"}],
        "review": {"run_checks": true}
      }

      """
    }
  }

  /// The lines that say how the program starts. The `args` allow an agent to change files of the
  /// project.
  private var start: String {
    switch self {
    case .claude:
      """
            "adapter": "claude",
            "args": ["--permission-mode", "acceptEdits", "--allowedTools", "Bash(git status),Bash(git diff)"],

      """
    case .codex:
      """
            "adapter": "codex",
            "args": ["-s", "workspace-write"],

      """
    case .opencode:
      """
            "adapter": "opencode",

      """
    case .aider:
      """
            "adapter": "report",
            "argv": ["aider", "--message-file", "{message_file}", "--yes-always",
              "--no-auto-commits", "--no-dirty-commits", "--no-suggest-shell-commands",
              "--no-detect-urls", "--no-pretty", "--no-stream", "--no-check-update",
              "--no-show-release-notes", "--no-show-model-warnings", "--no-analytics"],

      """
    case .llm:
      """
            "adapter": "report",
            "argv": ["llm", "prompt"],

      """
    case .mini:
      """
            "adapter": "command",
            "argv": ["mini", "--yolo", "--exit-immediately",
              "--task", "Read {message_file} and do what it says."],
            "class": "agent",

      """
    case .script, .simulated: ""
    }
  }

  /// The text that explains the settings of an agent; `nil` for a script, which explains itself.
  var guide: WorkerGuide? {
    switch self {
    case .script, .simulated: nil
    case .claude:
      WorkerGuide(
        name: rawValue, start: .edits, files: ["CLAUDE.md", ".claude/settings.json"],
        key: "ANTHROPIC_API_KEY")
    case .codex:
      WorkerGuide(
        name: rawValue, start: .sandbox, files: ["AGENTS.md", ".codex/config.toml"],
        key: "CODEX_API_KEY")
    case .opencode:
      WorkerGuide(
        name: rawValue, start: .untried, files: ["AGENTS.md", "opencode.json"],
        key: "ANTHROPIC_API_KEY")
    case .aider:
      WorkerGuide(
        name: rawValue, start: .message, files: [".aider.conf.yml", ".env"], key: "OPENAI_API_KEY")
    case .llm:
      WorkerGuide(name: rawValue, start: .answer, files: [], key: "OPENAI_API_KEY")
    case .mini:
      WorkerGuide(name: rawValue, start: .commands, files: [], key: "OPENAI_API_KEY")
    }
  }

  static let scriptText = """
    #!/bin/sh
    # A worker: orch starts this script in the project's folder for each row that it claims.
    # The task comes on standard input; what the script prints is its report.
    #
    # This example writes the task into worker-notes.md and reports that. Replace the lines between
    # the marks with your own program, and run `orch trust` again after each change.
    set -eu
    message=$(cat)

    # --- the work ---
    task=$(printf '%s\\n' "$message" | sed -n 's/^Task: //p')
    printf -- '- %s: %s\\n' "$ORCH_ITEM_ID" "$task" >> worker-notes.md
    # --- end of the work; a status other than 0 is a failure, which is tried again ---

    # The report: the status, and for each criterion by its number what shows that it is met.
    # Claim nothing that is not true: orch checks criteria such as `file: worker-notes.md` itself.
    printf '[REPORT %s]\\nStatus: DONE\\nCriteria:\\n' "$ORCH_ITEM_ID"
    printf '%s\\n' "$message" | sed -n '/^Success-Criteria:/,/^[A-Z]/s/^\\([0-9]*\\)\\. .*/\\1. met: worker-notes.md has the task/p'
    printf 'Files:\\n- worker-notes.md\\n'

    """
}

// MARK: Writing

extension WorkerExample {
  /// Writes the files of the worker beside a queue, which may not exist yet.
  ///
  /// - Parameters:
  ///   - path: the path of the new queue.
  ///   - language: the language of the guide.
  /// - Returns: the paths.
  /// - Throws: `exists`, before anything is written, if one of the files exists. Unchanged files of
  ///   an earlier run that ended before it created the queue are kept and are not an error.
  func writeFiles(
    forQueueAt path: String, _ language: Language, in context: CommandContext
  ) throws -> [String] {
    let home = context.homeOfNewQueue(at: path)
    let settings = Path.join(home, "orch.json")
    let script = Path.join(home, Self.scriptPath)
    let explanation = Path.join(home, WorkerGuide.fileName)
    try Directory.createWithParents(home)
    let place = Path.resolved(home) ?? home
    let root = GitCheckout.top(of: place)
    let program = Path.relative(Path.join(place, Self.scriptPath), to: root ?? place)
    let known = Self.membersOfInit(in: settings)
    let lines = (known?.members ?? []).map { "  \"\($0.key)\": \($0.value),\n" }
    let text = "{\n" + lines.joined() + self.settings(program: program).dropFirst(2)
    // Not writable by a group: `orch trust` would refuse that.
    var files: [(path: String, text: String, permissions: UInt32)] = [(settings, text, 0o644)]
    if self == .script { files.append((script, Self.scriptText, 0o755)) }
    if let guide { files.append((explanation, guide.text(in: language), 0o644)) }
    let isQueueThere = (try? FileStatus(of: path)) != nil
    let missing = try files.filter { file in
      if file.path == settings, known != nil { return true }
      guard (try? FileStatus(ofName: file.path)) != nil else { return true }
      let isLeft = Self.text(of: file.path).map { $0.elementsEqual(file.text.utf8) } ?? false
      if isQueueThere || !isLeft { throw Problem.exists(path: file.path, .worker) }
      return false
    }
    if self == .script { try Directory.create(Path.parent(of: script), permissions: 0o755) }
    // The settings are written last, because they name the others.
    for file in missing.reversed() {
      do throws(SystemError) {
        if file.path == settings, known != nil {
          try NewFile.replace(file.path, text: file.text, permissions: file.permissions)
        } else {
          try NewFile.create(file.path, text: file.text, permissions: file.permissions)
        }
      } catch {
        guard error.alreadyExists else { throw error }
        throw Problem.exists(path: file.path, .worker)
      }
    }
    return files.map(\.path)
  }

  /// The members of an `orch.json` that has only settings that `orch init` writes for a queue;
  /// `nil` for any other file.
  private static func membersOfInit(in path: String) -> JSONObject? {
    let keys = [
      Settings.tz.description.key, Settings.tzOffset.description.key,
      Settings.idPrefix.description.key,
    ]
    guard let object = text(of: path).flatMap({ try? JSONValue(parsing: $0) })?.objectValue,
      object.keys.allSatisfy(keys.contains)
    else { return nil }
    return object
  }

  private static func text(of path: String) -> [UInt8]? {
    guard let file = try? FileDescriptor(opening: path, for: .readingNoLink),
      (try? file.status())?.kind == .regular
    else { return nil }
    return try? file.readWhole(upTo: 1 << 20)
  }

  /// - Returns: the ids of the added rows.
  func addRows(toQueueAt path: String, in context: CommandContext) throws -> [String] {
    if rows.isEmpty { return [] }
    var options = context.shared
    if context.taskQueue.chosenDatabase == nil { options.queue = path }
    let context = CommandContext(options, in: context.opening, on: context.console)
    return try context.taskQueue.add(rows, as: context.caller).map(\.id)
  }

  /// The commands to run next, as typed in the current folder.
  func nextSteps(forQueueAt path: String, in context: CommandContext) -> [NextStep] {
    let folder = Path.resolved(context.currentDirectory) ?? context.currentDirectory
    let shown = Path.isInside(path, folder) ? Path.relative(path, to: folder) : path
    let options =
      context.taskQueue.chosenDatabase != nil
      ? [("--db", shown)].inShell : shown == "QUEUE.md" ? "" : [("--queue", shown)].inShell
    return steps.map { NextStep(command: $0 + options, purpose: $1) }
  }

  private var steps: [(String, NextStep.Purpose)] {
    switch self {
    case .script:
      [
        ("orch trust", .trust), ("orch add 'A task' --criteria 'file: worker-notes.md'", .addRow),
        ("orch daemon --until-idle", .work), ("ops status", .look),
      ]
    case .simulated:
      [
        ("orch daemon --until-idle", .work), ("ops status", .look),
        ("orch show DEMO-2 --attempts", .attempts), ("orch answer DEMO-3 'blue'", .answer),
      ]
    case .claude, .codex, .opencode, .aider, .llm, .mini:
      [
        ("orch trust", .trust), ("ops doctor --workers", .version),
        ("ops worker test \(rawValue)", .tryWorker), firstRow,
        ("orch daemon --until-idle", .work), ("ops status", .look),
      ]
    }
  }

  private var firstRow: (String, NextStep.Purpose) {
    self == .llm
      ? ("orch add 'Say what a queue is' --criteria 'the report says it'", .addQuestion)
      : ("orch add 'Write HELLO.md, one line that greets' --criteria 'file: HELLO.md'", .addRow)
  }
}
