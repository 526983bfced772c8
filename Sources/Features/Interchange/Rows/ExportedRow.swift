public import Model

/// A row of a queue with its brief, as writers get it.
public struct ExportedRow: Equatable, Sendable {
  public let item: QueueItem
  public let brief: String?

  /// - Parameters:
  ///   - item: the row.
  ///   - brief: the text of `tasks/ID.md`; `nil` for none.
  public init(_ item: QueueItem, brief: String? = nil) {
    self.item = item.withoutImport
    self.brief = brief
  }
}
