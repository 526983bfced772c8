/// A line that a person types: a text, and the cursor in the text.
///
/// A character is what a reader sees as one: a Hangul syllable of several jamo is one character.
public struct LineEditor: Equatable, Sendable {
  /// The text before the cursor, and the text after it.
  private var before: String
  private var after = ""

  /// A line with this text, and the cursor at its end.
  public init(_ text: String = "") { before = text }

  public var text: String { before + after }

  /// Applies a key; control keys have the same effect as in a shell. Keys without a meaning change
  /// nothing.
  public mutating func press(_ key: Key) {
    switch key {
    case .character(let character): before.append(character)
    case .backspace: if !before.isEmpty { before.removeLast() }
    case .delete, .control("D"): if !after.isEmpty { after.removeFirst() }
    case .left, .control("B"):
      if let last = before.popLast() { after = String(last) + after }
    case .right, .control("F"):
      if !after.isEmpty { before.append(after.removeFirst()) }
    case .home, .control("A"): (before, after) = ("", text)
    case .end, .control("E"): (before, after) = (text, "")
    case .control("U"): before = ""
    case .control("K"): after = ""
    case .control("W"): removeWord()
    case .up, .down, .pageUp, .pageDown, .enter, .escape, .control, .pasteBegin, .pasteEnd: break
    }
  }

  /// Removes the word before the cursor, and the blanks after the word.
  private mutating func removeWord() {
    while before.last == " " { before.removeLast() }
    while let last = before.last, last != " " { before.removeLast() }
  }

  /// The part of the line around the cursor that fits into `width`, with the character at the
  /// cursor in reversed colours.
  ///
  /// - Parameter width: the width in columns; a value below 2 is treated like 2.
  public func line(width: Int) -> StyledText {
    let width = max(width, 2)
    let cursor = after.first ?? " "
    var room = width - max(DisplayWidth.of(cursor), 1)
    let start = before.reversed().prefix { character in
      room -= DisplayWidth.of(character)
      return room >= 0
    }
    room = max(room, 0)
    if start.count < before.count { room = 0 }
    let end = after.dropFirst().prefix { character in
      room -= DisplayWidth.of(character)
      return room >= 0
    }
    return StyledText(joining: [
      .init(String(start.reversed())), .init(String(cursor), TextStyle(.reversed)),
      .init(String(end)),
    ])
  }
}
