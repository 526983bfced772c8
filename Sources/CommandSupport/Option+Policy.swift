public import CommandLineKit

// Options in whose place a setting counts, where they are not given.

extension Option {
  /// `--seconds N`: how long a lease lasts.
  public static func lifetime(_ store: @escaping @Sendable (Int, inout Root) -> Void) -> Self {
    .number(
      "--seconds", "N", "how long it lasts from now on", in: Settings.leaseLifetimes,
      or: Settings.leaseSeconds.description, store)
  }

  /// `--stale-minutes N`: how long work without heartbeats may take.
  public static func staleMinutes(_ store: @escaping @Sendable (Int, inout Root) -> Void) -> Self {
    .number(
      "--stale-minutes", "N", "how long a row without heartbeats may be IN_PROGRESS",
      in: Settings.staleTimes, or: Settings.staleMinutes.description, store)
  }

  /// `--max-workers N`: how many rows may be at work.
  public static func maxWorkers(_ store: @escaping @Sendable (Int, inout Root) -> Void) -> Self {
    .number(
      "--max-workers", "N", "how many rows may be IN_PROGRESS afterwards",
      in: Settings.workerCounts, or: Settings.maxWorkers.description, store)
  }

  /// `--parallel N`: how many rows one call may claim.
  public static func parallel(_ store: @escaping @Sendable (Int, inout Root) -> Void) -> Self {
    .number(
      "--parallel", "N", "how many rows to claim at most", in: 1...(.max), fallback: "1", store)
  }

  /// `--stale-hours H`, beside `staleMinutes`.
  public static func staleHours(_ store: @escaping @Sendable (Int, inout Root) -> Void) -> Self {
    .number("--stale-hours", "H", "the same in hours", in: 0...365 * 24, store)
  }
}
