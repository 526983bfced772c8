import CommandLineKit
import Engine
import Host
import MarkdownStore
public import Mirroring
import QueueModel
public import QueueStore
public import SQLiteStore

// Work on the queue file and a database together: migration, rendering, backup, verification.

// MARK: Between table and database

extension CommandContext {
  /// Imports the table into the database.
  ///
  /// - Parameters:
  ///   - force: whether rows that the database changed become what the table says, too.
  ///   - isAdopting: whether a database of another queue becomes this one's.
  public func migrate(force: Bool, isAdopting: Bool) throws -> MirrorReport {
    let (database, file) = try stores()
    let context = try transitionContext()
    return try showingWarnings {
      try database.migrate(
        from: file, context: context, force: force, isAdopting: isAdopting, notice: waitNotice)
    }
  }

  /// Writes the table from the database.
  ///
  /// - Parameter template: the text of a missing file, before its rows are written.
  public func render(template: String) throws -> MirrorReport {
    let (database, file) = try stores()
    let context = try transitionContext()
    return try showingWarnings {
      try database.render(
        into: file, context: context, template: template, isCopy: chosenDatabase != nil)
    }
  }

  /// Compares the table with the database, and changes neither.
  ///
  /// - Parameter texts: whether task, criteria and notes are compared, too.
  public func consistency(withTexts texts: Bool) throws -> Consistency {
    let (database, file) = try stores()
    let context = try transitionContext()
    return try showingWarnings {
      try database.consistency(with: file, context: context, withTexts: texts)
    }
  }

  private func stores() throws -> (SQLiteStore, MarkdownStore) {
    let lockTimeout = try value(Settings.lockTimeout)
    return (
      try databaseStore(at: databasePath(), lockTimeout: lockTimeout),
      try fileStore(lockTimeout: lockTimeout)
    )
  }
}

// MARK: Backup and verification

extension CommandContext {
  /// Whether there is a database besides the queue file: the one that `--db` names, or one at the
  /// path of the settings that is not another queue's.
  private func hasDatabase() throws -> Bool {
    if chosenDatabase != nil { return true }
    let path = try databasePath()
    guard try FileStatus.ifExists(path) != nil else { return false }
    guard let refusal = try refusal(of: path, fileStore()) else { return true }
    warn("left out: \(refusal.sentence)")
    return false
  }

  /// The error of a database that belongs to another queue. A database that can't be read fails
  /// where it is used.
  private func refusal(of path: String, _ file: MarkdownStore) throws -> CommandError? {
    guard (try? database(at: path).belongs(to: file)) == false else { return nil }
    return CommandError(StoreError.otherQueue(database: path, queue: file.path))
  }

  /// The database of the settings, for reading.
  ///
  /// - Throws: also where it is another queue's.
  public func ownDatabase(at path: String) throws -> SQLiteStore {
    if chosenDatabase == nil, let file = existingFileStore,
      let refusal = try refusal(of: path, file)
    {
      throw refusal
    }
    return try database(at: path)
  }

  /// Copies the queue file and the database, as far as they exist; with `--db` only that
  /// database.
  ///
  /// - Parameter paths: where the copies go; no file may exist there.
  public func backUp(to paths: BackupPaths) throws -> [Backup.Part] {
    let queue = chosenDatabase == nil ? try queuePath() : nil
    let database = try hasDatabase() ? try database(at: databasePath()) : nil
    do throws(StoreError) {
      var backup = Backup(to: paths)
      if let database { try copy(database, into: &backup) }
      if let queue { try backup.copy(queueAt: queue, clock: clock) }
      try backup.finish()
      return backup.parts
    } catch {
      guard case .system(let reason) = error, reason.alreadyExists else { throw error }
      throw CommandError(
        code: "already_exists", message: "\(reason.path) exists",
        hint: "it is left as it is; name another file with --to", status: .cannotCreate)
    }
  }

  private func copy(_ store: SQLiteStore, into backup: inout Backup) throws(StoreError) {
    let line = progressLine()
    let name = Path.name(of: store.path).escaped
    let warnings: StoreWarnings
    do {
      defer { line.clear() }
      warnings = try backup.copy(store) { copied, total in
        line.show("copying \(name): \(copied * 100 / max(total, 1)) %")
      }
    } catch {
      show(error.warnings)
      throw error.error
    }
    show(warnings)
  }

  /// Verifies the queue file and the database, as far as they exist; with `--db` only that
  /// database.
  public func verify() throws -> [Verification] {
    var found: [Verification] = []
    if chosenDatabase == nil { found.append(try fileStore().verify()) }
    if try hasDatabase() {
      let store = try database(at: databasePath())
      found.append(try showingWarnings { try store.verify() })
    }
    return found
  }

  /// Moves finished rows to the archive beside the queue.
  ///
  /// - Parameters:
  ///   - seconds: how long ago their work must have ended.
  ///   - isTrial: whether the rows are only listed.
  public func archive(olderThan seconds: Int, isTrial: Bool) throws -> ArchiveOutcome {
    let queue = try queue()
    if !isTrial { try queue.checkWritable() }
    let context = try transitionContext()
    let limit = QueueTime(
      epochSeconds: context.now.epochSeconds - seconds, offset: context.now.offset)
    let rule = ArchiveRule(endedBefore: limit, now: context.now)
    let outcome: StoreOutcome<ArchiveOutcome>
    switch queue.store {
    case let file as MarkdownStore: outcome = try file.archive(rule, isTrial: isTrial)
    case let database as SQLiteStore:
      outcome = try database.archive(rule, context: context, isTrial: isTrial)
    default: preconditionFailure("a queue of commands is in a file or a database")
    }
    if outcome.isRecorded { queue.updateMirror() }
    for notice in outcome.warnings.notices { warnEvenIfQuiet(messages.text(of: notice)) }
    return outcome.value
  }
}
