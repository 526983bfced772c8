public import Host
public import Model

/// What opens queues on database servers. Only a program that is linked with their clients has it.
public protocol ServerStores: Sendable {
  /// The environment variables that the clients read, passwords among them.
  var variables: [String] { get }

  /// Reads an address.
  ///
  /// - Throws: also where it has a password, which it must not.
  func place(_ address: String) throws(StoreError) -> ServerPlace

  /// The store of a queue; nothing is opened before its first use.
  func store(at place: ServerPlace, _ options: ServerStoreOptions) throws(StoreError)
    -> any ServerStore
}

/// Where a queue is on a server.
public struct ServerPlace: Equatable, Sendable {
  /// `postgresql://HOST/DATABASE`, as it was given.
  public let address: String
  /// Host, port, database and schema: the same for each address of one queue.
  public let name: String

  public init(address: String, name: String) { (self.address, self.name) = (address, name) }

  /// Whether a name of a database is the address of a server.
  public static func isAddress(_ database: String) -> Bool {
    database.hasPrefix("postgresql://") || database.hasPrefix("postgres://")
  }
}

/// How a store works with its server.
public struct ServerStoreOptions: Sendable {
  /// The place of this machine: `HOST:FOLDER`.
  public var home: String
  /// A file that changes with each change of the queue, as long as a process watches it.
  public var stampFile: String
  public var lockTimeout: Duration
  public var zone: QueueZone
  /// Whether times are the server's; else those of the caller, for tests.
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
  /// Makes an empty queue.
  ///
  /// - Returns: `false` where there is one.
  func create(_ author: Author) throws(StoreError) -> Bool

  /// How far the server's clock is ahead of the machine's, in nanoseconds.
  func clockOffset() throws(StoreError) -> Int

  /// Checks the rows by themselves, and against the history.
  func verify() throws(StoreError) -> Verification

  /// Lets `body` write a table while no other program changes the queue, and then writes what it
  /// returns, in one transaction. Where the connection is lost, or a row is locked, `body` may run once
  /// more.
  ///
  /// - Parameters:
  ///   - context: of the command.
  ///   - body: gets the context with the server's time.
  func rendering<Answer>(
    _ context: TransitionContext,
    _ body: (RowsToRender, TransitionContext) throws -> (Answer, RenderedTable)
  ) throws(StoreError) -> Answer
}

/// The rows of a server that a table on one machine is to have.
public struct RowsToRender: Sendable {
  /// In their order.
  public var rows: [StoredRow] = []
  /// What the table and the server last agreed on: a text for each row, and under the empty id, which
  /// no row has, one for the table itself.
  public var agreed: [String: String] = [:]
  public var lastClaimNumber = 0
  /// The highest numbers that ids have had, by prefix.
  public var lastNumbers: [String: Int] = [:]

  public init() {}
}

/// What a rendering leaves on the server.
public struct RenderedTable: Sendable {
  /// The edits of the table.
  public var edits: [ItemChange] = []
  /// Texts of `RowsToRender.agreed` that are new.
  public var agreed: [String: String] = [:]
  /// The ids of those that are gone.
  public var removed: [String] = []

  public init() {}
}
