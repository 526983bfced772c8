import Host

/// One edit of a queue file by a person in an editor.
enum Edit: Equatable, Sendable {
  /// Replaces the text of a cell.
  case set(String, EditorBuffer.Cell)
  /// Appends to the text of a cell.
  case append(String, EditorBuffer.Cell)
  /// Writes a paragraph at the top or at the end of the file.
  case write(String, aboveTable: Bool)
  /// Adds a row at a place; places count from 0 in the table's order.
  case addRow(EditorBuffer.Row, place: Int)
  case move(id: String, place: Int)
  case remove(id: String)
  case addColumn(String)
  /// Pads all cells to the same width.
  case align
}

/// The edits of one person, determined by a seed. Each text is new, because the same text in an old
/// copy could not be distinguished from it.
struct EditGenerator: Sendable {
  /// The person's other choices use these numbers, too.
  var random: SeededNumbers
  private var count = 0
  /// The cells that `addition` chose.
  private var filled: Set<EditorBuffer.Cell> = []

  init(seed: UInt64) { random = SeededNumbers(seed: seed) }

  /// A column that the queue does not know.
  static let ownColumn = "mine"

  /// `note 7`.
  mutating func text(_ what: String) -> String {
    count += 1
    return "\(what) \(count)"
  }

  // MARK: Edits that remove nothing

  /// Puts a text into a cell that has not got one yet, into a new row, or below the table. So the
  /// final file has to contain all texts.
  mutating func addition(of text: String, id: String, to buffer: EditorBuffer) -> Edit {
    let choice = Int.random(in: 0..<5, using: &random)
    let cells = buffer.cells(in: ["task", "notes", Self.ownColumn]).filter { !filled.contains($0) }
    if choice > 1, let cell = cells.randomElement(using: &random) {
      filled.insert(cell)
      return .append(text, cell)
    }
    if choice == 1 { return .write(text, aboveTable: false) }
    let row = ["id": id, "status": "PENDING", "priority": "P1", "task": text]
    return .addRow(row, place: buffer.ids.count)
  }

  // MARK: All edits

  /// The next edits of a person; empty if the choice does not fit the table.
  mutating func next(in buffer: EditorBuffer) -> [Edit] {
    let choice = Int.random(in: 0..<16, using: &random)
    guard choice > 1, let id = buffer.ids.randomElement(using: &random) else {
      return [.write(text("text"), aboveTable: choice == 0)]
    }
    let place = Int.random(in: 0..<buffer.ids.count, using: &random)
    switch choice {
    case 2: return [.addRow(newRow(), place: place)]
    case 3: return [.move(id: id, place: place)]
    case 4: return [.remove(id: id)]
    case 5: return [.align]
    case 6 where !buffer.columns.contains(Self.ownColumn): return [.addColumn(Self.ownColumn)]
    case 6, 7, 8: return statusReset(in: buffer)
    default: return [cellChange(in: buffer, id)]
    }
  }

  private mutating func newRow() -> EditorBuffer.Row {
    let task = text("task")
    return [
      "id": "E-\(count)", "status": "PENDING", "priority": "P1", "task": task,
      "success_criteria": "c",
    ]
  }

  /// Sets a FAILED or BLOCKED row to PENDING.
  private mutating func statusReset(in buffer: EditorBuffer) -> [Edit] {
    let rows = buffer.rows
    let stopped = buffer.ids.filter { ["FAILED", "BLOCKED"].contains(rows[$0]?["status"] ?? "") }
    guard let id = stopped.randomElement(using: &random) else { return [] }
    let reset = Edit.set("PENDING", .init(id: id, column: "status"))
    return Bool.random(using: &random) ? [reset, note(id, replaces: false)] : [reset]
  }

  private mutating func cellChange(in buffer: EditorBuffer, _ id: String) -> Edit {
    let columns = [
      "task", "success_criteria", "priority", "due_at_kst", "notes", "notes", Self.ownColumn,
    ]
    var column = columns.filter(buffer.columns.contains).randomElement(using: &random) ?? "task"
    // By design, a row in which both texts changed counts as another row with the same id.
    let others = ["task": "success_criteria", "success_criteria": "task"]
    if let other = others[column], buffer.rows[id]?[other]?.hasPrefix("\(other) ") ?? false {
      column = "priority"
    }
    if column == "notes" { return note(id, replaces: Int.random(in: 0..<4, using: &random) == 0) }
    return .set(text(column), .init(id: id, column: column))
  }

  private mutating func note(_ id: String, replaces: Bool) -> Edit {
    let cell = EditorBuffer.Cell(id: id, column: "notes")
    return replaces ? .set(text("note"), cell) : .append(text("note"), cell)
  }
}
