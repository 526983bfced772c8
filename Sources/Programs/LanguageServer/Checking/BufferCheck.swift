import Door
import Host
import Model
import Table
import Text

/// Finds what is wrong with a document, on a thread of its own.
struct BufferCheck: Sendable {
  let buffer: TextBuffer
  let table: Swift.Result<QueueDocument, DocumentError>
  let merge: BufferMerge
  /// What an earlier check left; `nil` if anything but the text changed since.
  let earlier: CheckedRows?

  struct Result: Sendable {
    let findings: [PlacedFinding]
    /// For the next check; `nil` if the document can't be read.
    var rows: CheckedRows?
    /// The file whose bytes the buffer had, or had before, if it is still the same.
    var readFile: FileIdentity?
  }

  func callAsFunction() -> Result {
    switch table {
    case .success(let document):
      let (findings, rows) =
        merge.queue.map { TaskQueue.open($0).check(document, since: earlier) }
        ?? document.lintChanges(since: earlier)
      let (merged, file) = merge.findings(in: document)
      return Result(
        findings: PlacedFinding.placed(findings, in: buffer.bytes) + merged, rows: rows,
        readFile: file)
    case .failure(let error): return Result(findings: refusal(error))
    }
  }

  /// Why the document as a whole can't be read. Each conflict marker is a finding of its own.
  private func refusal(_ error: DocumentError) -> [PlacedFinding] {
    var lines = [lineOfTable(error.line)]
    if case .conflictMarker = error.reason {
      lines = (lines[0]..<buffer.lineCount).filter {
        Self.isConflictMarker(buffer.bytes[buffer.content(ofLine: $0)])
      }
    }
    return lines.map { PlacedFinding(error, buffer.content(ofLine: $0)) }
  }

  /// The line of the buffer, from 0, in which a line of the table's file begins: a `\r` alone ends
  /// none there.
  private func lineOfTable(_ line: Int) -> Int {
    var (rest, offset) = (line - 1, 0)
    while rest > 0, let end = buffer.bytes[offset...].firstIndex(of: 10) {
      (rest, offset) = (rest - 1, end + 1)
    }
    return buffer.line(at: offset)
  }

  private static func isConflictMarker(_ line: ArraySlice<UInt8>) -> Bool {
    guard let first = line.first, "<=>|".utf8.contains(first) else { return false }
    let count = line.prefix { $0 == first }.count
    return count == 7 && (line.count == 7 || line[line.startIndex + 7] == UInt8(ascii: " "))
  }
}
