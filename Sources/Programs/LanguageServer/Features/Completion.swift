import Door
import Host
import Model
import Table
import Text
import Workers

extension Feature {
  /// Words that may stand where the cursor is.
  static let completion = Feature(
    "completionProvider",
    { _ in ["triggerCharacters": ["|", " ", "=", ",", ":", "/"], "resolveProvider": false] },
    methods: [
      Method("textDocument/completion") { server, parameters in
        let document = try server.document(parameters)
        let offset = document.buffer.offset(of: try Position(parameters["position"]))
        guard document.isQueue, let table = try? document.table() else { return .now(nil) }
        var completion = Completion(
          document: document, table: table, offset: offset, client: server.client,
          language: server.language)
        return .now(completion.list)
      }
    ])
}

/// The words that may stand at one place of a table.
private struct Completion {
  let document: OpenDocument
  let table: QueueDocument
  let offset: Int
  let client: ClientFeatures
  let language: Language

  private var items: [JSONValue] = []
  /// Whether more words than these fit.
  private var isIncomplete = false

  init(
    document: OpenDocument, table: QueueDocument, offset: Int, client: ClientFeatures,
    language: Language
  ) {
    (self.document, self.table, self.offset) = (document, table, offset)
    (self.client, self.language) = (client, language)
  }

  /// An editor shows no more, and asks again when more is typed.
  private static let most = 200

  var list: JSONValue {
    mutating get {
      if let cell = table.cell(at: offset), cell.column != Column.id.name || !isNewRow {
        complete(cell)
      } else if isNewRow {
        addNewRow()
      }
      return ["isIncomplete": .bool(isIncomplete), "items": .array(items)]
    }
  }

  // MARK: Cells

  private mutating func complete(_ cell: QueueDocument.Cell) {
    switch cell.column {
    case Column.status.name:
      let statuses: [Status] = [.pending, .done, .failed, .blocked]
      for status in statuses { add(status.rawValue, for: cell.range, kind: .value) }
    case Column.priority.name:
      for priority in Priority.known { add(priority.text, for: cell.range, kind: .value) }
    case Column.afterName: completeIDs(in: element(of: cell), but: cell.row)
    case FieldColumn.labels.rawValue: completeLabels(in: element(of: cell))
    case FieldColumn.worker.rawValue: completeWorkers(in: cell.range)
    case Column.dueAt.name, FieldColumn.notBefore.rawValue: completeTimes(in: cell)
    case Column.successCriteria.name: completeProof(in: element(of: cell, separator: ";"))
    case Column.notes.name: completeNote(in: element(of: cell, separator: "/"), cell.row)
    default: break
    }
  }

  /// The element of a list in a cell at the cursor, without blanks before it.
  private func element(of cell: QueueDocument.Cell, separator: Character = ",") -> Range<Int> {
    let bytes = document.buffer.bytes
    let separator = separator.asciiValue ?? 0
    // A path in a proof, or a URL, has slashes: only one between blanks separates notes.
    func separates(_ place: Int) -> Bool {
      guard bytes[place] == separator else { return false }
      return separator != UInt8(ascii: "/")
        || (bytes[place - 1] == 32 && place + 1 < cell.whole.upperBound && bytes[place + 1] == 32)
    }
    let place = min(max(offset, cell.whole.lowerBound), cell.whole.upperBound)
    var start =
      (cell.whole.lowerBound..<place).last(where: separates).map { $0 + 1 }
      ?? cell.whole.lowerBound
    while start < place, bytes[start] == 32 { start += 1 }
    let end = max(place, min(cell.range.upperBound, cell.whole.upperBound))
    let next = (place..<end).first { separates($0) || bytes[$0] == 32 } ?? end
    return start..<max(start, next)
  }

  private func typed(_ range: Range<Int>) -> String {
    document.buffer.text(range.lowerBound..<min(max(offset, range.lowerBound), range.upperBound))
  }

  private mutating func completeIDs(in range: Range<Int>, but row: Int?) {
    let typed = typed(range).lowercased()
    for other in 0..<table.rowCount where other != row {
      guard let id = table.idText(ofRow: other),
        typed.isEmpty || id.lowercased().hasPrefix(typed)
      else { continue }
      if items.count == Self.most {
        isIncomplete = true
        return
      }
      let (task, status) = (table.task(ofRow: other) ?? "", table.status(at: other)?.rawValue)
      add(id, for: range, kind: .reference, detail: task, more: status)
    }
  }

  private mutating func completeLabels(in range: Range<Int>) {
    var known: Set<String> = []
    for row in 0..<table.rowCount where table.isWhole(at: row) {
      known.formUnion(table.labels(ofRow: row))
    }
    for label in known.sorted().prefix(Self.most) { add(label, for: range, kind: .value) }
  }

  private mutating func completeWorkers(in range: Range<Int>) {
    for profile in workers.profiles {
      add(profile.name, for: range, kind: .value, detail: profile.about)
    }
  }

  private var workers: WorkerProfiles {
    document.queue.flatMap { try? TaskQueue.open($0).fileSettings().workers } ?? WorkerProfiles()
  }

  // MARK: Times

  /// What people say, and the times that they mean now.
  private mutating func completeTimes(in cell: QueueDocument.Cell) {
    guard let queue = document.queue, let now = try? TaskQueue.open(queue).now() else { return }
    let typed = typed(cell.range).lowercased()
    let isStart = cell.column == FieldColumn.notBefore.rawValue
    let usual = ["tomorrow", "2h", "1d", "2d", "1w"]
    // A word that means a time is offered as the time, even if it is none of the usual ones.
    for word in usual + (usual.contains(typed) || typed.isEmpty ? [] : [typed]) {
      guard let time = isStart ? QueueTime(start: word, at: now) : QueueTime(due: word, at: now)
      else { continue }
      add(
        word, for: cell.range, kind: .value, detail: time.text,
        inserting: time.text)
    }
  }

  // MARK: Proofs

  private mutating func completeProof(in range: Range<Int>) {
    let typed = typed(range)
    for kind in ["file", "json"] where typed.hasPrefix("\(kind): ") {
      return completePath(typed.dropFirst(kind.utf8.count + 2))
    }
    if typed.hasPrefix("grep: ") {
      guard let place = typed.utf8.lastIndex(of: UInt8(ascii: " ")),
        typed[..<place].hasSuffix(" in")
      else { return }
      return completePath(typed[typed.index(after: place)...])
    }
    if typed.hasPrefix("cmd: ") {
      let settings = document.queue.flatMap { try? TaskQueue.open($0).fileSettings() }
      let names = settings?.review.checks.keys.sorted() ?? []
      let start = offset - typed.dropFirst(5).utf8.count
      for name in names { add(name, for: start..<max(offset, range.upperBound), kind: .value) }
      return
    }
    for kind in ProofKind.allCases {
      add(
        kind.form, for: range, kind: .keyword, detail: kind.meaning(language),
        inserting: "\(kind.rawValue): ")
    }
  }

  /// The files and folders below the folder of the queue whose names begin so.
  private mutating func completePath(_ typed: Substring) {
    guard let path = document.path else { return }
    let root = Path.parent(of: path)
    let slash = typed.lastIndex(of: "/").map { typed.index(after: $0) } ?? typed.startIndex
    let (folder, name) = (typed[..<slash], typed[slash...])
    let absolute = Path.join(root, String(folder))
    guard folder.isEmpty || Path.staysInside(String(folder.dropLast()), root),
      let entries = try? Directory.names(in: absolute)
    else { return }
    let range = (offset - name.utf8.count)..<offset
    for entry in entries.sorted()
    where entry.hasPrefix(name) && (!name.isEmpty || !entry.hasPrefix(".")) {
      if items.count == Self.most {
        isIncomplete = true
        return
      }
      let isFolder = (try? FileStatus(of: Path.join(absolute, entry)).kind) == .directory
      add(
        isFolder ? entry + "/" : entry, for: range, kind: isFolder ? .folder : .file)
    }
  }

  // MARK: Notes

  private mutating func completeNote(in range: Range<Int>, _ row: Int) {
    let typed = typed(range)
    guard let sign = typed.firstIndex(of: "=") else {
      for note in NoteKey.all {
        add(
          note.label, for: range, kind: .keyword, detail: note.meaning(language),
          inserting: note.key + "=")
      }
      return
    }
    let value = typed[typed.index(after: sign)...]
    var start = offset - value.utf8.count
    if let comma = value.lastIndex(of: ",") { start = offset - value[comma...].utf8.count + 1 }
    let place = start..<max(offset, min(range.upperBound, max(offset, range.upperBound)))
    switch String(typed[..<sign]) {
    case "after": completeIDs(in: place, but: row)
    case "labels": completeLabels(in: place)
    case "worker": completeWorkers(in: place)
    case let key:
      for value in NoteKey.all.first(where: { $0.key == key })?.values ?? [] {
        add(value, for: place, kind: .value)
      }
    }
  }

  // MARK: New rows

  /// Whether the cursor is in a line directly below the table in which there is at most a pipe.
  private var isNewRow: Bool {
    let buffer = document.buffer
    let line = buffer.line(at: offset)
    let content = buffer.text(buffer.content(ofLine: line)).filter { $0 != " " }
    guard content.isEmpty || content == "|", line > 0 else { return false }
    let end = table.endOfTable
    return buffer.line(at: max(0, end - 1)) + 1 >= line && offset >= end - content.utf8.count - 1
  }

  private mutating func addNewRow() {
    let id = table.nextID(in: document.queue)
    let buffer = document.buffer
    let line = buffer.content(ofLine: buffer.line(at: offset))
    var stop = 0
    func field(_ text: String) -> String {
      stop += 1
      return client.insertsSnippets ? "${\(stop):\(text)}" : text
    }
    let cells = table.columnNames.map { name in
      switch name {
      case Column.id.name: id
      case Column.status.name: Status.pending.rawValue
      case Column.priority.name: field(Priority.p1.text)
      case Column.task.name: field(language == .korean ? "할 일" : "what to do")
      case Column.successCriteria.name:
        field(language == .korean ? "끝난 것을 알 수 있는 기준" : "how to tell that it is done")
      case Column.notes.name: ""
      default: "-"
      }
    }
    let text = "| " + cells.map { $0.isEmpty ? "" : $0 + " " }.joined(separator: "| ") + "|"
    var item = item(
      Sentence("a new row: \(id)", "새 행: \(id)")(language), for: line, .snippet, inserting: text)
    if client.insertsSnippets { item["insertTextFormat"] = 2 }
    item["filterText"] = .string(buffer.text(line).isEmpty ? id : buffer.text(line))
    items.append(.object(item))
  }

  // MARK: Items

  /// By the protocol.
  private enum Kind: Int {
    case value = 12
    case keyword = 14
    case snippet = 15
    case file = 17
    case reference = 18
    case folder = 19
  }

  private mutating func add(
    _ label: String, for range: Range<Int>, kind: Kind, detail: String? = nil, more: String? = nil,
    inserting text: String? = nil
  ) {
    var item = item(label, for: range, kind, inserting: text ?? label)
    if let detail, !detail.isEmpty { item["detail"] = .string(detail) }
    if let more { item["labelDetails"] = ["description": .string(more)] }
    item["sortText"] = .string(String(10_000 + items.count))
    items.append(.object(item))
  }

  private func item(
    _ label: String, for range: Range<Int>, _ kind: Kind, inserting text: String
  ) -> JSONObject {
    let range = min(range.lowerBound, offset)..<max(range.upperBound, offset)
    return [
      "label": .string(label), "kind": .integer(kind.rawValue),
      "textEdit": [
        "range": document.buffer.positions(of: range).json, "newText": .string(text),
      ],
    ]
  }
}
