/// Tasks of one word, an action that nothing is said of: `로그 정리, 캐시 삭제, 배포`,
/// `Update deps, restart`. The same word is a noun where something behind it is named after it:
/// `추가, 삭제 기능`.
enum LoneTasks {
  /// The parts that may be such tasks, by what follows them.
  static func parts(_ parts: [Part], _ joints: [Joint]) -> Set<Int> {
    var lone: Set<Int> = []
    for index in parts.indices.reversed() where parts[index].isLoneWord {
      if index == joints.count || joints[index].strength == .strong || lone.contains(index + 1)
        || isTask(parts[index + 1], behind: joints[index])
      {
        lone.insert(index)
      }
    }
    return lone
  }

  /// Whether a part is a task for certain, which names nothing after the words before it.
  private static func isTask(_ part: Part, behind joint: Joint) -> Bool {
    let isListed = joint.kind == .conjunction
    if part.english == .certain || part.english == .likely && !isListed { return true }
    if part.ending.isTask {
      return part.tokens.first.map { !KoreanTask.isAction($0.text) } ?? false
    }
    return !isListed
      && (part.chinese == .certain || part.russian == .certain)
  }
}
