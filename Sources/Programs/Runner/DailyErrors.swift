public import Door
import Host
import Model
import Text

// A tick that can't start anything fails in the same way every few minutes, and cron mails what it
// prints. Such an error is therefore printed once a day.

extension CommandContext {
  /// Suppresses `error` if the same error was printed less than a day ago, unless it goes to a
  /// terminal or is JSON.
  public func printAtMostDaily(_ error: Problem) {
    guard Self.dailyKinds.contains(error.kind), !shared.isJSON, !console.errors.isTerminal,
      let path = dailyErrorPath, let now = try? taskQueue.now().epochSeconds
    else { return }
    if let printed = DailyError(path), printed.message == error.messageWithHint,
      (0..<86400).contains(now - printed.time)
    {
      suppressedError = error
    } else {
      // If the file can't be written, the error is printed again next time.
      let text = DailyError(message: error.messageWithHint, time: now).text
      guard let model = try? FileStatus(of: Path.parent(of: path)) else { return }
      try? NewFile.replace(
        path, text: text, permissions: model.companionPermissions, group: model.group)
    }
  }

  /// Forgets the last printed error after a success, so that the error is printed when it occurs
  /// again.
  public func clearDailyError() {
    if let dailyErrorPath { try? Directory.removeIfThere(dailyErrorPath) }
  }

  private var dailyErrorPath: String? {
    guard let folder = try? taskQueue.sidecarFolder(), Path.linkTarget(folder) == nil else {
      return nil
    }
    return Path.join(folder, "printed.json")
  }

  /// The errors that only a person can resolve.
  private static let dailyKinds: Set<Problem.Kind> = [.untrusted, .missingProgram]
}

/// The error that was printed last: `printed.json` in the sidecar.
private struct DailyError {
  let message: String
  /// The time when the error was printed, in seconds since 1970.
  let time: Int

  init(message: String, time: Int) { (self.message, self.time) = (message, time) }

  init?(_ path: String) {
    guard let file = try? FileDescriptor(opening: path, for: .readingNoLink),
      let bytes = try? file.read(64 << 10, at: 0),
      let object = (try? JSONValue(parsing: bytes))?.objectValue,
      let message = object["message"]?.stringValue, let time = object["time"]?.epochSeconds
    else { return nil }
    self.init(message: message, time: time)
  }

  var text: String {
    let json: JSONValue = ["message": .string(message), "time": .integer(time)]
    return "\(json)\n"
  }
}
