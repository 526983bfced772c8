import Door
import Model
import Runner
import Schedule
import Text
import Work

/// `orch schedule`: lets cron, systemd or launchd call the tick or run the daemon.
struct ScheduleCommand: QueueCommand {
  static let name = "schedule"
  static let summary = Sentence(
    "Let cron, systemd or launchd call the tick, or run the daemon or the server",
    "cron, systemd, launchd가 틱을 부르거나 데몬이나 서버를 실행하게 합니다")
  static let discussion = Sentence(
    """
    cron, systemd and launchd call orch tick every --every minutes; daemon makes orch daemon a
    service of systemd or, if that is missing, of launchd, and serve makes orch serve one, with the
    options after --. All of them belong to your user. A queue has one entry of each kind;
    installing it again replaces the entry. The entry keeps the PATH and LANG of the shell from
    which you install it, because workers need these variables. Without a kind, or with show, the
    command shows what is installed for the queue. openclaw installs nothing: it prints the command
    that adds an OpenClaw automation, with the options after --. Programs in orch.json start only
    after orch trust.
    """,
    """
    cron, systemd, launchd는 --every분마다 orch tick을 부릅니다. daemon은 orch daemon을 systemd의,
    없으면 launchd의 서비스로 만들고, serve는 -- 뒤의 옵션과 함께 orch serve를 서비스로 만듭니다. 모두
    사용자 자신의 것입니다. 한 큐에는 종류마다 항목이 하나이며,
    다시 부르면 바꿉니다. 부른 셸의 PATH와 LANG을 받습니다. 워커에게 필요하기 때문입니다. 종류가 없거나
    show이면 이 큐를 위해 무엇이 설치되어 있는지 말합니다. openclaw는 아무것도 설치하지 않고, OpenClaw
    자동화를 더하는 명령을 -- 뒤의 옵션과 함께 출력합니다. orch.json의 프로그램은 orch trust 뒤에
    시작됩니다.
    """)
  static let result = """
    `KIND⇥PLACE` of what is installed now, a line each, or `nothing is scheduled`; with \
    `--dry-run` what would be written and run; with `--remove`, first `removed KIND⇥PLACE` or, \
    with `--dry-run`, `would remove KIND⇥PLACE`; with `openclaw` a command for a shell
    """
  static var answers: [any Shaped.Type] { [SchedulesAnswer.self, SchedulePlan.self] }
  static let examples = [
    Example(
      "orch schedule cron",
      Sentence("a tick every 30 minutes, from the user's crontab", "사용자의 crontab으로 30분마다 틱")),
    Example(
      "orch schedule daemon --dry-run",
      Sentence("shows the service, without installing it", "서비스가 어떤 것일지")),
    Example(
      "orch schedule serve -- --daemon --listen 127.0.0.1:9000",
      Sentence("the server and the daemon as a service", "서버와 데몬을 서비스로")),
    Example(
      "orch schedule openclaw -- --channel telegram --to 123 | sh",
      Sentence("a tick by OpenClaw, which announces its output", "OpenClaw가 틱을 부르고 출력을 알립니다")),
    Example(
      "orch schedule --remove",
      Sentence("removes all that is installed for the queue", "이 큐를 위해 설치된 것을 모두 제거합니다")),
  ]
  static let options: [Option<ScheduleCommand>] = [
    .choice(
      "KIND", Sentence("what to install", "무엇을 설치할지"), ["show"] + Kind.allCases.map(\.rawValue)
    ) {
      $1.kind = Kind(rawValue: $0)
      $1.shows = $0 == "show"
    },
    .value(
      "OPTION", "OPTION",
      Sentence(
        "options of orch serve or of openclaw cron add, after --",
        "-- 뒤에 쓰는 orch serve나 openclaw cron add의 옵션"),
      repeatable: true
    ) { $1.options.append($0) },
    .value(
      "--every", "MINUTES",
      Sentence(
        "the minutes between two ticks; 60 must be a multiple of it",
        "두 틱 사이의 분. 60을 나누어떨어지게 하는 수"),
      fallback: Sentence(same: "30")
    ) {
      (text, command) throws(InvalidValue) in
      guard let minutes = Int(text), (1...60).contains(minutes), 60 % minutes == 0 else {
        throw InvalidValue(
          Sentence(
            "use 1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30 or 60",
            "1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60 가운데 하나를 쓰십시오"))
      }
      command.minutes = minutes
    },
    .flag(
      "--remove",
      Sentence("remove what is installed, of this kind or of every kind", "설치된 것을 제거. 이 종류나 모두")
    ) { $0.removes = true },
    .flag(
      "--dry-run",
      Sentence(
        "print what would be installed or removed, and change nothing",
        "무엇을 설치하거나 제거할지 출력하고 아무것도 바꾸지 않음")
    ) {
      $0.isDryRun = true
    },
  ]
  static let action: String? = "KIND"
  static let positional: String? = "OPTION"
  static let isLogged = false

  enum Kind: String, CaseIterable { case cron, systemd, launchd, daemon, serve, openclaw }

  var shared = SharedOptions()
  var kind: Kind?
  var shows = false
  var options: [String] = []
  var minutes: Int?
  var removes = false
  var isDryRun = false

  func run(in context: CommandContext) throws -> ExitStatus {
    try checkOptions()
    let call = try ScheduledCall(of: context, every: minutes ?? 30)
    if removes {
      let (removed, problem) = try remove(call, in: context)
      try printInstalled(for: call, removed: removed, in: context)
      if let problem { throw problem }
      return .success
    }
    if let kind {
      // If the queue can't be read, every tick would fail.
      _ = try context.taskQueue.snapshot()
      let startsWork = context.taskQueue.startsWork
      if kind == .openclaw {
        if !startsWork {
          context.warn(
            "orch.json has no worker: announced rows start only if the agent starts them",
            "orch.json에 워커가 없습니다. 알림을 받은 에이전트가 시작하지 않으면 아무도 시작하지 않습니다")
        }
        let lines = OpenClawAutomation(call: call, options: options).lines
        try context.print(SchedulePlan(lines: lines), or: lines)
        return .success
      }
      let server = kind == .serve ? try servesAsAsked(in: context) : nil
      if server?.isDaemon ?? false { try checkHasNoDaemon(call, in: context) }
      // Without a worker and without recurring work, ticks would do nothing.
      if kind != .daemon, kind != .serve, !startsWork, try context.taskQueue.recurringWork().isEmpty
      {
        throw Problem.adapter(
          .notSchedulable,
          Sentence(
            "orch.json has no worker: the ticks of \(kind.rawValue) would start nothing",
            "orch.json에 워커가 없습니다. \(kind.rawValue)의 틱은 아무것도 시작하지 않습니다"),
          hint: Sentence(
            "nothing was installed; orch init --worker KIND writes an example of a worker",
            "아무것도 설치하지 않았습니다. 워커를 적으십시오 (orch init --worker KIND가 예를 씁니다)"))
      }
      if !startsWork, server?.isDaemon ?? true {
        context.warn(
          "orch.json has no worker: \(kind.rawValue) will start nothing, and rows wait for orch pick "
            + "(orch init --worker KIND writes an example of a worker)",
          "orch.json에 워커가 없습니다. \(kind.rawValue)은(는) 아무것도 시작하지 않고, 행은 orch pick을 기다립니다 "
            + "(orch init --worker KIND가 워커의 예를 씁니다)")
      }
      let scheduler = try scheduler(of: kind, for: call, in: context)
      if isDryRun {
        let lines = try scheduler.plan()
        try context.print(SchedulePlan(lines: lines), or: lines)
        return .success
      }
      do { try scheduler.install() } catch let problem as Problem
        where kind == .cron && problem.kind == .noScheduler
      {
        // Only the line is printed, so that it can be copied or appended to a crontab.
        if !context.shared.isJSON { try context.print(scheduler.plan()[1]) }
        throw problem
      }
    }
    try printInstalled(for: call, in: context)
    return .success
  }

  fileprivate struct Entry {
    let kind: Kind
    let place: String
  }

  private func checkOptions() throws {
    if removes, shows {
      throw Problem.usage(
        "--remove can't be used with show", "--remove와 show는 함께 쓸 수 없습니다",
        hint: Sentence(
          "name the kind to remove, or none to remove all", "제거할 종류를 지정하십시오. 모두라면 지정하지 마십시오"))
    }
    if kind == .openclaw, removes {
      throw Problem.usage(
        "OpenClaw itself removes its automations", "OpenClaw의 자동화는 OpenClaw가 제거합니다",
        hint: Sentence("openclaw cron --help says how", "방법: openclaw cron --help"))
    }
    if kind != .openclaw, kind != .serve || removes, !options.isEmpty {
      throw Problem.usage(
        "only serve and openclaw take options after --", "-- 뒤의 옵션은 serve와 openclaw에만 씁니다",
        hint: Sentence("leave the options out", "옵션을 빼십시오"))
    }
    if minutes != nil, removes || kind == nil || kind == .daemon || kind == .serve {
      throw Problem.usage(
        "--every is only for cron, systemd, launchd and openclaw",
        "--every는 cron, systemd, launchd, openclaw에만 씁니다",
        hint: Sentence("leave it out, or name one of these", "빼거나 넷 중 하나를 지정하십시오"))
    }
  }

  /// Removes the installed entries of the chosen kind, or of all kinds; a dry run only prints them.
  /// One scheduler that fails does not stop the others.
  ///
  /// - Returns: what was removed, and the first error of a scheduler.
  private func remove(
    _ call: ScheduledCall, in context: CommandContext
  ) throws -> ([Entry], problem: (any Error)?) {
    var (removed, problem): ([Entry], (any Error)?) = ([], nil)
    for kind in kind.map({ [$0] }) ?? Kind.allCases {
      do {
        for scheduler in try schedulers(of: kind, for: call, in: context) {
          guard let place = try scheduler.installed() else { continue }
          if !isDryRun { try scheduler.remove() }
          removed.append(Entry(kind: kind, place: place))
        }
      } catch {
        problem = problem ?? error
      }
    }
    if !context.shared.isJSON {
      for entry in removed {
        try context.print(
          "\(isDryRun ? "would remove" : "removed") \(entry.kind.rawValue)\t\(entry.place.escaped)",
          "\(isDryRun ? "제거하게 됩니다" : "제거했습니다"): \(entry.kind.rawValue)\t\(entry.place.escaped)")
      }
    }
    return (removed, problem)
  }

  private func printInstalled(
    for call: ScheduledCall, removed: [Entry]? = nil, in context: CommandContext
  ) throws {
    var found: [Entry] = []
    for kind in Kind.allCases {
      do {
        for scheduler in try schedulers(of: kind, for: call, in: context) {
          if let place = try scheduler.installed() { found.append(Entry(kind: kind, place: place)) }
        }
      } catch {
        // The requested entry is installed; a failing scheduler of another kind does not matter.
        if kind == self.kind || (self.kind == nil && !removes) { throw error }
      }
    }
    if context.shared.isJSON {
      try context.print(SchedulesAnswer(found: found, removed: removed))
    } else if found.isEmpty {
      try context.print("nothing is scheduled", "설치된 일정이 없습니다")
    } else {
      for entry in found {
        try context.print("\(entry.kind.rawValue)\t\(entry.place.escaped)")
      }
    }
  }

  /// Every scheduler that may hold an entry of this kind.
  func schedulers(
    of kind: Kind, for call: ScheduledCall, in context: CommandContext
  ) throws -> [any Scheduler] {
    switch kind {
    case .openclaw: []
    case .cron: [CronScheduler(call: call, programs: SchedulerPrograms(context))]
    case .systemd: [try SystemdScheduler(call, .ticks, of: context)]
    case .launchd: [try LaunchdScheduler(call, .ticks, of: context)]
    case .daemon:
      [
        try SystemdScheduler(call, .daemon, of: context),
        try LaunchdScheduler(call, .daemon, of: context),
      ]
    case .serve:
      [
        try SystemdScheduler(call, .serve(options: options), of: context),
        try LaunchdScheduler(call, .serve(options: options), of: context),
      ]
    }
  }

  /// The scheduler that installs this kind; for a daemon or a server, the one that exists on this
  /// machine.
  private func scheduler(
    of kind: Kind, for call: ScheduledCall, in context: CommandContext
  ) throws -> any Scheduler {
    let all = try schedulers(of: kind, for: call, in: context)
    guard kind == .daemon || kind == .serve else { return all[0] }
    let programs = SchedulerPrograms(context)
    if programs.has("systemctl") { return all[0] }
    if programs.has("launchctl") { return all[1] }
    let line = call.line(kind.rawValue, options)
    throw Problem.adapter(
      .noScheduler,
      Sentence(
        "neither systemctl nor launchctl is installed, and cron keeps nothing running",
        "systemctl도 launchctl도 없고, cron은 계속 실행하지 못합니다"),
      hint: Sentence("keep this running yourself: \(line)", "이것을 직접 계속 실행하십시오: \(line)"))
  }
}

private struct SchedulesAnswer: Shaped {
  let found: [ScheduleCommand.Entry]
  let removed: [ScheduleCommand.Entry]?

  static var shapeName: StaticString { "schedule" }
  static func shape(_ fields: inout Fields<SchedulesAnswer>) {
    fields.add("schedules", \.found, "the entries that are installed for the queue now")
    fields.addIfAny(
      "removed", \.removed,
      "with `--remove`: the removed entries; with `--dry-run`, too, the entries that would be removed"
    )
  }
}

extension ScheduleCommand.Entry: Shaped {
  static var shapeName: StaticString { "installed schedule" }
  static func shape(_ fields: inout Fields<ScheduleCommand.Entry>) {
    fields.add("kind", \.kind.rawValue, "`cron`, `systemd`, `launchd`, `daemon` or `serve`")
    fields.add("place", \.place, "the line of the crontab, or the path of the file")
  }
}

private struct SchedulePlan: Shaped {
  let lines: [String]

  static var shapeName: StaticString { "schedule plan" }
  static func shape(_ fields: inout Fields<SchedulePlan>) {
    fields.add("lines", \.lines, "what would be written and run; with `openclaw` the command")
  }
}
