import Host
import JSON
public import MarkdownStore
public import QueueModel
public import QueueStore

/// Writes a table on one machine from a queue on a server, and takes over what people edited in it.
///
/// One table agrees with the server; edits in others are not taken over, as in copies of the table of
/// a database.
public struct ServerRendering {
  /// The name of this machine.
  private let host: String
  /// Whether the table becomes the one that agrees with the server.
  private let isAdopting: Bool

  public init(on host: String, isAdopting: Bool) {
    (self.host, self.isAdopting) = (host, isAdopting)
  }

  /// - Parameters:
  ///   - store: the queue's.
  ///   - file: the table; a missing one is created from `template`.
  ///   - context: the time, and the limit of attempts for rows without their own.
  ///   - template: a queue file with an empty table.
  ///   - receive: gets the warnings.
  /// - Returns: what became of the rows, and the place of the table that agrees with the server; `nil`
  ///   where that is this one.
  public func callAsFunction(
    of store: any ServerStore, into file: MarkdownStore, _ context: TransitionContext,
    template: String, receive: WarningReceiver
  ) throws(StoreError) -> (report: MirrorReport, tableElsewhere: String?) {
    try store.rendering(context) { source, context in
      let place = "\(host):\(file.path)"
      let known = source.agreed[""].flatMap(AgreedTable.init)
      let isOurs = known?.place == place
      let operation = RenderOperation(
        source, agreedThrough: isOurs ? known?.through : nil, context)
      let result = try operation.write(into: file, template, receive)
      let rendering = result.answer
      var rendered = RenderedTable()
      if let known, !isOurs, !isAdopting { return ((rendering.report, known.place), rendered) }
      rendered.edits = rendering.edits
      let table = AgreedTable(place: place, through: result.last?.sequence ?? 0)
      if table != known { rendered.agreed[""] = table.text }
      var gone = Set(source.agreed.keys).subtracting([""])
      for entry in rendering.entries {
        if source.agreed[entry.row.id] != entry.text { rendered.agreed[entry.row.id] = entry.text }
        gone.remove(entry.row.id)
      }
      rendered.removed = gone.filter { !rendering.isUnreadable($0) }.sorted()
      return ((rendering.report, nil), rendered)
    }
  }
}

/// The table that agrees with a server.
private struct AgreedTable: Equatable {
  /// `HOST:/srv/team/QUEUE.md`
  let place: String
  /// The last entry of its journal that the server knows.
  let through: Int

  init(place: String, through: Int) { (self.place, self.through) = (place, through) }

  init?(_ text: String) {
    guard let object = (try? JSONValue(parsing: Array(text.utf8)))?.objectValue,
      let place = object["table"]?.stringValue, let through = object["through"]?.integerValue
    else { return nil }
    self.init(place: place, through: through)
  }

  var text: String {
    let json: JSONValue = ["table": .string(place), "through": .integer(through)]
    return json.description
  }
}
