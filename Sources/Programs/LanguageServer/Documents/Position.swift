import Text

/// A place between two characters of a document.
struct Position: Hashable, Comparable {
  /// From 0.
  var line: Int
  /// The units of the encoding before it in its line.
  var character: Int

  static func < (left: Position, right: Position) -> Bool {
    (left.line, left.character) < (right.line, right.character)
  }
}

/// What a client counts in a line.
enum PositionEncoding: String {
  case utf8 = "utf-8"
  /// The default of the protocol.
  case utf16 = "utf-16"

  /// How many units a scalar has whose first byte in UTF-8 is this.
  func units(ofScalarBeginningWith byte: UInt8) -> Int {
    switch self {
    case .utf8: byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
    case .utf16: byte < 0xF0 ? 1 : 2
    }
  }
}

extension Position {
  /// - Throws: if the value is not a position.
  init(_ json: JSONValue?) throws(RPCError) {
    guard let object = json?.objectValue, let line = object["line"]?.integerValue,
      let character = object["character"]?.integerValue, line >= 0, character >= 0
    else { throw .badParameters("a position has a 'line' and a 'character'") }
    self.init(line: line, character: character)
  }

  var json: JSONValue { ["line": .integer(line), "character": .integer(character)] }
}

extension Range<Position> {
  /// - Throws: if the value is not a range.
  init(_ json: JSONValue?) throws(RPCError) {
    guard let object = json?.objectValue else {
      throw .badParameters("a range has a 'start' and an 'end'")
    }
    let (start, end) = (try Position(object["start"]), try Position(object["end"]))
    self = Swift.min(start, end)..<Swift.max(start, end)
  }

  var json: JSONValue { ["start": lowerBound.json, "end": upperBound.json] }
}
