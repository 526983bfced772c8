import Door
import Host
import Runner
import Text

/// What `orch init --skill` writes for the agents of a project. It replaces no file.
struct AgentFiles {
  /// The paths of new files, and of files that existed.
  private(set) var (written, kept): ([String], [String]) = ([], [])

  /// - Parameters:
  ///   - queue: the path of the queue, which exists.
  ///   - isForOpenClaw: whether OpenClaw reads the skill, too.
  init(forQueueAt queue: String, isForOpenClaw: Bool, in context: CommandContext) throws {
    let root = Self.root(ofQueueAt: queue, in: context)
    let folders = [".claude", ".agents"].map { "\($0)/skills" } + (isForOpenClaw ? ["skills"] : [])
    for folder in folders {
      try write(AgentSkill.text, to: Path.join(root, "\(folder)/orch/SKILL.md"))
    }
    let server = Self.server(ofQueueAt: queue, from: root, in: context)
    try write(server, to: Path.join(root, ".mcp.json"))
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

  /// The text of `.mcp.json`, which Claude Code and others read.
  private static func server(
    ofQueueAt queue: String, from root: String, in context: CommandContext
  ) -> String {
    let name = Path.isInside(queue, root) ? Path.relative(queue, to: root) : queue
    var arguments = ["mcp"]
    if context.taskQueue.chosenDatabase != nil {
      arguments += ["--db", context.taskQueue.isOnServer ? queue : name]
    } else if !["QUEUE.md", "automation/orchestrator/QUEUE.md"].contains(name) {
      arguments += ["--queue", name]
    }
    let words = arguments.map { JSONValue.string($0).description }.joined(separator: ", ")
    return """
      {
        "mcpServers": {
          "orch": {"command": "orch", "args": [\(words)]}
        }
      }

      """
  }
}
