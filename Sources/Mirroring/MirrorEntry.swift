import JSON
import QueueModel

/// A row as it was when the table and the database last agreed.
struct MirrorEntry: Equatable {
  var row: ItemFields
  /// The limit that the database held for it because the table says none; `nil` where it
  /// says one.
  var impliedAttempts: Int?

  init(row: ItemFields, impliedAttempts: Int?) {
    self.row = row
    self.impliedAttempts = impliedAttempts
  }

  /// - Parameters:
  ///   - row: what both say.
  ///   - item: the database's row.
  init(_ row: ItemFields, of item: QueueItem) {
    self.init(row: row, impliedAttempts: row[.maxAttempts] == nil ? item.maxAttempts : nil)
  }
}

extension MirrorEntry {
  private static let impliedKey = "implied_attempts"

  var text: String { text(row.json) }

  /// - Parameter json: that of the row, for whoever has it already.
  func text(_ json: [UInt8]) -> String {
    var bytes = json
    if let impliedAttempts {
      bytes.removeLast()
      bytes += ",\"\(Self.impliedKey)\":\(impliedAttempts)}".utf8
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// - Returns: `nil` for what is no such text.
  init?(_ text: String) {
    guard let object = (try? JSONValue(parsing: Array(text.utf8)))?.objectValue else { return nil }
    var cells: [String: String] = [:]
    for member in object.members { cells[member.key] = member.value.stringValue }
    row = ItemFields(cells: cells)
    impliedAttempts = object[Self.impliedKey]?.integerValue
  }
}

extension ItemFields {
  private static let sortedFields = Field.allCases.sorted { $0.name < $1.name }

  /// An object of the fields that say something, by their names, in order.
  ///
  /// Written without a tree of values: an import writes one for each row.
  var json: [UInt8] {
    var bytes: [UInt8] = [UInt8(ascii: "{")]
    for field in Self.sortedFields {
      guard let text = self[field] else { continue }
      if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
      JSONValue.write(string: field.name, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      JSONValue.write(string: text, to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
    return bytes
  }
}
