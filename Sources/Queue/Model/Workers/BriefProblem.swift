/// Why a row has no brief that it can be sent.
public enum BriefProblem: Equatable, Sendable {
  case folder
  case link
  /// A pipe, a socket or a device.
  case noFile
  case unreadable(String)
  /// A merge of branches gave this row or the other one a new id, so that it may be either's.
  case unassigned(other: String)
}
