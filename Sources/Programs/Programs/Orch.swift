import Commands
import Operator
public import Runner
public import Text

/// `orch`: works the queue.
public enum Orch: CommandSet {
  public static let program = Program<SharedOptions>(
    name: "orch",
    summary: Sentence("work a task queue that is a Markdown table", "Markdown 표로 된 작업 큐로 일합니다"),
    version: Version.current,
    commands: WorkCommands.all + [CompletionCommand<Orch>.self, CompleteCommand<Orch>.self],
    other: ("ops", { OperatorCommands.all }), synonyms: synonyms,
    firstCommands: [
      "init", "add", "list", "show", "pick", "done", "history", "events", "undo", "dispatch",
      "tick",
    ])

  static let synonyms: [(word: String, command: String)] = [
    ("ls", "list"), ("search", "list --search"), ("find", "list --search"), ("get", "show"),
    ("info", "show"), ("view", "show"), ("cat", "show"), ("new", "add"), ("create", "add"),
    ("next", "pick"), ("take", "pick"), ("claim", "pick"), ("start", "pick"), ("finish", "done"),
    ("close", "done"), ("delete", "rm"), ("remove", "rm"), ("del", "rm"), ("update", "edit"),
    ("change", "edit"), ("log", "history"), ("format", "fmt"), ("run", "tick"), ("ps", "workers"),
    ("top", "watch"), ("stop", "cancel"), ("kill", "cancel"), ("rerun", "retry"),
    ("requeue", "retry"), ("archive", "gc"), ("dashboard", "watch"), ("restart", "retry"),
    ("clean", "gc"),
  ]
}
