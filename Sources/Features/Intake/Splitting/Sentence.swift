import Text

/// Decides which phrases of a sentence are separate tasks.
///
/// Source: `docs/routing.md`, "Intake". Nouns that are listed in one task stay together: a task is
/// divided only from another task. If no verb marks a task, only phrases of similar length are
/// divided.
struct Sentence {
  var phrases: [Phrase] = []
  var joints: [Joint] = []
  private let isJapanese: Bool
  /// Whether the sentence continues a condition.
  private var isAnswer = false

  init(isJapanese: Bool) { self.isJapanese = isJapanese }

  init(after last: Sentence, _ joint: Joint) {
    isJapanese = last.isJapanese
    isAnswer = joint.kind == .then && last.isConditional
  }

  func phrase(_ tokens: ArraySlice<Token>) -> Phrase {
    Phrase(tokens, isFirst: phrases.isEmpty, isJapanese: isJapanese)
  }

  private var isConditional: Bool { isAnswer || phrases.first?.isCondition ?? false }

  /// Whether `joint`, at the end of this sentence, divides it from `next`. A condition continues
  /// with "then", and a sentence that only explains a task is part of the task.
  func divides(at joint: Joint, before next: Sentence) -> Bool {
    switch joint.kind {
    case .then: !isConditional
    case .stop: phrases.contains { $0.isTask } && next.phrases.contains { $0.isTask }
    case .comma, .enumeration, .slash, .conjunction, .semicolon, .arrow: true
    }
  }

  /// The joints that divide.
  var divisions: [Joint] {
    guard !isConditional, let first = phrases.first else { return [] }
    let longest = longest
    let fits = joints.indices.map { phrases[$0 + 1].length <= 2 * longest[$0] }
    if isListOfNames && !fits.contains(false) || isListOfActions { return joints }
    if isListOfWords || isListOfOneKind { return joints }
    let actions = loneActions(fits)
    let lastTask = phrases.lastIndex { $0.closing != .none } ?? 0
    var divisions: [Joint] = []
    var (start, group) = (0, Group(first))
    for (index, joint) in joints.enumerated() {
      let (left, right) = (phrases[index], phrases[index + 1])
      // For verbs at the end: one task ends here, and another task of similar length ends later.
      let mayClose =
        left.closing != .none && (lastTask > index || right.opening == .task)
        && (fits[index] || joint.kind == .conjunction) && !left.namesOperations(with: right)
      // In `작성 및 실행`, both verbs have the same object.
      let isLeftWhole = left.closing == .task || !joint.isPair && index == start && actions[index]
      let isRightWhole = right.closing != .lone || !joint.isPair && actions[index + 1]
      if mayClose && isLeftWhole && isRightWhole || group.ends(before: right, joint) {
        divisions.append(joint)
        (start, group) = (index + 1, Group(right, isLater: true))
      } else {
        group.take(right)
      }
    }
    return divisions
  }

  /// For each phrase, the length of the longest phrase up to it.
  private var longest: [Int] {
    var longest = 0
    return phrases.map {
      longest = max(longest, $0.length)
      return longest
    }
  }

  /// Whether no verb marks a task: `login page, signup page`.
  private var isListOfNames: Bool {
    joints.allSatisfy { $0.kind == .comma || $0.kind == .slash }
      && phrases.allSatisfy { $0.isNone && !$0.tokens.isEmpty && !$0.isStatement }
  }

  /// Whether a list inside one task ends with an "and": `refactor parser, tests, docs`.
  private var isListOfWords: Bool {
    guard let first = phrases.first, first.opening == .task, first.isBare(words: 2) else {
      return false
    }
    return isLongList && phrases.dropFirst().allSatisfy { $0.isNone && $0.isBare(words: 1) }
  }

  /// Whether each phrase names a separate thing: `로그인 API, 결제 API, 알림 API 구현`.
  private var isListOfOneKind: Bool {
    guard isLongList, let last = phrases.last, last.closing == .task,
      let kind = last.tokens.dropLast().last?.text
    else { return false }
    return phrases.dropLast().allSatisfy {
      $0.isNone && $0.tokens.count > 1 && $0.tokens.last?.text == kind
    }
  }

  /// Whether there are at least three phrases, with only commas between them.
  private var isLongList: Bool { joints.count > 1 && joints.allSatisfy { $0.kind == .comma } }

  /// Whether all phrases are actions: `디자인 및 구현`.
  private var isListOfActions: Bool {
    phrases.allSatisfy { $0.isLone } && joints.allSatisfy { $0.kind != .enumeration }
  }

  /// For each phrase, whether it is a task of one word that does not form a name with the next
  /// words: `추가, 삭제 기능`.
  private func loneActions(_ fits: [Bool]) -> [Bool] {
    var actions = phrases.map { $0.closing == .lone }
    for index in joints.indices.reversed() where actions[index] {
      actions[index] = actions[index + 1] || phrases[index + 1].isTask && fits[index]
    }
    return actions
  }
}

/// The current task, for languages whose tasks begin with a verb.
struct Group {
  private var opening: TaskForm
  private var last: Phrase
  /// Whether another task precedes this one, so that a verb without an object may be a task.
  private let isLater: Bool
  /// Whether the task contains more than one phrase.
  private var isList = false
  /// Whether the task has a clause or a verb that an "and" may continue: `where users log in`.
  private var isOpen: Bool
  /// Whether the verb has other actors as its object: `allow users to edit, rename and delete`.
  private let isCausative: Bool
  /// Whether the phrases may be a task with a verb that is in no list.
  private let mayBeTask: Bool

  init(_ first: Phrase, isLater: Bool = false) {
    (opening, last, self.isLater) = (first.opening, first, isLater)
    let words = first.tokens.withoutPoliteness
    isCausative = words.first.map { EnglishWords.causatives.contains($0.text) } ?? false
    isOpen = Self.isOpen(words)
    let isLatin = words.first?.text.unicodeScalars.first?.isLatinOrDigit ?? false
    mayBeTask = words.count > 1 && isLatin && !first.isStatement
  }

  mutating func take(_ phrase: Phrase) {
    if opening == .none { opening = phrase.opening }
    last = phrase
    isList = true
    isOpen = isOpen || Self.isOpen(phrase.tokens)
  }

  private static func isOpen(_ tokens: ArraySlice<Token>) -> Bool {
    zip(tokens, tokens.dropFirst()).contains { before, word in
      EnglishWords.clauses.contains(word.text)
        || before.text == "to" && EnglishWords.mayBeVerb(word.text)
        || RussianWords.isInfinitive(word.text)
    }
  }

  /// Whether another task begins with `next`.
  func ends(before next: Phrase, _ joint: Joint) -> Bool {
    guard !isCausative else { return false }
    switch next.opening {
    case .none: return false
    case .lone: return takesLone(joint)
    case .task:
      guard opening != .none || mayBeTask && next.isDefinite || last.closing != .none else {
        return false
      }
      if isOpen { return !joint.isPair && next.isDefinite }
      if joint.kind == .enumeration { return last.opening == .task }
      return !joint.isPair || opening == .task && (next.isDefinite || !endsWithVerb)
    }
  }

  /// Whether a verb without an object is a task after this one, as in `clean the logs, restart`,
  /// and not the last noun of a list, as in `document setup, teardown and restart`.
  private func takesLone(_ joint: Joint) -> Bool {
    (opening == .task && (!endsWithVerb || isAfterArticle) || opening != .none && isLater)
      && !isOpen && joint.kind != .enumeration && (joint.kind != .conjunction || !isList)
  }

  /// Whether the last word is the name of an action: `search, export`.
  private var endsWithVerb: Bool {
    guard let word = last.tokens.last, last.tokens.count > 1 || isList else { return false }
    return EnglishWords.mayBeVerb(word.text)
  }

  /// Whether the last word is a noun, as in `the queue`.
  private var isAfterArticle: Bool {
    last.tokens.dropLast().last.map { EnglishWords.determiners.contains($0.text) } ?? false
  }
}

/// Divides a text without list markers into tasks.
struct TaskSplitter {
  private(set) var pieces: [[Unicode.Scalar]] = []
  /// Whether something between two tasks states that one is to be done after the other.
  private(set) var isOrdered = false

  private let text: [Unicode.Scalar]
  private var start = 0

  init(_ text: [Unicode.Scalar]) {
    self.text = text
    let marked = MarkedText(text)
    let tokens = Tokenizer.tokens(marked)
    var sentence = Sentence(isJapanese: text.contains { $0.isKana })
    var end: (sentence: Sentence, joint: Joint)?
    var index = 0
    for joint in JointReader.joints(marked, tokens) {
      sentence.phrases.append(sentence.phrase(tokens[index..<joint.tokens.lowerBound]))
      index = joint.tokens.upperBound
      if joint.isStrong || joint.kind == .stop {
        finish(sentence, behind: end)
        end = (sentence, joint)
        sentence = Sentence(after: sentence, joint)
      } else {
        sentence.joints.append(joint)
      }
    }
    sentence.phrases.append(sentence.phrase(tokens[index...]))
    finish(sentence, behind: end)
    pieces.append(Array(text[start...]))
  }

  private mutating func finish(_ sentence: Sentence, behind last: (Sentence, Joint)?) {
    if let (last, joint) = last, last.divides(at: joint, before: sentence) { cut(joint) }
    for joint in sentence.divisions { cut(joint) }
  }

  private mutating func cut(_ joint: Joint) {
    // Words that join the text to an earlier text are part of its first item.
    if joint.tokens.lowerBound == 0, joint.kind != .arrow { return }
    pieces.append(Array(text[start..<joint.range.lowerBound]))
    start = joint.range.upperBound
    isOrdered = isOrdered || joint.isSequence && joint.tokens.lowerBound > 0
  }
}
