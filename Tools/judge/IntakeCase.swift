import JSON

/// A labelled case of the intake.
struct IntakeCase {
  let id: String
  let request: String
  let items: [String]
  let isOrdered: Bool

  init?(_ value: JSONValue) {
    guard let object = value.objectValue, let id = object["id"]?.stringValue,
      let request = object["request"]?.stringValue,
      let items = object["items"]?.arrayValue, let isOrdered = object["ordered"]?.boolValue
    else { return nil }
    self.id = id
    self.request = request
    self.items = items.compactMap(\.stringValue)
    self.isOrdered = isOrdered
  }
}
