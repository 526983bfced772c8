import CPostgres
public import Host

/// A connection to a server, used by one thread at a time.
///
/// Statements that do not depend on each other's answers are sent together, and take one round
/// trip.
//
// `@unchecked`: threads may pass the connection on only between two uses.
public final class Connection: @unchecked Sendable {
  private let handle: OpaquePointer
  private let clock: Clock

  /// Connects with the password that libpq reads from its file, its service or `PGPASSWORD`.
  ///
  /// - Parameters:
  ///   - address: a URI without a password.
  ///   - application: the name that the server shows for this connection.
  public init(
    to address: ServerAddress, application: String, timeout: Duration, clock: Clock = .system
  ) throws(PostgreSQLError) {
    guard !address.text.utf8.contains(0), !application.utf8.contains(0) else {
      throw PostgreSQLError.nul
    }
    // The address comes last, so its settings override the others.
    let parameters = [
      ("application_name", application), ("client_encoding", "UTF8"), ("tcp_user_timeout", "10000"),
      ("keepalives_idle", "20"), ("keepalives_interval", "5"), ("dbname", address.text),
    ]
    let started = withCStrings(parameters.map(\.0)) { names in
      withCStrings(parameters.map(\.1)) { values in PQconnectStartParams(names, values, 1) }
    }
    guard let started else { throw PostgreSQLError(.unreachable, "out of memory") }
    (handle, self.clock) = (started, clock)
    // Without this, the message of a refusal lacks its code.
    PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
    try connect(until: clock.monotonic() + timeout)
    PQsetNoticeProcessor(handle, { _, _ in }, nil)
    PQsetnonblocking(handle, 1)
    guard PQenterPipelineMode(handle) == 1 else { throw failure }
  }

  deinit { PQfinish(handle) }

  // MARK: Connecting

  private func connect(until end: Duration) throws(PostgreSQLError) {
    var request = PGRES_POLLING_WRITING
    while request != PGRES_POLLING_OK {
      guard request != PGRES_POLLING_FAILED, PQstatus(handle) != CONNECTION_BAD else {
        throw refusal
      }
      let isReady = DescriptorWait.wait(
        for: PQsocket(handle), toWrite: request == PGRES_POLLING_WRITING,
        atMost: end - clock.monotonic())
      guard isReady else { throw PostgreSQLError(.unreachable, "the server does not answer") }
      request = PQconnectPoll(handle)
    }
  }

  /// The reason for which a connection was refused, from a message such as `connection to server …
  /// failed: FATAL:  3D000: database …`.
  private var refusal: PostgreSQLError {
    let text = message
    // The message has one line for each address that was tried, and a line with the location in the
    // server's source code.
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("LOCATION:") }
    for line in lines {
      guard let state = Self.state(in: line) else { continue }
      let reason = line[state.end...].drop { $0 == " " }
      return PostgreSQLError(.refused(state.state), String(reason))
    }
    return PostgreSQLError(.unreachable, lines.joined(separator: " "))
  }

  /// The code in `FATAL:  28P01: password …`, and the index where the code ends. The code is found
  /// by its form, because servers translate the severity.
  private static func state(in line: Substring) -> (state: SQLState, end: Substring.Index)? {
    var rest = line
    while let colon = rest.firstIndex(of: ":") {
      let after = rest[rest.index(after: colon)...].drop { $0 == " " }
      let code = after.prefix(5)
      // A severity may have five letters like a code, but each code has a digit.
      if code.utf8.count == 5, code.utf8.allSatisfy(Self.isOfCode),
        code.utf8.contains(where: { $0 < UInt8(ascii: "A") }), after.dropFirst(5).first == ":"
      {
        return (SQLState(String(code)), after.dropFirst(6).startIndex)
      }
      rest = rest[rest.index(after: colon)...]
    }
    return nil
  }

  private static func isOfCode(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  /// libpq puts a tab before a question to the reader.
  private var message: String { String(cString: PQerrorMessage(handle)).filter { $0 != "\t" } }

  private var failure: PostgreSQLError { PostgreSQLError(.lost, message) }

  /// Whether the connection is known to have ended.
  public var isLost: Bool { PQstatus(handle) == CONNECTION_BAD }

  /// Whether the connection can be reused: it is connected, and not in a transaction.
  public var isIdle: Bool {
    PQstatus(handle) == CONNECTION_OK && PQtransactionStatus(handle) == PQTRANS_IDLE
  }

  // MARK: Running

  /// Runs statements in order, in one round trip. If a statement fails, the following ones are not
  /// run.
  ///
  /// - Parameters:
  ///   - statements: at least one.
  ///   - timeout: how long to wait for all answers.
  @discardableResult
  public func run(
    _ statements: [Statement], timeout: Duration = .seconds(120)
  ) throws(PostgreSQLError) -> [Answer] {
    for statement in statements { try send(statement) }
    guard PQpipelineSync(handle) == 1 else { throw failure }
    let end = clock.monotonic() + timeout
    var answers: [Answer] = []
    var problem: PostgreSQLError?
    // libpq returns a result and then a null for each statement, and at the end a result for the
    // pipeline's end.
    while true {
      guard let result = try nextResult(until: end) else { continue }
      switch PQresultStatus(result) {
      case PGRES_PIPELINE_SYNC:
        PQclear(result)
        if let problem { throw problem }
        return answers
      case PGRES_TUPLES_OK, PGRES_COMMAND_OK: answers.append(Answer(result))
      case PGRES_PIPELINE_ABORTED: PQclear(result)
      default:
        let error = Self.error(of: result)
        PQclear(result)
        if PQstatus(handle) == CONNECTION_BAD || error.state?.endsConnection ?? true {
          throw PostgreSQLError(.lost, error.message)
        }
        problem = problem ?? error
      }
    }
  }

  @discardableResult
  public func run(
    _ sql: String, _ values: (any Parameter)?...
  ) throws(PostgreSQLError) -> Answer {
    try run([Statement(sql, values)])[0]
  }

  private func send(_ statement: Statement) throws(PostgreSQLError) {
    for value in statement.values where value?.utf8.contains(0) ?? false {
      throw PostgreSQLError.nul
    }
    let isSent = withCStrings(statement.values) { values in
      PQsendQueryParams(
        handle, statement.sql, Int32(statement.values.count), nil, values, nil, nil, 0)
    }
    guard isSent == 1 else { throw failure }
  }

  private func nextResult(until end: Duration) throws(PostgreSQLError) -> OpaquePointer? {
    while PQisBusy(handle) == 1 {
      let unsent = PQflush(handle)
      guard unsent >= 0 else { throw failure }
      let isReady = DescriptorWait.wait(
        for: PQsocket(handle), toWrite: unsent == 1, orRead: true,
        atMost: end - clock.monotonic())
      guard isReady else { throw PostgreSQLError(.lost, "the server does not answer") }
      guard PQconsumeInput(handle) == 1 else { throw failure }
    }
    let result = PQgetResult(handle)
    if result == nil, PQstatus(handle) == CONNECTION_BAD { throw failure }
    return result
  }

  private static func error(of result: OpaquePointer) -> PostgreSQLError {
    func field(_ code: Character) -> String? {
      PQresultErrorField(result, Int32(code.asciiValue!)).map { String(cString: $0) }
    }
    let message = field("M") ?? String(cString: PQresultErrorMessage(result))
    guard let code = field("C") else { return PostgreSQLError(.lost, message) }
    return PostgreSQLError(.refused(SQLState(code)), message)
  }

  // MARK: Notifications

  /// The descriptor on which notifications arrive.
  public var descriptor: Int32 { PQsocket(handle) }

  /// Takes the notifications that have arrived.
  ///
  /// - Returns: whether there were any.
  public func takeNotifications() throws(PostgreSQLError) -> Bool {
    guard PQconsumeInput(handle) == 1 else { throw failure }
    var isAny = false
    while let notification = PQnotifies(handle) {
      PQfreemem(notification)
      isAny = true
    }
    return isAny
  }
}

/// Calls `body` with the texts as C strings, and a null pointer after them.
private func withCStrings<Result>(
  _ texts: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
  var bytes: [CChar] = []
  var offsets: [Int?] = []
  for text in texts {
    guard let text else {
      offsets.append(nil)
      continue
    }
    offsets.append(bytes.count)
    for byte in text.utf8 { bytes.append(CChar(bitPattern: byte)) }
    bytes.append(0)
  }
  return bytes.withUnsafeBufferPointer { bytes in
    var pointers = offsets.map { offset in offset.map { bytes.baseAddress! + $0 } }
    pointers.append(nil)
    return pointers.withUnsafeBufferPointer { body($0.baseAddress!) }
  }
}
