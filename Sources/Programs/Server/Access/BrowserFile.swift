public import Door
public import Host
import Text
import Workers

/// The browsers that may use the board: `browsers.json` in the user's own configuration folder, with
/// hashes of codes that wait for their one use, and of the sessions that began with one.
///
/// A session has two secrets. Browsers send a cookie to each port of a host, and so to any server on
/// this machine; the second secret, which the page keeps, they send to none.
public struct BrowserFile: Sendable {
  private let file: UserFile
  private let clock: Clock

  /// - Throws: where that folder is not known.
  public init(environment: Environment, clock: Clock) throws(Problem) {
    file = try UserFile.ofServer("browsers.json", environment: environment)
    self.clock = clock
  }

  var path: String { file.path }

  /// How long a code may be used; seconds.
  private static let codeAge = 10 * 60
  /// How long a session goes on; seconds.
  static let sessionAge = 30 * 24 * 3600

  struct Session: Equatable {
    /// The name of who opened it.
    let person: String
    let cookie, secret: String
    /// Seconds since 1970.
    let end: Int
  }

  /// A code for one use, for `person`.
  public func newCode(for person: String) throws(Problem) -> String {
    let code = Randomness.hexDigits(32)
    try change("orch open") { records in
      records.codes.append(
        Record(person: person, digests: [code.sha256], end: now + Self.codeAge))
    }
    return code
  }

  /// Whether a code may be used, for all that is known now.
  func knows(_ code: String) throws(Problem) -> Bool {
    try records().codes.contains { $0.has([code.sha256]) }
  }

  /// Begins a session with a code, which then is used up; `nil` for a code that is not known, used or
  /// too old.
  func begin(with code: String) throws(Problem) -> Session? {
    var session: Session?
    try change("orch serve") { records in
      guard let place = records.codes.firstIndex(where: { $0.has([code.sha256]) }) else { return }
      let person = records.codes.remove(at: place).person
      let new = Session(
        person: person, cookie: Randomness.hexDigits(32), secret: Randomness.hexDigits(32),
        end: now + Self.sessionAge)
      records.sessions.append(
        Record(person: person, digests: [new.cookie.sha256, new.secret.sha256], end: new.end))
      session = new
    }
    return session
  }

  /// The name of who opened the session with these secrets; `nil` for none.
  func person(cookie: String, secret: String) throws(Problem) -> String? {
    let digests = [cookie.sha256, secret.sha256]
    return try records().sessions.first { $0.has(digests) }?.person
  }

  func end(cookie: String, secret: String) throws(Problem) {
    let digests = [cookie.sha256, secret.sha256]
    try change("orch serve") { records in records.sessions.removeAll { $0.has(digests) } }
  }

  private var now: Int { clock.now() / 1_000_000_000 }
}

// MARK: The file

extension BrowserFile {
  fileprivate struct Record {
    let person: String
    let digests: [String]
    /// Seconds since 1970.
    let end: Int

    init(person: String, digests: [String], end: Int) {
      (self.person, self.digests, self.end) = (person, digests, end)
    }

    init?(_ json: JSONValue) {
      guard let object = json.objectValue, let person = object["person"]?.stringValue,
        let digests = object["sha256"]?.arrayValue?.map(\.stringValue), !digests.contains(nil),
        let end = object["end"]?.integerValue
      else { return nil }
      self.init(person: person, digests: digests.compactMap(\.self), end: end)
    }

    var json: JSONValue {
      .object([
        "person": .string(person), "sha256": .array(digests.map { .string($0) }),
        "end": .integer(end),
      ])
    }

    func has(_ others: [String]) -> Bool {
      digests.count == others.count
        && zip(digests, others).reduce(true) { $1.0.isSameSecret(as: $1.1) && $0 }
    }
  }

  fileprivate struct Records {
    var codes: [Record] = []
    var sessions: [Record] = []
  }

  private func records() throws(Problem) -> Records {
    try access { () throws(TrustStoreError) in try records(in: file.bytes()) }
  }

  private func change(_ command: String, _ body: (inout Records) -> Void) throws(Problem) {
    try access { () throws(TrustStoreError) in
      try file.change(as: command) { bytes throws(TrustStoreError) in
        var records = try records(in: bytes)
        body(&records)
        return .object([
          "codes": .array(records.codes.map(\.json)),
          "sessions": .array(records.sessions.map(\.json)),
        ])
      }
    }
  }

  /// Those whose time is not over.
  private func records(in bytes: [UInt8]?) throws(TrustStoreError) -> Records {
    let object = try file.object(in: bytes)
    func records(_ key: String) throws(TrustStoreError) -> [Record] {
      var found: [Record] = []
      for json in object?[key]?.arrayValue ?? [] {
        guard let record = Record(json) else {
          throw .malformed(path: path, problem: "invalid value in '\(key)'")
        }
        if record.end > now { found.append(record) }
      }
      return found
    }
    return Records(codes: try records("codes"), sessions: try records("sessions"))
  }
}
