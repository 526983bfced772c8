/// How a character looks on a terminal.
public struct TextStyle: Hashable, Sendable {
  /// The number by which `CSI m` chooses the colour of the text, 30 to 37 or 90 to 97; `nil` is
  /// the terminal's own.
  public var color: Int?
  public var emphasis: Emphasis

  public init(color: Int? = nil, _ emphasis: Emphasis = []) {
    self.color = color
    self.emphasis = emphasis
  }

  public static let plain = TextStyle()

  public struct Emphasis: OptionSet, Hashable, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    public static let bold = Emphasis(rawValue: 1)
    public static let dim = Emphasis(rawValue: 2)
    /// Text and background with their colours exchanged.
    public static let reversed = Emphasis(rawValue: 4)
  }
}

extension TextStyle {
  /// The sequence that makes what follows look like this, whatever came before.
  var sequence: String {
    let marks: [(Emphasis, Int)] = [(.bold, 1), (.dim, 2), (.reversed, 7)]
    let numbers =
      [0] + marks.filter { emphasis.contains($0.0) }.map(\.1) + [color].compactMap(\.self)
    return "\u{1B}[\(numbers.map(String.init).joined(separator: ";"))m"
  }

  /// What the numbers of one `CSI m` make of the style. Numbers that are not known change
  /// nothing.
  mutating func take(_ numbers: [Int]) {
    for number in numbers.isEmpty ? [0] : numbers {
      switch number {
      case 0: self = .plain
      case 1: emphasis.insert(.bold)
      case 2: emphasis.insert(.dim)
      case 7: emphasis.insert(.reversed)
      case 22: emphasis.subtract([.bold, .dim])
      case 27: emphasis.remove(.reversed)
      case 30...37, 90...97: color = number
      case 39: color = nil
      default: break
      }
    }
  }
}
