import Host
import QueueDocument
import QueueModel

/// A queue file as it was read: its bytes and what they mean.
struct QueueFile {
  let contents: FileContents
  /// The error is for whoever wants to change or show the queue; the bytes are
  /// there all the same.
  let document: Result<QueueDocument, DocumentError>

  var identity: FileIdentity { contents.status.identity }

  init(reading descriptor: borrowing FileDescriptor) throws(SystemError) {
    let contents = try FileContents(reading: descriptor)
    self.contents = contents
    let bytes = QueueBytes(contents.bytes, ownedBy: contents)
    document = Result { () throws(DocumentError) in
      try QueueDocument(bytes, halves: Parallel.halves)
    }
  }

  /// Whether it looks like a save that is only half done: less of a queue than
  /// what was there before.
  func looksCut(after left: LeftFile?) -> Bool {
    switch document {
    case .success(let document):
      guard let left else { return false }
      return left.endsWithLineEnd && !document.endsWithLineEnd
        || left.hasTextAfterTable && document.trailingCount == 0
    case .failure(let error): return error.reason.isWhatACutLeaves
    }
  }
}

extension QueueFile {
  /// Whether the file has what was changed: its author went on from the
  /// file that this command had already swapped in.
  func shows(_ change: ItemChange) -> Bool {
    guard let document = try? document.get() else { return false }
    guard let after = change.after else { return !document.contains(change.id) }
    guard let item = try? document.item(after.id) else { return false }
    return Column.allCases.allSatisfy { column in
      change.before?.text(of: column) == after.text(of: column)
        || item.text(of: column) == after.text(of: column)
    }
  }
}

extension QueueFile {
  /// The pieces of the file with `rewrite` carried out.
  func withPieces(
    _ rewrite: Rewrite?, _ body: ([UnsafeRawBufferPointer]) throws(SystemError) -> Void
  ) throws(SystemError) {
    guard let rewrite, case .success(let document) = document else {
      return try body([contents.bytes])
    }
    switch rewrite {
    case .changes(let changes):
      try document.withPieces(applying: document.edits(for: changes), body)
    case .layout(let edits): try document.withPieces(applying: edits, body)
    }
  }
}

extension DocumentError.Reason {
  fileprivate var isWhatACutLeaves: Bool {
    switch self {
    case .empty, .noTable, .missingColumns, .endsInsideRow, .notUTF8: true
    case .repeatedColumn, .nulByte, .conflictMarker: false
    }
  }
}
