import Door
import Host
public import Text
import Workers

extension CommandContext {
  /// Refuses what a person decides to each process that orch started, of whatever queue: it could
  /// give itself the right to anything.
  ///
  /// - Parameter refusal: why.
  public func checkIsNoWorker(
    _ refusal: Sentence = Sentence(
      "a worker can't say who may use the queue", "워커는 누가 큐를 쓸 수 있는지 정할 수 없습니다")
  ) throws {
    let isWorker =
      ["ORCH_ATTEMPT", "ORCH_LABEL"].contains { environment[$0] != nil }
      || CurrentProcess.hasAncestor { $1.dropFirst().first == WorkerOrder.superviseCommand }
    guard isWorker else { return }
    let command = opening.command ?? ""
    throw Problem.adapter(
      .trustInsideWorker, refusal,
      hint: Sentence(
        "a person says orch \(command), in a shell of their own without ORCH_ATTEMPT and ORCH_LABEL",
        "사람이 ORCH_ATTEMPT와 ORCH_LABEL이 없는 자신의 셸에서 orch \(command)를 실행합니다"))
  }
}
