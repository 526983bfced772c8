import Door
import Model
import Monitoring
import Runner
import Text

/// `ops doctor`: checks what commands depend on, and says how to fix what is wrong.
struct DoctorCommand: QueueCommand {
  static let name = "doctor"
  static let summary = Sentence(
    "Check the installation, the files and the settings", "설치, 파일, 설정을 점검합니다")
  static let discussion = Sentence(
    """
    Each line says ok, warn or fail, with what to do in parentheses. The settings follow, each
    with its source. Locks, file swaps and times are tried in a temporary folder; nothing in the
    queue is changed. A failed check makes the exit status 1.
    --workers also runs the programs of agents, and programs with a min_version, with the option
    --version, and shows their paths and versions, and what each agent may change. A program is run
    again only when its file has changed.
    """,
    """
    줄마다 ok, warn, fail과 괄호 안의 할 일이 있습니다. 그 뒤에 설정과 그 출처가 이어집니다. 잠금, 파일
    교체, 시각은 따로 만든 폴더에서 시험하고 지웁니다. 큐의 것은 아무것도 바꾸지 않습니다. 실패한
    점검이 있으면 상태가 1입니다. --workers는 에이전트의 프로그램과 min_version이 있는 프로그램을
    --version으로 실행해 어디에 있고 어느 버전인지, 에이전트가 무엇을 바꿀 수 있는지 말합니다. 파일이 같은
    동안 한 번만 묻습니다.
    """)
  static var answers: [any Shaped.Type] { [Checkup.self] }
  static let examples = [
    Example(
      "ops doctor",
      Sentence(
        "before the first run on a new machine, or when something is odd",
        "새 컴퓨터에서 처음 실행하기 전에, 또는 무언가 이상할 때")),
    Example(
      "ops doctor --json | jq '.checks[] | select(.state != \"ok\")'",
      Sentence("the checks that are not ok, for a script", "정상이 아닌 것만. 스크립트에서")),
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
    "each check as `ok`, `warn` or `fail` with what to do, then each setting with its source, "
    + "and a line with the counts; exit status 1 if a check fails"
  static let databaseOfSettings = DatabaseOfSettings.usedIfTrusted
  static let isLogged = false
  static let needsSettings = false

  var shared = SharedOptions()
  var asksWorkers = false

  func run(in context: CommandContext) throws -> ExitStatus {
    let checkup = context.taskQueue.checkup(
      after: InstallationCheck(of: context).diagnoses + (ShimCheck(of: context)?.diagnoses ?? []),
      asksWorkers: asksWorkers,
      context.problem)
    try context.print(checkup, or: checkup.lines(context.paint, context.language))
    return checkup.count(of: .fail) == 0 ? .success : .refused
  }
}

extension Checkup {
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

extension Diagnosis.State {
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

extension ResolvedSetting {
  fileprivate var line: String {
    "setting  \(key) = \(text.escaped.withoutPasswords)  (\(source.rawValue))"
  }
}
