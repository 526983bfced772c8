/// One thing that happened to one row, or a save that changed none, as a store's
/// history tells it.
///
/// A save by somebody else that changed several rows is several of these, with
/// one number.
public struct HistoryEntry: Equatable, Sendable {
  public let sequence: Int
  /// ISO 8601 with the offset.
  public let time: String
  public let traceID: String
  public let command: String
  /// The session, else `user@pid`, else `external`.
  public let actor: String
  /// The row, or `nil` where none was changed.
  public let id: String?
  /// The cells that changed, by column name. Before is empty for a row that came,
  /// after is empty for one that went.
  public let before: [String: String]
  public let after: [String: String]
  /// The number of the entry that this one took back.
  public let undoes: Int?
  /// Where a row stood that went.
  public let place: RowPlace?
  /// What was found of a report then.
  public var judgement: Judgement?
  /// When the queue was written, nanoseconds since 1970 by the machine's clock, as files have it;
  /// `nil` where the store does not know.
  public var writtenAt: Int?
  /// What the merge of a save did to the row beside taking what was typed.
  public var merge: RowMerge?

  public init(
    sequence: Int, time: String, traceID: String, command: String, actor: String, id: String?,
    before: [String: String], after: [String: String], undoes: Int? = nil, place: RowPlace? = nil
  ) {
    self.sequence = sequence
    self.time = time
    self.traceID = traceID
    self.command = command
    self.actor = actor
    self.id = id
    self.before = before
    self.after = after
    self.undoes = undoes
    self.place = place
  }

  /// What the history calls a save by somebody else.
  public static let externalCommand = "external_edit"
  /// The command that writes the table from a database.
  public static let renderCommand = "render"

  /// Whether the row came with this.
  public var isAddition: Bool { before[Column.id.name] == nil && after[Column.id.name] != nil }
  /// Whether the row went with this.
  public var isRemoval: Bool { before[Column.id.name] != nil && after[Column.id.name] == nil }
}

/// A part of the history.
public enum HistoryScope: Equatable, Sendable {
  /// All that happened to one row.
  case row(String)
  /// What happened lately, to any row: a store says how far back that is.
  case recent
  case everything
  /// What came behind the entry with this number; all that is recent, where numbers begin
  /// anew since.
  case since(Int)
}

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

/// Where in the table a row stands.
public enum RowPlace: Equatable, Sendable {
  case first
  case behind(String)
}
