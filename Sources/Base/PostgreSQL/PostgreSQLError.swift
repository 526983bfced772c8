/// An error of a PostgreSQL server, or of the connection to it.
public struct PostgreSQLError: Error, Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    /// The server refused a statement or the connection, with a code of five characters.
    /// Source: https://www.postgresql.org/docs/15/errcodes-appendix.html
    case refused(SQLState)
    /// No server answers at the address, or it answers too late.
    case unreachable
    /// The connection ended while it was used. The server may have executed the last statements
    /// that were sent.
    case lost
    /// A value can't be sent, or libpq can't read the address.
    case misuse
    /// The address has a password.
    case password
  }

  public let kind: Kind
  /// The reason, on one line, without a password.
  public let message: String

  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message.split(whereSeparator: \.isNewline)
      .map { $0.drop(while: \.isWhitespace) }.joined(separator: " ")
  }

  /// The server's code if it refused; `nil` for other errors.
  public var state: SQLState? { if case .refused(let state) = kind { state } else { nil } }

  static let nul = PostgreSQLError(.misuse, "a text has a NUL, which PostgreSQL can't keep")
}

/// The code of a server's error.
public struct SQLState: Equatable, Sendable, ExpressibleByStringLiteral {
  public let code: String

  public init(_ code: String) { self.code = code }
  public init(stringLiteral code: String) { self.code = code }

  /// The class of the code, which is its first two characters.
  public var errorClass: String { String(code.prefix(2)) }

  public static let insufficientPrivilege: SQLState = "42501"
  public static let unknownDatabase: SQLState = "3D000"
  public static let unknownTable: SQLState = "42P01"
  public static let unknownSchema: SQLState = "3F000"
  public static let lockNotAvailable: SQLState = "55P03"
  public static let diskFull: SQLState = "53100"
  public static let readOnlyTransaction: SQLState = "25006"

  /// Whether the server is temporarily unavailable: it is starting or stopping, or has too many
  /// clients.
  public var isTransient: Bool {
    ["57P01", "57P02", "57P03", "53300", "53400", "08P01"].contains(code)
      || errorClass == "08"
  }

  /// Whether the server ended the connection with this error.
  var endsConnection: Bool { ["57P01", "57P02", "57P03", "57P05", "25P03"].contains(code) }

  /// Whether access is denied: a wrong password, or a user or address without permission.
  public var isDenied: Bool { errorClass == "28" || self == .insufficientPrivilege }
}
