import Door
import Host
import Text

/// A setting that is written to the `orch.json` of a new queue.
struct NewSetting {
  let key: String
  let value: JSONValue
  /// The folder of `orch.json`.
  let home: String

  var file: String { Path.join(home, "orch.json") }

  /// Writes the setting into `orch.json`, and keeps all other bytes. Does nothing if the key
  /// exists, because another process that creates a queue in the same folder may have written it.
  func write() throws {
    let found = Configuration(reading: home, with: Opening.allFeatures)
    if let problem = found.problems.first { throw problem }
    guard found.values[key] == nil else { return }
    guard let bytes = found.bytes else { return try create() }
    let file = Path.resolved(file) ?? file
    let status = try FileStatus(of: file)
    try NewFile.replace(
      file, text: String(decoding: inserted(in: bytes), as: UTF8.self),
      permissions: status.permissions, group: status.group)
  }

  private func create() throws {
    try Directory.createWithParents(home)
    do { try NewFile.create(file, text: "{\(member)}\n") } catch {
      // A link to a missing file exists, and has no bytes.
      guard error.alreadyExists,
        Configuration(reading: home, with: Opening.allFeatures).bytes != nil
      else { throw error }
      try write()
    }
  }

  private var member: String { "\"\(key)\": \(value)" }

  /// The object with the member inserted before the others, on a line of its own if they have lines
  /// of their own.
  private func inserted(in bytes: [UInt8]) -> [UInt8] {
    let start = (bytes.firstIndex(of: UInt8(ascii: "{")) ?? -1) + 1
    let blank = bytes[start...].prefix { [0x20, 0x0A, 0x0D, 0x09].contains($0) }
    let isEmpty = bytes.dropFirst(start + blank.count).first == UInt8(ascii: "}")
    let separator = isEmpty ? [] : [UInt8(ascii: ",")] + (blank.isEmpty ? [0x20] : [])
    return bytes[..<start] + (isEmpty ? [] : blank) + Array(member.utf8) + separator
      + bytes[start...]
  }
}
