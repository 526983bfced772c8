import Text

/// How likely a phrase is a task of its own.
enum TaskForm {
  case none
  /// A verb without an object: `build`, `추가`. In a list it may be a noun.
  case lone
  /// A verb with an object: `update the docs`, `테스트를 추가`.
  case task
}

/// The text between two joints, classified by itself.
struct Phrase {
  let tokens: ArraySlice<Token>
  /// Its kind by the verb at its start: in English, Russian and Chinese.
  let opening: TaskForm
  /// Whether the words behind that verb show that it is not a noun.
  let isDefinite: Bool
  /// Its kind by the verb at its end: in Korean and Japanese, and sometimes in Chinese.
  let closing: TaskForm
  /// The length in words; letters of Chinese and Japanese count half.
  let length: Int

  /// - Parameters:
  ///   - tokens: the tokens, none of them a mark.
  ///   - isFirst: whether it begins a sentence, where most verbs are not nouns.
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

  /// Whether it consists of this many words and nothing else.
  func isBare(words: Int) -> Bool { tokens.count == words && tokens.allSatisfy(\.isWord) }

  /// Whether it says when or why something is to be done.
  var isCondition: Bool {
    guard let first = tokens.first?.text else { return false }
    return EnglishWords.conditions.contains(first) || ChineseWords.conditions.begins(first)
  }

  /// Whether it is a statement rather than a request.
  var isStatement: Bool {
    tokens.contains { $0.end == ":" || EnglishWords.clauses.contains($0.text) }
      || KoreanWords.statements.ends(lastWord) || ChineseWords.statements.ends(lastWord)
  }

  /// Whether both name actions of users, and so one thing: `주문 취소, 환불 API`, `글 작성 및 수정 화면`.
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
