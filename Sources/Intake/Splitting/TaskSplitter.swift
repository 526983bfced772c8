import Prose

/// Divides a text without list markers into tasks.
struct TaskSplitter {
  let text: RequestText
  let tokens: [Token]
  let joints: [Joint]
  private(set) var pieces: [Range<Int>] = []
  private(set) var isOrdered = false

  /// Where the task that is being read begins, as a scalar and as a token.
  private(set) var start: (scalar: Int, token: Int)
  private let end: Int
  private var chunk = Chunk()
  let parts: [Part]
  /// The parts that may be tasks of one word.
  let loneTasks: Set<Int>

  init(_ text: RequestText, _ range: Range<Int>) {
    self.text = text
    tokens = Tokenizer.tokens(text, range)
    joints = JointReader(text, tokens).joints
    parts = Part.parts(tokens, joints)
    loneTasks = LoneTasks.parts(parts, joints)
    start = (range.lowerBound, 0)
    end = range.upperBound
    let slashes = SlashList.splitting(joints, tokens)
    let lastTasks = self.lastTasks
    take(0, isFirst: true)
    for index in joints.indices {
      if splits(index, slashes, lastTasks) {
        cut(at: joints[index])
        take(index + 1, isFirst: true)
      } else {
        take(index + 1, isFirst: false)
      }
    }
    pieces.append(start.scalar..<end)
  }

  private mutating func take(_ index: Int, isFirst: Bool) {
    if isFirst {
      chunk = Chunk(after: chunk, isNewSentence: index == 0 || isSentenceEnd(index - 1))
    }
    chunk.take(parts[index], behind: isFirst ? nil : joints[index - 1])
  }

  private func isSentenceEnd(_ index: Int) -> Bool {
    switch joints[index].kind {
    case .semicolon, .line: true
    case .comma, .conjunction, .slash, .arrow, .then: false
    }
  }

  private mutating func cut(at joint: Joint) {
    pieces.append(start.scalar..<joint.scalars.lowerBound)
    start = (joint.scalars.upperBound, joint.tokens.upperBound)
    if joint.isSequence { isOrdered = true }
  }

  // MARK: Where to split

  /// For each joint, the last part behind it that ends as a task before something splits in
  /// any case.
  private var lastTasks: [Int] {
    var last = -1
    var result = [Int](repeating: -1, count: joints.count)
    for index in joints.indices.reversed() {
      if last < 0 || joints[index].strength == .strong { last = -1 }
      if last < 0, parts[index + 1].ending > .bare { last = index + 1 }
      result[index] = last
    }
    return result
  }

  private func splits(_ index: Int, _ slashes: Set<Int>, _ lastTasks: [Int]) -> Bool {
    let joint = joints[index]
    let right = parts[index + 1]
    // A joint at an end joins nothing.
    guard joint.tokens.lowerBound > start.token else { return false }
    guard !right.tokens.isEmpty else {
      return index + 1 < joints.count && joint.strength == .strong
    }
    switch joint.strength {
    case .strong: return splitsStrongly(joint, index, right)
    case .middle where slashes.contains(index): return true
    case .middle, .weak:
      return endsBefore(index, right, lastTasks) || isLone(index)
        || chunk.splits(before: right, joint)
        || loneTasks.contains(index + 1) && chunk.splits(beforeLone: right, joint)
    }
  }

  private func splitsStrongly(_ joint: Joint, _ index: Int, _ right: Part) -> Bool {
    switch joint.kind {
    case .semicolon, .line, .arrow, .comma, .conjunction, .slash: return true
    case .then:
      if chunk.isConditional { return false }
      // `추가한 후` names its verb.
      let isStem = joint.scalars.lowerBound < tokens[joint.tokens.lowerBound].range.lowerBound
      if isStem { return !KoreanTask.isEventOfUsers(parts[index].tokens) }
      let isAfter = tokens[joint.tokens].contains { $0.text.hasPrefix("후") }
      return !isAfter || KoreanTask.isSequence(parts[index].tokens, right.tokens)
    }
  }
}
