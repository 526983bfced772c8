import Host
import Model
public import QueueStore
import Text

// A queue on a server. Its files on this machine, such as attempts, are in a folder that is named
// after the queue. A file in this folder represents the queue.

extension TaskQueue {
  /// The place of the queue, if the queue is on a server; else `nil`.
  ///
  /// - Throws: for an address that can't be read, or has a password.
  func server() throws(Problem) -> ServerPlace? {
    if let cachedServer { return cachedServer }
    guard let address = opening.database, ServerPlace.isAddress(address) else { return nil }
    guard let servers = opening.servers else { throw Problem.noServerProgram }
    cachedServer = try asking { try servers.place(address) }
    return cachedServer
  }

  /// Whether the queue is on a server.
  public var isOnServer: Bool { opening.database.map(ServerPlace.isAddress) ?? false }

  /// The address of a queue on a server, as it was given; `nil` for a queue in a file.
  public var serverAddress: String? { isOnServer ? opening.database : nil }

  /// How many seconds the server's clock is ahead of the machine's; 0 for a queue in a file.
  public func clockOffset() throws(Problem) -> Int {
    guard isOnServer else { return 0 }
    return try asking { try serverStore().clockOffset() / 1_000_000_000 }
  }

  /// The queue's store on its server.
  ///
  /// - Throws: a usage error for another queue.
  public func serverStore() throws(Problem) -> any ServerStore {
    guard let server = try server() else {
      preconditionFailure("a queue on a server has an address")
    }
    return try serverStore(at: server, lockTimeout: value(Settings.lockTimeout))
  }

  func newServerStore(at server: ServerPlace) throws(Problem) -> any ServerStore {
    try newServerStore(at: server, lockTimeout: value(Settings.lockTimeout))
  }

  func serverStore(
    at server: ServerPlace, lockTimeout: Duration
  ) throws(Problem) -> any ServerStore {
    // All operations of this object share one connection.
    if let cachedServerStore { return cachedServerStore }
    let store = try newServerStore(at: server, lockTimeout: lockTimeout)
    cachedServerStore = store
    return store
  }

  private func newServerStore(
    at server: ServerPlace, lockTimeout: Duration
  ) throws(Problem) -> any ServerStore {
    guard let servers = opening.servers else { throw Problem.noServerProgram }
    let options = ServerStoreOptions(
      home: Machine.place(ofFolder: folder(of: server)),
      stampFile: Path.join(folder(of: server), "stamp"), lockTimeout: lockTimeout, zone: try zone(),
      takesServersTime: opening.environment["ORCH_NOW"] == nil, clock: opening.clock,
      notice: waitNotice)
    return try asking { try servers.store(at: server, options) }
  }

  /// Whether the server has the queue.
  public func isThereOnServer() throws(Problem) -> Bool {
    do {
      _ = try clockOffset()
      return true
    } catch {
      guard case .store(.server(let failure)) = error, failure.cause == .noQueue else {
        throw error
      }
      return false
    }
  }

  /// Makes an empty queue on the server.
  ///
  /// - Returns: `false` if the server already has the queue.
  public func createOnServer(as caller: Caller) throws(Problem) -> Bool {
    let store = try serverStore()
    let author = Author(
      program: opening.program, command: "init", traceID: traceID, actor: caller.actor)
    return try asking { try store.create(author) }
  }

  /// The `tz` of the first machine that worked on the queue, and the `tz` of this machine, if their
  /// clocks show different times; else `nil`. Also `nil` if no machine has worked on the queue.
  public func zoneElsewhere() throws(Problem) -> (there: String, here: String)? {
    guard isOnServer else { return nil }
    let (records, here) = (try serverStore(), try zone())
    let noted = try asking { try records.text(Self.zoneKind, "") }
    return noted.flatMap { zones($0, here) }
  }

  /// The recorded zone and the zone of this machine, if their clocks differ now.
  private func zones(_ noted: String, _ here: QueueZone) -> (there: String, here: String)? {
    guard let there = Settings.tz.read(noted) else { return nil }
    let now = wallClock / 1_000_000_000
    return there.offset(at: now) == here.offset(at: now) ? nil : (there.text, here.text)
  }

  /// Records the zone of this machine for the other machines, unless a zone is recorded already.
  /// Warns if the recorded zone is different. If the server does not answer, this does nothing, and
  /// the next call reports the error.
  package func noteZone() {
    guard isOnServer, let records = try? serverStore(), let zone = try? zone() else { return }
    do throws(SystemError) {
      guard let noted = try records.text(Self.zoneKind, "") else {
        _ = try records.add(zone.setting.stringValue ?? "\(zone.setting)", Self.zoneKind, "")
        return
      }
      if let zones = zones(noted, zone) { warn(.zoneElsewhere(zones.there, here: zones.here)) }
    } catch {}
  }

  private static let zoneKind = "zone"

  /// The folder for the files of the queue that stay on this machine: attempts, inbox and workers.
  func folder(of server: ServerPlace) -> String {
    let hash = SHA256.hexDigest(of: Array(server.name.utf8)).prefix(12)
    return Path.join(serverHome, ".orch/postgresql-\(hash)")
  }

  /// The folder of the `orch.json` that names the queue, else the nearest folder with an
  /// `orch.json`, else the current folder.
  var serverHome: String {
    opening.homeOfSettings ?? Path.nearest(from: opening.folder) {
      (try? FileStatus(of: Path.join($0, "orch.json"))) != nil
    } ?? opening.folder
  }

  /// The file that represents the queue on this machine. New files get its permissions.
  func markerPath(of server: ServerPlace) -> String {
    Path.join(folder(of: server), "queue.json")
  }

  /// Creates the folder and the file before other files are written to the folder.
  func makeFolder(of server: ServerPlace) throws(SystemError) {
    let path = markerPath(of: server)
    // A clone may contain a link instead of a folder.
    try Path.checkNoLink(from: Path.join(serverHome, ".orch"), to: path)
    if try FileStatus.ifExists(path) != nil { return }
    try Directory.createWithParents(folder(of: server))
    do throws(SystemError) {
      try NewFile.create(
        path, text: "{\"queue\": \"\(server.name.escaped)\"}\n", permissions: 0o600)
    } catch {
      // Another process has just created the file.
      if !error.alreadyExists { throw error }
    }
  }
}

/// A machine that works on a queue on a server.
package struct Machine {
  package let host: String
  /// The folder of the machine's `orch.json`.
  package let home: String

  /// The name of this machine in claims: `HOST:FOLDER`.
  ///
  /// - Parameter folder: the folder of the queue.
  static func place(ofFolder folder: String) -> String { "\(CurrentProcess.hostName):\(folder)" }

  /// - Parameter place: in the form of `place(ofFolder:)`.
  package init(_ place: String) {
    let parts = place.split(separator: ":", maxSplits: 1).map(String.init)
    host = parts.first ?? place
    // The folder of a queue is `.orch/postgresql-HASH` in home.
    home = Path.parent(of: Path.parent(of: parts.count > 1 ? parts[1] : ""))
  }
}

extension Problem {
  /// The problem of a missing program: the program with the clients of servers is not installed.
  public static let noServerProgram = Problem.adapter(
    .missingProgram,
    Sentence(
      "a queue on a server needs the program orch-postgres beside orch",
      "서버의 큐를 쓰려면 orch 옆에 orch-postgres 프로그램이 있어야 합니다"),
    hint: Sentence(
      "ORCH_POSTGRES=1 automation/build.sh builds it; docs/postgresql.md describes how",
      "ORCH_POSTGRES=1 automation/build.sh로 만듭니다. docs/postgresql.ko.md를 보십시오"))
}
