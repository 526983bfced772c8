import Commands
import Operator
public import Runner
public import Text

/// `ops`: operates the queue.
public enum Ops: CommandSet {
  public static let program = Program<SharedOptions>(
    name: "ops",
    summary: Sentence("operate a task queue that is a Markdown table", "Markdown 표로 된 작업 큐를 운영합니다"),
    version: Version.current,
    commands: OperatorCommands.all + [CompletionCommand<Ops>.self, CompleteCommand<Ops>.self],
    other: ("orch", { WorkCommands.all }), synonyms: Orch.synonyms,
    firstCommands: ["status", "watch", "why", "workers", "retry", "cancel", "doctor"])
}
