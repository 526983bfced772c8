import Host
import Model
import QueueStore
import Stores

// The files of rows that went to the archive, and whose they are.

extension TaskQueue {
  package func archivedFiles() throws -> ArchivedFiles {
    ArchivedFiles(try workspace(), archive: try archiveSidecar())
  }

  package func archiveSidecar() throws -> String {
    if isOnServer { return Path.join(try sidecarFolder(), "archive") }
    return Sidecar(forQueueAt: try ArchiveOutcome.path(beside: storePath())).folder
  }

  /// The ids, of some, that rows of another queue in the folder have, too. The names of logs and
  /// evidence say no more than the id, so that the files may belong to that row.
  package func idsOfOtherQueues(among ids: Set<String>) throws -> Set<String> {
    // What is on a server has a folder of its own.
    if ids.isEmpty || isOnServer { return [] }
    return try otherStores().reduce(into: []) { found, other in
      do {
        found.formUnion(try other.read { table in try ids.filter(table.contains) })
      } catch StoreError.foreignDatabase {}
    }
  }

  /// The tables that were used, and the databases, in the folder of the queue and its `db`, except
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

  /// Whether a database and a table are one queue: the mirror, or the copy that `orch migrate`
  /// made.
  private static func isCopy(_ database: SQLiteStore, of file: MarkdownStore) -> Bool {
    (try? database.isCopy(of: file)) == true
  }

  /// Brings the files of a restored row back. If that fails, a warning says why, and the files stay
  /// beside the archive.
  func restoreFiles(of id: String) {
    do { _ = try archivedFiles().restore(id) } catch { warn(.filesStay(Problem(error))) }
  }
}
