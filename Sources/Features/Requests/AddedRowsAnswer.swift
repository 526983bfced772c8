import Door
package import Model
package import Text

/// Rows that a request added.
package struct AddedRowsAnswer: Shaped {
  private let items: [ZonedItem]
  private let ids: [String]

  package init(_ rows: [QueueItem], in zone: QueueZone?) {
    ids = rows.map(\.id)
    items = rows.map { ZonedItem($0, in: zone) }
  }

  package static var shapeName: StaticString { "added rows" }
  package static func shape(_ fields: inout Fields<AddedRowsAnswer>) {
    fields.add("ids", \.ids)
    fields.add("items", \.items)
  }
}
