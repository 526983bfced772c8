import Door
import Host
import Runner
import Text

/// The files that `orch init --skill` writes for the agents of a project. No file is replaced; an
/// `AGENTS.md` gets a part.
struct AgentFiles {
  /// The paths of new files, of an `AGENTS.md` that got its part, and of files that stay unchanged.
  private(set) var (written, changed, kept): ([String], [String], [String]) = ([], [], [])

  /// - Parameters:
  ///   - queue: the path of the queue, which exists.
  ///   - isForOpenClaw: whether OpenClaw reads the skill, too.
  init(forQueueAt queue: String, isForOpenClaw: Bool, in context: CommandContext) throws {
    let root = Self.root(ofQueueAt: queue, in: context)
    let folders = [".claude", ".agents"].map { "\($0)/skills" } + (isForOpenClaw ? ["skills"] : [])
    for folder in folders {
      try write(AgentSkill.text, to: Path.join(root, "\(folder)/orch/SKILL.md"))
    }
    let words = Self.words(forQueueAt: queue, from: root, in: context)
    try write(Self.servers(words), to: Path.join(root, ".mcp.json"))
    let agents = Agent.allCases.filter { $0.isFound(in: context) }
    for agent in agents { try write(agent.settings(words), to: Path.join(root, agent.file)) }
    if agents.isEmpty { return }
    let instructions = Path.join(root, AgentInstructions.fileName)
    switch try AgentInstructions.write(to: instructions) {
    case .created: written.append(instructions)
    case .changed: changed.append(instructions)
    case .kept: kept.append(instructions)
    }
  }

  /// The programs that read no `.mcp.json`. Their settings are written only where they are found,
  /// because another file of the project may become part of them.
  private enum Agent: String, CaseIterable {
    case codex, opencode

    func isFound(in context: CommandContext) -> Bool {
      ProgramLookup(
        rawValue, in: context.currentDirectory,
        environment: ChildEnvironment.variables(from: context.environment)
      ).obstacle == nil
    }

    var file: String {
      switch self {
      case .codex: ".codex/config.toml"
      case .opencode: "opencode.json"
      }
    }

    /// - Parameter words: the arguments of `orch`.
    func settings(_ words: [String]) -> String {
      switch self {
      case .codex:
        // A JSON string is a basic string of TOML, too.
        """
        # Codex reads this file in a project that it trusts.
        [mcp_servers.orch]
        command = "orch"
        args = [\(words.quoted)]
        tool_timeout_sec = 900
        # codex exec can ask nobody. With this line it may use the tools of orch:
        # default_tools_approval_mode = "approve"

        """
      case .opencode:
        """
        {
          "$schema": "https://opencode.ai/config.json",
          "mcp": {
            "orch": {"type": "local", "command": [\((["orch"] + words).quoted)], "enabled": true}
          }
        }

        """
      }
    }
  }

  private mutating func write(_ text: String, to path: String) throws {
    try Directory.createWithParents(Path.parent(of: path))
    do throws(SystemError) {
      try NewFile.create(path, text: text)
      written.append(path)
    } catch {
      guard error.alreadyExists else { throw Problem.system(error) }
      kept.append(path)
    }
  }

  /// The folder in which agents start: the repository, else the current folder if the queue is below
  /// it, else the folder of the queue.
  private static func root(ofQueueAt queue: String, in context: CommandContext) -> String {
    let here = Path.resolved(context.currentDirectory) ?? context.currentDirectory
    if context.taskQueue.isOnServer { return here }
    let home = Path.parent(of: queue)
    return GitCheckout.top(of: home) ?? (Path.isInside(home, here) ? here : home)
  }

  /// The arguments of `orch` that start the server.
  private static func words(
    forQueueAt queue: String, from root: String, in context: CommandContext
  ) -> [String] {
    let name = Path.isInside(queue, root) ? Path.relative(queue, to: root) : queue
    var arguments = ["mcp"]
    if context.taskQueue.chosenDatabase != nil {
      arguments += ["--db", context.taskQueue.isOnServer ? queue : name]
    } else if !["QUEUE.md", "automation/orchestrator/QUEUE.md"].contains(name) {
      arguments += ["--queue", name]
    }
    return arguments
  }

  /// The text of `.mcp.json`, which Claude Code and others read.
  private static func servers(_ words: [String]) -> String {
    """
    {
      "mcpServers": {
        "orch": {"command": "orch", "args": [\(words.quoted)]}
      }
    }

    """
  }
}

extension [String] {
  /// The texts as the elements of a JSON list.
  fileprivate var quoted: String {
    map { JSONValue.string($0).description }.joined(separator: ", ")
  }
}
