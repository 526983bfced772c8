public import Host
public import Model

/// Opens queues on database servers. Only a program that links their client libraries has an
/// implementation.
public protocol ServerStores: Sendable {
  /// The environment variables that the clients read, including passwords.
  var variables: [String] { get }

  /// Parses an address.
  ///
  /// - Throws: also if the address contains a password, which is not allowed.
  func place(_ address: String) throws(StoreError) -> ServerPlace

  /// The store of a queue. It connects at its first use.
  func store(at place: ServerPlace, _ options: ServerStoreOptions) throws(StoreError)
    -> any ServerStore
}

/// The place of a queue on a server.
public struct ServerPlace: Equatable, Sendable {
  /// The address as it was given, such as `postgresql://HOST/DATABASE`.
  public let address: String
  /// The host, port, database and schema. This name is equal for all addresses of one queue.
  public let name: String

  public init(address: String, name: String) { (self.address, self.name) = (address, name) }

  /// Whether a configured database is the address of a server.
  public static func isAddress(_ database: String) -> Bool {
    database.hasPrefix("postgresql://") || database.hasPrefix("postgres://")
  }
}

/// The options with which a store uses its server.
public struct ServerStoreOptions: Sendable {
  /// The place of this machine: `HOST:FOLDER`.
  public var home: String
  /// A file that changes with each change of the queue while a process watches it.
  public var stampFile: String
  public var lockTimeout: Duration
  public var zone: QueueZone
  /// Whether times come from the server; otherwise from the caller, for tests.
  public var takesServersTime: Bool
  public var clock: Clock
  public var notice: WaitNotice

  public init(
    home: String, stampFile: String, lockTimeout: Duration, zone: QueueZone,
    takesServersTime: Bool, clock: Clock, notice: WaitNotice
  ) {
    self.home = home
    (self.stampFile, self.lockTimeout, self.zone) = (stampFile, lockTimeout, zone)
    (self.takesServersTime, self.clock, self.notice) = (takesServersTime, clock, notice)
  }
}

/// A store on a server, which several machines use.
public protocol ServerStore: QueueStore, Watchable, ContentsCopying, SharedRecords, SharedClaims {
  /// Creates an empty queue.
  ///
  /// - Returns: `false` if there already is one.
  func create(_ author: Author) throws(StoreError) -> Bool

  /// How far the server's clock is ahead of the machine's clock, in nanoseconds.
  func clockOffset() throws(StoreError) -> Int

  /// Checks the rows themselves, and compares them with the history.
  func verify() throws(StoreError) -> Verification

  /// Lets `body` write a table while no other program changes the queue, and then writes its
  /// result, in one transaction. If the connection is lost, or a row is locked, `body` may run a
  /// second time.
  ///
  /// - Parameters:
  ///   - context: the context of the command.
  ///   - body: receives the context with the server's time.
  func rendering<Answer>(
    _ context: TransitionContext,
    _ body: (RowsToRender, TransitionContext) throws -> (Answer, RenderedTable)
  ) throws(StoreError) -> Answer
}

/// The server's rows for a table on one machine.
public struct RowsToRender: Sendable {
  /// The rows in their order.
  public var rows: [StoredRow] = []
  /// The state on which the table and the server last agreed: a text for each row, and under the
  /// empty id, which no row has, a JSON text for the table itself. Its `event` is the last event
  /// that the table includes.
  public var agreed: [String: String] = [:]
  public var lastClaimNumber = 0
  /// The highest numbers that ids have had, by prefix.
  public var lastNumbers: [String: Int] = [:]
  /// The ids of rows that were moved since the last event that the table includes.
  public var moved: Set<String> = []

  public init() {}
}

/// The changes of a rendering on the server.
public struct RenderedTable {
  /// The edits of the table.
  public var edits: [ItemChange] = []
  /// The new texts of `RowsToRender.agreed`, but for that of the empty key.
  public var agreed: [String: String] = [:]
  /// The text of the empty key, by the number of the last event, which may be that of an edit;
  /// `nil` if the table agrees with no server.
  public var table: ((_ lastEvent: Int) -> String)?
  /// The ids whose texts were removed.
  public var removed: [String] = []

  public init() {}
}
