import Table
import Text

extension Feature {
  /// `orch fmt`.
  static let formatting = Feature(
    "documentFormattingProvider",
    methods: [
      Method("textDocument/formatting") { server, parameters in
        let document = try server.document(parameters)
        return .now(.array(document.alignment { _ in true }))
      }
    ])

  static let rangeFormatting = Feature(
    "documentRangeFormattingProvider",
    methods: [
      Method("textDocument/rangeFormatting") { server, parameters in
        let document = try server.document(parameters)
        let range = document.buffer.offsets(of: try Range<Position>(parameters["range"]))
        return .now(
          .array(
            document.alignment {
              $0.lowerBound <= range.upperBound && range.lowerBound <= $0.upperBound
            }))
      }
    ])

  /// The end of a cell keeps its column aligned.
  static let typing = Feature(
    "documentOnTypeFormattingProvider", { _ in ["firstTriggerCharacter": "|"] },
    methods: [
      Method("textDocument/onTypeFormatting") { server, parameters in
        let document = try server.document(parameters)
        let offset = document.buffer.offset(of: try Position(parameters["position"]))
        return .now(.array(document.padding(before: offset).map { [$0] } ?? []))
      }
    ])
}

extension OpenDocument {
  /// The edits that align the lines which are wanted.
  fileprivate func alignment(_ isWanted: (Range<Int>) -> Bool) -> [JSONValue] {
    guard isQueue, let table = try? table() else { return [] }
    return table.alignment().filter { isWanted($0.range) }.map(textEdit)
  }

  /// An edit as the protocol has it.
  func textEdit(_ edit: Edit) -> JSONValue {
    [
      "range": buffer.positions(of: edit.range).json,
      "newText": .string(String(decoding: edit.replacement, as: UTF8.self)),
    ]
  }

  /// The blanks that a cell lacks which the pipe before `offset` has just ended, in a table whose
  /// header is aligned.
  fileprivate func padding(before offset: Int) -> JSONValue? {
    guard isQueue, let table = try? table(), let row = table.row(at: offset),
      let place = table.cells(ofRow: row).firstIndex(where: { $0.whole.upperBound == offset - 1 }),
      table.widths.indices.contains(place)
    else { return nil }
    let cell = table.cells(ofRow: row)[place]
    let missing = table.widths[place] - DisplayWidth.of(buffer.text(cell.whole))
    guard missing > 0 else { return nil }
    return textEdit(
      Edit(
        range: (offset - 1)..<(offset - 1),
        replacement: Array(repeating: UInt8(ascii: " "), count: missing)))
  }
}
