public import Engine
import Host
import MarkdownStore
import Mirroring
import QueueModel
import QueueStore
import SQLiteStore
import Settings

extension CommandContext {
  /// The files of rows that went to the archive.
  public func archivedFiles() throws -> ArchivedFiles {
    let archive = try ArchiveOutcome.path(beside: storePath())
    return ArchivedFiles(try workspace(), archive: Sidecar(forQueueAt: archive).folder)
  }

  /// What the retention says about the attempts of this queue and its archive.
  public func expireAttempts() throws -> ExpireAttempts {
    let archive = try ArchiveOutcome.path(beside: storePath())
    return ExpireAttempts(try workspace(), archive: Sidecar(forQueueAt: archive).folder)
  }

  /// Of some ids, those of rows that another queue in the folder has, too. The names of logs and
  /// evidence say no more than the id, so that they may be that row's.
  public func idsOfOtherQueues(among ids: Set<String>) throws -> Set<String> {
    if ids.isEmpty { return [] }
    let own = try store()
    return try otherStores().reduce(into: []) { found, other in
      if Self.areCopies(own, other) || Self.areCopies(other, own) { return }
      do {
        found.formUnion(try other.read { table in try ids.filter(table.contains) })
      } catch StoreError.foreignDatabase {}
    }
  }

  /// Whether a database and a table are one queue: the mirror, or the copy that `orch migrate`
  /// made.
  private static func areCopies(_ database: any QueueStore, _ file: any QueueStore) -> Bool {
    guard let database = database as? SQLiteStore, let file = file as? MarkdownStore else {
      return false
    }
    return (try? database.isCopy(of: file)) == true
  }

  /// The tables that were used, and the databases, in the folder of the queue and its `db`, besides
  /// the queue itself, archives, and links.
  private func otherStores() throws -> [any QueueStore] {
    let home = try home()
    func paths(in folder: String) -> [String] {
      ((try? Directory.names(in: folder)) ?? []).sorted().map { Path.join(folder, $0) }
    }
    let tables = paths(in: home).filter { Sidecar(forQueueAt: $0).exists }
    let databases = (paths(in: home) + paths(in: Path.join(home, "db"))).filter {
      $0.hasSuffix(".db")
    }
    let all = tables + databases
    let others = Set(all).subtracting([try storePath()])
      .subtracting(all.compactMap { try? ArchiveOutcome.path(beside: $0) })
    return try all.filter { others.contains($0) && Path.linkTarget($0) == nil }.map { path in
      if !tables.contains(path) { return try database(at: path) }
      return try fileStore(at: path, lockTimeout: value(Settings.lockTimeout))
    }
  }

  /// Brings the files of a restored row back. Where that fails, a warning says why: they stay
  /// beside the archive.
  public func restoreFiles(of id: String) {
    do { _ = try archivedFiles().restore(id) } catch { warn(.filesStay(problem(error))) }
  }
}
