import Door
import Host
import Model
import QueueStore
import Stores
import Table
import Text

extension Feature {
  /// The merge of an old buffer before it is saved.
  static let saving = Feature(
    "",
    { _ in nil },
    methods: [
      Method("textDocument/willSaveWaitUntil") { server, parameters in
        let document = try server.document(parameters)
        guard document.queue != nil else { return .now(nil) }
        let merge = document.merge
        return .later { .array(try merge.edits() ?? []) }
      }
    ])
}

/// The merge of a buffer with what others changed in the file since the buffer was read.
struct BufferMerge: Sendable {
  let buffer: TextBuffer
  /// Opens the queue that the file is.
  let queue: Opening?
  /// The file that the buffer equalled when it was checked last. While it is the same, nobody changed
  /// anything, and there is nothing to merge.
  let readFile: FileIdentity?

  /// - Returns: the merge, `nil` if there is nothing to merge, or if that can't be said; and the file
  ///   whose bytes the buffer has, or had before it was changed here.
  func result() throws -> (merged: SavedMerge?, file: FileIdentity?) {
    guard let queue else { return (nil, nil) }
    let store = try TaskQueue.open(queue).fileStore()
    let now = try FileStatus(of: store.path).identity
    if now == readFile { return (nil, now) }
    if try store.document().hasBytes(of: buffer.bytes) { return (nil, now) }
    return (try store.merge(saving: QueueBytes(buffer.bytes)), nil)
  }

  /// The edits of the buffer that make it what the queue would be if it were saved; `nil` if there is
  /// nothing to merge.
  func edits() throws -> [JSONValue]? {
    guard let merged = try result().merged?.bytes else { return nil }
    let edits = LineDifference(from: buffer.bytes, to: Array(merged.array)).edits
    return edits.map { edit in
      [
        "range": buffer.positions(of: edit.range).json,
        "newText": .string(String(decoding: edit.new, as: UTF8.self)),
      ]
    }
  }

  /// The rows of the buffer that saving it would not leave as they are here, and the file as in
  /// `result`.
  func findings(in table: QueueDocument) -> (findings: [PlacedFinding], file: FileIdentity?) {
    guard let result = try? result() else { return ([], nil) }
    let findings = (result.merged?.rows ?? []).map { merge in
      let end = max(0, table.endOfTable - 1)
      let range = table.firstRow(of: merge.id).map(table.idRange) ?? end..<end
      return PlacedFinding(merge.warning, code: "changed-since-read", .warning, at: range)
    }
    return (findings, result.file)
  }
}

extension RowMerge {
  /// What happens when this buffer is saved.
  fileprivate var warning: Sentence {
    let row = id.escaped
    func list(_ cells: [CellMerge], _ text: (CellMerge) -> String?) -> String {
      cells.map { "\(TimeHeadings.zoned.heading($0.column))=\(text($0)?.escaped ?? "-")" }
        .joined(separator: ", ")
    }
    switch fate {
    case .addedSince:
      return Sentence(
        "\(row) was added since this text was read: saving keeps it",
        "\(row): 이 글을 읽은 뒤에 추가되었습니다. 저장해도 남습니다")
    case .deletedButChanged:
      return Sentence(
        "\(row) changed since this text was read: saving brings it back",
        "\(row): 이 글을 읽은 뒤에 바뀌었습니다. 저장하면 되돌아옵니다")
    case .removedButSaved:
      return Sentence(
        "\(row) was removed since this text was read: saving brings it back",
        "\(row): 이 글을 읽은 뒤에 삭제되었습니다. 저장하면 되돌아옵니다")
    case .takenBack:
      return Sentence(
        "\(row) is in an earlier save and not here: saving removes it",
        "\(row): 앞선 저장에는 있고 여기에는 없습니다. 저장하면 없어집니다")
    case .addedTwice:
      return Sentence(
        "another row got the id \(row) since this text was read: give one of them another id",
        "이 글을 읽은 뒤에 다른 행이 id \(row)을(를) 받았습니다. 하나에 다른 id를 주십시오")
    case .merged:
      var parts: [Sentence] = []
      if !putBack.isEmpty {
        let cells = list(putBack, \.kept)
        parts.append(Sentence("saving keeps \(cells)", "저장해도 \(cells)이(가) 남습니다"))
      }
      if !lost.isEmpty {
        let (kept, dropped) = (list(lost, \.kept), list(lost, \.dropped))
        parts.append(
          Sentence("saving keeps \(kept) over \(dropped)", "저장하면 \(dropped) 대신 \(kept)이(가) 남습니다"))
      }
      let rest = parts.joined(separator: ", ")
      return Sentence(
        "\(row) changed since this text was read: \(rest.english)",
        "\(row): 이 글을 읽은 뒤에 바뀌었습니다. \(rest.korean)")
    }
  }
}
