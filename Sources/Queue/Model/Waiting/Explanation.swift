/// Why a row is not running, and how a person can change that.
public struct Explanation: Equatable, Sendable {
  /// `nil` for a malformed row without an id.
  public let id: String?
  /// `nil` if there is no readable row.
  public let status: Status?
  public let reason: WaitReason
  /// `nil` if there is nothing to change.
  public var remedy: Remedy?
  /// What the row's last attempt changed in addition to its work, as codes:
  /// `git_changed:hooks/post-commit`.
  public var remarks: [String] = []
  /// What came of asking a model the row's question; `nil` if none was asked.
  public var asked: AskedModel?

  public init(_ id: String?, _ status: Status?, _ reason: WaitReason, _ remedy: Remedy?) {
    (self.id, self.status, self.reason, self.remedy) = (id, status, reason, remedy)
  }

  init(_ row: MalformedRow) {
    self.init(
      row.id, row.status, .malformed(line: row.line, problem: row.problem),
      row.line == nil ? .verify : .lint)
  }
}
