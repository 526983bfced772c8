import Host
import PostgreSQL
import QueueStore
import Synchronization

/// A thread that writes the newest state of a queue to a file whenever the queue changes on any
/// machine, so that programs that watch files notice changes on a server too.
///
/// A notification wakes it at once, and it polls each second in any case: no notifications arrive
/// behind a pooler.
enum QueueWatch {
  private static let watched = Mutex<Set<String>>([])

  /// Begins once for each file, and runs until the process ends.
  static func begin(at server: ServerAddress, _ file: String) {
    guard watched.withLock({ $0.insert(file).inserted }) else { return }
    // Everything that is read after this call is as new as the file.
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
          // Programs retry at once what failed while the server was gone.
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

  /// The number of the last change; `nil` if the server does not answer.
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
    // The programs that need the server report that it is gone.
    guard let state else { return }
    let text = state + "\n"
    if !always, let before = try? FileDescriptor(opening: file, for: .readingNoLink),
      (try? before.read(100, at: 0)) == Array(text.utf8)
    {
      return
    }
    let folder = Path.parent(of: file)
    // The folder is in `.orch` of the home. A clone may bring a link in place of either.
    guard (try? Path.checkNoLink(from: Path.parent(of: folder), to: file)) != nil else { return }
    try? Directory.createWithParents(folder)
    try? NewFile.replace(file, text: text, permissions: 0o600, syncsFolder: false)
  }
}
