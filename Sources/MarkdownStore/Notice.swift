import Host
import QueueModel

/// What people should be told of a command's turn at the queue, beside its answer.
enum Notice: Equatable {
  /// A command found no journal, but a file that one would have told of.
  case keptWithoutJournal(String)
  case droppedTornLine
  /// What is beside the queue could not be given its group.
  case notShared(String)
  /// What became of a row when a save was merged.
  case merged(RowMerge)
  /// Nobody knows what the queue was before.
  case takenAsItIs
  /// A link came to stand at the queue's path, and was followed.
  case moved(from: String, to: String)
  /// So many more rows were merged.
  case mergedMore(Int)
  /// Somebody checked out another branch, or so it seems.
  case otherBranch
  /// What somebody saved while the command ran is no queue.
  case standsAgain
  /// What somebody wrote to a file that had been displaced is no queue.
  case keptLateSave(String)
  /// A save whose author did not come to an end in time.
  case unfinishedSave(String)
  /// What stands where claims are kept makes no sense.
  case unreadableClaims(String)
  case endedAfterCrash
  /// What a crash left is nobody's to guess; both versions are in a folder.
  case keptBothVersions(folder: String)
  /// What had to be tidied waits for the next command.
  case untidied(SystemError)

  /// Whether it has to be heard by who wants to hear nothing: somebody's work lies aside. What
  /// was merged is in the queue, and the history tells it.
  var isUrgent: Bool {
    switch self {
    case .merged, .mergedMore, .otherBranch: false
    case .takenAsItIs, .moved, .standsAgain, .keptLateSave, .keptWithoutJournal, .unfinishedSave,
      .keptBothVersions, .droppedTornLine, .unreadableClaims, .endedAfterCrash, .untidied,
      .notShared:
      true
    }
  }

  /// - Parameter queue: the name of the queue file.
  func text(of queue: String) -> String {
    switch self {
    case .keptWithoutJournal(let kept):
      "the journal of \(queue) is gone; a file that it would have told of is kept as \(kept): "
        + "compare, and copy what you need"
    case .droppedTornLine: "the journal's last line was cut short by a crash and is dropped"
    case .notShared(let path):
      "\(path) is not open to the group of \(queue): only a member can give it that group"
    case .merged(let row): row.notice(of: queue)
    case .takenAsItIs:
      "nothing tells what \(queue) was before: it is taken as it is, and its history begins here"
    case .moved(let path, let target):
      "\(path) has become a link: the queue is \(target) from here on; who has which row was known "
        + "in \(Sidecar(forQueueAt: path).folder), and \(Sidecar(forQueueAt: target).folder) does "
        + "not have it: a report for a claim of before is refused, and kept in its inbox/refused"
    case .mergedMore(let count):
      "\(count) more rows were put back or in conflict: orch history tells which"
    case .otherBranch:
      "\(queue) changed together with what git has checked out: it is taken as it is"
    case .standsAgain:
      "somebody saved \(queue) while this command ran, and what they saved is no queue; it stands "
        + "again as they saved it, and what commands did is merged when it can be read"
    case .keptLateSave(let kept):
      "somebody wrote to an older copy of \(queue) what is no queue; it is kept as \(kept): "
        + "compare, and copy what you need"
    case .unfinishedSave(let path):
      "somebody is still saving \(queue) while this command ran; that save is in \(path)"
    case .unreadableClaims(let path):
      "\(path) cannot be read: who has which row is known from the journal, but not the last "
        + "heartbeats; the next change writes it anew"
    case .endedAfterCrash: "a rewrite of \(queue) that a crash cut short was ended"
    case .keptBothVersions(let folder):
      "a rewrite of \(queue) was cut short by a crash; what it read and what it would have "
        + "written are kept in \(folder): compare"
    case .untidied(let error): error.description
    }
  }
}
