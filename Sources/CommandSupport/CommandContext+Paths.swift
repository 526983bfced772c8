import Engine
import Host
import MarkdownStore
import QueueModel
public import RunLog
import TeamProtocol

extension CommandContext {
  /// Where the database is: as `--db` says, else as the settings do.
  public func databasePath() throws(CommandError) -> String {
    if let chosenDatabase { return chosenDatabase }
    return try place(Settings.databasePath).resolved
  }

  /// The file that holds the queue, as somebody in the current folder would name it.
  public func shownStorePath() throws(CommandError) -> String {
    let path = try storePath()
    let folder = (Path.resolved(currentDirectory) ?? currentDirectory) + "/"
    return path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
  }

  func runLog() throws(CommandError) -> RunLog {
    if let runLogFound { return runLogFound }
    let log = try runLogPath()
    let limit = RunLog.Limit(
      bytes: try value(Settings.logMaxBytes), keep: try value(Settings.logKeep))
    let found = RunLog(path: log, like: try? FileStatus(of: try storePath()), limit: limit)
    runLogFound = found
    return found
  }

  /// What the run log tells of all runs, old files included. A log that does not exist tells
  /// of none.
  public func runFigures() throws(CommandError) -> RunFigures {
    let log = RunLog(path: try runLogPath())
    do throws(SystemError) {
      return try log.figures(clock: clock, notice: waitNotice.ofRunLog)
    } catch {
      let told = CommandError(error)
      throw error.isDirectory ? told.hinting("name the file with --log-path") : told
    }
  }

  /// Whether there is a log that a person named, and no queue: none is named, and the search
  /// finds none.
  public var hasOnlyRunLog: Bool {
    guard let log = namedRunLog, (try? FileStatus(of: log.path)) != nil else { return false }
    return hasNoQueue
  }

  /// Where the run log is, which is never a file of the queue.
  public func runLogPath() throws(CommandError) -> String {
    let log: Place
    if let namedRunLog { log = namedRunLog } else { log = try place(Settings.logPath) }
    if hasOnlyRunLog { return log.path }
    let path = try storePath()
    guard log.resolved != path, !Path.isInside(log.resolved, Sidecar(forQueueAt: path).folder)
    else {
      throw .setting(
        "the run log cannot be \(log.path), which belongs to the queue",
        hint: "name another --log-path")
    }
    return log.path
  }

  /// A place that a setting names.
  private struct Place {
    let path: String
    /// Links followed, as far as there is anything.
    let resolved: String

    init(_ path: String) { (self.path, resolved) = (path, path) }

    init(_ path: String, resolved: String?) {
      self.path = path
      self.resolved = resolved ?? path
    }
  }

  /// What a person names, on the command line or in the environment, counts from the current folder
  /// and is believed. What stands in `orch.json`, and a default, counts from home, and leads out of
  /// it only where that is trusted.
  private func place(_ setting: Setting<String>) throws(CommandError) -> Place {
    let given = try readable(setting.description)
    return switch given.source {
    case .option, .environment: named(given.text)
    case .configuration, .fallback: try placeInHome(given)
    }
  }

  private func named(_ text: String) -> Place {
    let path = Path.join(currentDirectory, text)
    return Place(Path.resolvedWhereExisting(path) ?? path)
  }

  private func placeInHome(_ given: GivenSetting) throws(CommandError) -> Place {
    let home = try home()
    let path = Path.join(home, given.text)
    if Path.staysInside(given.text, home) { return Place(path) }
    let resolved = Path.resolvedWhereExisting(path)
    if let resolved, Path.isInside(resolved, Path.resolved(home) ?? home) {
      return Place(path, resolved: resolved)
    }
    if case .refused(let refusal) = try trustPermission() {
      let origin = given.source == .fallback ? "" : "\(Path.join(home, "orch.json")): "
      throw untrusted(
        "\(origin)\(given.key) '\(given.text.escaped)' leads out of \(home), and is not used",
        refusal)
    }
    return Place(path, resolved: resolved)
  }

  /// The places outside of home that `orch.json` and the defaults name, by their setting.
  public func placesOutside() -> [(key: String, path: String)] {
    guard let home = try? home() else { return [] }
    let paths = [Settings.databasePath.description, Settings.logPath.description].compactMap {
      setting -> (key: String, path: String)? in
      guard let given = try? readable(setting),
        given.source == .configuration || given.source == .fallback
      else { return nil }
      return (setting.key, Path.join(home, given.text))
    }
    let outside = paths.map { (key: $0.key, path: Path.resolvedWhereExisting($0.path) ?? $0.path) }
      .filter { !Path.isInside($0.path, home) }
    guard let workspace = try? workspace(), let root = try? workspace.namedRoot(),
      !Path.isInside(root, workspace.foundRoot)
    else { return outside }
    return outside + [(key: "root", path: root)]
  }

  /// The run log that a person named, by the option or in the environment.
  private var namedRunLog: Place? {
    let text = shared.logPath ?? environment[Settings.logPath.description.variable]
    return text.flatMap { $0.isEmpty ? nil : named($0) }
  }
}

extension WaitNotice {
  /// Says that there is much to read.
  fileprivate var ofRunLog: WaitNotice { worded { _ in "reading the run log …" } }
}
