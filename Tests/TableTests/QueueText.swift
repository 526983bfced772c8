import Model
import Table

/// The header of most queues here, and the length of its lines, in rows of the file.
let header = """
  | id | status | priority | task | success_criteria | owner_session | started_at_kst | due_at_kst \
  | notes |
  |---|---|---|---|---|---|---|---|---|

  """

/// The names of the nine columns, in the order in which `init` writes them.
let names = Column.allCases.map(\.name)

/// A queue with these rows, the first of which is in line 3.
func queue(_ rows: String...) -> String { header + rows.map { $0 + "\n" }.joined() }

/// A row with one task and everything else plain.
func row(_ id: String, _ task: String = "t", notes: String = "") -> String {
  "| \(id) | PENDING | P1 | \(task) | c | - | - | - | \(notes.isEmpty ? "" : notes + " ")|"
}

func document(_ text: String) throws(DocumentError) -> QueueDocument {
  try QueueDocument(QueueBytes(text.utf8))
}

func document(_ bytes: [UInt8]) throws(DocumentError) -> QueueDocument {
  try QueueDocument(QueueBytes(bytes))
}

extension QueueDocument {
  /// The rows that can be read.
  var items: [QueueItem] { (0..<rowCount).compactMap(item) }

  /// Each row's id and line: `A:3`, and `?` for a row that cannot be read.
  var summary: String {
    (0..<rowCount).map { row in item(at: row).map { "\($0.id):\($0.line ?? 0)" } ?? "?" }
      .joined(separator: " ")
  }

  /// The text of the file with the row of `id` changed.
  func changing(_ id: String, _ change: (inout QueueItem) -> Void) throws -> String {
    guard let before = try item(id) else { throw Refusal.notFound(id) }
    var after = before
    change(&after)
    return text(applying: edits(for: ItemChange(.done, before: before, after: after)))
  }

  /// The text of the file with `item` behind its rows.
  func adding(_ item: QueueItem) -> String {
    text(applying: edits(for: ItemChange(.added, before: nil, after: item)))
  }

  private func text(applying edits: [Edit]) -> String {
    String(decoding: applying(edits), as: UTF8.self)
  }
}

extension String {
  /// Whether the two texts are equal byte for byte: `==` takes "é" for "e\u{301}".
  func isSame(_ other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

extension QueueItem {
  /// A row that `add` would make.
  static func new(
    _ id: String, task: String? = "t", notes: String = "", after: [String] = []
  ) -> QueueItem {
    QueueItem(
      id: id, priority: .p0, task: task, successCriteria: "c", notes: Notes(notes), after: after)
  }
}
