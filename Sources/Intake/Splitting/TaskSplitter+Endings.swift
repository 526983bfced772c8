// Where tasks are told by how they end: Korean and Japanese.

extension TaskSplitter {
  /// Whether a task of one word stands before or behind the joint.
  func isLone(_ index: Int) -> Bool {
    let (left, right, joint) = (parts[index], parts[index + 1], joints[index])
    // `작성 및 실행`: both are done to the same.
    guard joint.kind != .conjunction || joint.strength == .middle else { return false }
    let isAfterLone =
      left.ending == .bare && index > 0 && start.token == left.tokens.startIndex
      && joints[index - 1].strength != .strong && loneTasks.contains(index)
    guard right.ending == .bare, loneTasks.contains(index + 1) else {
      return isAfterLone && right.ending.isTask
    }
    // `인증서 발급 그리고 설치`: nobody puts "그리고" between what users do and what programmers do.
    let isOther =
      joint.kind == .conjunction && left.ending == .likely
      && !KoreanTask.isOperation(right.tokens)
    return (isAfterLone || isOther || left.ending == .certain)
      && KoreanTask.isApart(right.tokens, from: left.tokens)
      && JapaneseTask.isApart(from: left.tokens)
  }

  /// Whether a task ends before the joint, and another one behind it.
  func endsBefore(_ index: Int, _ right: Part, _ lastTasks: [Int]) -> Bool {
    let left = parts[index]
    guard left.ending.isTask, lastTasks[index] > index || right.english == .certain else {
      return false
    }
    if KoreanTask.isPair(left.tokens, right.tokens) || right.ending == .bare { return false }
    if joints[index].isConjunction, KoreanTask.saysWhatIsPossible(right.tokens) { return false }
    if left.ending == .likely, lastTasks[index] > index,
      KoreanTask.namesOperation(parts[lastTasks[index]].tokens)
    {
      return false
    }
    // `상품 검색, 주문 조회 화면`: what users do is a task only beside another.
    return left.ending == .certain || right.ending.isTask && right.tokens.count <= 4
  }
}
