import QueueCLI

/// The figures beyond which operators want to be told.
struct KPILimits: Equatable {
  /// From 0 to 1.
  let failureRate: Double
  /// Milliseconds.
  let latencyP95: Int
  let staleInProgress: Int
}

/// A figure beyond its limit.
enum KPIAlert: Equatable {
  case failureRate(Double, limit: Double)
  case latencyP95(Int, limit: Int)
  case staleInProgress(Int, limit: Int)
}
