import Host
import Text

/// Answers of programs, by key, in a file of the sidecar. If an answer is lost, the program is only
/// asked again, so no lock is needed.
struct AnswersFile: Sendable {
  private let sidecar: String
  private let path: String

  init(_ name: String, in sidecar: String) {
    (self.sidecar, path) = (sidecar, Path.join(sidecar, name))
  }

  subscript(key: String) -> JSONObject? { entries()[key]?.objectValue }

  func set(_ key: String, _ answer: JSONObject) {
    guard (try? Path.checkNoLink(from: sidecar, to: path)) != nil else { return }
    var entries: JSONObject = [:]
    for other in self.entries().members.suffix(Self.mostEntries) where other.key != key {
      entries[other.key] = other.value
    }
    entries[key] = .object(answer)
    // If the folder can't be created, the program is asked again the next time.
    _ = try? Directory.create(sidecar, permissions: 0o700)
    try? NewFile.replace(path, text: "\(JSONValue.object(entries))\n", permissions: 0o600)
  }

  private func entries() -> JSONObject {
    guard (try? Path.checkNoLink(from: sidecar, to: path)) != nil,
      let file = try? FileDescriptor(opening: path, for: .readingNoLink),
      let status = try? file.status(), status.kind == .regular,
      // Another user could forge the version of an old program.
      status.owner == CurrentProcess.effectiveUser, status.permissions & 0o022 == 0,
      let bytes = try? file.read(Self.longest, at: 0)
    else { return [:] }
    return (try? JSONValue(parsing: bytes))?.objectValue ?? [:]
  }

  /// The maximum length in bytes; orch never writes a longer file.
  private static let longest = 1 << 20
  private static let mostEntries = 50
}
