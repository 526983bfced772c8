public import Host
public import QueueModel

/// What a store answers, with its warnings.
public struct StoreOutcome<Value> {
  public var value: Value
  public var warnings: StoreWarnings
  /// Whether the store wrote a change that a mirror has to copy: in a file, a new entry of the
  /// history, also of an external edit where the operation itself changes nothing; in a database,
  /// any change, also a heartbeat.
  public var isRecorded: Bool
  /// Whether the answer may change without a change of any file: a save that seems to be in
  /// progress is not merged yet.
  public var isProvisional = false

  public init(_ value: Value, warnings: StoreWarnings = .init(), isRecorded: Bool = false) {
    (self.value, self.warnings, self.isRecorded) = (value, warnings, isRecorded)
  }

  package func map<Other>(_ transform: (Value) -> Other) -> StoreOutcome<Other> {
    var outcome = StoreOutcome<Other>(
      transform(value), warnings: warnings, isRecorded: isRecorded)
    outcome.isProvisional = isProvisional
    return outcome
  }

  /// The answer for a use case, whose change comes with warnings of each merged row.
  package var beforeChange: StoreOutcome {
    var outcome = self
    outcome.warnings.notices.removeAll(where: \.isOfReading)
    return outcome
  }
}

extension StoreOutcome: Equatable where Value: Equatable {}
extension StoreOutcome: Sendable where Value: Sendable {}

/// What a store could not do, with its warnings.
public struct StoreFailure: Error, Equatable {
  public var error: StoreError
  public var warnings: StoreWarnings

  public init(_ error: StoreError, warnings: StoreWarnings = .init()) {
    (self.error, self.warnings) = (error, warnings)
  }
}

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
    case .database: true
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
  /// The queue's path became a link, which was followed.
  case moved(from: String, to: String)
  /// Another branch was checked out, as far as one can see.
  case otherBranch
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
    case .takenAsItIs, .moved, .invalidSaveRestored, .keptLateSave, .keptWithoutJournal,
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
}
