/// What somebody pressed.
public enum Key: Equatable, Sendable {
  case up, down, left, right, pageUp, pageDown, home, end
  case enter, escape, backspace
  /// A letter, together with the control key: `L`.
  case control(Character)
  case character(Character)
}
