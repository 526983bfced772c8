import Prose

/// Divides a text without list markers into tasks.
struct TaskSplitter {
  private(set) var pieces: [[Unicode.Scalar]] = []
  /// Whether something between two tasks says that one is to be done after the other.
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
    // What joins the text to another is part of its first item.
    if joint.tokens.lowerBound == 0, joint.kind != .arrow { return }
    pieces.append(Array(text[start..<joint.range.lowerBound]))
    start = joint.range.upperBound
    isOrdered = isOrdered || joint.isSequence && joint.tokens.lowerBound > 0
  }
}
