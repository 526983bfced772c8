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

/// The bytes of a queue, wherever they come from, and what they mean.
struct QueueVersion {
  let bytes: QueueBytes
  /// The error is for whoever wants to change or show the queue; the bytes are
  /// there all the same.
  let document: Result<QueueDocument, DocumentError>

  init(_ bytes: QueueBytes) {
    self.bytes = bytes
    document = Result { () throws(DocumentError) in
      try QueueDocument(bytes, halves: Parallel.halves)
    }
  }

  /// The pieces of the version with `rewrite` carried out.
  func withPieces(
    _ rewrite: Rewrite?, _ body: ([UnsafeRawBufferPointer]) throws(SystemError) -> Void
  ) throws(SystemError) {
    if case .version(let bytes, _)? = rewrite {
      return try QueueVersion(bytes).withPieces(nil, body)
    }
    guard let rewrite, case .success(let document) = document else {
      return try bytes.withBytes { (whole) throws(SystemError) in try body([whole]) }
    }
    try document.withPieces(applying: document.edits(for: rewrite), body)
  }

  /// The version with `rewrite` carried out.
  func applying(_ rewrite: Rewrite?) -> QueueBytes {
    if case .version(let bytes, _)? = rewrite { return bytes }
    guard let rewrite, case .success(let document) = document else { return bytes }
    return QueueBytes(document.applying(document.edits(for: rewrite)))
  }

  func isSame(as other: QueueVersion) -> Bool {
    bytes.withBytes { mine in
      other.bytes.withBytes { mine.count == $0.count && mine.elementsEqual($0) }
    }
  }
}

extension QueueDocument {
  func edits(for rewrite: Rewrite) -> [Edit] {
    switch rewrite {
    case .changes(let changes): edits(for: changes)
    case .layout(let edits): edits
    case .version: []
    }
  }
}

/// What is remembered of a file, to know it again and to see that a later one
/// is only half written.
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
