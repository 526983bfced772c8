package import JSON
import QueueModel

// How the journal and the event log both write what happened to a row.

extension [String: String] {
  /// Cells by column name; none, where there is no object.
  package init(cells json: JSONValue?) {
    self = [:]
    for member in json?.objectValue?.members ?? [] { self[member.key] = member.value.stringValue }
  }
}

extension RowPlace {
  /// `nil` where nothing tells where the row stood.
  package init?(_ json: JSONValue?) {
    guard let json else { return nil }
    self = json.stringValue.map(RowPlace.behind) ?? .first
  }

  package var json: JSONValue {
    switch self {
    case .first: .null
    case .behind(let id): .string(id)
    }
  }
}
