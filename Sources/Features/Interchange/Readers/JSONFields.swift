import Text

/// The fields of a JSON object of another tool. A missing field and a `null` are treated alike. If
/// a field has another type, the whole object is not read.
struct JSONFields {
  private let object: JSONObject
  /// The names of the fields that were read. The other fields are kept as they are.
  private var read: Set<String> = []

  init(_ object: JSONObject) { self.object = object }

  private mutating func value(_ name: String) -> JSONValue? {
    read.insert(name)
    guard let value = object[name], value != .null else { return nil }
    return value
  }

  mutating func text(_ name: String) throws(UnreadReason) -> String? {
    guard let value = value(name) else { return nil }
    guard let text = value.stringValue else { throw .wrongType(field: name) }
    return text.isEmpty ? nil : text
  }

  /// The text of the first existing field of two, because forms rename fields.
  mutating func text(_ name: String, or other: String) throws(UnreadReason) -> String? {
    let (text, otherText) = (try text(name), try text(other))
    return text ?? otherText
  }

  mutating func required(_ name: String) throws(UnreadReason) -> String {
    guard let text = try text(name) else { throw .missingField(name) }
    return text
  }

  /// The value as a word, whether it is a text or a number.
  mutating func word(_ name: String) -> String? {
    guard let value = value(name) else { return nil }
    let text = value.stringValue ?? value.description
    return text.isEmpty ? nil : text
  }

  mutating func integer(_ name: String) throws(UnreadReason) -> Int? {
    guard let value = value(name) else { return nil }
    guard let number = value.integerValue else { throw .wrongType(field: name) }
    return number
  }

  mutating func list(_ name: String) throws(UnreadReason) -> [JSONValue] {
    guard let value = value(name) else { return [] }
    guard let list = value.arrayValue else { throw .wrongType(field: name) }
    return list
  }

  mutating func objects(_ name: String) throws(UnreadReason) -> [JSONFields] {
    var objects: [JSONFields] = []
    for value in try list(name) {
      guard let object = value.objectValue else { throw .wrongType(field: name) }
      objects.append(JSONFields(object))
    }
    return objects
  }

  mutating func object(_ name: String) throws(UnreadReason) -> JSONFields? {
    guard let value = value(name) else { return nil }
    guard let object = value.objectValue else { throw .wrongType(field: name) }
    return JSONFields(object)
  }

  mutating func skip(_ names: [String]) { read.formUnion(names) }

  /// The fields that were not read, in their order. A queue has no column for them.
  var others: [ForeignTask.Other] {
    object.members.compactMap { member in
      if read.contains(member.key) || member.value == .null { return nil }
      let text = member.value.stringValue ?? member.value.description
      return text.isEmpty || text == "[]" || text == "{}"
        ? nil : .init(name: member.key, text: text)
    }
  }
}

extension UnreadReason: Error {}
