import CPostgres

/// The parts of an address. Missing parts are filled in from libpq's variables, service files and
/// defaults.
public struct ServerAddress: Equatable, Sendable {
  /// The address as it was given, such as `postgresql://HOST/DATABASE`.
  public let text: String
  /// The host, or the folder of its socket; empty for libpq's default.
  public let host: String
  public let port: String
  public let database: String
  public let user: String
  /// Settings of the session, such as the search path, which determines the schema.
  public let options: String
  /// The section of libpq's service file from which the other parts come.
  public let service: String

  /// - Throws: `misuse` if libpq can't read the address, and `password` if the address has a
  ///   password. The messages of these errors do not contain the address.
  public init(_ text: String) throws(PostgreSQLError) {
    let given = try Self.values { PQconninfoParse(text, $0) }
    let values = try Self.values { _ in PQconndefaults() }.merging(given) { $1 }
    self.text = text
    guard given["password"]?.isEmpty ?? true, given["sslpassword"]?.isEmpty ?? true else {
      throw PostgreSQLError(.password, "the address has a password")
    }
    user = values["user"] ?? ""
    options = values["options"] ?? ""
    service = values["service"] ?? ""
    host = values["host"] ?? values["hostaddr"] ?? ""
    port = values["port"] ?? ""
    database = values["dbname"] ?? user
  }

  /// The environment variables from which libpq takes parts of an address.
  public static var variables: [String] {
    guard let options = PQconndefaults() else { return [] }
    defer { PQconninfoFree(options) }
    var names: [String] = []
    var option = options
    while option.pointee.keyword != nil {
      if let name = option.pointee.envvar { names.append(String(cString: name)) }
      option += 1
    }
    return names
  }

  private static func values(
    _ read: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> UnsafeMutablePointer<
      PQconninfoOption
    >?
  ) throws(PostgreSQLError) -> [String: String] {
    var reason: UnsafeMutablePointer<CChar>?
    guard let options = read(&reason) else {
      PQfreemem(reason)
      throw PostgreSQLError(.misuse, "libpq can't read the address")
    }
    defer { PQconninfoFree(options) }
    var values: [String: String] = [:]
    var option = options
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val {
        values[String(cString: keyword)] = String(cString: value)
      }
      option += 1
    }
    return values
  }
}
