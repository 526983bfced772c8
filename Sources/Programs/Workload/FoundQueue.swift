import Door
import Model
import Table
import Text

/// The queue file after the last command.
struct FoundQueue: Equatable, Sendable {
  struct Row: Equatable, Sendable {
    let id: String
    let state: RowState
    let task: String
    let notes: String
    /// The line number, from 1.
    let line: Int
  }

  let rows: [Row]
  /// The problems of the file, each as `LINE:COLUMN: message`.
  var problems: [String] = []
  /// The whole file.
  let text: String
}

extension FoundQueue {
  /// Reads a queue file. A file that is not a queue has no rows.
  init(_ bytes: [UInt8]) {
    text = String(decoding: bytes, as: UTF8.self)
    do throws(DocumentError) {
      let document = try QueueDocument(QueueBytes(bytes))
      rows = (0..<document.rowCount).compactMap { document.item(at: $0).map(Row.init) }
      // The oracle itself counts rows with the same id.
      problems = document.lint().filter { $0.severity == .problem && $0.rule != .repeatedID }
        .map { "\($0.line):\($0.column): \($0.sentence.english)" }
    } catch {
      rows = []
      problems = ["\(error.line):\(error.column): \(error.sentence.english)"]
    }
  }
}

extension FoundQueue.Row {
  fileprivate init(_ item: QueueItem) {
    self.init(
      id: item.id, state: RowState(status: item.status, owner: item.ownerSession),
      task: item.task ?? "", notes: item.notes.text, line: item.line ?? 0)
  }
}
