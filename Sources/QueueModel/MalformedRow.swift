/// A row that no command touches until somebody mends it.
public struct MalformedRow: Equatable, Sendable {
  /// `nil` where the row says none.
  public let id: String?
  /// `nil` where the row can't be read as far.
  public let status: Status?
  /// Its line in the Markdown file, counting from 1; `nil` in other stores.
  public let line: Int?
  /// What is wrong with it, as `lint` says it.
  public let problem: String

  public init(id: String?, status: Status?, line: Int?, problem: String) {
    self.id = id
    self.status = status
    self.line = line
    self.problem = problem
  }

  /// Whether it might be one that waits to be started.
  var mayBePending: Bool { status ?? .pending == .pending }
}
