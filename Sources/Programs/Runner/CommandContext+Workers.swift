import Door
import Host
public import Text
import Workers

extension CommandContext {
  /// Throws in every process that orch started, for any queue: a worker that could decide what a
  /// person decides could give itself the right to anything.
  ///
  /// - Parameter refusal: the error.
  public func checkIsNoWorker(
    _ refusal: Sentence = Sentence(
      "a worker can't decide who may use the queue", "워커는 누가 큐를 쓸 수 있는지 정할 수 없습니다")
  ) throws {
    let isWorker =
      ["ORCH_ATTEMPT", "ORCH_LABEL"].contains { environment[$0] != nil }
      || CurrentProcess.hasAncestor { $1.dropFirst().first == WorkerOrder.superviseCommand }
    guard isWorker else { return }
    let command = opening.command ?? ""
    throw Problem.adapter(
      .trustInsideWorker, refusal,
      hint: Sentence(
        "a person must run orch \(command), in a shell without ORCH_ATTEMPT and ORCH_LABEL",
        "사람이 ORCH_ATTEMPT와 ORCH_LABEL이 없는 자신의 셸에서 "
          + "\(Korean.with("orch \(command)", .object)) 실행합니다"))
  }
}
