/// How urgent a request says that something is, where it says so.
public enum Urgency: Equatable, Sendable {
  case urgent, usual, low
}
