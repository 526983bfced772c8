/// What was done to one row: the cells that changed, by column name, `-` for one
/// that says nothing.
public struct RowChange: Equatable, Sendable {
  public let id: String
  /// Empty for a row that came.
  public let before: [String: String]
  /// Empty for a row that went.
  public let after: [String: String]
  /// Where a row stood that went.
  public let place: RowPlace?
  /// What was found of the report that this follows from.
  public var judgement: Judgement?

  public init(
    id: String, before: [String: String], after: [String: String], place: RowPlace? = nil
  ) {
    self.id = id
    self.before = before
    self.after = after
    self.place = place
  }

  public init(_ change: ItemChange) {
    let differing = Column.allCases.filter {
      change.before?.text(of: $0) != change.after?.text(of: $0)
    }
    let plain = QueueItem.Record()
    let hasOtherRecord = change.before?.record ?? plain != change.after?.record ?? plain
    func texts(_ item: QueueItem?) -> [String: String] {
      guard let item else { return [:] }
      let cells = Dictionary(
        uniqueKeysWithValues: differing.map { ($0.name, item.text(of: $0) ?? "-") })
      guard hasOtherRecord, let record = item.record else { return cells }
      return cells.merging(record.cells) { cell, _ in cell }
    }
    self.init(id: change.id, before: texts(change.before), after: texts(change.after))
    judgement = change.judgement
  }
}
