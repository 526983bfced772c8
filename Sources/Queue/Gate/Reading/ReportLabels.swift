/// The words for labels and states. To support another language, add its words here.
enum ReportLabels {
  static let sections: [String: Report.Section] = {
    let words: [(Report.Section, String)] = [
      (.status, "status, 상태, 状態, ステータス, 状态, статус"),
      (
        .criteria,
        """
        criteria, success-criteria, success criteria, acceptance criteria, 기준, 성공 기준, 완료 기준, 基準, \
        達成基準, 标准, 验收标准, критерии
        """
      ),
      (
        .files,
        "files, changed files, files changed, 파일, 변경 파일, ファイル, 変更ファイル, 文件, 变更文件, файлы, изменённые файлы"
      ),
      (
        .diffSummary,
        """
        diff-summary, diff summary, summary, changes, 변경 요약, 변경 사항, 변경사항, 変更概要, 変更点, 变更摘要, 变更说明, \
        изменения
        """
      ),
      (.validation, "validation, verification, 검증, 検証, 验证, проверка"),
      (.risks, "risks, risk, 위험, 리스크, リスク, 风险, риски"),
      (.next, "next, next steps, 다음, 다음 단계, 次, 次の作業, 下一步, далее, дальше"),
      (.question, "question, questions, 질문, 質問, 问题, 提问, вопрос"),
    ]
    var sections: [String: Report.Section] = [:]
    for (section, list) in words {
      for word in list.split(separator: ",") { sections[word.trimmed] = section }
    }
    return sections
  }()

  /// The statuses with their words. The first match is used, because *partially done* is not
  /// *done*.
  static let statuses: [(status: Report.Status, words: PhraseList)] = [
    (
      .partial,
      PhraseList(
        """
        partial, partially, partially done, not done, not complete, incomplete, in progress, wip, 일부, 부분 완료, 미완료, \
        진행 중, 一部, 部分完成, 未完成, 未完了, частично, не выполнено, не завершено, в работе
        """, wholeWords: true)
    ),
    (
      .failed,
      PhraseList("failed, fail, failure, error, 실패, 失敗, 失败, не удалось, ошибка", wholeWords: true)
    ),
    (
      .blocked,
      PhraseList("blocked, 차단, 차단됨, 블록, ブロック, 阻塞, 被阻塞, заблокировано", wholeWords: true)
    ),
    (.question, PhraseList("question, 질문, 質問, 提问, вопрос", wholeWords: true)),
    (
      .done,
      PhraseList(
        """
        done, complete, completed, finished, success, succeeded, passed, 완료, 완료됨, 完了, 完成, 已完成, выполнено, готово, \
        завершено
        """, wholeWords: true)
    ),
  ]

  static let met = PhraseList(
    """
    met, done, pass, passed, yes, ok, ✅, ☑, ✔, [x], 완료, 충족, 통과, 됨, 성공, 達成, 完了, 完成, 已完成, 满足, выполнено, готово
    """, wholeWords: true)
  static let unmet = PhraseList(
    """
    not met, not-met, unmet, not done, not run, not passed, not yet, not ok, fail, failed, no, partial, partially, skipped, \
    unknown, blocked, pending, ❌, ✗, ✘, ⚠️, ⚠, [ ], 미완료, 미충족, 미통과, 실패, 일부, 未完成, 未完了, 未達成, 未满足, \
    部分完成, 失敗, 失败, не выполнено, не готово, частично
    """, wholeWords: true)
  /// Words directly after a state that restrict it. At the beginning of evidence they may be a part
  /// of what was wanted: `met: only admins see it`.
  static let limits = PhraseList("only, almost, nearly, 제외, 일부, 만, 一部, 部分")
  /// Words that restrict a state wherever they follow it.
  static let reservations = PhraseList(
    """
    but, except, apart from, in part, partly, partially, mostly, so far, for the most part, almost all, almost done, \
    nearly all, nearly done, 다만, 일부만, 부분적으로, ただし, 一部のみ, 除了, 但, но, кроме, частично
    """)
  /// Words for the whole, which a reservation may follow: *everything except …*.
  static let wholes = PhraseList(
    "everything, all, all of it, all of them, 모두, 전부, すべて, 全て, 全部, всё, все")
  /// Answers that take a state back, whatever follows.
  static let refusals = PhraseList(
    """
    nope, not met, not-met, not done, not passed, not ok, not yet, not at all, not all, not really, not quite, not fully, \
    not entirely, not completely, not exactly, not everything, not every, ❌, ✗, ✘, 아니오, 아니요, 아뇨, 아닙니다, \
    미충족, 미통과, いいえ, 未達成, 不满足, 不通过, 未满足, 未通过, 没通过, 没有通过, не выполнено, не готово, не полностью, \
    не совсем, не всё, не все
    """)
  /// Answers that take a state back if they stand alone: `no failures` is evidence.
  static let negatives = PhraseList(
    "no, nah, not, false, 아님, 아니다, 아니, いや, 否, 不, 不是, 没有, нет, не, неверно", wholeWords: true)
  /// Texts that are not evidence.
  static let empty: Set<String> = [
    "", "done", "yes", "ok", "na", "n/a", "none", "met", "pass", "passed", "tbd", "todo", "true",
    "see above", "see below", "as above", "same", "same as above", "as requested", "완료", "없음", "같음",
    "위와 같음", "위 참고", "상동", "해당 없음", "как выше", "нет", "同上", "なし", "无", "無", "完了", "完成",
    "上記参照", "上記の通り", "上記のとおり", "はい", "见上文", "见上", "如上", "是", "да", "см. выше", "см выше", "네", "예",
    "위 내용 참고",
  ]

  /// Texts, or beginnings of texts, that say that there are no changes.
  static let none: Set<String> = [
    "none", "no changes", "no change", "n/a", "없음", "변경 없음", "해당 없음", "なし", "変更なし", "无",
    "無",
    "无变更", "нет", "нет изменений", "без изменений",
  ]

  /// Whether a text is exactly one of these words.
  static func saysNothing(_ text: String) -> Bool { empty.contains(letters(text)) }

  static func saysNone(_ text: String) -> Bool {
    let words = letters(text)
    return words == "nothing" || none.contains { words == $0 || words.hasPrefix("\($0) ") }
  }

  /// A text without punctuation at its ends.
  static func letters(_ text: String) -> String {
    let scalars = FoldedText(text, masksLiterals: false).scalars
      .filter { $0.isWordPart || $0 == " " || $0 == "/" }
    return String(String.UnicodeScalarView(scalars)).trimmed
  }

  /// Words before the number of a criterion, or before a state.
  static let criterion = PhraseList(
    "criterion, criteria, 기준, 조건, 항목, 基準, 项, 标准, 条件, критерий", wholeWords: true)
  static let state = PhraseList(
    "status, state, result, verdict, 상태, 결과, 판정, 状態, 結果, 判定, 状态, 结果, статус, результат",
    wholeWords: true)
}
