package import Host
package import QueueDocument

/// A queue file as it was read, with its identity.
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

  /// Whether it looks like an unfinished save: it lacks an end that the last written version had,
  /// or is no queue.
  func looksTruncated(after written: LastWritten?) -> Bool {
    switch document {
    case .success(let document):
      guard let written else { return false }
      return written.endsWithLineEnd && !document.endsWithLineEnd
        || written.hasTextAfterTable && document.trailingCount == 0
    case .failure(let error): return error.reason.isTruncation
    }
  }
}

extension DocumentError.Reason {
  fileprivate var isTruncation: Bool {
    switch self {
    case .empty, .noTable, .missingColumns, .endsInsideRow, .notUTF8: true
    case .repeatedColumn, .nulByte, .conflictMarker: false
    }
  }
}

/// One version of the queue: its bytes, parsed.
struct QueueVersion {
  let bytes: QueueBytes
  /// A failure for bytes that are no queue.
  let document: Result<QueueDocument, DocumentError>

  init(_ bytes: QueueBytes) {
    self.bytes = bytes
    document = Result { () throws(DocumentError) in try QueueDocument(bytes) }
  }

  func isSame(as other: QueueVersion) -> Bool {
    bytes.withBytes { mine in
      other.bytes.withBytes { mine.count == $0.count && mine.elementsEqual($0) }
    }
  }
}

/// What the journal records of a written file: to recognise it, and to detect that a later one is
/// unfinished.
package struct LastWritten: Equatable, Sendable {
  package var identity: FileIdentity
  var endsWithLineEnd: Bool
  var hasTextAfterTable: Bool
}

extension LastWritten {
  init(_ version: QueueVersion, identity: FileIdentity) {
    let document = try? version.document.get()
    self.init(
      identity: identity, endsWithLineEnd: version.bytes.withBytes { $0.last == 10 },
      hasTextAfterTable: (document?.trailingCount ?? 0) > 0)
  }
}
