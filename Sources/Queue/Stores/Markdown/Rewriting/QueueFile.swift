package import Host
package import Table

/// A version of the queue that was read from a file.
package struct QueueFile {
  package let version: QueueVersion
  package let status: FileStatus
  package let identity: FileIdentity

  /// - Returns: `nil` if the file changed during the read, because the bytes may be from two
  ///   versions.
  init?(reading descriptor: borrowing FileDescriptor) throws(SystemError) {
    let contents = try FileContents(reading: descriptor)
    if contents.isTorn { return nil }
    version = QueueVersion(QueueBytes(contents.bytes, ownedBy: contents))
    status = contents.status
    identity = status.identity
  }

  /// A save that is not in a file yet: the next one after `file`.
  init(_ version: QueueVersion, after file: QueueFile) {
    (self.version, status) = (version, file.status)
    identity = FileIdentity(
      device: .max, inode: 0, size: version.bytes.count, modified: .max)
  }

  /// Whether the file looks like an unfinished save. That is so if it is not a queue, or if it
  /// lacks the last line end, or the lines after the table, of the journal's last version.
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
