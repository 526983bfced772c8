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

  public var message: String {
    switch reason {
    case .empty: "the file is empty"
    case .noTable: "there is no queue table"
    case .missingColumns(let names):
      "the table lacks the \(names.count == 1 ? "column" : "columns") \(names.joined(separator: ", "))"
    case .repeatedColumn(let name): "the column \(name) stands twice in the table"
    case .notUTF8: "not UTF-8"
    case .nulByte: "a NUL byte"
    case .conflictMarker(let marker): "a merge conflict marker '\(marker)' in the table"
    case .endsInsideRow: "the file ends inside a row"
    }
  }

  public var hint: String {
    switch reason {
    case .empty, .noTable, .missingColumns:
      "a queue is a table with a header row and the columns "
        + "id, status, priority, task, success_criteria, owner_session, started_at_kst, "
        + "due_at_kst, notes; orch init --path DIR writes an example"
    case .repeatedColumn: "rename one of the two"
    case .notUTF8: "save the file as UTF-8"
    case .nulByte: "the file is damaged: take it from a backup or from git"
    case .conflictMarker: "finish the merge first: keep the rows you want, remove the markers"
    case .endsInsideRow:
      "complete the row, or the save that was cut short, and end it with a line break"
    }
  }
}
