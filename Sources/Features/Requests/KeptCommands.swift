import Door
import Host
import Model
import Text

/// The commands of the inbox that were begun or carried out, by their keys: a file for each in
/// `.orch/commands/done`.
struct KeptCommands {
  private let files: SharedFiles

  init(_ files: SharedFiles) { self.files = files }

  static let folder = "commands/done"

  /// How long an answer is kept, in seconds.
  static let age = 30 * 86_400

  struct Kept {
    let digest: String
    /// `nil` if the command was begun, and nobody knows whether it was carried out.
    let result: JSONValue?
  }

  private func path(of key: RequestKey) -> String {
    "\(Self.folder)/\(key.digest.prefix(32)).json"
  }

  func command(withKey key: RequestKey) throws(SystemError) -> Kept? {
    guard let bytes = try files.bytes(of: path(of: key), upTo: 4 << 20),
      let object = (try? JSONValue(parsing: bytes))?.objectValue,
      object["key"]?.stringValue == key.text, let digest = object["digest"]?.stringValue
    else { return nil }
    return Kept(digest: digest, result: object["result"])
  }

  /// Keeps a command durably, before it is carried out and after it.
  func keep(_ command: InboxCommand, _ result: JSONValue?) throws(SystemError) {
    var object: JSONObject = [
      "key": .string(command.key.text), "digest": .string(command.digest),
    ]
    object["result"] = result
    try files.replace(path(of: command.key), with: "\(JSONValue.object(object))\n")
  }

  /// Forgets a command that changed nothing.
  func remove(_ command: InboxCommand) throws(SystemError) {
    try files.remove(path(of: command.key))
  }

  /// Forgets commands that were kept long ago.
  ///
  /// - Parameter now: nanoseconds since 1970.
  func removeOld(now: Int) {
    let limit = now - Self.age * 1_000_000_000
    for name in (try? files.names(in: Self.folder)) ?? [] where name.hasSuffix(".json") {
      let path = files.shownPath(of: "\(Self.folder)/\(name)")
      guard let status = try? FileStatus(ofName: path), status.identity.modified < limit else {
        continue
      }
      try? Directory.removeIfThere(path)
    }
  }
}

extension RequestKey {
  /// The SHA-256 in hexadecimal digits.
  var digest: String { SHA256.hexDigest(of: Array(text.utf8)) }
}
