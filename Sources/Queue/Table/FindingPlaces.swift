import Host
import Model

// Where the line of a row has what a finding is about.

extension QueueDocument {
  /// A finding at bytes of a row's line, or at the word in them that it names.
  func finding(_ fact: Finding.Fact, _ row: Int, in range: Range<Int>) -> Finding {
    findings([fact], row, in: range)[0]
  }

  /// Findings at bytes of a row's line, or at the words in them that they name.
  ///
  /// A long cell is read only once, if the facts have the order of their words.
  func findings(_ facts: [Finding.Fact], _ row: Int, in range: Range<Int>) -> [Finding] {
    let line = lineNumber(of: row)
    let column = bytes.column(of: range.lowerBound, inLineFrom: entries[row].start)
    let end = column + bytes.column(of: range.upperBound, inLineFrom: range.lowerBound) - 1
    var read = (offset: range.lowerBound, column: column)
    return facts.map { fact in
      guard let word = fact.word,
        let place = bytes.raw.range(ofWord: Array(word.utf8), in: read.offset..<range.upperBound)
      else { return Finding(fact, line: line, column: column, endColumn: end) }
      let start = read.column + bytes.column(of: place.lowerBound, inLineFrom: read.offset) - 1
      let length = bytes.column(of: place.upperBound, inLineFrom: place.lowerBound) - 1
      read = (place.upperBound, start + length)
      return Finding(fact, line: line, column: start, endColumn: start + length)
    }
  }
}

extension UnsafeRawBufferPointer {
  /// The first place of a word, which is no part of a longer one.
  fileprivate func range(ofWord word: [UInt8], in range: Range<Int>) -> Range<Int>? {
    guard let first = word.first, let last = word.last else { return nil }
    var rest = range
    while let start = firstOffset(of: word, in: rest) {
      let end = start + word.count
      let isBegun = start > range.lowerBound && first.isOfWord && self[start - 1].isOfWord
      let goesOn = end < range.upperBound && last.isOfWord && self[end].isOfWord
      if !isBegun, !goesOn { return start..<end }
      rest = end..<range.upperBound
    }
    return nil
  }
}

extension UInt8 {
  /// Whether the byte may be part of an id, or is part of a character beyond ASCII.
  fileprivate var isOfWord: Bool { self >= 0x80 || ItemID.mayContain(self) }
}
