public import Text

// A whole queue as JSON: a list of objects for each table that has rows, by the names of its
// columns. Empty values are left out.

extension QueueContents {
  /// The keys of the document, in its order. A document that has only rows uses the key `rows`,
  /// too, with fewer fields.
  private static let keys: [(table: Table, key: String)] = [
    (.items, "rows"), (.events, "history"), (.archivedItems, "archived_rows"),
    (.archivedEvents, "archived_history"), (.numbers, "numbers"), (.doneKeys, "done_keys"),
    (.requests, "requests"),
  ]

  private static let integers: Set = [
    "place", "attempt_count", "max_attempts", "claim_number", "claimed_at", "lost_claims",
    "claim_for_worker", "failure_count", "lease_expires_at", "lease_heartbeat", "event_id", "value",
  ]

  private static let payload = "payload_json"

  /// Appends the members of an object, with each element of a list on its own line.
  public func writeMembers(to output: inout [UInt8]) {
    for (table, key) in Self.keys {
      output += "\"\(key)\":[".utf8
      for (index, row) in self[table].enumerated() {
        output += (index == 0 ? "\n" : ",\n").utf8
        JSONValue.object(Self.object(of: row, in: table)).write(to: &output)
      }
      output += "\n],\n".utf8
    }
  }

  private static func object(of row: [String?], in table: Table) -> JSONObject {
    JSONObject(
      members: zip(table.columns, row).compactMap { name, cell -> JSONObject.Member? in
        guard let cell else { return nil }
        if integers.contains(name), let number = Int(cell), String(number) == cell {
          return (name, .integer(number))
        }
        // The payload becomes JSON instead of a text, but only if writing this JSON again gives the
        // same text.
        if name == payload, let value = try? JSONValue(parsing: Array(cell.utf8)),
          value.description == cell
        {
          return (name, value)
        }
        return (name, .string(cell))
      })
  }

  /// Reads the members that `writeMembers` writes.
  ///
  /// - Returns: `nil` if the object lacks them, because a document that has only rows has no
  ///   history.
  public init?(members object: JSONObject) {
    self.init()
    guard object["history"] != nil else { return nil }
    for (table, key) in Self.keys {
      guard let list = object[key] else { continue }
      guard let rows = list.arrayValue else { return nil }
      var found: [[String?]] = []
      found.reserveCapacity(rows.count)
      for row in rows {
        guard let object = row.objectValue else { return nil }
        found.append(table.columns.map { name in object[name].flatMap { Self.cell($0, name) } })
      }
      self[table] = found
    }
  }

  /// The first number that JSON does not keep exactly; `nil` if there is none. Such a number leaves
  /// no room for the numbers of the next rows and claims.
  public var largeNumber: String? {
    for table in Table.allCases {
      for (column, name) in table.columns.enumerated() where Self.integers.contains(name) {
        let large = self[table].lazy.compactMap { $0[column] }
          .first { Int($0).map { $0.magnitude > 1 << 53 } ?? false }
        if let large { return large }
      }
    }
    return nil
  }

  private static func cell(_ value: JSONValue, _ name: String) -> String? {
    switch value {
    case .null: nil
    case .string(let text): text
    case .integer(let number): String(number)
    case .object: name == payload ? value.description : nil
    case .bool, .number, .array: nil
    }
  }
}

extension QueueContents {
  /// These contents without differences between copies. The events that record how a database took
  /// over a table's rows are created again by each reading of a table. They get the time of the
  /// previous event, and neither actor nor trace id.
  ///
  /// - Parameter command: the command of these events.
  public func withPlainCopies(command: String) -> QueueContents {
    var contents = self
    for table in [Table.events, .archivedEvents] {
      var (last, time): (String?, JSONValue?)
      for index in contents[table].indices {
        guard let text = contents[table][index][3], text.utf8.contains(UInt8(ascii: "{")),
          let object = (try? JSONValue(parsing: Array(text.utf8)))?.objectValue
        else { continue }
        guard object["command"]?.stringValue == command else {
          (last, time) = (contents[table][index][4], object["ts"])
          continue
        }
        var plain = object
        (plain["actor"], plain["trace_id"]) = ("", "")
        plain["ts"] = time ?? ""
        contents[table][index][3] = JSONValue.object(plain).description
        contents[table][index][4] = last ?? ""
      }
    }
    return contents
  }
}
