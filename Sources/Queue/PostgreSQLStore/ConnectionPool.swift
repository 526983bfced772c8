import PostgreSQL
import Synchronization

/// Connections of closed stores that the next store of the same queue reuses. `orch serve` opens a
/// store for each request, and for each new connection the database would start a process.
enum ConnectionPool {
  /// The connections with their addresses, the oldest first.
  private static let idle = Mutex<[(address: String, connection: Connection)]>([])
  /// The largest number of idle connections: `orch serve` has as many threads for changes.
  private static let most = 16

  static func take(_ address: String) -> Connection? {
    idle.withLock { idle in
      while let place = idle.lastIndex(where: { $0.address == address }) {
        let connection = idle.remove(at: place).connection
        if connection.isIdle { return connection }
      }
      return nil
    }
  }

  static func give(_ connection: Connection, _ address: String) {
    guard connection.isIdle else { return }
    idle.withLock { idle in
      idle.append((address, connection))
      if idle.count > most { idle.removeFirst() }
    }
  }
}
