public import Model

/// The forms that can be written, by the words of `orch export --to`.
public enum ExportForm: String, CaseIterable, Sendable {
  case json, csv, beads, markdown

  /// The document of rows.
  ///
  /// - Parameters:
  ///   - rows: the rows in their order.
  ///   - impliedAttempts: the limit that a database keeps for rows without their own.
  public func document(of rows: [ExportedRow], impliedAttempts: Int?) -> [UInt8] {
    switch self {
    case .json: QueueJSON.document(of: rows, impliedAttempts: impliedAttempts)
    case .csv: CSVTasks.document(of: rows)
    case .beads: BeadsIssues.document(of: rows)
    case .markdown: MarkdownList.document(of: rows)
    }
  }

  /// The names of the fields that rows have and that the document does not say it leaves out.
  public func lostFields(of rows: [ExportedRow], _ policy: Policy) -> [String] {
    guard self == .csv else { return [] }
    return Set(rows.flatMap { CSVTasks.missing(of: $0.item, policy) }).sorted()
  }
}
