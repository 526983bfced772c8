import Prose

/// How much a piece of text reads as a task of its own.
enum TaskForm {
  case none
  /// An action without what it is done to: `build`, `추가`. In a list it may be a noun.
  case lone
  /// An action with what it is done to: `update the docs`, `테스트를 추가`.
  case task
}

/// What stands between two joints, and what it looks like by itself.
struct Phrase {
  let tokens: ArraySlice<Token>
  /// What it is by the verb that it begins with: in English, Russian and Chinese.
  let opening: TaskForm
  /// Whether that verb can be no noun, by what stands behind it.
  let isDefinite: Bool
  /// What it is by the verb that it ends with: in Korean and Japanese, and at times in Chinese.
  let closing: TaskForm
  /// In words; letters of Chinese and Japanese count half.
  let length: Int

  /// - Parameters:
  ///   - tokens: none of them a mark.
  ///   - isFirst: whether a sentence begins with it, where most verbs are no nouns.
  ///   - isJapanese: whether its Chinese letters are Japanese.
  init(_ tokens: ArraySlice<Token>, isFirst: Bool, isJapanese: Bool) {
    self.tokens = tokens
    let verb = OpeningVerb(tokens, isFirst: isFirst, isJapanese: isJapanese)
    (opening, isDefinite) = (verb.form, verb.isDefinite)
    closing = ClosingVerb(tokens, isJapanese: isJapanese).form
    length = tokens.reduce(0) { $0 + $1.length }
  }

  var isTask: Bool { opening == .task || closing == .task }
  var isLone: Bool { !isTask && !isNone }
  var isNone: Bool { opening == .none && closing == .none }

  private var lastWord: String { tokens.last?.text ?? "" }

  /// Whether it says when or why something is to be done.
  var isCondition: Bool {
    guard let first = tokens.first?.text else { return false }
    return EnglishWords.conditions.contains(first) || ChineseWords.conditions.begins(first)
  }

  /// Whether it says something, and asks for nothing.
  var isStatement: Bool {
    tokens.contains { $0.end == ":" || EnglishWords.clauses.contains($0.text) }
      || KoreanWords.statements.ends(lastWord) || ChineseWords.statements.ends(lastWord)
  }

  /// `주문 취소, 환불 API`, `글 작성 및 수정 화면`: what users do names one thing.
  func namesOperations(with next: Phrase) -> Bool {
    let (last, first) = (lastWord, next.tokens.first?.text ?? "")
    let (operations, edits) = (KoreanWords.operations, KoreanWords.edits)
    return edits.contains(first) && edits.contains(last)
      || operations.contains(last) && (operations.contains(first) || edits.contains(first))
  }
}

extension Token {
  fileprivate var length: Int {
    let scalars = text.unicodeScalars
    let isEastern = scalars.first.map { $0.isHan || $0.isKana } ?? false
    return isEastern ? (scalars.count + 1) / 2 : 1
  }
}
