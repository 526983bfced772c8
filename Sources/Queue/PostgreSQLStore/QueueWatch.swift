import Host
import PostgreSQL
import QueueStore
import Synchronization

/// A thread that writes the newest state of a queue to a file whenever the queue changes on any
/// machine, so that programs that watch files notice changes on a server, too.
///
/// A notification from the server wakes the thread at once. The thread also polls each second,
/// because a connection pooler does not pass notifications on.
enum QueueWatch {
  private static let watched = Mutex<Set<String>>([])

  /// Starts the thread for a file, unless it has been started already. The thread runs until the
  /// process ends.
  static func begin(at server: ServerAddress, _ file: String) {
    guard watched.withLock({ $0.insert(file).inserted }) else { return }
    // The file is written before this function returns, so data that a caller reads later is at
    // least as new as the file.
    write(state(try? connected(to: server)), to: file)
    Parallel.untilEnd {
      var connection = try? connected(to: server)
      var wasLost = false
      while true {
        if connection?.isLost ?? true {
          wasLost = true
          connection = try? connected(to: server)
        }
        if wasLost, connection != nil {
          // The file is written even if it does not change, so that programs retry at once the
          // operations that failed while the server was gone.
          write(state(connection), to: file, always: true)
          wasLost = false
        }
        if let connection {
          _ = DescriptorWait.wait(for: connection.descriptor, toWrite: false, atMost: interval)
        } else {
          Clock.system.sleep(interval)
        }
        write(state(connection), to: file)
      }
    }
  }

  private static let interval = Duration.seconds(1)

  private static func connected(to server: ServerAddress) throws(PostgreSQLError) -> Connection {
    let connection = try Connection(
      to: server, application: "orch watch \(CurrentProcess.id)@\(CurrentProcess.hostName)",
      timeout: .seconds(5))
    try connection.run("LISTEN orch")
    return connection
  }

  /// The numbers of the last event and of the last change of the records; `nil` if the server does
  /// not answer.
  private static func state(_ connection: Connection?) -> String? {
    guard let connection else { return nil }
    _ = try? connection.takeNotifications()
    return try? connection.run(
      """
      SELECT concat_ws(' ', (SELECT max(event_id) FROM queue_events),
        (SELECT value FROM queue_meta WHERE key = 'revision'))
      """
    ).first?.text(0)
  }

  private static func write(_ state: String?, to file: String, always: Bool = false) {
    // If the server is gone, nothing is written here. Programs that need the server report the
    // error.
    guard let state else { return }
    let text = state + "\n"
    if !always, let before = try? FileDescriptor(opening: file, for: .readingNoLink),
      (try? before.read(100, at: 0)) == Array(text.utf8)
    {
      return
    }
    let folder = Path.parent(of: file)
    // The folder is in the folder `.orch` of the queue's folder. A cloned repository may contain a
    // link instead of either folder.
    guard (try? Path.checkNoLink(from: Path.parent(of: folder), to: file)) != nil else { return }
    try? Directory.createWithParents(folder)
    try? NewFile.replace(file, text: text, permissions: 0o600, syncsFolder: false)
  }
}
