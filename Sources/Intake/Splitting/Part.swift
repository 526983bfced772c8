/// What stands between two joints, and what it looks like by itself.
struct Part {
  let tokens: ArraySlice<Token>
  /// What it is by its beginning, in English.
  let english: TaskForm
  /// What it is by its end, in Korean or Japanese.
  let ending: TaskForm

  /// What it is by its beginning, in Chinese.
  let chinese: TaskForm
  /// What it is by its beginning, in Russian.
  let russian: TaskForm

  init(_ tokens: ArraySlice<Token>) {
    self.tokens = tokens
    english = EnglishPhrase.form(tokens)
    chinese = ChineseTask.form(tokens)
    russian = RussianTask.form(tokens)
    ending = max(KoreanTask.form(tokens), JapaneseTask.form(tokens))
  }

  /// Whether it is one word, an action that nothing is said of.
  var isLoneWord: Bool {
    guard tokens.trailingWords.count == 1 else { return false }
    return english == .bare || ending == .bare || chinese == .bare || russian == .bare
  }

  /// The parts before, between and behind `joints`.
  static func parts(_ tokens: [Token], _ joints: [Joint]) -> [Part] {
    let starts = [0] + joints.map(\.tokens.upperBound)
    let ends = joints.map(\.tokens.lowerBound) + [tokens.count]
    return zip(starts, ends).map { Part(tokens[$0..<max($0, $1)]) }
  }
}
