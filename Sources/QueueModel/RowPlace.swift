/// Where in the table a row stands.
public enum RowPlace: Equatable, Sendable {
  case first
  case behind(String)
}
