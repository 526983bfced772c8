import Door
import Host
import Model
import QueueStore
import Text

/// The time zone of a queue that is copied: the times of its cells are in no other zone.
struct CopiedTimes {
  private let zone: QueueZone
  private let headings: TimeHeadings

  init(of queue: TaskQueue) throws {
    (zone, headings) = (try queue.zone(), try queue.timeHeadings())
  }

  /// Reads the members of a document; `nil` if no member names a zone, as in documents of earlier
  /// releases.
  ///
  /// - Throws: if this machine does not know the zone.
  init?(_ object: JSONObject) throws(UnreadReason) {
    for headings: TimeHeadings in [.zoned, .korean] {
      let setting = Self.setting(for: headings)
      guard let value = object[setting.description.key] else { continue }
      let text = value.stringValue ?? value.description
      guard let zone = setting.read(text) else {
        throw .unknownValue(field: setting.description.key, value: text)
      }
      (self.zone, self.headings) = (zone, headings)
      return
    }
    return nil
  }

  /// The setting by which `orch.json` and a document name the zone, such as `tz`.
  var key: String { Self.setting(for: headings).description.key }
  /// `Europe/Berlin`, or the offset in hours.
  var value: JSONValue { zone.setting }

  private static func setting(for headings: TimeHeadings) -> Setting<QueueZone> {
    switch headings {
    case .korean: Settings.tzOffset
    case .zoned: Settings.tz
    }
  }

  /// Whether a queue has the same zone.
  func areTimes(of queue: TaskQueue) throws -> Bool {
    let other = try queue.zone()
    let now = queue.wallClock / 1_000_000_000
    let offset = zone.fixedOffset(around: now)
    return other == zone || offset != nil && offset == other.fixedOffset(around: now)
  }

  /// Writes the zone into the `orch.json` of a copy.
  ///
  /// - Parameters:
  ///   - path: where the copy will be.
  ///   - original: the name of the original, for the error.
  /// - Throws: if there is an `orch.json`, or a queue whose times would change.
  func write(for copy: TaskQueue, at path: String, copying original: String) throws {
    let home = try copy.home()
    let file = Path.join(home, "orch.json")
    let isNew =
      try !copy.isOnServer && FileStatus.ifExists(path) == nil && copy.settingsFile() == nil
      && !TaskQueue.hasQueue(in: home)
    guard isNew else {
      throw Problem.setting(
        .text(
          try copy.zone().text, name: "\(key) in \(file)",
          form: Sentence(
            "\(value), the zone of \(original.escaped)",
            "\(original.escaped)의 시간대인 \(value)")))
    }
    try Directory.createWithParents(home)
    try NewFile.create(file, text: "{\"\(key)\": \(value)}\n")
  }
}
