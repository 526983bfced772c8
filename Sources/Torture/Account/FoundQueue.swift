import QueueDocument
import QueueModel

/// The queue as it stands when all is over.
public struct FoundQueue: Equatable, Sendable {
  public let rows: [Row]
  /// What is wrong with the file, a line for each finding.
  public let problems: [String]
  /// The whole file.
  public let text: String

  public struct Row: Equatable, Sendable {
    public let id: String
    public let state: RowState
    public let task: String
    public let notes: String
    /// Counting from 1.
    public let line: Int

    public init(_ id: String, _ state: RowState, task: String, notes: String, line: Int) {
      self.id = id
      self.state = state
      self.task = task
      self.notes = notes
      self.line = line
    }
  }

  public init(rows: [Row], problems: [String] = [], text: String) {
    self.rows = rows
    self.problems = problems
    self.text = text
  }

  /// Reads a queue file. One that is no queue has no rows.
  public init(_ bytes: [UInt8]) {
    text = String(decoding: bytes, as: UTF8.self)
    do throws(DocumentError) {
      let document = try QueueDocument(QueueBytes(bytes))
      rows = (0..<document.rowCount).compactMap { document.item(at: $0).map(Row.init) }
      // A row that stands twice is counted as such.
      problems = document.lint().filter { $0.severity == .problem && $0.rule != .repeatedID }
        .map { "\($0.line):\($0.column): \($0.message)" }
    } catch {
      rows = []
      problems = ["\(error.line):\(error.column): \(error.message)"]
    }
  }
}

extension FoundQueue.Row {
  fileprivate init(_ item: QueueItem) {
    self.init(
      item.id, RowState(status: item.status, owner: item.ownerSession), task: item.task ?? "",
      notes: item.notes.text, line: item.line ?? 0)
  }
}
