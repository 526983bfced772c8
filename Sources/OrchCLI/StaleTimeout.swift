import CommandLineKit
import CommandSupport

/// How long a row may be IN_PROGRESS without heartbeats, as `--stale-minutes` or
/// `--stale-hours` says.
struct StaleTimeout {
  var minutes: Int?
  var hours: Int?

  func seconds(in context: CommandContext) throws(CommandError) -> Int {
    switch (minutes, hours) {
    case (nil, nil): return try context.value(Settings.staleMinutes) * 60
    case (let minutes?, nil): return minutes * 60
    case (nil, let hours?): return hours * 3600
    case (.some, .some):
      throw CommandError(
        code: "usage", message: "--stale-minutes and --stale-hours say the same",
        hint: "leave one of them out", status: .usage)
    }
  }
}
