/// A text as Unicode scalars, and the ranges of its code, addresses, paths, quotations and
/// parentheses. The ranges are found in linear time.
///
/// Fences, code and addresses are found first, and then quotations and parentheses. A mark inside a
/// fence, code or an address therefore does not begin or end a quotation or parenthesis. Quotations
/// and parentheses may be nested, and may contain fences, code and addresses.
public struct MarkedText: Equatable, Sendable {
  public let scalars: [Unicode.Scalar]
  /// The spans in the order of their starts; an outer span comes before the spans in it.
  public let spans: [Span]
  /// For each scalar, whether it is in a span.
  private let marks: [Bool]

  public init(_ text: some StringProtocol) { self.init(Array(text.unicodeScalars)) }

  public init(_ scalars: [Unicode.Scalar]) {
    self.scalars = scalars
    var literals = LiteralScanner(scalars)
    literals.scan()
    var enclosures = EnclosureScanner(scalars, skipping: literals.spans)
    enclosures.scan()
    spans = (literals.spans + enclosures.spans).sorted {
      ($0.range.lowerBound, $1.range.upperBound) < ($1.range.lowerBound, $0.range.upperBound)
    }
    marks = Self.marks(scalars.count, spans)
  }

  /// Whether the scalar at `index` is in a span.
  public func isMarked(_ index: Int) -> Bool { marks[index] }

  public func text(_ range: Range<Int>) -> String {
    // The text is built from bytes, because appending to a view of scalars is slower.
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    for scalar in scalars[range] {
      if scalar.isASCII { bytes.append(UInt8(scalar.value)) } else { bytes += scalar.utf8 }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func marks(_ count: Int, _ spans: [Span]) -> [Bool] {
    var marks = [Bool](repeating: false, count: count)
    var end = 0
    for span in spans where span.range.upperBound > end {
      for index in max(end, span.range.lowerBound)..<span.range.upperBound { marks[index] = true }
      end = span.range.upperBound
    }
    return marks
  }
}

/// A part of a text that readers do not take as plain words.
public struct Span: Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    /// Lines between two runs of three or more backticks.
    case fence
    /// Text between backticks.
    case code
    /// An address, such as `https://…`, `www.…` or `name@host`.
    case address
    /// A path, such as `docs/guide.md`, `./run`, `~/.config` or `main.swift`.
    case path
    /// An option, such as `--dry-run` or `--format=json`.
    case option
    /// Text between quotation marks of any language.
    case quote
    /// Text between round or square brackets, including full-width ones.
    case parenthesis
  }

  public let kind: Kind
  /// The range of scalars, including the marks around the text.
  public let range: Range<Int>

  public init(_ kind: Kind, _ range: Range<Int>) {
    self.kind = kind
    self.range = range
  }
}

extension String {
  /// The lines, whatever their line ends are. They are split by bytes, because "\r\n" is one
  /// `Character`.
  public var reportLines: [String] {
    var lines: [String] = []
    var line: [UInt8] = []
    var isAfterReturn = false
    for byte in utf8 {
      if byte == 10 || byte == 13 {
        if byte == 13 || !isAfterReturn {
          lines.append(String(decoding: line, as: UTF8.self))
          line.removeAll(keepingCapacity: true)
        }
      } else {
        line.append(byte)
      }
      isAfterReturn = byte == 13
    }
    lines.append(String(decoding: line, as: UTF8.self))
    return lines
  }
}
