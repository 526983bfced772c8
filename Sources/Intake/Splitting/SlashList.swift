/// Slashes between blanks, which stand between tasks or between the nouns of one.
enum SlashList {
  /// The joints of this kind that split: between parts that are all tasks, or all none. Where some are, the slashes stand between nouns.
  static func splitting(_ joints: [Joint], _ tokens: [Token]) -> Set<Int> {
    var splitting: Set<Int> = []
    var run: [Int] = []
    var from = 0
    func close(before end: Int) {
      defer { run = [] }
      guard !run.isEmpty else { return }
      let starts = [from] + run.map { joints[$0].tokens.upperBound }
      let ends = run.map { joints[$0].tokens.lowerBound } + [end]
      let parts = zip(starts, ends).map { tokens[$0..<max($0, $1)] }.filter { !$0.isEmpty }
      let forms = Set(parts.map(form).map { $0.isTask ? .certain : $0 })
      if forms.count == 1 { splitting.formUnion(run) }
    }
    for (index, joint) in joints.enumerated() {
      if joint.strength == .strong {
        close(before: joint.tokens.lowerBound)
        from = joint.tokens.upperBound
      } else if joint.strength == .middle {
        run.append(index)
      }
    }
    close(before: tokens.count)
    return splitting
  }

  private static func form(_ tokens: ArraySlice<Token>) -> TaskForm {
    let ends = max(KoreanTask.form(tokens), JapaneseTask.form(tokens))
    let starts = max(EnglishPhrase.form(tokens), ChineseTask.form(tokens))
    return max(ends, starts, RussianTask.form(tokens))
  }
}
