import Host
public import Model
public import QueueStore
import Table
import Text

/// Writes a table on one machine from a queue on a server, and writes people's edits of the table
/// to the server.
///
/// Only one table agrees with the server. Edits in other tables are not written to the server, in
/// the same way as edits in copies of a database's table are not.
public struct ServerRendering {
  private let host: String
  /// Whether this table becomes the table that agrees with the server.
  private let isAdopting: Bool

  public init(on host: String, isAdopting: Bool) {
    (self.host, self.isAdopting) = (host, isAdopting)
  }

  /// - Parameters:
  ///   - store: the queue's store.
  ///   - file: the table's file; a missing file is created from `template`.
  ///   - context: the time, and the limit of attempts for rows without a limit of their own.
  ///   - template: a queue file with an empty table.
  ///   - receive: called with the warnings.
  /// - Returns: the result, with the changed rows.
  public func callAsFunction(
    of store: any ServerStore, into file: MarkdownStore, _ context: TransitionContext,
    template: String, receive: WarningReceiver
  ) throws(StoreError) -> Outcome {
    let id = try file.queueID()
    // The table of a database has an id, and a copy of a server's table has none.
    let isReplaceable = id == nil ? try self.isReplaceable(file) : false
    return try store.rendering(context) { source, context in
      let known = source.agreed[""].flatMap(AgreedTable.init)
      let isOurs = known != nil && known?.id == id?.id
      guard isOurs || isAdopting || isReplaceable else {
        return (.refused(tableElsewhere: known?.place), RenderedTable())
      }
      let isCopy = known != nil && !isOurs && !isAdopting
      var newID = isCopy ? nil : id ?? .random()
      newID?.isInDatabase = true
      let operation = RenderOperation(
        source, agreedThrough: isOurs ? known?.through : isAdopting ? 0 : nil, context,
        queueID: newID)
      let result = try operation.write(into: file, template, receive)
      let rendering = result.answer
      var rendered = RenderedTable()
      if isCopy {
        return (.rendered(rendering.report, tableElsewhere: known?.place), rendered)
      }
      rendered.edits = rendering.edits
      let place = "\(host):\(file.path)"
      rendered.table = { event in
        AgreedTable(
          id: result.last?.queueID?.id, place: place, through: result.last?.sequence ?? 0,
          event: event
        ).text
      }
      var gone = Set(source.agreed.keys).subtracting([""])
      for entry in rendering.entries {
        if source.agreed[entry.row.id] != entry.text { rendered.agreed[entry.row.id] = entry.text }
        gone.remove(entry.row.id)
      }
      rendered.removed = gone.filter { !rendering.isUnreadable($0) }.sorted()
      return (.rendered(rendering.report, tableElsewhere: nil), rendered)
    }
  }

  /// The result of rendering a table.
  public enum Outcome: Sendable {
    /// The table was written. `tableElsewhere` is the table whose edits are written to the server,
    /// if that is another table.
    case rendered(MirrorReport, tableElsewhere: String?)
    /// The table was not written, because it has rows that do not come from the server, or edits
    /// that would be lost.
    case refused(tableElsewhere: String?)
  }

  /// Whether the table is missing or empty, or has only rows that a rendering wrote.
  private func isReplaceable(_ file: MarkdownStore) throws(StoreError) -> Bool {
    let isThere = try lifting { () throws(SystemError) in
      try FileStatus.ifExists(file.path) != nil
    }
    guard isThere else { return true }
    let document = try file.document()
    if document.allIDs.isEmpty, document.malformedRows == nil { return true }
    let history = try file.history(of: nil)
    return !history.isEmpty && !file.hasUnrecordedEdit
      && history.allSatisfy { $0.command == HistoryEntry.renderCommand }
  }
}

/// The table that agrees with the server.
private struct AgreedTable {
  /// The id in the table's journal, which moves together with the table.
  let id: String?
  /// The table's machine and path for messages, such as `HOST:/srv/team/QUEUE.md`.
  let place: String
  /// The last entry of the table's journal that the server knows.
  let through: Int
  /// The server's last event that the table includes; `nil` for a table of an older version.
  let event: Int?

  init(id: String?, place: String, through: Int, event: Int?) {
    (self.id, self.place, self.through, self.event) = (id, place, through, event)
  }

  init?(_ text: String) {
    guard let object = (try? JSONValue(parsing: Array(text.utf8)))?.objectValue,
      let place = object["table"]?.stringValue, let through = object["through"]?.integerValue
    else { return nil }
    self.init(
      id: object["id"]?.stringValue, place: place, through: through,
      event: object["event"]?.integerValue)
  }

  var text: String {
    let json: JSONValue = [
      "event": event.map(JSONValue.integer) ?? .null, "id": JSONValue(id), "table": .string(place),
      "through": .integer(through),
    ]
    return json.description
  }
}
