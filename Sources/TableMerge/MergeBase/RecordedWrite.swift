package import QueueDocument
package import QueueModel

/// A write of the queue file, by a command or an external save, as a store's journal records it.
/// The version that it left is a `VersionContent` with the same sequence, which is loaded only
/// where the search needs it.
package struct RecordedWrite {
  package let sequence: Int
  /// Whether it was an external save; else it was a command.
  package let isExternalSave: Bool
  /// The rows and cells that it changed, and what a merge did to them.
  package let changes: [HistoryEntry]
  /// Of an external save that was merged: the sequence of the version that it was edited from.
  package let mergeBase: Int?
  /// What git had checked out at the time; `nil` outside of a repository.
  package let head: String?
  /// The file that was written.
  package let file: FileID
  /// The file that it moved away from the queue's path.
  package let displacedFile: FileID?

  package init(
    sequence: Int, isExternalSave: Bool, changes: [HistoryEntry], mergeBase: Int? = nil,
    head: String? = nil, file: FileID, displacedFile: FileID? = nil
  ) {
    self.sequence = sequence
    self.isExternalSave = isExternalSave
    self.changes = changes
    self.mergeBase = mergeBase
    self.head = head
    self.file = file
    self.displacedFile = displacedFile
  }
}

/// Tells one file from another, whatever they contain.
package struct FileID: Equatable {
  private let device, inode: UInt64

  package init(device: UInt64, inode: UInt64) {
    self.device = device
    self.inode = inode
  }
}

/// The bytes of one version of the queue file.
package struct VersionContent {
  package let sequence: Int
  package let bytes: [UInt8]

  package init(sequence: Int, bytes: [UInt8]) {
    self.sequence = sequence
    self.bytes = bytes
  }

  /// The bytes parsed, anew at each call; `nil` where they are no queue.
  package var document: QueueDocument? { try? QueueDocument(QueueBytes(bytes)) }
}
