extension [UInt8] {
  /// Whether a word may begin at `place`: in front of it is no letter or digit, or one that is
  /// part of an escape, as in `\n`, `%3D` and the colours of a terminal.
  func isBoundary(_ place: Int, _ floor: Int) -> Bool {
    guard place > floor, ByteSet.alphanumeric.contains(self[place - 1]) else { return true }
    return isBehindBackslash(place, floor) || isBehindPercent(place, floor)
      || isBehindColour(place, floor)
  }

  private func isBehindBackslash(_ place: Int, _ floor: Int) -> Bool {
    place - 2 >= floor && self[place - 2] == UInt8(ascii: "\\")
      && ByteSet("nrt").contains(self[place - 1])
  }

  private func isBehindPercent(_ place: Int, _ floor: Int) -> Bool {
    place - 3 >= floor && self[place - 3] == UInt8(ascii: "%")
      && ByteSet.hexadecimal.contains(self[place - 2])
      && ByteSet.hexadecimal.contains(self[place - 1])
  }

  /// `ESC [ 1 ; 31 m`, also where the escape is written out, as in `\u001b[31m`.
  private func isBehindColour(_ place: Int, _ floor: Int) -> Bool {
    guard self[place - 1] == UInt8(ascii: "m") else { return false }
    let start = start(of: .colour, before: place - 1, floor, atMost: 20)
    return start > floor && self[start - 1] == UInt8(ascii: "[")
  }
}

extension ByteSet {
  fileprivate static let hexadecimal = ByteSet("0123456789abcdefABCDEF")
  fileprivate static let colour = ByteSet("0123456789;")
}
