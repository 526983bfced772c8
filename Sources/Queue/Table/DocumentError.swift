/// Why a file is refused whole: the first offending place, and what is there.
public struct DocumentError: Error, Equatable, Sendable {
  public enum Reason: Equatable, Sendable {
    case empty
    case noTable
    /// A table that has some of the nine columns.
    case missingColumns([String])
    case repeatedColumn(String)
    case notUTF8
    case nulByte
    case conflictMarker(String)
    /// The last line has no line end and is no whole row.
    case endsInsideRow
  }

  /// Counting from 1; columns in Unicode scalars.
  public let line: Int
  public let column: Int
  public let reason: Reason

  public init(line: Int, column: Int, reason: Reason) {
    (self.line, self.column, self.reason) = (line, column, reason)
  }
}
