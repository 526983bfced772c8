import Host
import QueueDocument

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
