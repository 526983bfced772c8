import JSON
import MarkdownStore
import QueueDocument
import QueueModel
import TableMerge

// What people and scripts hear of a merge of two branches.

extension MergedDocument {
  var text: String { bytes.withBytes { String(decoding: $0, as: UTF8.self) } }

  func json(file: String) -> JSONValue {
    [
      "path": .string(file), "clean": .bool(!rows.contains(where: \.isConflict)),
      "rows": .array(rows.map(\.branchJSON)),
    ]
  }
}

extension RowMerge {
  /// A line for each thing that a person should look at.
  var conflictLines: [String] {
    let row =
      switch fate {
      // Of two branches none is a later save of the other's copy.
      case .merged, .addedSince, .takenBack: [String]()
      case .deletedButChanged: ["deleted here, but changed by the other branch: it is back"]
      case .removedButSaved: ["deleted by the other branch, but changed here: it stays"]
      case .addedTwice: ["added by both branches, for two tasks: one of them needs another id"]
      }
    return row
      + lost.map { cell in
        "\(cell.column) stays '\(cell.kept ?? "-")', the other branch had '\(cell.dropped ?? "-")'"
      }
  }

  fileprivate var branchJSON: JSONValue {
    [
      "id": .string(id), "fate": .string(fate.rawValue), "conflict": .bool(isConflict),
      "lost": .array(lost.map(\.json)),
    ]
  }
}
