/// Adds colours for a terminal if colours are on.
public struct Paint: Sendable {
  public enum Color: Int, Sendable {
    case red = 31
    case green = 32
    case yellow = 33
    case blue = 34
  }

  public let isOn: Bool

  public init(isOn: Bool) { self.isOn = isOn }

  public func callAsFunction(_ text: String, _ color: Color?) -> String {
    guard isOn, let color else { return text }
    return "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m"
  }

  public func bold(_ text: String) -> String { isOn ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

  /// `text` in a dim colour, on terminals that support it.
  public func dim(_ text: String) -> String { isOn ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
}

/// When to use colours.
public enum ColorMode: String, CaseIterable, Sendable {
  case auto, always, never

  /// Whether to use colours. The variables `NO_COLOR`, `CLICOLOR_FORCE` and `TERM` decide; `kind`
  /// is the value of `TERM`. Source: no-color.org and bixense.com/clicolors.
  public func paint(
    isTerminal: Bool, noColor: String?, forceColor: String?, kind: String? = nil
  ) -> Paint {
    switch self {
    case .always: Paint(isOn: true)
    case .never: Paint(isOn: false)
    case .auto:
      if noColor != nil {
        Paint(isOn: false)
      } else if let forceColor, forceColor != "0" {
        Paint(isOn: true)
      } else {
        Paint(isOn: isTerminal && kind != "dumb")
      }
    }
  }
}
