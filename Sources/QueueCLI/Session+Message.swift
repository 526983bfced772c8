import Guardrails
import Host
public import QueueModel
import ReviewerGate
public import TeamProtocol

extension Session {
  /// What a worker is sent so that it begins.
  ///
  /// - Parameters:
  ///   - item: its row.
  ///   - worker: who is to do it; `nil` where the channel says so.
  public func taskMessage(
    of item: QueueItem, for worker: String?
  ) throws(CommandError) -> TaskMessage {
    let budget = try tokenBudget()
    return TaskMessage(
      item, criteria: Checklist(item.successCriteria ?? "").items, queue: try queueForWorkers(),
      softLimit: budget.soft, hardLimit: budget.hard, worker: worker)
  }

  /// As a worker in the project root would name it.
  private func queueForWorkers() throws(CommandError) -> String {
    Path.relative(try storePath(), to: try projectRoot())
  }
}
