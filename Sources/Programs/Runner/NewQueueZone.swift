import Door
import Host
public import Model
public import Text

/// The time zone that is written to the `orch.json` of a new queue.
public struct NewQueueZone {
  let zone: QueueZone
  let setting: NewSetting

  /// The path of `orch.json`.
  public var file: String { setting.file }
  public var key: String { setting.key }
  /// `Europe/Berlin`, or the offset in hours.
  public var value: JSONValue { setting.value }
  /// `Europe/Berlin`, or `UTC+5.5`.
  public var text: String { zone.text }
  /// Whether the zone is a fixed offset without a name.
  public var isOffset: Bool { if case .fixed = zone { true } else { false } }

  /// Korean time is written as `tz_offset`, the setting for a table with `started_at_kst`.
  init(_ zone: QueueZone, home: String, at now: Int) {
    let isKorean = TimeHeadings(ofNewTableIn: zone, at: now) == .korean
    self.zone = isKorean ? Settings.tzOffset.defaultValue : zone
    let key = (isKorean ? Settings.tzOffset : Settings.tz).description.key
    setting = NewSetting(key: key, value: self.zone.setting, home: home)
  }
}

extension QueueZone {
  /// Whether the setting `tz` can express the zone. An offset has to be a multiple of a quarter of
  /// an hour, up to 14 hours.
  fileprivate var isSetting: Bool {
    switch self {
    case .fixed(let seconds): Settings.tz.read(String(Double(seconds) / 3600)) == self
    case .rules: true
    }
  }
}

extension CommandContext {
  /// Writes the zone of a new queue: the given one, or, in a folder without an older queue, the zone
  /// of `ORCH_TZ` or of the machine. A machine whose zone can't be named counts as UTC, as servers
  /// and containers do; a queue in Korean gets Korean time there.
  ///
  /// - Parameters:
  ///   - path: the path of the queue.
  ///   - given: the given option and its text.
  ///   - language: the language of the queue's rules.
  /// - Returns: `nil` if nothing is written, for Korean time.
  /// - Throws: if `orch.json` has another zone, or can't be read or written.
  public func writeZone(
    ofQueue path: String, given: (option: String, text: String)?, in language: Language
  ) throws -> NewQueueZone? {
    let home = homeOfNewQueue(at: path)
    let zone =
      if let given { try zone(given, in: home) } else {
        zoneOfVariable(for: home) ?? machineZone(for: home, language)
      }
    guard let zone else { return nil }
    let written = NewQueueZone(zone, home: home, at: secondsNow)
    try written.setting.write()
    return written
  }

  /// The zone and the headings of a new table.
  public func timesOfNewTable(at path: String) -> (zone: QueueZone, headings: TimeHeadings) {
    let values = Configuration(reading: homeOfNewQueue(at: path), with: Opening.allFeatures).values
    func zone(_ setting: Setting<QueueZone>) -> QueueZone? {
      (environment[setting.description.variable] ?? values[setting.description.key])
        .flatMap(setting.read)
    }
    if let zone = zone(Settings.tz), TimeHeadings(ofNewTableIn: zone, at: secondsNow) == .zoned {
      return (zone, .zoned)
    }
    return (zone(Settings.tzOffset) ?? Settings.tzOffset.defaultValue, .korean)
  }

  private var secondsNow: Int { clock.now() / 1_000_000_000 }

  private static let zoneSettings = [Settings.tz, Settings.tzOffset]

  private func zone(_ given: (option: String, text: String), in home: String) throws -> QueueZone? {
    let configuration = Configuration(reading: home, with: Opening.allFeatures)
    if let problem = configuration.problems.first { throw problem }
    let zone = Settings.tz.read(given.text)
    for setting in Self.zoneSettings {
      let key = setting.description.key
      guard let old = configuration.values[key] else { continue }
      guard setting.read(old) != zone else { return nil }
      throw Problem.setting(
        .text(
          given.text, name: given.option,
          form: Sentence(
            "\(old), which \(home)/orch.json has as \(key)",
            "\(home)/orch.json의 \(key)와(과) 같은 값(\(old))"))
      )
    }
    return zone
  }

  /// The zone that `ORCH_TZ` names. The zone is written to `orch.json`, so that the table's times
  /// keep this zone when the variable is gone.
  private func zoneOfVariable(for home: String) -> QueueZone? {
    guard let text = environment[Settings.tz.description.variable], mayGetZone(home) else {
      return nil
    }
    return Settings.tz.read(text)
  }

  private func machineZone(for home: String, _ language: Language) -> QueueZone? {
    guard mayGetMachineZone(home) else { return nil }
    let found = QueueZone.ofMachine(environment, around: secondsNow).flatMap { zone in
      isUTC(zone) || !zone.isSetting ? nil : zone
    }
    switch (found, language) {
    case (let zone?, _):
      return TimeHeadings(ofNewTableIn: zone, at: secondsNow) == .zoned ? zone : nil
    case (nil, .korean): return nil
    // UTC as an offset, without a name: a machine may lack the time zone files.
    case (nil, .english): return .fixed(0)
    }
  }

  /// The source of the machine's zone if a new queue can't use that zone, such as
  /// `TZ=Europe/Nowhere` or `/etc/localtime`; otherwise `nil`.
  public func unusableMachineZone(forQueue path: String) -> String? {
    guard mayGetMachineZone(homeOfNewQueue(at: path)) else { return nil }
    if let zone = QueueZone.ofMachine(environment, around: secondsNow),
      isUTC(zone) || zone.isSetting
    {
      return nil
    }
    return QueueZone.nameOfMachine(environment)
  }

  /// Whether a new queue would get the machine's zone and the machine is in UTC.
  public func isInUTC(forQueue path: String) -> Bool {
    mayGetMachineZone(homeOfNewQueue(at: path))
      && QueueZone.ofMachine(environment, around: secondsNow).map(isUTC) ?? true
  }

  private func mayGetMachineZone(_ home: String) -> Bool {
    Self.zoneSettings.allSatisfy { environment[$0.description.variable] == nil }
      && mayGetZone(home)
  }

  /// Whether a folder has neither a zone setting nor an older queue.
  private func mayGetZone(_ home: String) -> Bool {
    let configuration = Configuration(reading: home, with: Opening.allFeatures)
    return configuration.problems.isEmpty && !TaskQueue.hasQueue(in: home)
      && Self.zoneSettings.allSatisfy { configuration.values[$0.description.key] == nil }
  }

  /// Whether a zone is UTC itself, and not a place whose offset is 0 now.
  private func isUTC(_ zone: QueueZone) -> Bool {
    guard zone.fixedOffset(around: secondsNow) == 0 else { return false }
    return switch zone {
    case .fixed: true
    case .rules(_, let name): !name.contains("/") || name.hasPrefix("Etc/")
    }
  }

  /// Writes the id prefix of a new queue.
  ///
  /// - Returns: the path of `orch.json`.
  /// - Throws: if `orch.json` has another prefix, or can't be read or written.
  public func writePrefix(ofQueue path: String, _ prefix: String) throws -> String {
    let home = homeOfNewQueue(at: path)
    let key = Settings.idPrefix.description.key
    let setting = NewSetting(key: key, value: .string(prefix), home: home)
    try setting.write()
    let found = Configuration(reading: home, with: Opening.allFeatures).values[key] ?? prefix
    guard found == prefix else {
      throw Problem.setting(
        .text(
          prefix, name: "--prefix",
          form: Sentence(
            "\(found), which \(setting.file) has as \(key)",
            "\(setting.file)의 \(key)와(과) 같은 값(\(found))")))
    }
    return setting.file
  }

  /// The folder of the `orch.json` of a new queue.
  public func homeOfNewQueue(at path: String) -> String {
    if taskQueue.isOnServer, let home = try? taskQueue.home() { return home }
    guard taskQueue.chosenDatabase != nil else { return Path.parent(of: path) }
    return taskQueue.namedQueuePath.map(Path.parent(of:)) ?? TaskQueue.home(of: path)
  }
}
