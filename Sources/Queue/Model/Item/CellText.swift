import Text

/// Makes text from outside fit for a cell.
///
/// Source: `docs/queue-file.md`, "Writing cells".
public enum CellText {
  /// `text` on one line: line breaks and tabs become a space, `|` becomes `/`, other control
  /// characters are dropped, and the ends are trimmed.
  ///
  /// - Parameter keepingPipes: `true` for a text that a store holds already and that must not
  ///   change.
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

  /// `text` as the value of a cell; `nil` if it is empty or `-`.
  public static func value(_ text: String) -> String? {
    let written = written(text)
    return written.isEmpty || written == "-" ? nil : written
  }

  /// The criteria of a row as the value of their cell: like `value`, but proofs keep their pipes,
  /// because they search for exactly these bytes. In a proof `\|` is read as a pipe, as in a table.
  public static func criteria(_ text: String) -> String? {
    let text = written(decodingPipes(text), keepingPipes: true)
    guard text.hasByte(UInt8(ascii: "|")) else { return value(text) }
    let parts = CriteriaParts(text).parts.map { part in
      part.isProof ? replacing("\\|", by: "|", in: part.text) : slashingPipes(part.text)
    }
    return parts.joined()
  }

  /// The prefix of a criterion from another tool. Such a criterion is prose, even if it looks like
  /// a proof.
  public static let asWritten = "as written: "

  /// Encodes the pipes of criteria for a table: GitHub shows the entity as a pipe, and the entity
  /// does not end the cell.
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

  /// Compares bytes, because a combining mark forms one character with the pipe before it.
  package static func replacing(_ part: String, by other: String, in text: String) -> String {
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

  /// Whether `written` changes only blanks at the ends of the text, if anything. Most texts are
  /// plain. The check is conservative: it also returns `false` for some plain texts.
  private static func isPlain(_ text: String, withPipes: Bool) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      bytes.allSatisfy {
        // The UTF-8 of line breaks and controls beyond ASCII begins with one of the last two bytes.
        $0 > 0x1F && $0 != 0x7F && $0 != 0xC2 && $0 != 0xE2
          && (withPipes || $0 != UInt8(ascii: "|"))
      }
    }
  }

  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }

  /// The text as people read it: full-width signs become ASCII, blanks of any kind become a space,
  /// and invisible characters are dropped.
  static func folded(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\u{FE66}": scalars.append("=")
      // People type no blank after a full-width colon.
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
