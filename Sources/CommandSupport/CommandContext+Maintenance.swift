import CommandLineKit
import Engine
import Host
public import MarkdownStore
public import Mirroring
import QueueModel
public import QueueStore
public import SQLiteStore

extension CommandContext {
  /// Whether a command on all that there is has a database to look at: the one that `--db`
  /// names, or the one beside the queue file, where something is there.
  private func hasDatabase() throws(CommandError) -> Bool {
    if chosenDatabase != nil { return true }
    let path = try databasePath()
    do throws(SystemError) {
      guard try FileStatus.ifExists(path) != nil else { return false }
    } catch {
      throw CommandError(error)
    }
    guard let refusal = try refusal(of: path, fileStore()) else { return true }
    warn("left out: \(refusal.sentence)")
    return false
  }

  /// Why the database at a path that nobody named is not used: it is another queue's. What
  /// cannot be read says so where it is used.
  private func refusal(
    of path: String, _ file: MarkdownStore
  ) throws(CommandError) -> CommandError? {
    guard (try? database(at: path).belongs(to: file)) == false else { return nil }
    return CommandError(StoreError.otherQueue(database: path, queue: file.path))
  }

  /// The database that the settings name in place of the queue file, for who only reads it.
  public func ownDatabase(at path: String) throws(CommandError) -> SQLiteStore {
    if chosenDatabase == nil, let file = fileStoreThatIsThere,
      let refusal = try refusal(of: path, file)
    {
      throw refusal
    }
    return try database(at: path)
  }

  /// The queue file, where it is there.
  public var fileStoreThatIsThere: MarkdownStore? {
    guard let store = try? fileStore(), (try? FileStatus(of: store.path)) != nil else { return nil }
    return store
  }

  /// Copies the database and the queue file, as far as they are there; with `--db` only that
  /// database.
  ///
  /// - Parameter paths: where nothing may be.
  public func backUp(to paths: BackupPaths) throws(CommandError) -> [Backup.Part] {
    let queue = chosenDatabase == nil ? try queuePath() : nil
    let database = try hasDatabase() ? try database(at: databasePath()) : nil
    do throws(StoreError) {
      var backup = Backup(to: paths)
      if let database { try copy(database, into: &backup) }
      if let queue { try backup.copy(queueAt: queue, clock: clock) }
      try backup.finish()
      return backup.parts
    } catch {
      throw Self.backupError(error)
    }
  }

  private func copy(_ store: SQLiteStore, into backup: inout Backup) throws(StoreError) {
    let line = progressLine()
    let name = Path.name(of: store.path).escaped
    let warnings: StoreWarnings
    do throws(StoreFailure) {
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

  private static func backupError(_ error: StoreError) -> CommandError {
    guard case .system(let reason) = error, reason.alreadyExists else { return CommandError(error) }
    return CommandError(
      code: "already_exists", message: "\(reason.path) exists",
      hint: "it is left as it is; name another file with --to", status: .cannotCreate)
  }

  /// Looks at the queue file and the database, as far as they are there; with `--db` only at
  /// that database.
  public func verify() throws(CommandError) -> [Verification] {
    var found: [Verification] = []
    if chosenDatabase == nil {
      let store = try fileStore()
      do throws(StoreError) { found.append(try store.verify()) } catch { throw CommandError(error) }
    }
    if try hasDatabase() {
      let store = try database(at: databasePath())
      found.append(try showing { () throws(StoreFailure) in try store.verify() })
    }
    return found
  }

  /// Moves finished rows to the archive beside the queue.
  ///
  /// - Parameters:
  ///   - seconds: how long ago their work has to have ended.
  ///   - isTrial: only tells which rows would go.
  public func archive(
    olderThan seconds: Int, isTrial: Bool
  ) throws(CommandError) -> ArchiveOutcome {
    let queue = try queue()
    if !isTrial { try engine { () throws(EngineError) in try queue.checkWritable() } }
    let context = try transitionContext()
    let limit = QueueTime(
      epochSeconds: context.now.epochSeconds - seconds, offset: context.now.offset)
    let rule = ArchiveRule(endedBefore: limit, now: context.now)
    let outcome: StoreOutcome<ArchiveOutcome>
    do throws(StoreFailure) {
      switch queue.store {
      case let file as MarkdownStore: outcome = try file.archive(rule, isTrial: isTrial)
      case let database as SQLiteStore:
        outcome = try database.archive(rule, context: context, isTrial: isTrial)
      default: preconditionFailure("a queue of commands is in a file or a database")
      }
    } catch {
      throw CommandError(error.error)
    }
    if outcome.isRecorded { queue.updateMirror() }
    for notice in outcome.warnings.notices { tell(messages.text(of: notice)) }
    return outcome.value
  }
}
