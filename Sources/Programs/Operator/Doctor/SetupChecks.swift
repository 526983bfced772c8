import Door
import Host
import Model
import Runner
import Text
import Workers
import Worktrees

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
    [.ok("version", value: "ops \(version), \(executable)"), sibling] + onPath.map(first)
  }

  private var sibling: Diagnosis {
    if hasOrch {
      return .ok(
        "installation", Sentence("orch and ops lie in one folder", "orch와 ops가 한 폴더에 있습니다"))
    }
    return .warn(
      "installation", Sentence("there is no orch in \(folder)", "\(folder): orch가 없습니다"),
      fix: Sentence("install orch and ops together", "orch와 ops를 함께 설치하십시오"))
  }

  private func first(_ found: PathEntry) -> Diagnosis {
    guard let path = found.path else {
      return .warn(
        "PATH", Sentence("there is no \(found.name) on the PATH", "PATH에 \(found.name) 명령이 없습니다"),
        fix: Sentence("add \(folder) to PATH", "PATH에 추가하십시오: \(folder)"))
    }
    if found.isOurs {
      return .ok("PATH", Sentence("\(found.name) is \(path)", "\(found.name) 위치: \(path)"))
    }
    let kind =
      found.script.map { Sentence(", a script (\($0))", " (스크립트: \($0))") }
      ?? Sentence(", another program", " (다른 프로그램)")
    return .warn(
      "PATH",
      Sentence(
        "\(found.name) is \(path)\(kind.english)", "\(found.name) 위치: \(path)\(kind.korean)"),
      fix: Sentence(
        "put \(folder) before \(Path.parent(of: path)) in PATH",
        "PATH에서 \(folder)을(를) \(Path.parent(of: path))보다 앞에 두십시오"))
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

/// Checks that every setting is readable.
struct SettingsCheck {
  let problems: [Problem]
  let count: Int
  /// The number of settings whose value is not the default.
  let given: Int

  var diagnoses: [Diagnosis] {
    if problems.isEmpty {
      return [
        .ok(
          "settings",
          Sentence("\(count) settings, \(given) of them given", "설정 \(count)개, 그중 지정한 것 \(given)개"))
      ]
    }
    return problems.map { .fail("settings", $0) }
  }
}

extension SettingsCheck {
  init(of context: CommandContext) {
    let settings = context.taskQueue.settings()
    problems = context.taskQueue.settingProblems()
    count = settings.count
    given = settings.count { $0.source != .fallback }
  }
}

/// Checks that what `orch.json` does only where it is trusted is done.
enum TrustCheck {
  /// `nil` where there is nothing of that, or `orch.json` can't be read.
  static func diagnosis(of context: CommandContext) -> Diagnosis? {
    guard let programs = try? context.taskQueue.namedPrograms(),
      let permission = try? context.taskQueue.trustPermission()
    else { return nil }
    switch permission {
    case .allowed:
      return context.useOfTrust(programs).map { _ in
        .ok(
          "trust",
          Sentence(
            "\(programs.count.counted("program")) may start", "프로그램 \(programs.count)개를 시작할 수 있습니다")
        )
      }
    case .refused(.untrusted):
      let unused = context.unusedSettings(programs)
      if unused.isEmpty { return nil }
      let list = unused.joined(separator: ", ").escaped
      return .warn(
        "trust",
        Sentence(
          "this folder is not trusted, and these are not used: \(list)",
          "신뢰하지 않는 폴더라서 다음을 쓰지 않습니다: \(list)"),
        fix: Sentence("read its orch.json, then orch trust", "그 orch.json을 읽고 orch trust를 실행하십시오"))
    case .refused(let refusal):
      return context.useOfTrust(programs).map {
        .fail("trust", .untrusted($0, refusal))
      }
    }
  }
}

extension CommandContext {
  /// The first use of trust that `orch.json` makes; `nil` for none.
  fileprivate func useOfTrust(_ programs: [NamedProgram]) -> UseOfTrust? {
    if !programs.isEmpty { return .startingPrograms }
    if mirrorsOutside { return .mirroring }
    return keepsAttempts ? nil : .removingAttempts
  }

  /// The settings of `orch.json` that count only in a trusted folder: `db_path /q.db`,
  /// `workers.notes.argv`.
  fileprivate func unusedSettings(_ programs: [NamedProgram]) -> [String] {
    taskQueue.placesOutside().map { "\($0.key) \($0.path)" } + programs.map(\.key)
      + (keepsAttempts ? [] : ["retention"])
  }

  private var keepsAttempts: Bool { (try? taskQueue.fileSettings().retention.isUnlimited) ?? true }

  /// Whether changes are mirrored to a database outside the home of the queue.
  private var mirrorsOutside: Bool {
    (try? taskQueue.value(Settings.mirror)) == true
      && taskQueue.placesOutside().contains { $0.key == "db_path" }
  }
}

/// Checks whether a daemon runs, and how its last tick ended.
struct DaemonCheck {
  let state: DaemonLock.State
  /// Seconds east of UTC, for the times that are shown.
  let zone: QueueZone

  var diagnosis: Diagnosis {
    let name = "daemon"
    switch state {
    case .never:
      return .ok(
        name,
        Sentence(
          "none was started; orch daemon, or a schedule that calls orch tick",
          "시작된 것이 없습니다. orch daemon, 또는 orch tick을 부르는 일정"))
    case .running(nil): return .ok(name, Sentence("runs", "실행 중입니다"))
    case .running(let record?):
      guard let problem = record.problem else { return .ok(name, running(record)) }
      return .warn(
        name,
        Sentence(
          "\(running(record).english); that failed: \(problem)",
          "\(running(record).korean). 그 틱이 실패했습니다: \(problem)"),
        fix: Sentence(
          "mend it, and the next tick goes on; orch tick says the same now",
          "고치면 다음 틱이 계속합니다. 지금 orch tick도 같은 말을 합니다"))
    case .ended(let record):
      return .ok(
        name,
        Sentence(
          "ended at \(time(record.endedAt)); orch daemon starts it",
          "\(time(record.endedAt))에 끝났습니다. 시작하기: orch daemon"))
    case .killed(let record):
      return .warn(
        name,
        Sentence(
          "process \(record.process.id), begun at \(time(record.startedAt)), was killed",
          "\(time(record.startedAt))에 시작한 프로세스 \(record.process.id)이(가) 강제로 종료되었습니다"),
        fix: Sentence(
          "start it again: orch daemon; it goes on with what is there",
          "다시 시작하십시오: orch daemon. 있는 그대로 계속합니다"))
    }
  }

  private func running(_ record: DaemonRecord) -> Sentence {
    let (process, start, tick) = (record.process.id, time(record.startedAt), time(record.tickedAt))
    let interval = DurationText.exactText(record.intervalSeconds)
    let isNew = record.tickedAt == nil
    return Sentence(
      "process \(process) since \(start), every \(interval), last tick \(tick)",
      "프로세스 \(process), \(start)부터, 간격 \(interval), 마지막 틱 \(isNew ? "아직 없음" : tick)")
  }

  private func time(_ text: String?) -> String {
    guard let time = text.flatMap(QueueTime.init(iso8601:)) else { return "not yet" }
    return QueueTime(epochSeconds: time.epochSeconds, zone: zone).text
  }
}

extension DaemonCheck {
  /// - Returns: `nil` where there is no queue.
  init?(of context: CommandContext) {
    guard let state = try? context.taskQueue.daemonLock().state() else { return nil }
    self.state = state
    zone = (try? context.taskQueue.zone()) ?? Settings.tzOffset.defaultValue
  }
}
