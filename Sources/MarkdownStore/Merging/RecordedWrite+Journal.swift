import Host
import QueueModel
import TableMerge

// The journal's entries, as the search for a merge base reads them.

extension MergeBaseFinder<SystemError> {
  /// - Parameter head: what git had checked out when the last entry was made.
  init(_ history: VersionHistory, head: String?) {
    self.init(
      first: history.first, writes: history.entries.map(RecordedWrite.init), head: head,
      last: history.last, visit: history.visit)
  }
}

extension RecordedWrite {
  fileprivate init(_ entry: JournalEntry.Parsed) {
    self.init(
      sequence: entry.sequence,
      isExternalSave: entry.history.command == HistoryEntry.externalCommand,
      changes: entry.histories, mergeBase: entry.origin, head: entry.head,
      file: entry.left.identity.fileID, displacedFile: entry.displaced?.fileID)
  }
}

extension FileIdentity {
  var fileID: FileID { FileID(device: device, inode: inode) }
}
