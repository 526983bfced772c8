/// The task of a row, and the report that it is done.
struct SoakTask: Equatable, Sendable {
  /// The kinds of tasks: one for each language that the gate reads, and one with a criterion that
  /// orch checks itself.
  enum Kind: CaseIterable, Sendable {
    case english, korean, chinese, japanese, russian, proved
  }

  /// The number of the row in the soak.
  let number: Int
  let kind: Kind

  init(number: Int, kind: Kind) {
    self.number = number
    self.kind = kind
  }

  /// The task with this number; the kinds alternate.
  init(number: Int) { self.init(number: number, kind: Kind.allCases[number % Kind.allCases.count]) }

  /// The task of a row by its text, which contains its number; `nil` for any other text.
  init?(ofRow text: String) {
    let numbers = text.split { !("0"..."9").contains($0) }.compactMap { Int($0) }
    guard numbers.count == 1, let number = numbers.first else { return nil }
    let tasks = Kind.allCases.map { SoakTask(number: number, kind: $0) }
    guard let task = tasks.first(where: { $0.text == text }) else { return nil }
    self = task
  }

  var text: String { words.text }
  var criteria: String { words.criteria }

  /// The file that the work writes, below the project's root.
  var file: String { "out/\(number).txt" }

  /// The task and criteria of the row, and the change and validation in its report.
  private var words: (text: String, criteria: String, change: String, check: String) {
    switch kind {
    case .english:
      ("Write note \(number)", "note written; tests pass", "wrote the note", "tests pass")
    case .korean: ("메모 \(number) 작성", "메모 작성; 검사 통과", "메모를 작성했습니다", "검사를 통과했습니다")
    case .chinese: ("编写说明 \(number)", "编写说明; 测试通过", "编写了说明", "测试通过")
    case .japanese: ("メモ \(number) を更新する", "メモの更新; テストの実行", "メモを更新しました", "テストを実行しました")
    case .russian:
      (
        "Написать заметку \(number)", "заметка написана; тесты проходят", "заметка написана",
        "тесты проходят"
      )
    case .proved:
      ("Fill \(file)", "grep: note \(number) in \(file)", "filled \(file)", "tests pass")
    }
  }

  /// The message that reports the work on a row. Source: `docs/routing.md`.
  func message(for id: String) -> String {
    """
    [REPORT \(id)]
    Status: DONE
    Files:
    - \(file)
    Diff-Summary:
    - \(words.change)
    Validation:
    - \(words.check): 1 passed, 0 failed
    Risks:
    - None
    Next:
    - None

    """
  }
}
