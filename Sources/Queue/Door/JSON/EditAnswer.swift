public import Model
public import Text

/// The result of an edit of a row.
public struct EditAnswer: Shaped {
  private let change: ZonedChange
  private let fields: [ChangedField]

  /// - Parameters:
  ///   - edited: the row.
  ///   - zone: the zone of the row's times, as in `ZonedItem`.
  public init(_ edited: EditedRow, in zone: QueueZone?) {
    guard let change = edited.decision.answers(in: zone).first else {
      preconditionFailure("an edit is of a row")
    }
    self.change = change
    fields =
      edited.changes.map { ChangedField(field: $0.field.rawValue, from: $0.from, to: $0.to) }
      + (edited.newBrief.map { [ChangedField(field: "brief", from: nil, to: $0)] } ?? [])
  }

  /// A row that was given another id.
  ///
  /// - Parameters:
  ///   - item: the row now.
  ///   - oldID: its id before.
  ///   - zone: the zone of the row's times, as in `ZonedItem`.
  public init(renamed item: QueueItem, from oldID: String, in zone: QueueZone?) {
    change = ZonedChange(unchanged: item, in: zone)
    fields = [ChangedField(field: "id", from: oldID, to: item.id)]
  }

  public static var shapeName: StaticString { "edit" }
  public static func shape(_ fields: inout Fields<EditAnswer>) {
    fields.addAll { $0.change }
    fields.add("changed", \.fields)
  }
}

private struct ChangedField: Shaped {
  let field: String
  let from, to: String?

  static var shapeName: StaticString { "changed field" }
  static func shape(_ fields: inout Fields<ChangedField>) {
    fields.add("field", \.field, "the field's name")
    fields.add("from", \.from)
    fields.add("to", \.to)
  }
}
