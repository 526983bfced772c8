import Host
public import Model
import QueueStore
import Stores
public import Workers

// The settings, from the options, the environment, `orch.json` and the defaults, in this order.

extension TaskQueue {
  public func value<Value>(_ setting: Setting<Value>) throws(Problem) -> Value {
    let given = try validated(setting.description)
    return setting.read(given.text) ?? setting.defaultValue
  }

  /// The value of a setting for which the command has a separate option.
  public func value<Value>(_ setting: Setting<Value>, given: Value?) throws(Problem) -> Value {
    if let given { return given }
    return try value(setting)
  }

  /// Throws for a worker that the settings do not have. `nil` clears the worker of a row; then it
  /// is enough that the settings have any workers.
  public func checkWorker(_ name: String?) throws(Problem) {
    let workers = try fileSettings().workers
    if workers.isNamed, name.map({ workers[$0] != nil }) ?? true { return }
    throw Problem.unknownWorker(
      name ?? "", known: workers.isNamed ? workers.profiles.map(\.name) : [],
      settingsExist: try settingsFile() != nil, .row)
  }

  /// Throws for a repository that the settings do not have.
  public func checkRepository(_ name: String) throws(Problem) {
    let known = try fileSettings().workers.repositories.keys.sorted()
    if !known.contains(name) { throw .unknownRepository(name, known: known) }
  }

  /// Every setting as this command resolves it, including one that can't be read.
  public func settings() -> [ResolvedSetting] {
    let given = configuration().inFileOnly.given
    return Settings.descriptions.map(resolved)
      + Settings.inFileOnly(with: opening.features ?? []).map { ResolvedSetting($0, given[$0.key]) }
  }

  /// The settings that only `orch.json` can hold.
  public func fileSettings() throws(Problem) -> FileSettings { try validConfiguration().inFileOnly }

  /// The settings that can't be read. Each of them makes commands fail.
  public func settingProblems() -> [Problem] {
    let zones = Settings.twoZones(opening.environment).map { [$0] } ?? []
    return (settings().compactMap(\.problem) + zones + configuration().problems)
      .map(Problem.setting)
  }

  /// The settings that only `orch.json` can hold, as far as the command needs to know them.
  package func neededFileSettings() throws(Problem) -> FileSettings {
    switch opening.settingsNeed {
    case .all: try fileSettings()
    case .writing, .reading: configuration().inFileOnly
    }
  }

  /// - Throws: if the effective text can't be read, or comes from an `orch.json` with a problem
  ///   that stops the command.
  package func validated(_ setting: SettingDescription) throws(Problem) -> ResolvedSetting {
    let given = resolved(setting)
    if let problem = given.problem { throw Problem.setting(problem) }
    switch given.source {
    case .option, .environment: break
    case .configuration, .fallback: try checkConfiguration()
    }
    return given
  }

  /// Throws for an `orch.json` with a problem, or warns if the command continues without the
  /// affected settings.
  private func checkConfiguration() throws(Problem) {
    let configuration = configuration()
    if let problemOfHome { throw problemOfHome }
    guard let problem = configuration.problems.first.map(Problem.setting) else { return }
    guard goesOn(with: configuration) else { throw problem }
    if hasWarnedOfSettings { return }
    hasWarnedOfSettings = true
    warn(.settingsLeftOut(problem))
  }

  private func goesOn(with configuration: Configuration) -> Bool {
    switch opening.settingsNeed {
    case .all: false
    case .reading: true
    case .writing(let times, let newIDs):
      (!times && chosenDatabase == nil
        || isKnown(Settings.tzOffset.description, configuration)
          && isKnown(Settings.tz.description, configuration))
        && (!newIDs || isKnown(Settings.idPrefix.description, configuration))
        && (!hasDatabase || isKnown(Settings.queueReadOnly.description, configuration))
    }
  }

  private func isKnown(_ setting: SettingDescription, _ configuration: Configuration) -> Bool {
    switch resolved(setting).source {
    case .option, .environment: true
    case .configuration, .fallback: configuration.isKnown(setting.key)
    }
  }

  /// Whether there is a database, from which the queue file may be rendered.
  private var hasDatabase: Bool {
    guard chosenDatabase == nil, let home = try? home() else { return false }
    let path = Path.join(home, resolved(Settings.databasePath.description).text)
    return (try? FileStatus.ifExists(path)) != nil
  }

  private func resolved(_ setting: SettingDescription) -> ResolvedSetting {
    if let text = opening.overrides[setting.key] {
      return ResolvedSetting(setting, text, from: .option)
    }
    if let text = opening.environment[setting.variable] {
      return ResolvedSetting(setting, text, from: .environment)
    }
    if let text = configuration().values[setting.key] {
      return ResolvedSetting(setting, text, from: .configuration)
    }
    return ResolvedSetting(setting, setting.fallback, from: .fallback)
  }

  private func validConfiguration() throws(Problem) -> Configuration {
    let configuration = configuration()
    if let problemOfHome { throw problemOfHome }
    if let problem = configuration.problems.first { throw Problem.setting(problem) }
    return configuration
  }

  /// The contents of `orch.json`, read once. A missing home is a problem, but commands that need no
  /// queue, or only a run log, get the defaults instead. One of these commands, `intake plan`,
  /// prints times. If there is a queue, `intake plan` reads the queue's `orch.json`, so that it
  /// prints the same times as `intake submit`.
  package func configuration() -> Configuration {
    if let cachedConfiguration { return cachedConfiguration }
    let found =
      opening.mayLackQueue && namedQueuePath == nil && !(writesTimes && hasQueue) || hasOnlyRunLog
      ? Configuration() : homeConfiguration()
    cachedConfiguration = found
    return found
  }

  private var writesTimes: Bool {
    switch opening.settingsNeed {
    case .writing(let times, _): times
    case .all, .reading: false
    }
  }

  private var hasQueue: Bool { (try? queueFound()) != nil }

  private func homeConfiguration() -> Configuration {
    do {
      let configuration = Configuration(reading: try home(), with: opening.features)
      if configuration.bytes == nil { warnOfSettingsBesideLink() }
      return configuration
    } catch {
      problemOfHome = Problem(error)
      return .unknown
    }
  }

  /// Warns about an `orch.json` beside a link to the queue. This file is not read, because home is
  /// the folder to which the link leads.
  private func warnOfSettingsBesideLink() {
    guard let location, location.givenPath != location.path, let home = try? home() else { return }
    let folder = Path.parent(of: location.givenPath)
    let file = Path.join(folder, "orch.json")
    guard Path.resolved(folder) != home, (try? FileStatus(of: file)) != nil else { return }
    warn(.settingsBesideLink(file, queue: location.path, home: home))
  }
}

// MARK: Time

extension TaskQueue {
  /// The zone of the queue's times.
  public func zone() throws(Problem) -> QueueZone { try times().zone }

  /// The headings of the time columns in the queue's table; for a database, the headings of a new
  /// table.
  public func timeHeadings() throws(Problem) -> TimeHeadings { try times().headings }

  /// The zone by which JSON also gives times in ISO 8601; `nil` if the settings can't be read.
  public var zoneOfJSON: QueueZone? { try? times().zone }

  private func times() throws(Problem) -> (zone: QueueZone, headings: TimeHeadings) {
    if let cachedTimes { return cachedTimes }
    let found = try foundTimes()
    cachedTimes = found
    return found
  }

  /// The zone of `tz`, unless the table has the headings for `tz_offset`. If `tz` is not given, the
  /// table is not read.
  private func foundTimes() throws(Problem) -> (zone: QueueZone, headings: TimeHeadings) {
    let given = try validated(Settings.tz.description)
    let old = try value(Settings.tzOffset)
    guard given.source != .fallback, let zone = Settings.tz.read(given.text) else {
      return (old, .korean)
    }
    let usual = TimeHeadings(ofNewTableIn: zone, at: wallClock / 1_000_000_000)
    switch tableHeadings() ?? usual {
    case .zoned: return (zone, .zoned)
    case .korean:
      if usual == .zoned { warn(.zoneNotUsed(name: given.name, zone: zone.text, used: old.text)) }
      return (old, .korean)
    }
  }

  /// Whether a folder has a queue, whose times would change with a zone in `orch.json`.
  public static func hasQueue(in home: String) -> Bool {
    ((try? Directory.names(in: home)) ?? []).contains {
      $0 == "QUEUE.md" || $0 == "db" || $0.hasPrefix(".orch")
    }
  }

  /// Whether `tz` is given, even if its value can't be read.
  public var namesZone: Bool {
    resolved(Settings.tz.description).source != .fallback
      || !configuration().isKnown(Settings.tz.description.key)
  }

  /// Warns about a table with `started_at` and `due_at` if no setting names the zone of these
  /// times.
  public func warnOfUnnamedZone() {
    guard !namesZone, let zone = try? zone() else { return }
    warn(.zoneNotNamed(used: zone.text))
  }

  /// The headings of the queue file; `nil` if there is none.
  private func tableHeadings() -> TimeHeadings? {
    let path =
      isDatabaseAlone && !opening.spansStores
      ? (try? home()).map { Path.join($0, "QUEUE.md") } : try? tablePath()
    return path.flatMap(MarkdownStore.timeHeadings)
  }

  /// The current time, or the time that `ORCH_NOW` sets.
  public func now() throws(Problem) -> QueueTime { try now(zone: zone()) }

  public func now(zone: QueueZone) throws(Problem) -> QueueTime { try queueClock(zone: zone).now }

  public func queueClock() throws(Problem) -> QueueClock { try queueClock(zone: zone()) }

  private func queueClock(zone: QueueZone) throws(Problem) -> QueueClock {
    guard let text = opening.environment["ORCH_NOW"] else {
      let offset = isOnServer ? try asking { try serverStore().clockOffset() } : 0
      return QueueClock(opening.clock, ahead: offset, zone: zone)
    }
    guard let override = ClockOverride(text, zone: zone) else {
      throw Problem.setting(.clock(text, form: ClockOverride.form))
    }
    return QueueClock(opening.clock, override: override, zone: zone)
  }

  /// The machine's time in nanoseconds since 1970, without the effect of `ORCH_NOW`.
  public var wallClock: Int { opening.clock.now() }
}

// MARK: Trust

extension TaskQueue {
  /// The programs and places that this home's `orch.json` names, and whether they are trusted.
  public func trust() throws(Problem) -> Trust { try asking { try workspace().trust() } }

  /// Whether the places outside of home and the programs that `orch.json` names may be used.
  public func trustPermission() throws(Problem) -> TrustPermission {
    if let cachedTrustPermission { return cachedTrustPermission }
    let found = try trust().permission()
    cachedTrustPermission = found
    return found
  }

  /// The bytes of `orch.json`; `nil` if there is none.
  ///
  /// - Throws: if a part of it can't be read.
  public func settingsFile() throws(Problem) -> [UInt8]? { try validConfiguration().bytes }

  /// The programs that `orch.json` names, with their arguments and the settings that name them.
  public func namedPrograms() throws(Problem) -> [NamedProgram] {
    try validConfiguration().programs
  }
}
