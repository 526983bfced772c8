import Host

extension Settings {
  /// Every setting, in the order of the documents.
  public static let descriptions = [
    tzOffset.description, lockTimeout.description, databasePath.description, logPath.description,
    logMaxBytes.description, logKeep.description, topInProgress.description,
    queueReadOnly.description, mirror.description, leaseSeconds.description,
    staleMinutes.description, retryBackoff.description, retryFailed.description,
    maxAttempts.description, maxWorkers.description, tokenSoftLimit.description,
    tokenHardLimit.description,
    reportMaxCharacters.description, reportMaxBullets.description,
    kpiMaxFailureRate.description, kpiMaxLatency.description,
    kpiMaxStale.description, kpiStaleMinutes.description,
  ]

  /// Refuses variables that can't be read, also those that this command does
  /// not use: the next one may.
  static func check(_ environment: Environment) throws(CommandError) {
    for setting in descriptions {
      guard let text = environment[setting.variable],
        let problem = GivenSetting(setting, text, from: .environment).problem
      else { continue }
      throw problem
    }
  }
}
