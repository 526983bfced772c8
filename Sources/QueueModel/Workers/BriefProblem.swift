/// Why the brief of a row can't be read.
public enum BriefProblem: Equatable, Sendable {
  case folder
  case link
  /// A pipe, a socket or a device.
  case noFile
  case unreadable(String)
}
