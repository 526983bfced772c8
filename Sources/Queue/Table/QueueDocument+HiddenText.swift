import Model

// What agents read in a cell, and people do not see.

extension QueueDocument {
  /// The first blank other than a plain space around a cell's text, and the first one within a
  /// word. In prose such blanks between words are intended.
  func oddBlanks(in cell: Range<Int>, of position: Int, _ row: Int) -> [Finding] {
    let whole = bytes.raw.trimmed(cell)
    let inner = bytes.raw.trimmedCell(whole)
    var findings: [Finding] = []
    let text = bytes.text(inner)
    if whole != inner, let scalar = bytes.text(whole).unicodeScalars.first(where: \.isOddBlank) {
      findings.append(finding(.blankAround(scalar, text), row, in: whole))
    }
    // A readable status means what people see.
    if position == header.position(of: .status), Status.typed(text) != nil { return findings }
    let isTask = position == header.position(of: .task)
    let isProse =
      isTask || [.successCriteria, .notes].contains { header.position(of: $0) == position }
    var offset = inner.lowerBound
    var before: Unicode.Scalar = " "
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      let after = rest.first ?? " "
      // An invisible blank is reported as a deceptive character.
      if scalar.isOddBlank, !scalar.isDeceptive,
        !isProse || before.isOfASCIIWord && after.isOfASCIIWord,
        !isTask || !before.isLetterOrDigit || !after.isLetterOrDigit
      {
        return findings + [
          finding(
            .blankWithin(scalar, text), row, in: offset..<(offset + UTF8.width(scalar)))
        ]
      }
      (before, offset) = (scalar, offset + UTF8.width(scalar))
    }
    return findings
  }

  func hiddenText(in cell: Range<Int>, _ row: Int) -> [Finding] {
    var findings = deceptiveCharacter(in: cell, row).map { [$0] } ?? []
    if let comment = cell.first(where: { bytes.raw.starts(with: "<!--", at: $0) }) {
      findings.append(finding(.htmlComment, row, in: comment..<cell.upperBound))
    } else {
      findings += UnseenText.all(in: bytes.text(cell)).map {
        finding(.unseenText($0, path: nil), row, in: cell)
      }
    }
    return findings
  }

  /// The first deceptive character of a cell.
  private func deceptiveCharacter(in cell: Range<Int>, _ row: Int) -> Finding? {
    var offset = cell.lowerBound
    for scalar in bytes.text(cell).unicodeScalars {
      if scalar.isDeceptive {
        return finding(
          .deceptiveCharacter(String(scalar)), row, in: offset..<(offset + UTF8.width(scalar)))
      }
      offset += UTF8.width(scalar)
    }
    return nil
  }
}

extension Unicode.Scalar {
  fileprivate var isLetterOrDigit: Bool {
    isASCII && properties.isAlphabetic || ("0"..."9").contains(self)
  }

  /// Whether the character is a letter, a digit or a sign that is usual in ids, paths and control.
  fileprivate var isOfASCIIWord: Bool {
    isLetterOrDigit || "=:,-_./".unicodeScalars.contains(self)
  }
}

extension UnsafeRawBufferPointer {
  /// Whether the text of a range is visible: whether it consists of printable ASCII, Hangul
  /// syllables and ideographs, and contains no beginning of a comment, and no address of a link,
  /// which may have a title. A fast check: `true` is certain, `false` is not.
  func hidesNothing(in range: Range<Int>) -> Bool {
    var offset = range.lowerBound
    while offset < range.upperBound {
      switch self[offset] {
      case UInt8(ascii: "<"): return false
      case UInt8(ascii: "(") where self[offset - 1] == UInt8(ascii: "]"): return false
      case 0x20...0x7E: offset += 1
      case 0xE5...0xED:
        guard offset + 3 <= range.upperBound, isLetter(self[offset], self[offset + 1]),
          0x80...0xBF ~= self[offset + 2]
        else { return false }
        offset += 3
      default: return false
      }
    }
    return true
  }

  /// Whether all three-byte characters that begin with these bytes are ideographs or Hangul
  /// syllables: U+5000 to U+9FFF, U+AC00 to U+D77F.
  private func isLetter(_ first: UInt8, _ second: UInt8) -> Bool {
    switch first {
    case 0xE5...0xE9, 0xEB, 0xEC: 0x80...0xBF ~= second
    case 0xEA: 0xB0...0xBF ~= second
    case 0xED: 0x80...0x9D ~= second
    default: false
    }
  }
}
