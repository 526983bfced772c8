import Door
import Model
import Testing
import Text

/// The first line of what `orch wait` prints.
@Suite struct WaitSummaryTests {
  private static let context = TransitionContext(
    session: nil, now: QueueTime(epochSeconds: 0, offset: 0))

  private static func row(
    _ status: Status, notes: String = "", _ reason: WaitReason? = nil
  ) -> Explanation {
    let item = QueueItem(
      id: "A", status: status, priority: .p1, task: "t", successCriteria: "c", notes: Notes(notes))
    let stop = StoppedRow(item, context).map { WaitReason.stopped($0) }
    return Explanation("A", status, reason ?? stop ?? .done, nil)
  }

  private static let all = [
    row(.done), row(.done), row(.failed), row(.blocked, notes: "no disk"),
    row(.blocked, notes: "cancelled_by_operator: not now"),
    row(.blocked, notes: "question=1 / awaits=answer"),
    row(.blocked, notes: "awaits=approval"), row(.blocked, notes: "awaits=approval"),
    row(.pending, .backsOff(until: 60)),
    row(.pending, .queued(behind: 0)), row(.pending, .refused(.notFound("A"))),
  ]

  @Test(arguments: [
    ([], "no row is left", "남은 행이 없습니다"),
    ([row(.done)], "1 row: 1 done", "1행: 완료 1"),
    (
      all,
      "11 rows: 2 done, 1 failed, 1 blocked, 1 cancelled, 1 waits for an answer, "
        + "2 wait for approval, 2 not started, 1 malformed",
      "11행: 완료 2, 실패 1, 막힘 1, 취소 1, 답변 대기 1, 승인 대기 2, 시작 전 2, 형식 오류 1"
    ),
  ])
  func `it counts the rows by what became of them`(
    _ rows: [Explanation], english: String, korean: String
  ) {
    let sentence = WaitSummary(rows).sentence
    #expect(sentence.english == english)
    #expect(sentence.korean == korean)
  }
}
