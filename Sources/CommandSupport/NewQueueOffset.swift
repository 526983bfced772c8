import Host
public import JSON
import QueueModel

/// The offset from UTC that a new queue gets in its `orch.json`.
public struct NewQueueOffset: Equatable, Sendable {
  /// Seconds east of UTC.
  let seconds: Int
  /// The folder of `orch.json`.
  let home: String

  public var file: String { Path.join(home, "orch.json") }

  /// As `tz_offset` has it: `5.5`.
  public var hours: JSONValue {
    seconds % 3600 == 0 ? .integer(seconds / 3600) : .number(Double(seconds) / 3600)
  }

  /// `UTC+5.5`.
  public var text: String { "UTC\(seconds < 0 ? "" : "+")\(hours)" }

  /// Writes it into `orch.json`, whose other bytes stay as they are. Another process that makes a
  /// queue in the same folder may have written it before.
  func write() throws {
    let found = Configuration(reading: home)
    if let problem = found.problems.first { throw problem }
    guard found.values[Settings.tzOffset.description.key] == nil else { return }
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
      guard error.alreadyExists else { throw error }
      try write()
    }
  }

  private var member: String { "\"\(Settings.tzOffset.description.key)\": \(hours)" }

  /// The object with the member in front of the others, and on a line of its own where they are.
  private func inserted(in bytes: [UInt8]) -> [UInt8] {
    let start = (bytes.firstIndex(of: UInt8(ascii: "{")) ?? -1) + 1
    let blank = bytes[start...].prefix { [0x20, 0x0A, 0x0D, 0x09].contains($0) }
    let isEmpty = bytes.dropFirst(start + blank.count).first == UInt8(ascii: "}")
    let separator = isEmpty ? [] : [UInt8(ascii: ",")] + (blank.isEmpty ? [0x20] : [])
    return bytes[..<start] + (isEmpty ? [] : blank) + Array(member.utf8) + separator
      + bytes[start...]
  }
}

extension CommandContext {
  /// Writes the offset of a queue that is to be made: the one that is given, else that of the
  /// machine's time zone in a folder without an older queue.
  ///
  /// - Parameters:
  ///   - given: the text of `--tz-offset`.
  ///   - path: the queue's.
  /// - Returns: `nil` where nothing is written: for Korean time, in UTC, as on most servers, and in a
  ///   zone with daylight-saving time.
  /// - Throws: where `orch.json` has another one, or can't be read or written.
  public func writeOffset(ofQueue path: String, given: String?) throws -> NewQueueOffset? {
    let home = homeOfNewQueue(at: path)
    let offset: Int? =
      if let given { try self.given(given, in: home) } else { machineOffset(for: home) }
    guard let offset else { return nil }
    let written = NewQueueOffset(seconds: offset, home: home)
    try written.write()
    return written
  }

  private func given(_ text: String, in home: String) throws -> Int? {
    let setting = Settings.tzOffset
    let configuration = Configuration(reading: home)
    if let problem = configuration.problems.first { throw problem }
    let given = setting.read(text) ?? setting.defaultValue
    guard let old = configuration.values[setting.description.key] else { return given }
    guard setting.read(old) != given else { return nil }
    throw CommandError.setting(
      .text(text, name: "--tz-offset", form: "\(old), which \(home)/orch.json has as tz_offset"))
  }

  private func machineOffset(for home: String) -> Int? {
    let setting = Settings.tzOffset
    let configuration = Configuration(reading: home)
    let limit = 14 * 3600
    guard environment[setting.description.variable] == nil, configuration.problems.isEmpty,
      configuration.values[setting.description.key] == nil, !hasQueue(home),
      let offset = LocalTime.fixedOffset(around: clock.now() / 1_000_000_000),
      offset != 0, offset != setting.defaultValue, offset % 900 == 0, abs(offset) <= limit
    else { return nil }
    return offset
  }

  /// Whether a queue has been worked in this folder, whose times would change.
  private func hasQueue(_ home: String) -> Bool {
    ((try? Directory.names(in: home)) ?? []).contains {
      $0 == "QUEUE.md" || $0 == "db" || $0.hasPrefix(".orch")
    }
  }

  private func homeOfNewQueue(at path: String) -> String {
    guard chosenDatabase != nil else { return Path.parent(of: path) }
    return namedQueuePath.map(Path.parent(of:)) ?? Self.home(of: path)
  }
}
