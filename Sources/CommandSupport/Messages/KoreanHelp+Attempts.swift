extension KoreanHelp {
  /// The commands on attempts.
  static let attempts: KeyValuePairs<String, String> = [
    // orch check
    "Run a row's proofs now, and change nothing": "행의 증명을 지금 실행하고 아무것도 바꾸지 않습니다",
    """
    Runs what the row's criteria name (file:, grep:, json:, and cmd: with its entry of
    review.checks in orch.json, which must be trusted), with the limits of a review and by the
    criteria of the row's claim. Neither the row nor its evidence changes, and no attempt counts. A
    criterion without a proof needs a claim in the report. It exits with 1 where a proof does not
    hold.
    """:
      """
    행의 기준에 적힌 것(file:, grep:, json:, 그리고 orch.json의 review.checks에 항목이 있는 cmd:.
    신뢰를 받아야 합니다)을 검토와 같은 제한으로, 배정할 때의 기준에 따라 실행합니다. 행도 증거도
    바뀌지 않고 시도도 세지 않습니다. 증명이 없는 기준은 보고서의 주장이 필요합니다. 성립하지 않는
    증명이 있으면 1로 종료합니다.
    """,
    "the row to check": "확인할 행",
    "what a review would find, before the report": "보고하기 전에, 검토가 찾을 것",
    "what is not met, for a script": "스크립트에서, 충족되지 않은 것",
  ]
}
