/// The reason for which a whole file is refused: the first invalid position, and the fault at that
/// position.
public struct DocumentError: Error, Equatable, Sendable {
  public enum Reason: Equatable, Sendable {
    case empty
    case noTable
    /// The table has only some of the nine columns.
    case missingColumns([String])
    case repeatedColumn(String)
    case notUTF8
    case nulByte
    case conflictMarker(String)
    /// The last line has no line end and is not a complete row.
    case endsInsideRow
  }

  /// `line` and `column` start at 1; columns count Unicode scalars.
  public let line: Int
  public let column: Int
  public let reason: Reason

  public init(line: Int, column: Int, reason: Reason) {
    (self.line, self.column, self.reason) = (line, column, reason)
  }
}
