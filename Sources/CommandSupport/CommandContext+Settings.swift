import Host

extension CommandContext {
  /// A setting's value: option, environment, `orch.json`, default.
  public func value<Value>(_ setting: Setting<Value>) throws(CommandError) -> Value {
    let given = try readable(setting.description)
    return setting.read(given.text) ?? setting.defaultValue
  }

  /// The same for a command that has an option of its own for the setting.
  public func value<Value>(
    _ setting: Setting<Value>, given: Value?
  ) throws(CommandError) -> Value {
    if let given { return given }
    return try value(setting)
  }

  /// Every setting as this command would take it, also one that can't be read.
  public func settings() -> [GivenSetting] {
    let given = configuration().given
    return Settings.descriptions.map { self.given($0) }
      + Settings.inFileOnly.map { GivenSetting($0, given[$0.key]) }
  }

  /// What only `orch.json` can say.
  public func fileSettings() throws(CommandError) -> FileSettings {
    let configuration = configuration()
    if let problem = configuration.problems.first { throw problem }
    return configuration.inFileOnly
  }

  /// What stops commands: settings that can't be read.
  public func settingProblems() -> [CommandError] {
    let inFile = (try? home()) == nil ? [] : configuration().problems
    return settings().compactMap(\.problem) + inFile
  }

  /// The text that counts, which can be read.
  func readable(_ setting: SettingDescription) throws(CommandError) -> GivenSetting {
    let given = given(setting)
    if let problem = given.problem { throw problem }
    switch given.source {
    case .option, .environment: break
    case .configuration, .fallback:
      if let problem = configuration().problems.first { throw problem }
    }
    return given
  }

  private func given(_ setting: SettingDescription) -> GivenSetting {
    if let text = setting.option?.text(shared) {
      return GivenSetting(setting, text, from: .option)
    }
    if let text = environment[setting.variable] {
      return GivenSetting(setting, text, from: .environment)
    }
    if let text = configuration().values[setting.key] {
      return GivenSetting(setting, text, from: .configuration)
    }
    return GivenSetting(setting, setting.fallback, from: .fallback)
  }

  /// What `orch.json` says, read once. Without a home there is none, which is a problem
  /// but for commands that a run log is enough for.
  func configuration() -> Configuration {
    if let configurationFound { return configurationFound }
    let found =
      needsNoQueue && namedQueuePath == nil || hasOnlyRunLog ? Configuration() : configurationOfHome
    configurationFound = found
    return found
  }

  private var configurationOfHome: Configuration {
    do throws(CommandError) {
      let configuration = Configuration(reading: try home())
      if configuration.bytes == nil { warnOfSettingsBesideLink() }
      return configuration
    } catch {
      return Configuration(problem: error)
    }
  }

  /// Where the queue was moved behind a link, home is where the link leads.
  private func warnOfSettingsBesideLink() {
    guard let location, location.asked != location.path, let home = try? home() else { return }
    let folder = Path.parent(of: location.asked)
    let file = Path.join(folder, "orch.json")
    guard Path.resolved(folder) != home, (try? FileStatus(of: file)) != nil else { return }
    warn(
      "\(file) does not count: the queue is \(location.path), behind a link "
        + "(move orch.json, .orch and db to \(home))")
  }
}
