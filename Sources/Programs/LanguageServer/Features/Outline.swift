import Model
import Table
import Text

extension Feature {
  /// The rows as an outline.
  static let outline = Feature(
    "documentSymbolProvider",
    methods: [
      Method("textDocument/documentSymbol") { server, parameters in
        let document = try server.document(parameters)
        guard document.isQueue, let table = try? document.table() else { return .now([]) }
        let rows = (0..<min(table.rowCount, OpenDocument.mostMarkedRows)).compactMap { row in
          document.symbol(ofRow: row, in: table, isNested: server.client.nestsSymbols)
        }
        return .now(.array(rows))
      }
    ])

  /// Rows of the open queues by their texts.
  static let search = Feature(
    "workspaceSymbolProvider",
    methods: [
      Method("workspace/symbol") { server, parameters in
        let words = (parameters["query"]?.stringValue ?? "").split(separator: " ").map {
          SearchedWord($0)
        }
        var symbols: [JSONValue] = []
        for document in server.documents.values where document.isQueue {
          guard let table = try? document.table() else { continue }
          for row in 0..<table.rowCount {
            if symbols.count == OpenDocument.mostFound { break }
            let content = document.buffer.bytes[table.content(ofRow: row)]
            guard words.allSatisfy({ $0.isIn(content) }),
              let symbol = document.symbol(ofRow: row, in: table, isNested: false)
            else { continue }
            symbols.append(symbol)
          }
        }
        return .now(.array(symbols))
      }
    ])
}

extension OpenDocument {
  /// How many rows an outline, hints and lenses have.
  static let mostMarkedRows = 5000
  /// How many rows a search finds.
  fileprivate static let mostFound = 200

  /// A row as an entry of an outline; `nil` for a row without an id.
  fileprivate func symbol(
    ofRow row: Int, in table: QueueDocument, isNested: Bool
  ) -> JSONValue? {
    guard let id = table.idText(ofRow: row) else { return nil }
    let content = buffer.positions(of: table.content(ofRow: row)).json
    let kind = table.status(at: row)?.symbolKind ?? 20
    let task = table.task(ofRow: row) ?? ""
    guard isNested else {
      return [
        "name": .string(task.isEmpty ? id : "\(id) \(task)"), "kind": .integer(kind),
        "location": ["uri": .string(address), "range": content],
      ]
    }
    return [
      "name": .string(id), "detail": .string(task), "kind": .integer(kind), "range": content,
      "selectionRange": buffer.positions(of: table.idRange(ofRow: row)).json,
      // Editors that know the tag strike the name out.
      "tags": table.status(at: row) == .done ? [1] : [],
    ]
  }
}

extension Status {
  /// A kind of the protocol whose usual sign tells the states apart.
  fileprivate var symbolKind: Int {
    switch self {
    case .pending: 13
    case .inProgress: 24
    case .done: 14
    case .failed: 22
    case .blocked: 20
    }
  }
}

/// A word that rows are searched for. The case of ASCII letters does not count.
private struct SearchedWord {
  private let bytes: [UInt8]

  init(_ word: Substring) { bytes = word.utf8.map(\.lowercased) }

  func isIn(_ line: ArraySlice<UInt8>) -> Bool {
    line.withUnsafeBufferPointer { line in
      guard let first = bytes.first else { return true }
      guard line.count >= bytes.count else { return false }
      return (0...(line.count - bytes.count)).contains { start in
        line[start].lowercased == first
          && bytes.indices.allSatisfy { line[start + $0].lowercased == bytes[$0] }
      }
    }
  }
}
