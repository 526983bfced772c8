/// A text as Unicode scalars, with the places of code, addresses, paths, quotations and
/// parentheses, which are found in linear time.
///
/// Fences, code and addresses are found first, then quotations and parentheses: a mark inside one
/// of the former does not begin or end one of the latter. Quotations and parentheses may be nested,
/// and may contain the former.
public struct MarkedText: Equatable, Sendable {
  public let scalars: [Unicode.Scalar]
  /// In the order of their starts, outer ones first.
  public let spans: [Span]
  /// For each scalar whether it is in a span of any kind.
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

  /// Whether the scalar at `index` stands in a span.
  public func isMarked(_ index: Int) -> Bool { marks[index] }

  public func text(_ range: Range<Int>) -> String {
    // By bytes: a view of scalars does work for each one that is appended.
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

/// A part of a text that is not read as plain words.
public struct Span: Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    /// Lines between two runs of three or more backticks.
    case fence
    /// Between backticks.
    case code
    /// `https://…`, `www.…`, `name@host`.
    case address
    /// `docs/guide.md`, `./run`, `~/.config`, `main.swift`.
    case path
    /// `--dry-run`, `--format=json`.
    case option
    /// Between quotation marks, of whatever language.
    case quote
    /// Between round or square brackets, including full-width ones.
    case parenthesis
  }

  public let kind: Kind
  /// The scalars, the marks around them included.
  public let range: Range<Int>

  public init(_ kind: Kind, _ range: Range<Int>) {
    self.kind = kind
    self.range = range
  }
}

extension String {
  /// The lines, whichever way they end. By bytes: "\r\n" is one `Character`.
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
