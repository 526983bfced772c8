import Host
public import Model
public import QueueStore

/// The contents of a queue in a table, in the form of a database. To read or write them, the table
/// is imported into a database, or rendered from a database, in a temporary folder.
public struct TableContents: ContentsCopying {
  private let file: MarkdownStore
  /// The table of archived rows; its file may be missing.
  private let archive: MarkdownStore
  private let context: TransitionContext
  /// A queue file with an empty table.
  private let template: String
  /// The folder in which temporary folders are made.
  private let folder: String
  /// The name of the queue that is copied to the table, for messages.
  private let original: String
  private let database: (String) -> SQLiteStore
  private let receive: WarningReceiver

  public init(
    of file: MarkdownStore, archive: MarkdownStore, _ context: TransitionContext,
    template: String, copying original: String, in folder: String,
    receive: @escaping WarningReceiver, database: @escaping (String) -> SQLiteStore
  ) {
    (self.file, self.archive, self.context, self.template) = (file, archive, context, template)
    (self.folder, self.receive, self.database) = (folder, receive, database)
    self.original = original
  }

  private var zone: QueueZone { context.now.zone }

  private var table: String {
    template.split(separator: "\n").filter { $0.hasPrefix("|") }.map { "\($0)\n" }.joined()
  }

  // MARK: Reading

  public func contents() throws(StoreError) -> QueueContents {
    var contents = try imported(file)
    contents[.events] = []
    let history = try file.history(of: nil)
    var archivedHistory: [HistoryEntry] = []
    if try lifting({ () throws(SystemError) in try archive.wasUsed }) {
      archivedHistory = try archive.history(of: nil)
      contents[.archivedItems] = try imported(archive)[.items]
      contents.add(archivedHistory, to: .archivedEvents, zone: zone)
    }
    contents.add(history, to: .events, zone: zone)
    contents.add(differences(of: contents, from: history), to: .events, zone: zone)
    contents.date(.items, by: history, zone)
    contents.date(.archivedItems, by: history + archivedHistory, zone)
    return contents
  }

  /// The changes that turn the rows at the end of the history into the rows of the database, which
  /// stores some notes as columns.
  private func differences(
    of contents: QueueContents, from history: [HistoryEntry]
  ) -> [HistoryEntry] {
    var log = LoggedRows()
    for entry in history { log.add(entry) }
    let last = history.last?.sequence ?? 0
    return log.changes(to: contents.items(in: .items)).enumerated().map { index, change in
      HistoryEntry(
        sequence: last + 1 + index, time: context.now.iso8601, traceID: context.author.traceID,
        command: JournalEntry.copyCommand, actor: context.author.actor, row: change)
    }
  }

  private func imported(
    _ file: MarkdownStore
  ) throws(StoreError) -> QueueContents {
    let place = try lifting { () throws(SystemError) in
      try TemporaryFolder(in: folder, prefix: "import-")
    }
    let database = database(Path.join(place.path, "queue.db"))
    _ = try database.migrate(
      from: file, context: context, force: true, isAdopting: true, receive: receive)
    return try database.contents()
  }

  // MARK: Writing

  public func fill(with contents: QueueContents) throws(StoreError) -> Bool {
    for table in [file, archive] {
      if try lifting({ () throws(SystemError) in try table.wasUsed }) { return false }
    }
    if let (id, status) = contents.unknownStatus {
      throw .refused(.malformedRow(id, line: nil, problem: .unknownStatus(status)))
    }
    let parent = Path.parent(of: file.path)
    try lifting { () throws(SystemError) in try Directory.createWithParents(parent) }
    // The queue is made in another folder first, so that an interrupted copy leaves nothing at the
    // final path.
    let made = try lifting { () throws(SystemError) in
      try TemporaryFolder(in: parent, prefix: ".orch-copy-")
    }
    func store(_ store: MarkdownStore) -> MarkdownStore {
      store.store(at: Path.join(made.path, Path.name(of: store.path)))
    }
    let copy = TableContents(
      of: store(file), archive: store(archive), context, template: template,
      copying: original, in: made.path,
      receive: receive, database: database)
    try copy.write(contents.forTable)
    guard try copy.contents().isSame(as: contents.forTable, in: zone) else {
      throw .failedCopy(path: file.path, of: original)
    }
    for table in [archive, file] {
      let new = store(table)
      try lifting { () throws(SystemError) in
        if try FileStatus.ifExists(new.path) != nil { try new.place(as: table) }
      }
    }
    return true
  }

  private func write(_ contents: QueueContents) throws(StoreError) {
    if !contents[.archivedItems].isEmpty || !contents[.archivedEvents].isEmpty {
      var archived = QueueContents()
      archived[.items] = contents[.archivedItems]
      try archive.create(
        "# Archive of \(Path.name(of: file.path))\n\n\(table)",
        history: contents.tableHistory(in: .archivedEvents, zone), context)
      try render(archived, into: archive, from: "rendered-archive.db")
    }
    try file.create(
      template, history: contents.tableHistory(in: .events, zone),
      requests: contents[.requests].compactMap(Self.request),
      lastNumbers: contents.lastNumbers, context)
    try render(contents, into: file, from: "rendered.db")
  }

  private func render(
    _ contents: QueueContents, into file: MarkdownStore, from name: String
  ) throws(StoreError) {
    let path = Path.join(folder, name)
    try SQLiteStore.create(at: path)
    let database = database(path)
    var rows = contents
    (rows[.archivedItems], rows[.archivedEvents], rows[.events]) = ([], [], [])
    _ = try database.fill(with: rows)
    var context = context
    context.author = Author(
      program: context.author.program, command: JournalEntry.copyCommand,
      traceID: context.author.traceID, actor: context.author.actor)
    _ = try database.render(
      into: file, context: context, template: template, isCopy: true, receive: receive)
  }

  private static func request(_ row: [String?]) -> (AddRequest, ids: [String])? {
    guard let key = row[0].flatMap(RequestKey.init), let digest = row[1], let ids = row[2] else {
      return nil
    }
    return (AddRequest(key: key, digest: digest), Dependencies.ids(in: ids))
  }
}

extension QueueContents {
  /// These contents, with archived DONE rows that have an idempotency key moved back to the rows.
  /// In a table, only the row itself shows that the key is done.
  var forTable: QueueContents {
    var contents = self
    let done = Set(self[.doneKeys].compactMap { $0[1] })
    contents.append(self[.archivedItems].filter { done.contains($0[0] ?? "") })
    contents[.archivedItems].removeAll { done.contains($0[0] ?? "") }
    contents[.doneKeys] = []
    return contents
  }

  /// A row that a table cannot have, because its status is unknown; `nil` if there is none.
  fileprivate var unknownStatus: (id: String, status: String)? {
    guard let place = Table.items.columns.firstIndex(of: "status") else { return nil }
    let row = (self[.items] + self[.archivedItems]).first {
      Status(rawValue: $0[place] ?? "") == nil
    }
    return row.map { ($0[0] ?? "", $0[place] ?? "") }
  }

  /// Adds archived rows after the other rows. Their order matters only in the archive.
  private mutating func append(_ archived: [[String?]]) {
    guard let place = Table.items.columns.firstIndex(of: "place") else { return }
    var last = self[.items].compactMap { $0[place].flatMap { Int($0) } }.max() ?? 0
    for var row in archived {
      last += 1
      row[place] = String(last)
      self[.items].append(row)
    }
  }

  /// Whether both contents have the same rows, history, archive and keys. Dates of rows, numbers of
  /// events and ended claims are not compared, because a table does not store them.
  func isSame(as other: QueueContents, in zone: QueueZone) -> Bool {
    func isSame<Value: Equatable>(_ value: (QueueContents) -> Value) -> Bool {
      value(self) == value(other)
    }
    return isSame { $0.rows(.items) } && isSame { $0.rows(.archivedItems) }
      && isSame { $0.plainHistory(.events, zone) }
      && isSame { $0.plainHistory(.archivedEvents, zone) } && isSame { $0[.requests] }
  }

  private func rows(_ table: Table) -> [QueueItem] {
    items(in: table).map { item in
      var item = item
      if item.status != .inProgress, item.claim?.lease == nil { item.claim = nil }
      // The segments are sorted, because a table puts control segments after the others.
      item.notes = Notes(item.notes.segments.sorted().joined(separator: " / "))
      return item
    }
  }

  private func plainHistory(_ table: Table, _ zone: QueueZone) -> [HistoryEntry] {
    tableHistory(in: table, zone).map { entry in
      var plain = HistoryEntry(
        sequence: 0, time: entry.time, traceID: entry.traceID, command: entry.command,
        run: entry.run, actor: entry.actor, row: entry.row)
      (plain.fact, plain.merge) = (entry.fact, entry.merge)
      return plain
    }
  }

  /// The history, without events that only record how a database stores the rows of a table.
  fileprivate func tableHistory(in table: Table, _ zone: QueueZone) -> [HistoryEntry] {
    history(in: table, zone: zone).filter { $0.command != JournalEntry.copyCommand }
  }

  fileprivate var lastNumbers: [String: Int] {
    var numbers: [String: Int] = [:]
    for row in self[.numbers] {
      guard let key = row[0], key.hasPrefix("last_id:"), let number = row[1].flatMap({ Int($0) })
      else { continue }
      numbers[String(key.dropFirst("last_id:".count))] = number
    }
    return numbers
  }

  /// Sets the times of the first and the last change of each row from the history.
  fileprivate mutating func date(_ table: Table, by history: [HistoryEntry], _ zone: QueueZone) {
    var times: [String: (first: String, last: String)] = [:]
    for entry in history {
      guard let id = entry.row?.id, let time = QueueTime(iso8601: entry.time) else { continue }
      let text = QueueTime(epochSeconds: time.epochSeconds, zone: zone).text
      times[id] = (times[id]?.first ?? text, text)
    }
    guard let created = table.columns.firstIndex(of: "created_at"),
      let updated = table.columns.firstIndex(of: "updated_at"),
      let id = table.columns.firstIndex(of: "id")
    else { return }
    for index in self[table].indices {
      guard let found = times[self[table][index][id] ?? ""] else { continue }
      self[table][index][created] = found.first
      self[table][index][updated] = found.last
    }
  }
}
