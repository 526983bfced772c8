package import Host
import Model
import QueueStore
import Stores
import Workers

// The files of archived rows, and the queue to which these files belong.

extension TaskQueue {
  package func archivedFiles() throws -> ArchivedFiles {
    ArchivedFiles(try workspace(), archive: try archiveSidecar())
  }

  package func archiveSidecar() throws -> String {
    if isOnServer { return Path.join(try sidecarFolder(), "archive") }
    return Sidecar(forQueueAt: try ArchiveOutcome.path(beside: storePath())).folder
  }

  /// The ids of `ids` that rows of another queue in the folder also have. The names of logs and
  /// evidence have only the id, so the files may belong to such a row.
  package func idsOfOtherQueues(among ids: Set<String>) throws -> Set<String> {
    // A queue on a server has a separate folder.
    if ids.isEmpty || isOnServer { return [] }
    return try otherStores().reduce(into: []) { found, other in
      do {
        found.formUnion(try other.read { table in try ids.filter(table.contains) })
      } catch StoreError.foreignDatabase {}
    }
  }

  /// The used tables and the databases in the folder of the queue and in its subfolder `db`, except
  /// the queue itself, its copies, archives, and links.
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
    let archives = all.compactMap { path -> String? in try? ArchiveOutcome.path(beside: path) }
    var others = Set(all.filter { Path.linkTarget($0) == nil })
    others.subtract(archives)
    others.remove(try storePath())
    let lockTimeout = try value(Settings.lockTimeout)
    let otherFiles = try tables.filter(others.contains).map {
      try fileStore(at: $0, lockTimeout: lockTimeout)
    }
    let otherDatabases = try databases.filter(others.subtracting(tables).contains).map(database)
    if let chosenDatabase {
      let own = try databaseStore(at: chosenDatabase, lockTimeout: lockTimeout)
      return otherFiles.filter { !Self.isCopy(own, of: $0) } + otherDatabases
    }
    let own = try fileStore(lockTimeout: lockTimeout)
    return otherFiles + otherDatabases.filter { !Self.isCopy($0, of: own) }
  }

  /// Whether a database and a table are the same queue: the database is the mirror, or the copy
  /// that `orch migrate` made.
  private static func isCopy(_ database: SQLiteStore, of file: MarkdownStore) -> Bool {
    (try? database.isCopy(of: file)) == true
  }

  /// Moves the files of a restored row back. If moving fails, a warning gives the reason, and the
  /// files stay in the archive's sidecar.
  func restoreFiles(of id: String) {
    do { try lockingPacks { _ = try archivedFiles().restore(id) } } catch {
      warn(.filesStay(Problem(error)))
    }
  }

  /// Runs `body` while no other process packs attempts. It takes no lock if nothing was packed.
  package func lockingPacks<Result>(_ body: () throws -> Result) throws -> Result {
    let workspace = try workspace()
    let folder = Path.parent(of: AttemptPack.lockFile(in: workspace.sidecar))
    if try FileStatus.ifExists(folder) == nil { return try body() }
    let lock = try lockPacks()
    let result = try body()
    _ = consume lock
    return result
  }

  package func lockPacks() throws -> LockFile {
    try workspace().lockPacks(
      by: opening.command ?? "orch", timeout: value(Settings.lockTimeout), opening.clock)
  }
}
