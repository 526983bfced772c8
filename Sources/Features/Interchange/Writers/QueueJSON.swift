import Model
import Text

/// The rows of a queue as JSON, with all their contents: `docs/interchange.md`.
///
/// Each row is on its own line, so that versions of the document can be compared line by line.
public enum QueueJSON {
  public static let version = 1

  /// The document of some rows.
  ///
  /// - Parameters:
  ///   - rows: the rows in their order.
  ///   - impliedAttempts: the limit that a database keeps for rows without their own.
  public static func document(of rows: [ExportedRow], impliedAttempts: Int?) -> [UInt8] {
    var output = Array("{\"version\":\(version),\n\"rows\":[".utf8)
    for (index, row) in rows.enumerated() {
      output += (index == 0 ? "\n" : ",\n").utf8
      let implied = row.item.record == nil ? nil : impliedAttempts
      let fields = ItemFields(row.item, impliedAttempts: implied, namesWorkers: true)
      JSONValue.object(object(of: fields)).write(to: &output)
    }
    output += "\n],\n\"briefs\":{".utf8
    write(briefs: rows.compactMap { row in row.brief.map { (row.item.id, $0) } }, to: &output)
    output += "}}\n".utf8
    return output
  }

  /// Appends the members of an object of briefs, one per line.
  public static func write(briefs: [(id: String, text: String)], to output: inout [UInt8]) {
    for (index, brief) in briefs.enumerated() {
      output += (index == 0 ? "\n" : ",\n").utf8
      JSONValue.write(string: brief.id, to: &output)
      output.append(UInt8(ascii: ":"))
      JSONValue.write(string: brief.text, to: &output)
    }
  }

  private static func object(of fields: ItemFields) -> JSONObject {
    JSONObject(
      members: ItemFields.Field.allCases.compactMap { field -> JSONObject.Member? in
        guard let text = fields[field] else { return nil }
        switch field {
        case .attemptCount, .maxAttempts:
          return (field.name, Int(text).map { .integer($0) } ?? .string(text))
        case .id, .status, .priority, .task, .successCriteria, .ownerSession, .startedAt, .dueAt,
          .notes, .idempotencyKey:
          return (field.name, .string(text))
        }
      })
  }
}

// MARK: Reading

extension QueueJSON {
  static func read(_ files: [ForeignFile]) -> ForeignReading {
    var tasks = KeyedTasks()
    for file in files {
      do throws(UnreadReason) {
        try read(file, &tasks)
      } catch {
        var place = file.place()
        if case .notJSON(let error) = error { place.line = error.line }
        tasks.tell(error, at: place)
      }
    }
    return tasks.reading
  }

  private static func read(
    _ file: ForeignFile, _ tasks: inout KeyedTasks
  ) throws(UnreadReason) {
    let value: JSONValue
    do throws(JSONError) { value = try JSONValue(parsing: file.contents) } catch {
      throw .notJSON(error)
    }
    guard let object = value.objectValue else { throw .wrongType(field: "the document") }
    var document = JSONFields(object)
    guard let version = object["version"] else { throw .missingField("version") }
    guard version == .integer(Self.version) else { throw .unknownVersion(version.description) }
    let briefs = try document.object("briefs")
    for (index, row) in try document.list("rows").enumerated() {
      let id = row.objectValue?["id"]?.stringValue
      do throws(UnreadReason) {
        guard let object = row.objectValue else { throw .wrongType(field: "rows") }
        var hidden: [String] = []
        let item = try item(object, hiding: &hidden)
        var task = ForeignTask(key: item.id, place: file.place(), title: item.task ?? "")
        task.row = item
        if var briefs, let brief = try briefs.text(item.id) {
          task.text = visible(brief, in: "brief", &hidden)
        }
        guard tasks.add(task) else { continue }
        tasks.reading.losses += hidden.map {
          ForeignLoss(.hiddenCharacters(field: $0), key: item.id, at: file.place())
        }
      } catch {
        tasks.tell(error, key: id ?? "\(index + 1)", at: file.place())
      }
    }
  }

  /// The text without characters that hide parts of it. If there are any, `hidden` gets the name of
  /// the field.
  private static func visible(_ text: String, in field: String, _ hidden: inout [String]) -> String
  {
    let visible = VisibleText(text)
    guard visible.hidSomething else { return text }
    hidden.append(field)
    return visible.text
  }

  /// Reads a row from an object, whose fields have the form of a database. The object may come from
  /// anywhere, and in a table, a text with a line break would end the row.
  private static func item(
    _ object: JSONObject, hiding hidden: inout [String]
  ) throws(UnreadReason) -> QueueItem {
    var cells: [String: String] = [:]
    for field in ItemFields.Field.allCases {
      guard let value = object[field.name], value != .null else { continue }
      guard let text = value.stringValue ?? value.integerValue.map({ "\($0)" }) else {
        throw .wrongType(field: field.name)
      }
      let isName = field == .id || field == .status
      cells[field.name] =
        isName
        ? text : CellText.written(visible(text, in: field.name, &hidden), keepingPipes: true)
    }
    guard let id = cells["id"], ItemID.isWellFormed(id) else { throw .missingField("id") }
    let status = cells["status"] ?? ""
    guard Status(rawValue: status) != nil else {
      throw .unknownValue(field: "status", value: status)
    }
    guard var item = QueueItem(cells: cells, hasAfterColumn: false) else {
      throw .missingField("id")
    }
    item.record = QueueItem.Record(
      attemptCount: cells["attempt_count"].flatMap { Int($0) } ?? 0,
      maxAttempts: cells["max_attempts"].flatMap { Int($0) },
      idempotencyKey: cells["idempotency_key"])
    return item
  }
}
