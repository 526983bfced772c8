import Host
import Model
import Table
import Text

extension Feature {
  /// From an id to its row.
  static let definition = Feature(
    "definitionProvider",
    methods: [
      Method("textDocument/definition") { server, parameters in
        let (document, table, id) = try RowAtCursor.find(server, parameters)
        guard let table, let id, let row = table.firstRow(of: id) else { return .now(nil) }
        return .now(document.location(table.idRange(ofRow: row)))
      }
    ])

  /// The rows that wait for a row.
  static let references = Feature(
    "referencesProvider",
    methods: [
      Method("textDocument/references") { server, parameters in
        let (document, table, id) = try RowAtCursor.find(server, parameters)
        guard let table, let id else { return .now([]) }
        var places = table.rows(waitingFor: [id]).compactMap { waiting -> JSONValue? in
          guard let row = table.firstRow(of: waiting) else { return nil }
          return document.location(document.place(of: id, inRow: row, of: table))
        }
        if parameters["context"]?.at("includeDeclaration")?.boolValue ?? false,
          let row = table.firstRow(of: id)
        {
          places.insert(document.location(table.idRange(ofRow: row)), at: 0)
        }
        return .now(.array(places))
      }
    ])

  /// The files that rows name: briefs, and the files of proofs.
  static let links = Feature(
    "documentLinkProvider", { _ in ["resolveProvider": false] },
    methods: [
      Method("textDocument/documentLink") { server, parameters in
        let document = try server.document(parameters)
        guard document.isQueue, let table = try? document.table(), let path = document.path else {
          return .now([])
        }
        return .now(.array(document.links(in: table, below: Path.parent(of: path))))
      }
    ])
}

/// The row that the cursor names, or is in.
private enum RowAtCursor {
  static func find(
    _ server: LanguageServer, _ parameters: JSONObject
  ) throws -> (document: OpenDocument, table: QueueDocument?, id: String?) {
    let document = try server.document(parameters)
    let offset = document.buffer.offset(of: try Position(parameters["position"]))
    guard document.isQueue, let table = try? document.table(), let cell = table.cell(at: offset)
    else { return (document, nil, nil) }
    let word = WordInCell(cell, at: offset, in: document.buffer, table)
    return (document, table, word.id ?? table.idText(ofRow: cell.row))
  }
}

extension OpenDocument {
  fileprivate func location(_ range: Range<Int>) -> JSONValue {
    ["uri": .string(address), "range": buffer.positions(of: range).json]
  }

  /// Where a row names an id.
  fileprivate func place(of id: String, inRow row: Int, of table: QueueDocument) -> Range<Int> {
    let names = [Column.afterName, Column.notes.name]
    let ends = Set(" ,;|/=".utf8)
    for cell in table.cells(ofRow: row) where names.contains(cell.column) {
      var start = cell.range.lowerBound
      for place in cell.range.lowerBound...cell.range.upperBound
      where place == cell.range.upperBound || ends.contains(buffer.bytes[place]) {
        if buffer.bytes[start..<place].elementsEqual(id.utf8) { return start..<place }
        start = place + 1
      }
    }
    return table.idRange(ofRow: row)
  }

  fileprivate func links(in table: QueueDocument, below root: String) -> [JSONValue] {
    var links: [JSONValue] = []
    let briefs = Set((try? Directory.names(in: Path.join(root, "tasks"))) ?? [])
    for row in 0..<min(table.rowCount, Self.mostMarkedRows) {
      if let id = table.idText(ofRow: row), briefs.contains("\(id).md") {
        links.append(link(table.idRange(ofRow: row), to: Path.join(root, "tasks/\(id).md")))
      }
      for cell in table.cells(ofRow: row) where cell.column == Column.successCriteria.name {
        for range in paths(ofProofsIn: cell.range) {
          let name = buffer.text(range)
          let path = Path.join(root, name)
          if Path.staysInside(name, root), (try? FileStatus(of: path)) != nil {
            links.append(link(range, to: path))
          }
        }
      }
    }
    return links
  }

  private func link(_ range: Range<Int>, to path: String) -> JSONValue {
    [
      "range": buffer.positions(of: range).json, "target": .string(FileAddress.address(of: path)),
    ]
  }

  /// The paths in `file: PATH` and `json: PATH`.
  private func paths(ofProofsIn cell: Range<Int>) -> [Range<Int>] {
    let bytes = buffer.bytes
    var (paths, start) = ([Range<Int>](), cell.lowerBound)
    for place in cell.lowerBound...cell.upperBound
    where place == cell.upperBound || bytes[place] == UInt8(ascii: ";") {
      var item = start..<place
      start = place + 1
      while item.lowerBound < item.upperBound, bytes[item.lowerBound] == 32 {
        item = (item.lowerBound + 1)..<item.upperBound
      }
      for kind in ["file: ", "json: "] where bytes[item].starts(with: kind.utf8) {
        let path = (item.lowerBound + kind.utf8.count)..<item.upperBound
        if !path.isEmpty, !bytes[path].contains(32) { paths.append(path) }
      }
    }
    return paths
  }
}
