import Text

/// The list of keys.
struct KeyList {
  /// Whether the list is for pages, and not for the overview.
  let isOnPage: Bool

  private typealias Shortcut = (keys: Sentence, meaning: Sentence)

  private static let overview: [Shortcut] = [
    (Sentence(same: "q"), Sentence("quit", "종료")),
    (arrows, Sentence("choose a row", "행 선택")), page,
    (ends, Sentence("the first row, the last", "첫 행, 마지막 행")),
    (Sentence(same: "enter"), Sentence("everything about the chosen row", "고른 행의 모든 것")), report,
    log, changes, search, matches,
    (Sentence(same: "f"), Sentence("show only rows with these words", "이 낱말들이 있는 행만")),
    (
      Sentence(same: "s"),
      Sentence("show only rows of the next status", "한 상태의 행만: 다음 상태")
    ),
    (
      Sentence(same: "esc"),
      Sentence("clear the filter, then the choice", "필터를, 다음에 선택을 해제")
    ),
  ]

  private static let pages: [Shortcut] = [
    (Sentence(same: "esc"), Sentence("back", "뒤로")), (arrows, Sentence("scroll", "이동")), page,
    (ends, Sentence("the beginning, the end", "처음, 끝")), search, matches,
    (Sentence(same: "enter"), Sentence("back", "뒤로")), report, log, changes,
  ]

  // The keys of both lists.

  private static let arrows = Sentence("up, down, k, j", "위, 아래, k, j")
  private static let ends = Sentence(same: "home, end")
  private static let page: Shortcut = (
    Sentence(same: "page up, page down, space"), Sentence("a page further", "한 쪽씩")
  )
  private static let report: Shortcut = (
    Sentence(same: "e"), Sentence("its last report", "마지막 보고서")
  )
  private static let log: Shortcut = (
    Sentence(same: "l"), Sentence("the log of its last worker", "마지막 워커의 로그")
  )
  private static let changes: Shortcut = (
    Sentence(same: "v"), Sentence("what its work changes", "작업이 바꾸는 것")
  )
  private static let search: Shortcut = (
    Sentence(same: "/"), Sentence("search for a text", "글자 찾기")
  )
  private static let matches: Shortcut = (
    Sentence(same: "n, N"), Sentence("the next match, the one before", "다음 것, 앞의 것")
  )
  private static let actions: [Shortcut] = [
    (
      Sentence(same: "a"),
      Sentence(
        "answer its question, or approve its report; it asks", "질문에 답하거나 보고서를 승인 (먼저 묻습니다)")
    ),
    (Sentence(same: "d"), Sentence("reject its report, with a reason", "이유를 적어 보고서를 반려")),
    (Sentence(same: "r"), Sentence("retry the row; it asks first", "행을 다시 시도 (먼저 묻습니다)")),
    (Sentence(same: "c"), Sentence("cancel the row; it asks first", "행을 취소 (먼저 묻습니다)")),
    (Sentence(same: "p"), Sentence("replan the row; it asks first", "행을 작업에서 뺌 (먼저 묻습니다)")),
    (Sentence(same: "y, n"), Sentence("the answer to a question", "물음에 대한 답")),
    (
      Sentence(same: "enter, esc"),
      Sentence("send what you typed, or drop it", "입력한 것을 보내거나 그만둠")
    ),
    (Sentence(same: "control-U"), Sentence("clear what you typed", "입력한 줄을 비움")),
    (Sentence(same: "control-L"), Sentence("redraw the screen", "화면을 다시 그림")),
  ]

  func lines(_ paint: Paint, _ language: Language) -> [StyledText] {
    let shortcuts = (isOnPage ? Self.pages : Self.overview) + Self.actions
    let width = shortcuts.map { DisplayWidth.of($0.keys(language)) }.max() ?? 0
    return shortcuts.map { keys, meaning in
      let keys = paint.bold(DisplayWidth.pad(keys(language), to: width))
      return StyledText("  \(keys)  \(meaning(language))")
    }
  }
}
