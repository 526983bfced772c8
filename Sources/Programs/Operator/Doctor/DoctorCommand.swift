import Attempts
public import Door
import Events
import Host
import Model
import Plans
import Runner
import Schedule
public import Text
import Work
import Workers

/// `ops doctor`: checks what commands depend on, and says how to fix what is wrong.
struct DoctorCommand: QueueCommand {
  static let name = "doctor"
  static let summary = Sentence(
    "Check the installation, the files and the settings", "설치, 파일, 설정을 점검합니다")
  static let discussion = Sentence(
    """
    Each line says ok, warn or fail, with what to do in parentheses; then come the settings,
    each with where it came from. Locks, swaps and times are tried in a folder of their own,
    which is removed; nothing of the queue is changed. A failed check makes the status 1.
    --workers also runs the programs of agents, and those with a min_version, with --version, each
    once as long as its file is the same, and says where they are and which version they have.
    """,
    """
    줄마다 ok, warn, fail과 괄호 안의 할 일이 있습니다. 그 뒤에 설정과 그 출처가 이어집니다. 잠금, 파일
    교체, 시각은 따로 만든 폴더에서 시험하고 지웁니다. 큐의 것은 아무것도 바꾸지 않습니다. 실패한
    점검이 있으면 상태가 1입니다. --workers는 에이전트의 프로그램과 min_version이 있는 프로그램을
    --version으로 실행해 어디에 있고 어느 버전인지 말합니다. 파일이 같은 동안 한 번만 묻습니다.
    """)
  static var answers: [any Shaped.Type] { [DoctorOutput.self] }
  static let examples = [
    Example(
      "ops doctor",
      Sentence(
        "before the first run on a new machine, or when something is odd",
        "새 머신에서 처음 실행하기 전에, 또는 무언가 이상할 때")),
    Example(
      "ops doctor --json | jq '.checks[] | select(.state != \"ok\")'",
      Sentence("what is not well, for a script", "정상이 아닌 것만. 스크립트에서")),
    Example(
      "ops doctor --workers",
      Sentence("whether the agents are installed, and which versions", "에이전트가 설치되어 있는지, 어느 버전인지")),
  ]
  static let options: [Option<DoctorCommand>] = [
    .flag(
      "--workers", Sentence("ask the programs of agents for their versions", "에이전트의 프로그램에 버전을 묻습니다")
    ) { $0.asksWorkers = true }
  ]
  static let result =
    "each check as `ok`, `warn` or `fail` with what to do, then each setting with where it "
    + "came from, and a line that counts; status 1 when a check fails"
  static let databaseOfSettings = DatabaseOfSettings.usedIfTrusted
  static let isLogged = false
  static let needsSettings = false

  var shared = SharedOptions()
  var asksWorkers = false

  func run(in context: CommandContext) throws -> ExitStatus {
    let output = DoctorOutput(of: context, asksWorkers: asksWorkers)
    try context.print(output, or: output.lines(context.paint, context.language))
    return output.count(of: .fail) == 0 ? .success : .refused
  }
}

/// The result of every check, and the settings in use.
struct DoctorOutput: Sendable {
  let checks: [Diagnosis]
  let settings: [ResolvedSetting]
  /// `nil` where they are not asked for.
  let programs: [WorkerProgram]?

  /// Runs every check; a failure stops none of the others.
  ///
  /// - Parameter asksWorkers: whether programs of workers are run to ask for their versions.
  init(of context: CommandContext, asksWorkers: Bool) {
    // Before the workers are looked at, so that an old version is found.
    let queueOfWorkers = context.taskQueue
    let programs =
      asksWorkers && queueOfWorkers.settingProblems().isEmpty
      ? (try? queueOfWorkers.workerPrograms()) ?? [] : []
    let workers = queueOfWorkers.workerFindings()
    let queue = CheckedQueue(of: context)
    let database = DatabaseCheck(of: context)
    var checks = InstallationCheck(of: context).diagnoses
    checks += QueueCheck.diagnoses(of: queue)
    checks += PermissionCheck(of: queue, in: context)?.diagnoses ?? []
    checks += queue.sidecar.map(SidecarCheck.diagnoses) ?? []
    checks += ServerCheck(of: context)?.diagnoses ?? []
    checks += database?.diagnoses ?? []
    let plans = (try? context.taskQueue.planProblems()) ?? []
    checks += plans.map { Diagnosis.fail("plans", $0) }
    checks += FileSystemCheck(of: queue).diagnoses
    checks += ClockCheck(of: queue, database, in: context).diagnoses
    if let daemon = DaemonCheck(of: context) { checks.append(daemon.diagnosis) }
    checks += Self.pauseDiagnoses(of: context)
    checks += EnvironmentCheck(of: queue, in: context).diagnoses
    checks += SettingsCheck(of: context).diagnoses
    checks += workers?.diagnoses ?? []
    checks += programs.diagnoses(besides: workers?.problems ?? [])
    checks += Self.hookDiagnoses(of: context)
    checks += ((try? context.taskQueue.recurringProblems()) ?? []).map {
      Diagnosis.fail("recurring", $0)
    }
    if let trust = TrustCheck.diagnosis(of: context) { checks.append(trust) }
    self.checks = checks
    settings = context.taskQueue.settings()
    self.programs = asksWorkers ? programs : nil
  }

  private static func pauseDiagnoses(of context: CommandContext) -> [Diagnosis] {
    guard let pause = try? context.taskQueue.pause(), let now = try? context.taskQueue.now() else {
      return []
    }
    let state = pause.sentence(at: now)
    return [
      .warn(
        "pause", Sentence("the queue is \(state.english)", state.korean),
        fix: Sentence("ops resume ends it", "ops resume으로 다시 시작합니다"))
    ]
  }

  /// That they are not trusted is a finding of its own.
  private static func hookDiagnoses(of context: CommandContext) -> [Diagnosis] {
    guard let now = try? context.taskQueue.now() else { return [] }
    let fix = Sentence("mend it, then orch deliver --now", "고친 뒤 실행하십시오: orch deliver --now")
    let keys = ((try? context.taskQueue.hooks()) ?? []).map(\.argvKey)
    let missing = ((try? context.taskQueue.trust())?.obstacles ?? []).filter {
      keys.contains($0.key)
    }
    return missing.map { key, obstacle in
      .warn("hook", obstacle.sentence.map { "\(key): \($0)" }, fix: fix)
    }
      + context.taskQueue.hookFindings().failing.map {
        .warn("hook", $0.failing.sentence(of: $0.name, at: now), fix: fix)
      }
  }

  /// A line for each check and each setting, then the counts of the checks.
  func lines(_ paint: Paint, _ language: Language = .english) -> [String] {
    let width = checks.map(\.name.count).max() ?? 0
    return checks.map { line($0, width, paint, language) } + settings.map(\.line) + [
      summary(paint, language)
    ]
  }

  private func line(
    _ check: Diagnosis, _ width: Int, _ paint: Paint, _ language: Language
  ) -> String {
    let state = paint(DisplayWidth.pad(check.state.rawValue, to: 4), check.state.color)
    let fix = check.fix.map { " (\($0(language).escaped.withoutPasswords))" } ?? ""
    let message = check.message(language).escaped.withoutPasswords
    return "\(state)  \(DisplayWidth.pad(check.name, to: width))  \(message)\(fix)"
  }

  private func summary(_ paint: Paint, _ language: Language) -> String {
    let parts = [Diagnosis.State.ok, .warn, .fail].map { state in
      let count = count(of: state)
      return paint(state.counted(count)(language), count == 0 ? nil : state.color)
    }
    return "doctor: " + parts.joined(separator: ", ")
  }

  func count(of state: Diagnosis.State) -> Int { checks.count { $0.state == state } }
}

extension ResolvedSetting {
  fileprivate var line: String {
    "setting  \(key) = \(text.escaped.withoutPasswords)  (\(source.rawValue))"
  }
}

/// The result of one check of `ops doctor`.
struct Diagnosis: Equatable, Sendable {
  enum State: String, Sendable {
    case ok, warn, fail

    fileprivate var color: Paint.Color {
      switch self {
      case .ok: .green
      case .warn: .yellow
      case .fail: .red
      }
    }

    fileprivate func counted(_ count: Int) -> Sentence {
      switch self {
      case .ok: Sentence("\(count) ok", "정상 \(count)")
      case .warn: Sentence(count.counted("warning"), "경고 \(count)")
      case .fail: Sentence(count.counted("failure"), "실패 \(count)")
      }
    }
  }

  /// The check's name; several results may share one.
  let name: String
  let state: State
  let message: Sentence
  /// What to do about it; `nil` for `ok`.
  let fix: Sentence?

  init(_ name: String, _ state: State, _ message: Sentence, fix: Sentence? = nil) {
    (self.name, self.state, self.message, self.fix) = (name, state, message, fix)
  }

  static func ok(_ name: String, _ message: Sentence) -> Diagnosis {
    Diagnosis(name, .ok, message)
  }

  /// Of a path or value, which is the same in each language.
  static func ok(_ name: String, value: String) -> Diagnosis { .ok(name, Sentence(same: value)) }

  /// Something works, but not as well as it could.
  static func warn(_ name: String, _ message: Sentence, fix: Sentence) -> Diagnosis {
    Diagnosis(name, .warn, message, fix: fix)
  }

  /// Commands are refused, or a guarantee of theirs does not hold.
  static func fail(_ name: String, _ message: Sentence, fix: Sentence) -> Diagnosis {
    Diagnosis(name, .fail, message, fix: fix)
  }

  static func fail(_ name: String, _ error: SystemError, fix: Sentence) -> Diagnosis {
    .fail(name, error.sentence, fix: fix)
  }

  /// A file or folder that this user may not write.
  static func unwritable(
    _ name: String, _ path: String, _ detail: Sentence = Sentence(same: "")
  ) -> Diagnosis {
    fail(
      name,
      Sentence("\(path) may not be written\(detail.english)", "\(path): 쓸 수 없습니다\(detail.korean)"),
      fix: .makeWritable(path))
  }

  /// The same finding, where it is none that keeps commands from working.
  var asWarning: Diagnosis {
    Diagnosis(name, .warn, message, fix: fix)
  }

  static func fail(_ name: String, _ error: Problem) -> Diagnosis {
    fail(name, error.sentence, fix: error.hint)
  }
}

// MARK: JSON

extension DoctorOutput: Shaped {
  static var shapeName: StaticString { "doctor" }
  static func shape(_ fields: inout Fields<DoctorOutput>) {
    fields.add("checks", \.checks, "several may have one name")
    fields.add("settings", \.settings)
    fields.addIfAny("workers", \.programs, "in the order of `orch.json`; with `--workers`")
  }
}

extension Diagnosis: Shaped {
  static var shapeName: StaticString { "diagnosis" }
  static func shape(_ fields: inout Fields<Diagnosis>) {
    fields.add("name", \.name, "what was checked")
    fields.add("state", \.state.rawValue, "`ok`, `warn` or `fail`")
    fields.add("message", \.message.english.withoutPasswords, "what was found")
    fields.add("mend", \.fix?.english.withoutPasswords, "what to do; null when it is ok")
  }
}

extension ResolvedSetting: Shaped {
  public static var shapeName: StaticString { "setting" }
  public static func shape(_ fields: inout Fields<ResolvedSetting>) {
    fields.add("key", \.key, "its name in `orch.json`")
    fields.add("variable", \.variable, "its variable; null for what only `orch.json` can say")
    fields.add(
      "value", \.text.withoutPasswords,
      "the text as it was given, also one that cannot be read; `***` for the password of an address"
    )
    fields.add("source", \.source.rawValue, "`option`, `environment`, `orch.json` or `default`")
  }
}
