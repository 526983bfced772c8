public import Model

/// A row of a queue with its brief, as writers receive it.
public struct ExportedRow: Equatable, Sendable {
  public let item: QueueItem
  public let brief: String?

  /// - Parameter brief: the text of `tasks/ID.md`; `nil` if there is none.
  public init(_ item: QueueItem, brief: String? = nil) {
    self.item = item.withoutImport
    self.brief = brief
  }
}
