public import Host
public import QueueModel

/// What a store warns of, beside an answer or an error.
public enum StoreNotice: Equatable, Sendable {
  /// `queue` is the name of the queue file.
  case file(FileNotice, queue: String)
  case database(DatabaseNotice, path: String)

  /// Whether it is printed also with `--quiet`: somebody's work was put aside. What was merged is in
  /// the queue and its history.
  public var isUrgent: Bool {
    switch self {
    case .file(let notice, _): notice.isUrgent
    case .database: true
    }
  }
}

/// What a queue file's store warns of.
public enum FileNotice: Equatable, Sendable {
  /// There is no journal, but a file that a journal would have named; it was kept.
  case keptWithoutJournal(String)
  /// A crash cut the journal's last line short.
  case droppedTornLine
  /// The path beside the queue could not get the queue's group.
  case notShared(String)
  /// What a merge did to a row.
  case merged(RowMerge)
  /// A merge did something to so many more rows.
  case mergedMore(Int)
  /// There is no version to compare the file with.
  case takenAsItIs
  /// The queue's path became a link, which was followed.
  case moved(from: String, to: String)
  /// Another branch was checked out, as far as one can see.
  case otherBranch
  /// A save during the command is no queue.
  case standsAgain
  /// A displaced file was written to since, with what is no queue; it was kept.
  case keptLateSave(String)
  /// A save did not end in time; it is in this file.
  case unfinishedSave(String)
  /// The file of claims can't be read.
  case unreadableClaims(String)
  case endedAfterCrash
  /// A crash left two versions, between which the store can't decide.
  case keptBothVersions(folder: String)
  /// Tidying failed; the next command tries again.
  case untidied(SystemError)

  fileprivate var isUrgent: Bool {
    switch self {
    case .merged, .mergedMore, .otherBranch: false
    case .takenAsItIs, .moved, .standsAgain, .keptLateSave, .keptWithoutJournal, .unfinishedSave,
      .keptBothVersions, .droppedTornLine, .unreadableClaims, .endedAfterCrash, .untidied,
      .notShared:
      true
    }
  }
}

/// What a database's store warns of.
public enum DatabaseNotice: Equatable, Sendable {
  /// The write-ahead log can't be read, because the folder may not be written.
  case readWithoutLatestChanges
  /// The schema was migrated; the database as it was is in `copy`.
  case migrated(version: Int, copy: String)
  /// The database could not get the group of the file that it belongs to.
  case notShared(like: String)
  /// The database is on a network file system, and goes without a write-ahead log.
  case onNetwork(fileSystem: String)
}
