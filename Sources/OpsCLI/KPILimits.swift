import CommandSupport

/// The figures beyond which operators want to be told.
struct KPILimits: Equatable {
  /// From 0 to 1.
  let failureRate: Double
  /// Milliseconds.
  let latencyP95: Int
  let staleInProgress: Int
}

extension KPILimits {
  /// What is given on the command line, else what the settings say.
  init(
    in context: CommandContext, failureRate: Double? = nil, latencyP95: Int? = nil,
    staleInProgress: Int? = nil
  ) throws(CommandError) {
    self.init(
      failureRate: try context.value(Settings.kpiMaxFailureRate, given: failureRate),
      latencyP95: try context.value(Settings.kpiMaxLatency, given: latencyP95),
      staleInProgress: try context.value(Settings.kpiMaxStale, given: staleInProgress))
  }
}

/// A figure beyond its limit.
enum KPIAlert: Equatable {
  case failureRate(Double, limit: Double)
  case latencyP95(Int, limit: Int)
  case staleInProgress(Int, limit: Int)
}
