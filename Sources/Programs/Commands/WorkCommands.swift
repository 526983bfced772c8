import Runner
public import Text

/// The commands that work the queue, in the order of the help of `orch`.
public enum WorkCommands {
  public static let all: [any Command.Type] = [
    InitCommand.self, ListCommand.self, ShowCommand.self, LogsCommand.self, DiffCommand.self,
    AddCommand.self, EditCommand.self, MoveCommand.self, SplitCommand.self, RemoveCommand.self,
    IntakeCommand.self, PlanCommand.self,
    ImportCommand.self, ExportCommand.self, PickCommand.self, DoneCommand.self, FailCommand.self,
    BlockCommand.self, AssignCommand.self, ReleaseCommand.self, LeaseCommand.self,
    DispatchCommand.self, WatchdogCommand.self, TickCommand.self, DaemonCommand.self,
    DeliverCommand.self, WaitCommand.self, ScheduleCommand.self, ServeCommand.self,
    OpenCommand.self, TokenCommand.self, MCPCommand.self, LSPCommand.self, SuperviseCommand.self,
    SyncCommand.self, AskCommand.self, SimulateCommand.self, TaskCommand.self, ReportCommand.self,
    GuardCommand.self, ReviewCommand.self, CheckCommand.self, AnswerCommand.self,
    ApproveCommand.self, RejectCommand.self, UICheckCommand.self, TrustCommand.self,
    PrimeCommand.self, HistoryCommand.self, EventsCommand.self, UndoCommand.self,
    RestoreCommand.self, LintCommand.self, FormatCommand.self, MigrateCommand.self,
    RenderCommand.self, MergeDriverCommand.self, TortureCommand.self,
  ]
}
