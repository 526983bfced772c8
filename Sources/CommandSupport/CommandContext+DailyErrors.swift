import CommandLineKit
import Host
import JSON
import QueueModel

// A tick that can't start anything fails in the same way every few minutes, and cron mails what it
// prints.

extension CommandContext {
  /// Keeps `error` from being printed where the same one was printed less than a day ago and a
  /// program reads it, not a person.
  public func printDaily(_ error: CommandError) {
    guard Self.daily.contains(error.code), !shared.isJSON, !console.errors.isTerminal,
      let path = printedPath, let now = try? now().epochSeconds
    else { return }
    if let printed = Printed(path), printed.message == error.sentence,
      (0..<Self.day).contains(now - printed.time)
    {
      printedBefore = error
    } else {
      // Where it can't be kept, it is printed again.
      let text = Printed(message: error.sentence, time: now).text
      guard let model = try? FileStatus(of: Path.parent(of: path)) else { return }
      try? NewFile.replace(
        path, text: text, permissions: model.companionPermissions, group: model.group)
    }
  }

  /// What went well once may go wrong anew: that is printed.
  public func forgetPrinted() {
    if let printedPath { try? Directory.removeIfThere(printedPath) }
  }

  private var printedPath: String? {
    guard let folder = try? sidecarFolder(), Path.linkTarget(folder) == nil else { return nil }
    return Path.join(folder, "printed.json")
  }

  /// The codes of what only a person can change.
  private static let daily: Set = ["untrusted", "missing_program"]
  private static let day = 86400
}

/// The error that was printed last, and when: `printed.json` in the sidecar.
private struct Printed {
  let message: String
  /// Seconds since 1970.
  let time: Int

  init(message: String, time: Int) { (self.message, self.time) = (message, time) }

  init?(_ path: String) {
    guard let file = try? FileDescriptor(opening: path, for: .readingNoLink),
      let bytes = try? file.read(Self.longest, at: 0),
      let object = (try? JSONValue(parsing: bytes))?.objectValue,
      let message = object["message"]?.stringValue, let time = object["time"]?.integerValue
    else { return nil }
    self.init(message: message, time: time)
  }

  var text: String {
    let json: JSONValue = ["message": .string(message), "time": .integer(time)]
    return "\(json)\n"
  }

  private static let longest = 64 << 10
}
