public import Runner
public import Text

/// `ops`: operates the queue.
public enum Ops: CommandSet {
  public static let program = Program<SharedOptions>(
    name: "ops",
    summary: Sentence("operate a task queue that is a Markdown table", "Markdown 표로 된 작업 큐를 운영합니다"),
    version: Version.current,
    commands: [
      StatusCommand.self, WatchCommand.self, WorkersCommand.self, WorkerCommand.self,
      WhyCommand.self, WaitingCommand.self, RecurringCommand.self, DigestCommand.self,
      ChatCommand.self,
      CancelCommand.self, ReplanCommand.self, RetryCommand.self, PauseCommand.self,
      ResumeCommand.self, DrainCommand.self, ConsistencyCheckCommand.self,
      CostsCommand.self, KPICommand.self, MetricsCommand.self, HealthCommand.self,
      BackupCommand.self,
      VerifyCommand.self, ArchiveCommand.self, WorktreesCommand.self, IntegrateCommand.self,
      PRCommand.self,
      DoctorCommand.self, SimulateCommand.self,
      CompletionCommand<Ops>.self,
      CompleteCommand<Ops>.self,
    ],
    sibling: (
      "orch",
      [
        "init", "list", "show", "logs", "diff", "add", "edit", "rm", "intake", "plan", "import",
        "export", "pick",
        "done",
        "fail",
        "block",
        "assign",
        "release", "lease", "dispatch", "watchdog", "tick", "daemon", "deliver", "wait", "schedule",
        "serve", "open", "token", "mcp",
        "task",
        "report",
        "guard",
        "review", "check", "answer", "approve", "reject", "ui-check", "trust", "prime", "history",
        "events",
        "undo",
        "restore", "lint", "fmt", "migrate", "render", "merge-driver", "torture",
      ]
    ),
    synonyms: [
      ("ls", "orch list"), ("search", "orch list --search"), ("new", "orch add"),
      ("create", "orch add"), ("next", "orch pick"), ("finish", "orch done"),
      ("close", "orch done"), ("delete", "orch rm"),
      ("remove", "orch rm"), ("del", "orch rm"),
      ("log", "orch history"), ("ps", "workers"),
      ("top", "watch"), ("dashboard", "watch"), ("stop", "cancel"), ("kill", "cancel"),
      ("rerun", "retry"), ("requeue", "retry"), ("restart", "retry"), ("archive", "gc"),
      ("clean", "gc"),
    ],
    firstCommands: ["status", "watch", "why", "workers", "retry", "cancel", "doctor"])
}
