public import Runner
public import Text

/// `orch`: works the queue.
public enum Orch: CommandSet {
  public static let program = Program<SharedOptions>(
    name: "orch",
    summary: Sentence("work a task queue that is a Markdown table", "Markdown 표로 된 작업 큐로 일합니다"),
    version: Version.current,
    commands: [
      InitCommand.self, ListCommand.self, ShowCommand.self, LogsCommand.self, DiffCommand.self,
      AddCommand.self,
      EditCommand.self,
      RemoveCommand.self, IntakeCommand.self, PlanCommand.self, ImportCommand.self,
      ExportCommand.self,
      PickCommand.self, DoneCommand.self, FailCommand.self, BlockCommand.self, AssignCommand.self,
      ReleaseCommand.self, LeaseCommand.self, DispatchCommand.self, WatchdogCommand.self,
      TickCommand.self, DaemonCommand.self, DeliverCommand.self, WaitCommand.self,
      ScheduleCommand.self, ServeCommand.self, OpenCommand.self, TokenCommand.self,
      MCPCommand.self,
      SuperviseCommand.self, SyncCommand.self,
      SimulateCommand.self,
      TaskCommand.self,
      ReportCommand.self, GuardCommand.self, ReviewCommand.self, CheckCommand.self,
      AnswerCommand.self,
      ApproveCommand.self, RejectCommand.self, UICheckCommand.self, TrustCommand.self,
      PrimeCommand.self, HistoryCommand.self, EventsCommand.self, UndoCommand.self,
      RestoreCommand.self,
      LintCommand.self, FormatCommand.self, MigrateCommand.self, RenderCommand.self,
      MergeDriverCommand.self, TortureCommand.self, CompletionCommand<Orch>.self,
      CompleteCommand<Orch>.self,
    ],
    sibling: (
      "ops",
      [
        "status", "watch", "workers", "worker", "why", "waiting", "recurring", "digest", "cancel",
        "replan",
        "retry",
        "pause",
        "resume", "drain", "consistency-check", "costs", "kpi", "metrics", "health", "chat",
        "backup",
        "verify", "gc", "doctor", "worktrees", "integrate", "pr",
      ]
    ),
    synonyms: [
      ("ls", "list"), ("search", "list --search"), ("find", "list --search"), ("get", "show"),
      ("info", "show"), ("view", "show"), ("cat", "show"), ("new", "add"), ("create", "add"),
      ("next", "pick"), ("take", "pick"), ("claim", "pick"), ("start", "pick"), ("finish", "done"),
      ("close", "done"), ("delete", "rm"), ("remove", "rm"), ("del", "rm"),
      ("update", "edit"), ("change", "edit"),
      ("log", "history"),
      ("format", "fmt"), ("run", "tick"),
      ("ps", "ops workers"), ("top", "ops watch"), ("stop", "ops cancel"), ("kill", "ops cancel"),
      ("rerun", "ops retry"), ("requeue", "ops retry"), ("archive", "ops gc"),
    ],
    firstCommands: [
      "init", "add", "list", "show", "pick", "done", "history", "events", "undo", "dispatch",
      "tick",
    ])
}
