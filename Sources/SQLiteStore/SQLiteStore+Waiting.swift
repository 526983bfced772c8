import Host
package import QueueStore
package import SQLite

extension SQLiteStore {
  /// Begins to write. Another program that writes is waited for until the deadline, and
  /// people are told of it when that takes long.
  ///
  /// The store waits itself: SQLite, waiting, calls nobody.
  package func begin(_ database: Database) throws(StoreError) {
    let start = clock.monotonic()
    var wait = LongWait(notice.ofLock(on: Path.name(of: path)), since: start)
    var pause = Int.milliseconds(1)
    let previous = database.busyTimeout
    database.busyTimeout = 0
    defer { database.busyTimeout = previous }
    while try !tryToBegin(database) {
      let now = clock.monotonic()
      let left = lockTimeout - (now - start)
      guard left > 0 else { throw locked }
      wait.update(at: now, Self.unknownHolder)
      clock.sleep(min(pause, left))
      pause = min(2 * pause, Self.longestPause)
    }
  }

  /// - Returns: `false` while another program writes.
  private func tryToBegin(_ database: Database) throws(StoreError) -> Bool {
    do throws(SQLiteError) {
      try database.begin(.immediate)
      return true
    } catch {
      guard error.isBusy else { throw self.error(error) }
      return false
    }
  }

  /// How long a lock may be free before who waits for it looks again.
  private static let longestPause = Int.milliseconds(20)

  /// The database does not say who has it.
  private static let unknownHolder = "another program"

  /// Why the database was not had.
  var locked: StoreError { .locked(path: path, holder: Self.unknownHolder) }
}
