/// Why a row has no brief that can be sent.
public enum BriefProblem: Equatable, Sendable {
  case folder
  case link
  /// A pipe, a socket or a device.
  case noFile
  case unreadable(String)
  /// A merge of branches gave a new id to this row or the other one, so the brief may belong to
  /// either.
  case unassigned(other: String)
}
