import Text

/// How likely it is that a phrase is a separate task.
enum TaskForm {
  case none
  /// A verb without an object: `build`, `추가`. In a list it may be a noun.
  case lone
  /// A verb with an object: `update the docs`, `테스트를 추가`.
  case task
}

/// The text between two joints, classified without its context.
struct Phrase {
  let tokens: ArraySlice<Token>
  /// The form by the verb at the start of the phrase: in English, Russian and Chinese.
  let opening: TaskForm
  /// Whether the words after this verb show that it is not a noun.
  let isDefinite: Bool
  /// The form by the verb at the end of the phrase: in Korean and Japanese, and sometimes in
  /// Chinese.
  let closing: TaskForm
  /// The length in words. Letters of Chinese and Japanese count half.
  let length: Int

  /// - Parameters:
  ///   - tokens: the tokens, without marks.
  ///   - isFirst: whether the phrase begins a sentence, where most verbs are not nouns.
  ///   - isJapanese: whether the Chinese letters of the phrase are Japanese.
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

  /// Whether the phrase consists of exactly this number of words.
  func isBare(words: Int) -> Bool { tokens.count == words && tokens.allSatisfy(\.isWord) }

  /// Whether the phrase states when or why something is to be done.
  var isCondition: Bool {
    guard let first = tokens.first?.text else { return false }
    return EnglishWords.conditions.contains(first) || ChineseWords.conditions.begins(first)
  }

  /// Whether the phrase is a statement and not a request.
  var isStatement: Bool {
    tokens.contains { $0.end == ":" || EnglishWords.clauses.contains($0.text) }
      || KoreanWords.statements.ends(lastWord) || ChineseWords.statements.ends(lastWord)
  }

  /// Whether both phrases name actions of users, and so form one name: `주문 취소, 환불 API`, `글 작성 및 수정
  /// 화면`.
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
