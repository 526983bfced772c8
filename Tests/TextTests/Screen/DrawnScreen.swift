@testable import Text

/// A model of a terminal, which interprets only the sequences that frames
/// use, and stops at any other.
struct DrawnScreen {
  private(set) var frame: Frame
  private(set) var isHeld = false
  private var row = 0
  private var column = 0
  private var style = TextStyle.plain

  /// A screen filled with another character.
  init(columns: Int, rows: Int, filled: Character = "#") {
    frame = Frame(columns: columns, rows: rows)
    for row in 0..<rows {
      frame.put(
        StyledText(String(repeating: filled, count: columns), TextStyle(color: 35)), row: row)
    }
  }

  mutating func write(_ bytes: [UInt8]) {
    var rest = Substring(String(decoding: bytes, as: UTF8.self))
    while let first = rest.first {
      if first == "\u{1B}" {
        sequence(&rest)
      } else {
        show(first)
        rest.removeFirst()
      }
    }
  }

  private mutating func show(_ character: Character) {
    precondition(column + DisplayWidth.of(character) <= frame.columns, "written over the edge")
    frame.put(StyledText(String(character), style), row: row, column: column)
    column += DisplayWidth.of(character)
  }

  private mutating func sequence(_ rest: inout Substring) {
    rest.removeFirst(2)
    let parameters = rest.prefix { !$0.isLetter }
    rest.removeFirst(parameters.count)
    let numbers = parameters.split(separator: ";").compactMap { Int($0) }
    switch (rest.removeFirst(), String(parameters)) {
    case ("m", _): style.apply(numbers)
    case ("H", _): (row, column) = (numbers[0] - 1, numbers[1] - 1)
    case ("h", "?2026"): isHeld = true
    case ("l", "?2026"): isHeld = false
    case (let letter, let text): fatalError("unexpected CSI \(text)\(letter)")
    }
  }
}
