import PostgreSQL
public import QueueStore

/// Opens queues on PostgreSQL servers.
public struct PostgreSQLServers: ServerStores {
  public init() {}

  /// The variables that libpq lists, and the variables that name files that libpq reads.
  public var variables: [String] {
    ServerAddress.variables + ["PGPASSFILE", "PGSERVICEFILE", "PGSYSCONFDIR"]
  }

  public func place(_ address: String) throws(StoreError) -> ServerPlace {
    let found = try Self.address(address)
    return ServerPlace(
      address: address,
      name: [found.host, found.port, found.database, found.options, found.service]
        .filter { !$0.isEmpty }.joined(separator: " "))
  }

  public func store(
    at place: ServerPlace, _ options: ServerStoreOptions
  ) throws(StoreError) -> any ServerStore {
    PostgreSQLStore(
      try Self.address(place.address), .queue, home: options.home, stampFile: options.stampFile,
      lockTimeout: options.lockTimeout, zone: options.zone,
      takesServersTime: options.takesServersTime, clock: options.clock, notice: options.notice)
  }

  static func address(_ text: String) throws(StoreError) -> ServerAddress {
    do throws(PostgreSQLError) { return try ServerAddress(text) } catch {
      throw .badAddress(hasPassword: error.kind == .password)
    }
  }
}
