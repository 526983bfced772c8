public import Host
public import Model

/// Receives the warnings of a store together with its result, or before it throws.
public typealias WarningReceiver = (StoreWarnings) -> Void

/// All warnings of a store for one result or error.
public struct StoreWarnings: Equatable, Sendable {
  /// In the order in which they are printed.
  public var notices: [StoreNotice]
  /// The rows that were skipped because they are malformed.
  public var malformedRows: MalformedRows?
  /// Whether the table has `started_at` and `due_at`, whose zone must be set.
  public var hasZonedTimes: Bool

  public init(
    _ notices: [StoreNotice] = [], malformedRows: MalformedRows? = nil, hasZonedTimes: Bool = false
  ) {
    (self.notices, self.malformedRows) = (notices, malformedRows)
    self.hasZonedTimes = hasZonedTimes
  }

  /// The warnings for a use case that reads the queue and then changes it, without those about
  /// merged rows: the change itself warns of each merged row.
  package var beforeChange: StoreWarnings {
    var warnings = self
    warnings.notices.removeAll(where: \.isOfReading)
    return warnings
  }

  /// These warnings, followed by those of a later operation. The later list of malformed rows
  /// replaces the older one.
  package func followed(by later: StoreWarnings) -> StoreWarnings {
    StoreWarnings(
      notices + later.notices, malformedRows: later.malformedRows,
      hasZonedTimes: hasZonedTimes || later.hasZonedTimes)
  }
}

/// One warning of a store.
public enum StoreNotice: Equatable, Sendable {
  /// `queue` is the name of the queue file.
  case file(FileNotice, queue: String)
  case database(DatabaseNotice, path: String)

  /// Whether the warning is printed even with `--quiet`, because an edit was set aside. Other
  /// merges are visible in the queue and its history.
  public var isUrgent: Bool {
    switch self {
    case .file(let notice, _): notice.isUrgent
    case .database(let notice, _): notice.isUrgent
    }
  }
}

extension StoreNotice {
  fileprivate var isOfReading: Bool {
    if case .file(.readMerged, _) = self { return true }
    return false
  }
}

/// A warning of a queue file's store.
public enum FileNotice: Equatable, Sendable {
  /// A file exists that belongs to a rewrite of the queue, but there is no journal that names it.
  /// The file was kept.
  case keptWithoutJournal(String)
  /// A crash cut the journal's last line short.
  case droppedTornLine
  /// The queue's group could not be set on this path beside the queue.
  case notShared(String)
  /// A merge changed this row.
  case merged(RowMerge)
  /// Another program's save is not recorded yet. The result shows it merged, in the form that the
  /// next command will write. The save lacks the rows with the ids `without`.
  case readMerged(without: [String])
  /// A merge changed this number of further rows.
  case mergedMore(Int)
  /// There is no version with which the file could be compared, so the file is taken as it is.
  case takenAsItIs
  /// The queue's path became a link, and the link was followed. The claims are in the folder of the
  /// old path, and the folder of the new path has none of them.
  case moved(from: String, to: String, claims: String, newClaims: String)
  /// Apparently another branch was checked out.
  case otherBranch
  /// Git brought a version in which the row no longer belongs to its claim's owner: the claim has
  /// ended.
  case claimWentWithGit(id: String)
  /// A save during the command is not a queue. It was left at the queue's path, so that a person
  /// can examine it.
  case invalidSaveRestored
  /// A save of this number of bytes lacked the end of the copy that was edited, as if a full disk
  /// had cut it. The end was put back.
  case cutSave(size: Int)
  /// A displaced file was later overwritten with something that is not a queue. It was kept.
  case keptLateSave(String)
  /// A save did not end in time; the content is in this file.
  case unfinishedSave(String)
  /// The file of claims can't be read.
  case unreadableClaims(String)
  /// A rewrite in place that a crash had interrupted was completed.
  case endedAfterCrash
  /// A crash left two versions, and the store can't decide between them.
  case keptBothVersions(folder: String)
  /// The cleanup failed; the next command tries again.
  case untidied(SystemError)

  fileprivate var isUrgent: Bool {
    switch self {
    case .merged, .mergedMore, .readMerged, .otherBranch: false
    case .takenAsItIs, .claimWentWithGit, .moved, .invalidSaveRestored, .cutSave, .keptLateSave,
      .keptWithoutJournal, .unfinishedSave,
      .keptBothVersions, .droppedTornLine, .unreadableClaims, .endedAfterCrash, .untidied,
      .notShared:
      true
    }
  }
}

/// A warning of a database's store.
public enum DatabaseNotice: Equatable, Sendable {
  /// The write-ahead log can't be read, because the folder is not writable.
  case readWithoutLatestChanges
  /// The schema was migrated; `copy` is the database before the migration.
  case migrated(version: Int, copy: String)
  /// The group of the file to which the database belongs could not be set on the database.
  case notShared(like: String)
  /// The database is on a network file system, so it does not use a write-ahead log.
  case onNetwork(fileSystem: String)
  /// This number of rows is skipped because they are malformed.
  case malformedRows(count: Int, first: MalformedRow)

  fileprivate var isUrgent: Bool {
    switch self {
    case .malformedRows: false
    case .readWithoutLatestChanges, .migrated, .notShared, .onNetwork: true
    }
  }
}
