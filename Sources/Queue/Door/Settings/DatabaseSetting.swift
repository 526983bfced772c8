import Text

extension Settings {
  /// `db`: the database that holds the queue. The address must have no password, because other
  /// people may read the file.
  static let database = SettingKey<FileSettings>(
    "db", databaseForm, fallback: "none",
    "the database that commands work on if `--db`, `--queue` and the variables name no queue: an "
      + "address on a server, or a file in home or in its folder `db`"
  ) { (value, settings) throws(SettingMistake) in
    guard let name = value.stringValue else { return false }
    if DatabaseAddress.isOne(name) {
      guard !DatabaseAddress.hasPassword(name) else {
        throw .value(.string(DatabaseAddress.withoutUser(name)), key: "db", form: databaseForm)
      }
    } else if !isInHome(name) {
      return false
    }
    settings.database = name
    return true
  }

  /// Whether a database at this path has its home in the folder of the `orch.json`, even if the
  /// path is given to `--db`.
  private static func isInHome(_ path: String) -> Bool {
    let names = path.split(separator: "/", omittingEmptySubsequences: false)
    return names.allSatisfy { !["", ".", ".."].contains($0) }
      && (names.count == 1 || names.count == 2 && names[0] == "db")
  }

  private static let databaseForm = Sentence(
    "an address such as postgresql://HOST/DATABASE without a password (put that into ~/.pgpass), "
      + "or a file such as db/queue.db",
    "postgresql://HOST/DATABASE 같은 주소(암호는 ~/.pgpass에 둡니다)나 db/queue.db 같은 파일")
}

/// The address of a queue on a server, `postgresql://USER@HOST:PORT/DATABASE?KEY=VALUE`, as far as
/// it can be checked without the client of the server.
enum DatabaseAddress {
  static func isOne(_ text: String) -> Bool { scheme(of: text) != nil }

  /// Whether the address has a password before the host or among the parameters. The client checks
  /// again.
  static func hasPassword(_ address: String) -> Bool {
    let (user, rest) = parts(of: address)
    let parameters = rest.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
    // An encoded key is not decoded, but counts as the key of a password.
    return user.contains(":")
      || parameters.split(separator: "&").contains { parameter in
        let key = parameter.prefix { $0 != "=" }
        return key.contains("%") || key.hasSuffix("password")
      }
  }

  /// `postgresql://HOST/DATABASE`, for messages.
  static func withoutUser(_ address: String) -> String {
    let host = parts(of: address).rest.prefix { $0 != "?" }
    return "\(scheme(of: address) ?? "postgresql://")\(host)"
  }

  private static func scheme(of address: String) -> String? {
    ["postgresql://", "postgres://"].first(where: address.hasPrefix)
  }

  /// The part before the last `@` of the host, and the part after it.
  private static func parts(of address: String) -> (user: Substring, rest: Substring) {
    let text = address.dropFirst(scheme(of: address)?.count ?? 0)
    let authority = text.prefix { $0 != "/" && $0 != "?" }
    guard let end = authority.lastIndex(of: "@") else { return ("", text) }
    return (text[..<end], text[text.index(after: end)...])
  }
}
