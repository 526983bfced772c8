package import Host
package import Table

/// A version of the queue that is in a file.
package struct QueueFile {
  package let version: QueueVersion
  package let status: FileStatus

  package var identity: FileIdentity { status.identity }

  /// - Returns: `nil` if the file changed during the read: the bytes may be from two versions.
  init?(reading descriptor: borrowing FileDescriptor) throws(SystemError) {
    let contents = try FileContents(reading: descriptor)
    if contents.isTorn { return nil }
    version = QueueVersion(QueueBytes(contents.bytes, ownedBy: contents))
    status = contents.status
  }

  /// Whether the file looks like an unfinished save: it lacks an end that the version of the
  /// journal's last entry had, or is not a queue.
  func looksTruncated(after last: JournalEntry.Parsed?) -> Bool {
    do throws(DocumentError) {
      let document = try version.parsed()
      guard let last else { return false }
      return last.endsWithLineEnd && !document.endsWithLineEnd
        || last.hasTextAfterTable && document.trailingCount == 0
    } catch {
      return error.reason.isTruncation
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
