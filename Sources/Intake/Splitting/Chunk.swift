import Prose

/// The task that is being read, as far as what follows depends on it, in the languages whose
/// tasks are told by how they begin.
struct Chunk {
  private var english = EnglishChunk()
  private var chinese = TaskForm.none
  /// Whether the last part is a lone verb: `支持添加、删除、修改操作`.
  private var endsBare = false
  /// Whether what the Chinese verb is done to is an action: `支持添加，删除`.
  private var namesActions = false
  private var russian: RussianTask.Kind?
  private var isAside = false
  private var hasInnerVerb = false
  private var endsOpen = false
  private var wasConditional = false
  /// Whether it stands beside a task before it.
  private var isLater = false
  /// Whether its only part is a task of one word, beside another.
  private var isLone = false

  init() {}

  /// The one behind `other`, whose conditions hold on unless a new sentence begins.
  init(after other: Chunk, isNewSentence: Bool) {
    wasConditional = !isNewSentence && other.isConditional
    isLater = !isNewSentence
  }

  var isConditional: Bool { wasConditional || english.isConditional || isAside }

  /// - Parameters:
  ///   - part: what comes next.
  ///   - joint: what joins it to the part before; `nil` where it is the first.
  mutating func take(_ part: Part, behind joint: Joint?) {
    let tokens = part.tokens
    guard !tokens.isEmpty else { return }
    let isFirst = joint == nil
    english.take(part, behind: joint)
    isLone = isFirst && isLater && part.isLoneWord
    if isFirst { isAside = ChineseTask.isAside(tokens) || RussianTask.isAside(tokens) }
    endsBare = !isFirst && part.chinese == .bare
    if !chinese.isTask { chinese = max(chinese, part.chinese) }
    if part.chinese != .none, ChineseTask.namesAction(tokens) { namesActions = true }
    if russian == nil, isLone || part.russian.isTask {
      russian = RussianTask.kind(tokens)
    }
    if RussianTask.hasInnerVerb(tokens) { hasInnerVerb = true }
    endsOpen = RussianTask.endsOpen(tokens)
  }

  /// Whether a task of its own begins with `right`.
  func splits(before right: Part, _ joint: Joint) -> Bool {
    splitsEnglish(before: right, joint) || splitsChinese(before: right, joint)
      || splitsRussian(before: right, joint)
  }

  private func splitsEnglish(before right: Part, _ joint: Joint) -> Bool {
    let form = right.english
    guard form.isTask, !english.isConditional, !wasConditional else { return false }
    if english.endsBare { return joint.isListEnd && english.isFollowed(by: right.tokens, form) }
    guard
      english.form.isTask || isLone && english.form == .bare
        || form == .certain && english.mayBeTask && english.form == .none
    else { return false }
    return !joint.isConjunction || !english.absorbs(right.tokens, form)
  }

  private func splitsChinese(before right: Part, _ joint: Joint) -> Bool {
    right.chinese == .certain && !isAside && !endsBare && !joint.isConjunction
      && (chinese.isTask || isLone && chinese == .bare)
      && !(joint.isEnumeration && ChineseTask.namesThings(right.tokens))
  }

  private func splitsRussian(before right: Part, _ joint: Joint) -> Bool {
    guard !isAside, let russian, right.russian.isTask,
      RussianTask.kind(right.tokens) == russian
    else { return false }
    return !joint.isConjunction || !endsOpen && !hasInnerVerb
  }

  // MARK: Tasks of one word

  /// Whether `right`, a lone action, is a task of its own.
  func splits(beforeLone right: Part, _ joint: Joint) -> Bool {
    guard !isAside, !wasConditional else { return false }
    if right.english == .bare {
      return isLone && !joint.isConjunction || english.mayPrecede(lone: right.tokens, joint)
    }
    if right.russian == .bare {
      return russian == .verb && RussianTask.kind(right.tokens) == .verb && !hasInnerVerb
        && (isLone || !endsOpen)
    }
    return joint.kind == .comma && !joint.isEnumeration && right.chinese == .bare
      && (isLone || chinese.isTask && !namesActions)
  }
}
