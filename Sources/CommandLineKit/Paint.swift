/// Colours of a terminal, or none.
public struct Paint: Sendable {
  public enum Color: Int, Sendable {
    case red = 31
    case green = 32
    case yellow = 33
    case blue = 34
  }

  public let isOn: Bool

  public init(isOn: Bool) { self.isOn = isOn }

  /// `text` in a colour.
  public func callAsFunction(_ text: String, _ color: Color?) -> String {
    guard isOn, let color else { return text }
    return "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m"
  }

  public func bold(_ text: String) -> String { isOn ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

  /// `text` less bright than the rest; where a terminal cannot, it is as the rest.
  public func dim(_ text: String) -> String { isOn ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
}
