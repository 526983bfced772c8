/// When to use colours.
public enum ColorMode: String, CaseIterable, Sendable {
  case auto, always, never

  /// Source of the variables' meaning: no-color.org and bixense.com/clicolors. `kind`
  /// is what `TERM` says; a `dumb` terminal has no colours.
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
