import Table

/// Tables and check lists of tasks in Markdown, as people keep them in `TODO.md`.
///
/// A table contains tasks if one of its columns has their titles. `CSVTasks` defines the names of
/// the columns. If a task has no id, its key is the hash of its text.
public enum MarkdownTasks {
  static func read(_ files: [ForeignFile]) -> ForeignReading {
    var tasks = KeyedTasks()
    for file in files where files.count == 1 || file.name?.lowercased().hasSuffix(".md") == true {
      let first = tasks.reading.losses.count
      read(file, into: &tasks)
      tasks.reading.losses[first...].sort { ($0.place.line ?? 0) < ($1.place.line ?? 0) }
    }
    CSVTasks.nameDependencies(&tasks)
    return tasks.reading
  }

  private static func read(_ file: ForeignFile, into tasks: inout KeyedTasks) {
    let lines = tasks.markdown(of: file)
    let tables = MarkdownTable.all(in: lines).filter { CSVTasks.knows($0.names) }
    for table in tables {
      for row in table.rows {
        let place = file.place(row.line)
        let cells = row.cells.prefix(table.names.count)
        // A row without any text only separates other rows.
        if cells.allSatisfy(\.isEmpty) { continue }
        CSVTasks.add(Array(cells), under: table.names, at: place, to: &tasks)
      }
    }
    let outline = TaskOutline(lines) { _, _, _ in true }
    for item in outline.items { read(item, of: outline, in: file, into: &tasks) }
    if tables.isEmpty, outline.items.isEmpty { tasks.tell(.noTasks, at: file.place()) }
  }

  private static func read(
    _ item: TaskOutline.Item, of outline: TaskOutline, in file: ForeignFile,
    into tasks: inout KeyedTasks
  ) {
    let title = item.paragraph
    let place = file.place(item.line.number)
    if title.isEmpty { return tasks.tell(.missingField("title"), at: place) }
    let key = tasks.freeKey("list/" + TextKey.of(title.text))
    var task = ForeignTask(key: key, place: place, title: title.text)
    let state = item.box.state(cancelled: "-")
    task.keep(state, of: item.box, tellingTo: &tasks.reading)
    task.text = item.rest.text
    task.keep("group", item.headings.joined(separator: " / "))
    if let parent = item.parent {
      task.keep("part of", outline.items[parent].paragraph.text)
    }
    tasks.add(task)
  }

  /// Whether a text has a table of tasks with a status that is not a queue's, or a list with more
  /// than two boxes.
  ///
  /// - Parameter bytes: the contents of a file.
  public static func isTaskList(_ bytes: [UInt8]) -> Bool {
    var tasks = KeyedTasks()
    let lines = tasks.markdown(of: ForeignFile(path: nil, bytes: bytes))
    let hasTable = MarkdownTable.all(in: lines).contains { table in
      CSVTasks.knows(table.names) && CSVTasks.isForeign(table.names) && !table.rows.isEmpty
    }
    return hasTable || TaskOutline(lines) { _, _, _ in true }.items.count > 2
  }
}

/// A table in Markdown. It ends where the table of a queue would end. Source: GFM 0.29, section
/// 4.10.
struct MarkdownTable {
  struct Row {
    let line: Int
    let cells: [String]
  }

  let names: [String]
  private(set) var rows: [Row] = []

  /// The tables among the lines of a file, in order. Code contains no tables.
  static func all(in lines: [MarkdownLine]) -> [MarkdownTable] {
    var tables: [MarkdownTable] = []
    var head: [String]?
    var isOpen = false
    var indent = 0
    for line in lines {
      guard line.block == .text, let cells = cells(of: line.line) else {
        (head, isOpen) = (nil, false)
        continue
      }
      // A table in a list is indented as a whole.
      let isCode = line.line.indent - indent > 3
      if isOpen, BlockStart.ends(isCode ? line.line.bytes : line.line.content) { isOpen = false }
      if isOpen {
        tables[tables.count - 1].rows.append(Row(line: line.line.number, cells: cells))
      } else if let names = head, names.count == cells.count, cells.allSatisfy(isDelimiter) {
        tables.append(MarkdownTable(names: names))
        isOpen = true
      } else {
        (head, indent) = (cells, line.line.indent)
      }
    }
    return tables
  }

  /// The cells between the pipes of a line; `nil` for a line without a pipe.
  private static func cells(of line: SourceLine) -> [String]? {
    var content = line.content
    guard content.contains(UInt8(ascii: "|")) else { return nil }
    if content.first == UInt8(ascii: "|") { content = content.dropFirst() }
    var cells: [String] = []
    var cell: [UInt8] = []
    var isEscaped = false
    for byte in content {
      if isEscaped, byte == UInt8(ascii: "|") { cell.removeLast() }
      if byte == UInt8(ascii: "|"), !isEscaped {
        cells.append(cell[...].trimmed.text)
        cell = []
      } else {
        cell.append(byte)
      }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
    }
    let last = cell[...].trimmed.text
    if !last.isEmpty { cells.append(last) }
    return cells
  }

  private static func isDelimiter(_ cell: String) -> Bool {
    let dashes = cell.utf8.drop { $0 == UInt8(ascii: ":") }
    return dashes.contains(UInt8(ascii: "-"))
      && dashes.allSatisfy { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ":") }
  }
}
