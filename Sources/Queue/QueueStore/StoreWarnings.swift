public import Host
public import Model

/// Receives what a store warns of while it answers, or before it throws.
public typealias WarningReceiver = (StoreWarnings) -> Void

/// All warnings of a store that come with one answer or error.
public struct StoreWarnings: Equatable, Sendable {
  /// In the order in which they are printed.
  public var notices: [StoreNotice]
  /// The rows that were left alone because they are malformed.
  public var malformedRows: MalformedRows?
  /// Whether the table has `started_at` and `due_at`, whose zone a setting has to say.
  public var hasZonedTimes: Bool

  public init(
    _ notices: [StoreNotice] = [], malformedRows: MalformedRows? = nil, hasZonedTimes: Bool = false
  ) {
    (self.notices, self.malformedRows) = (notices, malformedRows)
    self.hasZonedTimes = hasZonedTimes
  }

  /// The warnings for a use case, whose change comes with those of each merged row.
  package var beforeChange: StoreWarnings {
    var warnings = self
    warnings.notices.removeAll(where: \.isOfReading)
    return warnings
  }

  /// These warnings and then those of a later operation, whose list of malformed rows
  /// is the newer one.
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

  /// Whether it is printed also with `--quiet`: an edit was kept aside. What was merged is in the
  /// queue and its history.
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
  /// There is no journal, but a file that a journal would have named; it was kept.
  case keptWithoutJournal(String)
  /// A crash cut the journal's last line short.
  case droppedTornLine
  /// The path beside the queue could not get the queue's group.
  case notShared(String)
  /// What a merge did to a row.
  case merged(RowMerge)
  /// The reading shows what another program saved merged, as the next command will write it.
  case readMerged
  /// A merge did something to so many more rows.
  case mergedMore(Int)
  /// There is no version to compare the file with.
  case takenAsItIs
  /// The queue's path became a link, which was followed: claims are recorded in one folder, and not
  /// in the other.
  case moved(from: String, to: String, claims: String, newClaims: String)
  /// Another branch was checked out, as far as one can see.
  case otherBranch
  /// Git brought a version in which a row is no longer with who had it: the claim is over.
  case claimWentWithGit(id: String)
  /// A save during the command is no queue; it was left at the queue's path, for a person to look
  /// at.
  case invalidSaveRestored
  /// A displaced file was written to since, with what is no queue; it was kept.
  case keptLateSave(String)
  /// A save did not end in time; it is in this file.
  case unfinishedSave(String)
  /// The file of claims can't be read.
  case unreadableClaims(String)
  /// A rewrite in place that a crash had interrupted was completed.
  case endedAfterCrash
  /// A crash left two versions, between which the store can't decide.
  case keptBothVersions(folder: String)
  /// Tidying failed; the next command tries again.
  case untidied(SystemError)

  fileprivate var isUrgent: Bool {
    switch self {
    case .merged, .mergedMore, .readMerged, .otherBranch: false
    case .takenAsItIs, .claimWentWithGit, .moved, .invalidSaveRestored, .keptLateSave,
      .keptWithoutJournal,
      .unfinishedSave,
      .keptBothVersions, .droppedTornLine, .unreadableClaims, .endedAfterCrash, .untidied,
      .notShared:
      true
    }
  }
}

/// A warning of a database's store.
public enum DatabaseNotice: Equatable, Sendable {
  /// The write-ahead log can't be read, because the folder may not be written.
  case readWithoutLatestChanges
  /// The schema was migrated; the database as it was is in `copy`.
  case migrated(version: Int, copy: String)
  /// The database could not get the group of the file that it belongs to.
  case notShared(like: String)
  /// The database is on a network file system, and goes without a write-ahead log.
  case onNetwork(fileSystem: String)
  /// So many rows are left alone, because they are malformed.
  case malformedRows(count: Int, first: MalformedRow)

  fileprivate var isUrgent: Bool {
    switch self {
    case .malformedRows: false
    case .readWithoutLatestChanges, .migrated, .notShared, .onNetwork: true
    }
  }
}
