package import Host
package import QueueDocument

/// A queue file as it was read: its bytes and what they mean.
package struct QueueFile {
  package let contents: FileContents
  let version: QueueVersion

  package var identity: FileIdentity { contents.status.identity }
  package var document: Result<QueueDocument, DocumentError> { version.document }

  init(reading descriptor: borrowing FileDescriptor) throws(SystemError) {
    let contents = try FileContents(reading: descriptor)
    self.contents = contents
    version = QueueVersion(QueueBytes(contents.bytes, ownedBy: contents))
  }

  /// Whether it looks like a save that is only half done: less of a queue than
  /// what was there before.
  func looksCut(after left: LastWritten?) -> Bool {
    switch document {
    case .success(let document):
      guard let left else { return false }
      return left.endsWithLineEnd && !document.endsWithLineEnd
        || left.hasTextAfterTable && document.trailingCount == 0
    case .failure(let error): return error.reason.isWhatACutLeaves
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
