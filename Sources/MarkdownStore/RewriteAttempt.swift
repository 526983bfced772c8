import Host
import QueueDocument
import QueueModel

/// What one attempt at a rewrite starts from.
struct RewriteAttempt {
  /// What stands at the queue's path.
  let file: QueueFile
  /// What orch left last; `nil` where nobody knows, or never was here.
  var last: QueueVersion?
  /// The saves that were found, oldest first.
  var saves: [ExternalEdit] = []
  /// The queue with all of them, where that is not what stands at the path.
  var merged: QueueVersion?

  /// Whether what was merged is no queue, but stands at the path again as somebody saved it:
  /// the queue is what it was before.
  var isNoQueue = false

  /// What a command is planned on.
  var queue: QueueVersion { merged ?? file.version }
  /// Whether the last save that was found is what stands at the path, and is the queue.
  var endsAtPath: Bool { merged == nil && saves.last?.file.identity == file.identity }
}

/// A save by somebody else, and what became of it.
struct ExternalEdit {
  let file: QueueFile
  /// The number of the entry that left the version it was edited from; `nil` where nobody
  /// knows, or another branch was checked out: then it is taken as it is.
  var origin: Int?
  /// What changed in the queue by it.
  var changes: [RowChange] = []
  /// What the merge did beside.
  var merges: [RowMerge] = []
}
