import Door
import Host
import Table
import Text

/// A document that an editor has opened, as the editor has it now.
final class OpenDocument {
  let address: String
  /// The file, links followed; `nil` for a document that is no file yet.
  let path: String?
  /// Opens the queue that the file is; `nil` if commands would not use the file.
  let queue: Opening?
  private(set) var version: Int
  private(set) var buffer: TextBuffer
  /// The table of the present text, once it was asked for.
  private var parsed: Result<QueueDocument, DocumentError>?
  /// What was found in the text that was checked last; the places are offsets in that text.
  private(set) var findings: [PlacedFinding] = []
  /// What the last check left for the next one; `nil` if anything but the text changed since.
  private var checkedRows: CheckedRows?
  /// The file that the buffer equalled when it was checked.
  private var readFile: FileIdentity?
  /// Whether `findings` are those of the present text.
  private(set) var isChecked = false
  /// When the text changed last, on the monotonic clock, unless a check has begun since.
  private(set) var changedAt: Duration?

  init(
    _ address: String, _ text: String, version: Int, _ encoding: PositionEncoding, queue: Opening?
  ) {
    (self.address, self.version, self.queue) = (address, version, queue)
    path = FileAddress.path(of: address).map { Path.resolved($0) ?? $0 }
    buffer = TextBuffer(text, encoding)
    changedAt = .zero
  }

  /// The queue's table in the present text.
  ///
  /// - Throws: if the text is not a queue, or can't be read as one.
  func table() throws(DocumentError) -> QueueDocument {
    if let parsed { return try parsed.get() }
    let bytes = QueueBytes(buffer.bytes)
    let result = Result { () throws(DocumentError) in try QueueDocument(bytes) }
    parsed = result
    return try result.get()
  }

  /// Whether the document is the queue, or has the header of one. Other Markdown gets nothing.
  var isQueue: Bool {
    if queue != nil { return true }
    do {
      _ = try table()
      return true
    } catch {
      switch error.reason {
      case .empty, .noTable, .missingColumns, .notUTF8, .nulByte: return false
      case .repeatedColumn, .conflictMarker, .endsInsideRow: return true
      }
    }
  }

  /// Takes over changes of the text, one after the other.
  ///
  /// - Parameter changes: by the protocol, each with a range, or with the whole text.
  func change(_ changes: [JSONValue], to version: Int, at time: Duration) throws(RPCError) {
    for change in changes {
      guard let object = change.objectValue, let text = object["text"]?.stringValue else {
        throw .badParameters("a change has a 'text'")
      }
      if let range = object["range"], range != .null {
        buffer.replace(try Range<Position>(range), with: text)
      } else {
        buffer = TextBuffer(text, buffer.encoding)
      }
    }
    (self.version, parsed, isChecked, changedAt) = (version, nil, false, time)
  }

  /// What is to be checked now.
  func beginCheck() -> BufferCheck {
    (isChecked, changedAt) = (true, nil)
    return BufferCheck(
      buffer: buffer, table: Result { () throws(DocumentError) in try table() }, merge: merge,
      earlier: checkedRows)
  }

  /// Takes over what a check found.
  ///
  /// - Returns: whether that is about the present text.
  func endCheck(_ result: BufferCheck.Result) -> Bool {
    (checkedRows, readFile) = (result.rows, result.readFile)
    if isChecked { findings = result.findings }
    return isChecked
  }

  /// Lets the document be checked again, because something beside its text changed.
  func askForCheck() { (changedAt, checkedRows) = (changedAt ?? .zero, nil) }

  /// The merge of the present text with the file.
  var merge: BufferMerge { BufferMerge(buffer: buffer, queue: queue, readFile: readFile) }
}
