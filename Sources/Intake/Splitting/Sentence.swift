import Prose

/// Says where the phrases of a sentence are tasks of their own.
///
/// Source: `docs/routing.md`, "Intake". Nouns that one task lists stay together: beside a task
/// only another one is divided, and where none is told by a verb, only pieces alike in length.
struct Sentence {
  var phrases: [Phrase] = []
  /// Between the phrases.
  var joints: [Joint] = []
  private let isJapanese: Bool
  /// Whether it goes on with a condition.
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

  /// Whether `joint`, behind this, divides it from `next`: a condition goes on with "then", and
  /// a sentence that only explains a task is part of it.
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
    let actions = loneActions(fits)
    let lastTask = phrases.lastIndex { $0.closing != .none } ?? 0
    var divisions: [Joint] = []
    var (start, group) = (0, Group(first))
    for (index, joint) in joints.enumerated() {
      let (left, right) = (phrases[index], phrases[index + 1])
      // Verbs at the end: a task ends here, and another one behind it, of like length.
      let mayClose =
        left.closing != .none && (lastTask > index || right.opening == .task)
        && (fits[index] || joint.kind == .conjunction) && !left.namesOperations(with: right)
      // `작성 및 실행`: both are done to the same.
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

  /// For each phrase the length of the longest up to it.
  private var longest: [Int] {
    var longest = 0
    return phrases.map {
      longest = max(longest, $0.length)
      return longest
    }
  }

  /// `login page, signup page`: nothing is a task by a verb.
  private var isListOfNames: Bool {
    joints.allSatisfy { $0.kind == .comma || $0.kind == .slash }
      && phrases.allSatisfy { $0.isNone && !$0.tokens.isEmpty && !$0.isStatement }
  }

  /// `디자인 및 구현`
  private var isListOfActions: Bool {
    phrases.allSatisfy { $0.isLone } && joints.allSatisfy { $0.kind != .enumeration }
  }

  /// For each phrase whether it is a task of one word, and names nothing together with what
  /// follows: `추가, 삭제 기능`.
  private func loneActions(_ fits: [Bool]) -> [Bool] {
    var actions = phrases.map { $0.closing == .lone }
    for index in joints.indices.reversed() where actions[index] {
      actions[index] = actions[index + 1] || phrases[index + 1].isTask && fits[index]
    }
    return actions
  }
}
