import Door
import Host
public import Model
public import Text

/// The zone that a new queue gets in its `orch.json`.
public struct NewQueueZone {
  let zone: QueueZone
  let setting: NewSetting

  /// The path of `orch.json`.
  public var file: String { setting.file }
  public var key: String { setting.key }
  /// `Europe/Berlin`, or hours.
  public var value: JSONValue { setting.value }
  /// `Europe/Berlin`, or `UTC+5.5`.
  public var text: String { zone.text }
  /// Whether it has one offset, and no name.
  public var isOffset: Bool { if case .fixed = zone { true } else { false } }

  /// Korean time is `tz_offset`, which counts for a table with `started_at_kst`.
  init(_ zone: QueueZone, home: String, at now: Int) {
    let isKorean = TimeHeadings(ofNewTableIn: zone, at: now) == .korean
    self.zone = isKorean ? Settings.tzOffset.defaultValue : zone
    let key = (isKorean ? Settings.tzOffset : Settings.tz).description.key
    setting = NewSetting(key: key, value: self.zone.setting, home: home)
  }
}

extension QueueZone {
  /// Whether `tz` can say it: hours are quarters, up to 14.
  fileprivate var isSetting: Bool {
    switch self {
    case .fixed(let seconds): Settings.tz.read(String(Double(seconds) / 3600)) == self
    case .rules: true
    }
  }
}

extension CommandContext {
  /// Writes the zone of a queue that is to be made: the one that is given, else that of `ORCH_TZ`
  /// or the machine's, in a folder without an older queue. A machine whose zone can't be named is in
  /// UTC, as servers and containers are; a queue in Korean gets Korean time there.
  ///
  /// - Parameters:
  ///   - path: the queue's.
  ///   - given: the option and its text.
  ///   - language: that of the queue's rules.
  /// - Returns: `nil` where nothing is written: for Korean time.
  /// - Throws: where `orch.json` has another one, or can't be read or written.
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

  /// The zone and the headings of a table that is to be made.
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

  /// The settings that say whose times a queue has.
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
            "\(home)/orch.json의 \(key)와 같은 값(\(old))"))
      )
    }
    return zone
  }

  /// The zone that `ORCH_TZ` names: the table's times are its, also where the variable is gone.
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
    // Without a name: a machine may lack the files of zones.
    case (nil, .english): return .fixed(0)
    }
  }

  /// What names the machine's zone, which a new queue does not get because it can't be used:
  /// `TZ=Europe/Nowhere`, `/etc/localtime`.
  public func unusableMachineZone(forQueue path: String) -> String? {
    guard mayGetMachineZone(homeOfNewQueue(at: path)) else { return nil }
    if let zone = QueueZone.ofMachine(environment, around: secondsNow),
      isUTC(zone) || zone.isSetting
    {
      return nil
    }
    return QueueZone.nameOfMachine(environment)
  }

  /// Whether a new queue would get the zone of a machine that is in UTC.
  public func isInUTC(forQueue path: String) -> Bool {
    mayGetMachineZone(homeOfNewQueue(at: path))
      && QueueZone.ofMachine(environment, around: secondsNow).map(isUTC) ?? true
  }

  private func mayGetMachineZone(_ home: String) -> Bool {
    Self.zoneSettings.allSatisfy { environment[$0.description.variable] == nil }
      && mayGetZone(home)
  }

  /// Whether a folder has neither a zone nor an older queue.
  private func mayGetZone(_ home: String) -> Bool {
    let configuration = Configuration(reading: home, with: Opening.allFeatures)
    return configuration.problems.isEmpty && !hasQueue(home)
      && Self.zoneSettings.allSatisfy { configuration.values[$0.description.key] == nil }
  }

  /// Whether a machine is in UTC itself, and not in a place with its time.
  private func isUTC(_ zone: QueueZone) -> Bool {
    guard zone.fixedOffset(around: secondsNow) == 0 else { return false }
    return switch zone {
    case .fixed: true
    case .rules(_, let name): !name.contains("/") || name.hasPrefix("Etc/")
    }
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
    let found = Configuration(reading: home, with: Opening.allFeatures).values[key] ?? prefix
    guard found == prefix else {
      throw Problem.setting(
        .text(
          prefix, name: "--prefix",
          form: Sentence(
            "\(found), which \(setting.file) has as \(key)",
            "\(setting.file)의 \(key)와 같은 값(\(found))")))
    }
    return setting.file
  }

  /// The folder of the `orch.json` of a queue that is to be made.
  public func homeOfNewQueue(at path: String) -> String {
    if taskQueue.isOnServer, let home = try? taskQueue.home() { return home }
    guard taskQueue.chosenDatabase != nil else { return Path.parent(of: path) }
    return taskQueue.namedQueuePath.map(Path.parent(of:)) ?? TaskQueue.home(of: path)
  }
}
