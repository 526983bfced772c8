public import CommandLineKit
public import CommandSupport

/// `ops`: operates the queue.
public enum Ops: CommandSet {
  public static let program = Program<SharedOptions>(
    name: "ops", summary: "operate a task queue that is a Markdown table",
    version: Version.current,
    commands: [
      StatusReport.self, Watch.self, Workers.self, Why.self, Chat.self, Cancel.self, Replan.self,
      Retry.self,
      ConsistencyCheck.self,
      KPI.self, Metrics.self, Health.self, BackUp.self, Verify.self, Archive.self, Doctor.self,
      CompletionScript<Ops>.self, Complete<Ops>.self,
    ],
    movedCommands: MovedCommands.commands(
      of: "orch",
      [
        "init", "list", "show", "add", "intake", "pick", "done", "fail", "block", "assign",
        "release", "lease", "dispatch", "watchdog", "tick", "daemon", "task", "report", "guard",
        "review", "answer", "approve", "reject",
        "ui-check", "trust", "prime", "history", "undo", "restore", "lint", "fmt", "migrate",
        "render", "merge-driver", "torture",
      ]))
}
