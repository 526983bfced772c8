public import Text

/// The commands that operate the queue, in the order of the help of `ops`.
public enum OperatorCommands {
  public static let all: [any Command.Type] = [
    StatusCommand.self, WatchCommand.self, WorkersCommand.self, WorkerCommand.self,
    WhyCommand.self, WaitingCommand.self, RecurringCommand.self, DigestCommand.self,
    ChatCommand.self, CancelCommand.self, ReplanCommand.self, RetryCommand.self,
    PauseCommand.self, ResumeCommand.self, DrainCommand.self, ConsistencyCheckCommand.self,
    CostsCommand.self, KPICommand.self, MetricsCommand.self, OtelCommand.self,
    HealthCommand.self, BackupCommand.self, VerifyCommand.self, ArchiveCommand.self,
    WorktreesCommand.self,
    IntegrateCommand.self, PRCommand.self, DoctorCommand.self,
  ]
}
