import Text

/// Text from outside, made fit for a cell.
///
/// Source: `docs/queue-file.md`, "Writing cells".
public enum CellText {
  /// `text` on one line: line breaks and tabs become a space, `|` becomes `/`, other control
  /// characters are dropped, and the ends are trimmed.
  ///
  /// - Parameters:
  ///   - text: any text.
  ///   - keepingPipes: for a text that a store holds already, and that must not change.
  public static func written(_ text: String, keepingPipes: Bool = false) -> String {
    if isPlain(text, withPipes: keepingPipes) { return trimmed(text) }
    var scalars = String.UnicodeScalarView()
    var afterReturn = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n" where afterReturn: break
      case "\t", "\n", "\r", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}":
        scalars.append(" ")
      case "|" where !keepingPipes: scalars.append("/")
      case _ where isControl(scalar): break
      default: scalars.append(scalar)
      }
      afterReturn = scalar == "\r"
    }
    return trimmed(String(scalars))
  }

  /// `text` as the value of a cell: `nil` for an empty text and for `-`.
  public static func value(_ text: String) -> String? {
    let written = written(text)
    return written.isEmpty || written == "-" ? nil : written
  }

  /// The criteria of a row as the value of their cell: as `value`, but with the pipes of proofs, which
  /// look for just these bytes. There `\|` is a pipe, too, as in a table.
  public static func criteria(_ text: String) -> String? {
    let text = written(decodingPipes(text), keepingPipes: true)
    guard text.hasByte(UInt8(ascii: "|")) else { return value(text) }
    let parts = CriteriaParts(text).parts.map { part in
      part.isProof ? replacing("\\|", by: "|", in: part.text) : slashingPipes(part.text)
    }
    return parts.joined()
  }

  /// What stands before a criterion that is none of ours, and prose, whatever it looks like.
  public static let asWritten = "as written: "

  /// The pipes of criteria in a table, where GitHub shows them as pipes, and no cell ends at them.
  public static func encodingPipes(_ text: String) -> String {
    text.hasByte(UInt8(ascii: "|")) ? replacing("|", by: pipeEntity, in: text) : text
  }

  public static func decodingPipes(_ text: String) -> String {
    text.hasByte(UInt8(ascii: "&")) ? replacing(pipeEntity, by: "|", in: text) : text
  }

  private static let pipeEntity = "&#124;"

  private static func slashingPipes(_ text: String) -> String {
    replacing("|", by: "/", in: text)
  }

  /// By bytes: a combining mark makes one character of itself and the pipe before it.
  private static func replacing(_ part: String, by other: String, in text: String) -> String {
    var (rest, replaced): (ArraySlice<UInt8>, [UInt8]) = (Array(text.utf8)[...], [])
    while let byte = rest.first {
      if rest.starts(with: part.utf8) {
        replaced += other.utf8
        rest = rest.dropFirst(part.utf8.count)
      } else {
        replaced.append(byte)
        rest = rest.dropFirst()
      }
    }
    return String(decoding: replaced, as: UTF8.self)
  }

  /// Whether nothing of the text changes but blanks at its ends, as in most texts; `false` for some
  /// others of which that is true.
  private static func isPlain(_ text: String, withPipes: Bool) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      bytes.allSatisfy {
        // The line breaks and controls beyond ASCII begin with the last two.
        $0 > 0x1F && $0 != 0x7F && $0 != 0xC2 && $0 != 0xE2
          && (withPipes || $0 != UInt8(ascii: "|"))
      }
    }
  }

  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }

  /// The text as people read it: full-width signs as those of ASCII, blanks of any kind as a blank, and
  /// nothing that can't be seen.
  static func folded(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\u{FE66}": scalars.append("=")
      // Nobody types a blank behind it.
      case "\u{FF1A}", "\u{FE55}": scalars.append(contentsOf: ": ".unicodeScalars)
      case "\u{FF01}"..."\u{FF5E}":
        scalars.append(Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value - 0xFEE0)))
      default:
        switch scalar.properties.generalCategory {
        case .spaceSeparator: scalars.append(" ")
        case .format: break
        default: scalars.append(scalar)
        }
      }
    }
    return String(scalars)
  }

  static func trimmed(_ text: String) -> String {
    let blank = UInt8(ascii: " ")
    if let first = text.utf8.first, let last = text.utf8.last, first != blank, last != blank,
      first < 0xC2 || !(text.unicodeScalars.first?.isOddBlank ?? false),
      last < 0x80 || !(text.unicodeScalars.last?.isOddBlank ?? false)
    {
      return text
    }
    func isText(_ scalar: Unicode.Scalar) -> Bool { scalar != " " && !scalar.isOddBlank }
    guard let first = text.unicodeScalars.firstIndex(where: isText),
      let last = text.unicodeScalars.lastIndex(where: isText)
    else { return "" }
    return String(text.unicodeScalars[first...last])
  }
}
