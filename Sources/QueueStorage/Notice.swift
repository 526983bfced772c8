import Host

/// What people should be told of a command's turn at the queue, beside its answer.
enum Notice {
  /// A command found no journal, but a file that one would have told of.
  case keptWithoutJournal(String)
  case droppedTornLine
  /// A save took the place of another one that was just coming back.
  case keptOverrunSave(String)
  /// Somebody saved an older copy than the one that stood there.
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

  /// - Parameter queue: the name of the queue file.
  func text(of queue: String) -> String {
    switch self {
    case .keptWithoutJournal(let kept):
      "the journal of \(queue) is gone; a file that it would have told of is kept as \(kept): "
        + "compare, and copy what you need"
    case .droppedTornLine: "the journal's last line was cut short by a crash and is dropped"
    case .keptOverrunSave(let kept):
      "two saves of \(queue) came at once; the queue goes on from the later one, the other is "
        + "kept as \(kept): compare, and copy what you need"
    case .keptLateSave(let kept):
      "somebody saved \(queue) from an editor that had an older copy open; that save is kept as "
        + "\(kept): compare, and copy what you need"
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
