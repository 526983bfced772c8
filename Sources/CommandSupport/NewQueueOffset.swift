import Host
public import JSON
import QueueModel

/// The offset from UTC that a new queue gets in its `orch.json`.
public struct NewQueueOffset: Equatable, Sendable {
  /// Seconds east of UTC.
  let seconds: Int
  /// The folder of `orch.json`.
  let home: String

  public var file: String { setting.file }

  /// As `tz_offset` has it: `5.5`.
  public var hours: JSONValue {
    seconds % 3600 == 0 ? .integer(seconds / 3600) : .number(Double(seconds) / 3600)
  }

  /// `UTC+5.5`.
  public var text: String { "UTC\(seconds < 0 ? "" : "+")\(hours)" }

  var setting: NewSetting {
    NewSetting(key: Settings.tzOffset.description.key, value: hours, home: home)
  }
}

extension CommandContext {
  /// Writes the offset of a queue that is to be made: the one that is given, else that of the
  /// machine's time zone in a folder without an older queue.
  ///
  /// - Parameters:
  ///   - given: the text of `--tz-offset`.
  ///   - path: the queue's.
  /// - Returns: `nil` where nothing is written: for Korean time, in UTC, as on most servers, and in
  ///   a zone with daylight-saving time.
  /// - Throws: where `orch.json` has another one, or can't be read or written.
  public func writeOffset(ofQueue path: String, given: String?) throws -> NewQueueOffset? {
    let home = homeOfNewQueue(at: path)
    let offset: Int? =
      if let given { try self.given(given, in: home) } else { machineOffset(for: home) }
    guard let offset else { return nil }
    let written = NewQueueOffset(seconds: offset, home: home)
    try written.setting.write()
    return written
  }

  private func given(_ text: String, in home: String) throws -> Int? {
    let setting = Settings.tzOffset
    let configuration = Configuration(reading: home)
    if let problem = configuration.problems.first { throw problem }
    let given = setting.read(text) ?? setting.defaultValue
    guard let old = configuration.values[setting.description.key] else {
      return given.offset(at: 0)
    }
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
      offset != 0, .fixed(offset) != setting.defaultValue, offset % 900 == 0, abs(offset) <= limit
    else { return nil }
    return offset
  }

  /// Whether a queue has been worked in this folder, whose times would change.
  private func hasQueue(_ home: String) -> Bool {
    ((try? Directory.names(in: home)) ?? []).contains {
      $0 == "QUEUE.md" || $0 == "db" || $0.hasPrefix(".orch")
    }
  }

  /// Writes the prefix of new ids of a queue that is to be made.
  ///
  /// - Returns: the path of `orch.json`.
  /// - Throws: where it has another one, or can't be read or written.
  public func writePrefix(ofQueue path: String, _ prefix: String) throws -> String {
    let home = homeOfNewQueue(at: path)
    let key = Settings.idPrefix.description.key
    let setting = NewSetting(key: key, value: .string(prefix), home: home)
    try setting.write()
    let found = Configuration(reading: home).values[key] ?? prefix
    guard found == prefix else {
      throw CommandError.setting(
        .text(prefix, name: "--prefix", form: "\(found), which \(setting.file) has as \(key)"))
    }
    return setting.file
  }

  /// The folder of the `orch.json` of a queue that is to be made.
  public func homeOfNewQueue(at path: String) -> String {
    guard chosenDatabase != nil else { return Path.parent(of: path) }
    return namedQueuePath.map(Path.parent(of:)) ?? Self.home(of: path)
  }
}
