import CommandSupport
import Dispatching
import Engine
import Host
import MarkdownStore
import QueueModel
import TeamProtocol

/// Checks that the shell finds `orch` and `ops` of this installation.
struct InstallationCheck {
  /// The program that a shell runs for a name.
  struct PathEntry: Equatable {
    let name: String
    /// The first executable file of that name on the PATH; `nil` for none.
    let path: String?
    /// Whether it belongs to this installation.
    let isOurs: Bool
    /// The first line of a script; `nil` for other programs.
    var script: String?
  }

  let version: String
  let executable: String
  /// Whether `orch` is in the same folder as `ops`.
  let hasOrch: Bool
  let onPath: [PathEntry]

  private var folder: String { Path.parent(of: executable) }

  var diagnoses: [Diagnosis] {
    [.ok("version", "ops \(version), \(executable)"), sibling] + onPath.map(first)
  }

  private var sibling: Diagnosis {
    if hasOrch { return .ok("installation", "orch and ops lie in one folder") }
    return .warn(
      "installation", "there is no orch in \(folder)", fix: "install orch and ops together")
  }

  private func first(_ found: PathEntry) -> Diagnosis {
    guard let path = found.path else {
      return .warn(
        "PATH", "there is no \(found.name) on the PATH", fix: "add \(folder) to PATH")
    }
    if found.isOurs { return .ok("PATH", "\(found.name) is \(path)") }
    let script = found.script.map { ", a script (\($0))" } ?? ", another program"
    return .warn(
      "PATH", "\(found.name) is \(path)\(script)",
      fix: "put \(folder) before \(Path.parent(of: path)) in PATH")
  }
}

extension InstallationCheck {
  init(of context: CommandContext) {
    let executable = CurrentProcess.executable ?? "ops"
    let folder = Path.parent(of: executable)
    self.init(
      version: Version.current, executable: executable,
      hasOrch: CurrentProcess.mayRun(Path.join(folder, "orch")),
      onPath: ["orch", "ops"].map { Self.first($0, ours: Path.join(folder, $0), in: context) })
  }

  /// The program that a shell in the current folder runs.
  private static func first(_ name: String, ours: String, in context: CommandContext) -> PathEntry {
    let folders = (context.environment["PATH"] ?? "")
      .split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let paths = folders.map { Path.join(Path.join(context.currentDirectory, $0), name) }
    guard let path = paths.first(where: CurrentProcess.mayRun) else {
      return PathEntry(name: name, path: nil, isOurs: false)
    }
    return PathEntry(
      name: name, path: path, isOurs: Path.resolved(path) == Path.resolved(ours),
      script: firstLine(of: path))
  }

  private static func firstLine(of path: String) -> String? {
    let bytes = try? FileDescriptor(opening: path, for: .reading).read(100, at: 0)
    guard let bytes, bytes.starts(with: "#!".utf8) else { return nil }
    return String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
  }
}

/// Checks that every setting is readable, and that the worker's program can be run.
struct SettingsCheck {
  let problems: [CommandError]
  var missingProgram: CommandError?
  let count: Int
  /// The number of settings whose value is not the default.
  let given: Int

  var diagnoses: [Diagnosis] {
    if problems.isEmpty {
      return [.ok("settings", "\(count) settings, \(given) of them given")]
        + (missingProgram.map { [.fail("worker", $0)] } ?? [])
    }
    return problems.map { .fail("settings", $0) }
  }
}

extension SettingsCheck {
  init(of context: CommandContext) {
    let settings = context.settings()
    problems = context.settingProblems()
    missingProgram = context.missingProgram
    count = settings.count
    given = settings.count { $0.source != .fallback }
  }
}

/// Checks that the programs that `orch.json` names are trusted.
enum TrustCheck {
  /// `nil` where `orch.json` names no program, or can't be read.
  static func diagnosis(of context: CommandContext) -> Diagnosis? {
    guard let programs = try? context.namedPrograms(),
      !programs.isEmpty || context.mirrorsOutside,
      let permission = try? context.trustPermission()
    else { return nil }
    switch permission {
    case .allowed: return .ok("trust", "\(programs.count.counted("program")) may start")
    case .refused(let refusal):
      return .fail(
        "trust", context.untrusted(programs.isEmpty ? .mirroring : .startingPrograms, refusal))
    }
  }
}

extension CommandContext {
  /// Whether changes are mirrored to a database outside the home of the queue.
  fileprivate var mirrorsOutside: Bool {
    (try? value(Settings.mirror)) == true && placesOutside().contains { $0.key == "db_path" }
  }
}

/// Checks whether a daemon runs, and how its last tick ended.
struct DaemonCheck {
  let state: DaemonLock.State
  /// Seconds east of UTC, for the times that are shown.
  let offset: Int

  var diagnosis: Diagnosis {
    let name = "daemon"
    switch state {
    case .never:
      return .ok(name, "none was started; orch daemon, or a schedule that calls orch tick")
    case .running(nil): return .ok(name, "runs")
    case .running(let record?):
      guard let problem = record.problem else { return .ok(name, running(record)) }
      return .warn(
        name, "\(running(record)); that failed: \(problem)",
        fix: "mend it, and the next tick goes on; orch tick says the same now")
    case .ended(let record):
      return .ok(name, "ended at \(time(record.endedAt)); orch daemon starts it")
    case .killed(let record):
      return .warn(
        name, "process \(record.process.id), begun at \(time(record.startedAt)), was killed",
        fix: "start it again: orch daemon; it goes on with what is there")
    }
  }

  private func running(_ record: DaemonRecord) -> String {
    let interval = record.intervalSeconds
    let unit = [(3600, "h"), (60, "m"), (1, "s")].first { interval % $0.0 == 0 } ?? (1, "s")
    return "process \(record.process.id) since \(time(record.startedAt)), every "
      + "\(interval / unit.0)\(unit.1), last tick \(time(record.tickedAt))"
  }

  private func time(_ text: String?) -> String {
    guard let time = text.flatMap(QueueTime.init(iso8601:)) else { return "not yet" }
    return QueueTime(epochSeconds: time.epochSeconds, offset: offset).text
  }
}

extension DaemonCheck {
  /// - Returns: `nil` where there is no queue.
  init?(of context: CommandContext) {
    guard let state = try? context.workspace().daemonLock.state() else { return nil }
    self.state = state
    offset = (try? context.offset()) ?? Settings.tzOffset.defaultValue
  }
}

/// The run log, the repository and the terminal.
struct EnvironmentCheck {
  enum Log: Equatable {
    case off
    case at(path: String, mayWrite: Bool)
    case refused(CommandError)
  }

  /// `nil` without a queue, where the log has no place.
  let log: Log?
  /// The folder that holds `.git`.
  let repository: String?
  /// The sidecar, if git does not ignore it; `nil` otherwise, or without one.
  let unignoredSidecar: String?
  /// `nil` outside a repository, or where git can't be run.
  let mergeDriver: MergeDriverCheck?
  /// The variable that decides the character set, with its value.
  let locale: (name: String, value: String)?

  var diagnoses: [Diagnosis] {
    (log.map { [logDiagnosis($0)] } ?? []) + [git] + (mergeDriver.map { [$0.diagnosis] } ?? [])
      + [localeDiagnosis]
  }

  private func logDiagnosis(_ log: Log) -> Diagnosis {
    switch log {
    case .off: .ok("run log", "switched off by --no-log")
    case .at(let path, true): .ok("run log", path)
    case .at(let path, false):
      .warn(
        "run log", "\(path) may not be written: runs leave no trace there",
        fix: "make it a file that you may write, name another --log-path, or use --no-log")
    case .refused(let error): .fail("run log", error)
    }
  }

  private var git: Diagnosis {
    guard let repository else { return .ok("git", "the queue is in no repository") }
    guard let unignoredSidecar else {
      return .ok("git", "in \(repository); what lies beside the queue keeps itself out")
    }
    return .warn(
      "git", "git would take \(unignoredSidecar) into \(repository)",
      fix: "echo '*' > \(unignoredSidecar)/.gitignore")
  }

  private var localeDiagnosis: Diagnosis {
    let fix = "export LANG=C.UTF-8"
    guard let locale else {
      return .warn(
        "locale", "LANG is not set: a terminal may not show Korean or emoji", fix: fix)
    }
    let given = "\(locale.name)=\(locale.value)"
    let letters = locale.value.lowercased().filter { $0 != "-" }
    if letters.hasSuffix("utf8") || letters.split(separator: "@").first?.hasSuffix("utf8") == true {
      return .ok("locale", given)
    }
    return .warn(
      "locale", "\(given) is not UTF-8: a terminal may not show Korean or emoji", fix: fix)
  }
}

extension EnvironmentCheck {
  init(of queue: CheckedQueue, in context: CommandContext) {
    let hasQueue = (try? queue.found.get()) != nil || !queue.hasFileCheck
    log = hasQueue ? Self.log(in: context) : nil
    repository = Path.nearest(from: queue.home) {
      (try? FileStatus(of: Path.join($0, ".git"))) != nil
    }
    unignoredSidecar = queue.sidecar.flatMap {
      $0.state == .folder && !$0.ignoresItself ? $0.folder : nil
    }
    // Git would block forever where `.git/HEAD` is a pipe.
    mergeDriver =
      GitHead.read(above: queue.home) == nil ? nil : MergeDriverCheck(of: queue, in: context)
    locale =
      ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { name in
        context.environment[name].map { (name, $0) }
      }.first
  }

  private static func log(in context: CommandContext) -> Log? {
    guard context.shared.writesLog else { return .off }
    do {
      let path = try context.runLogPath()
      return .at(path: path, mayWrite: mayWrite(path))
    } catch {
      let error = context.commandError(error)
      // The check of the settings reports this one.
      if context.settingProblems().contains(error) { return nil }
      return .refused(error)
    }
  }

  /// Whether the log can be appended to, or created.
  private static func mayWrite(_ path: String) -> Bool {
    if let status = try? FileStatus(of: path) {
      return status.kind != .directory && CurrentProcess.mayWrite(path, status)
    }
    let folder = Path.nearestExisting(from: Path.parent(of: path))
    return (try? FileStatus(of: folder))?.kind == .directory
      && CurrentProcess.mayCreateFiles(folder)
  }
}

/// Checks how git merges two branches of the queue: by line, or by cell with the merge driver.
struct MergeDriverCheck: Equatable {
  /// The queue file, links followed.
  let queue: String
  /// The parts of git's configuration that are missing.
  let missing: [GitWorkTree.MergePart]

  var diagnosis: Diagnosis {
    let install = "orch init --git --queue \(queue)"
    switch missing {
    case []: return .ok("git merge", "by cell")
    case [.driver]:
      return .warn(
        "git merge", ".gitattributes names the driver orch, and git config does not say what it is",
        fix: install)
    default: return .ok("git merge", "by line; by cell after \(install)")
    }
  }
}

extension MergeDriverCheck {
  /// `nil` without a queue file, or where git can't be run.
  init?(of queue: CheckedQueue, in context: CommandContext) {
    guard let path = try? queue.found.get().path,
      let repository = try? GitWorkTree(holding: queue.home, environment: context.environment),
      let missing = try? repository.missingMergeParts(for: path)
    else { return nil }
    self.init(queue: path, missing: missing)
  }
}
