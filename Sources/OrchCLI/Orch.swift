public import CommandLineKit
public import CommandSupport

/// `orch`: works the queue.
public enum Orch: CommandSet {
  public static let program = Program<SharedOptions>(
    name: "orch", summary: "work a task queue that is a Markdown table", version: Version.current,
    commands: [
      Init.self, List.self, Show.self, Add.self, IntakeCommand.self, Pick.self, Done.self,
      Fail.self, Block.self, Assign.self, Release.self, LeaseCommand.self, Dispatch.self,
      Watchdog.self, TickCommand.self, DaemonCommand.self, Supervise.self, TaskCommand.self,
      ReportCommand.self,
      Guard.self,
      ReviewCommand.self, Answer.self, Approve.self, Reject.self, UICheckCommand.self,
      TrustCommand.self, Prime.self, History.self,
      Undo.self,
      Restore.self, Lint.self, Format.self, Migrate.self, Render.self,
      MergeDriver.self, TortureCommand.self,
      CompletionScript<Orch>.self, Complete<Orch>.self,
    ],
    movedCommands: MovedCommands.commands(
      of: "ops",
      [
        "status", "watch", "workers", "why", "cancel", "replan", "retry", "consistency-check",
        "kpi",
        "metrics",
        "health", "chat", "backup", "verify", "gc",
        "doctor",
      ]))
}
