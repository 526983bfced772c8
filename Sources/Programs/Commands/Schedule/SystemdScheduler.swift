import Door
import Host
import Runner
import Text

/// Units of the user's systemd: a timer with its service for ticks, or the service for a daemon or
/// a server.
struct SystemdScheduler: Scheduler {
  let call: ScheduledCall
  let programs: SchedulerPrograms
  let work: ScheduledWork
  let folder: String

  init(_ call: ScheduledCall, _ work: ScheduledWork, of context: CommandContext) throws {
    self.call = call
    self.work = work
    programs = SchedulerPrograms(context)
    let settings = context.environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
    let home = context.environment["HOME"].map { Path.join($0, ".config") }
    guard let root = settings ?? home, root.hasPrefix("/") else {
      throw Problem.schedule(.noHome)
    }
    folder = Path.join(root, "systemd/user")
  }

  // MARK: Names

  /// The longest unit name without its suffix that systemd accepts, in bytes.
  private static let longestName = 245

  /// An instance name as `systemd-escape --path` makes it.
  private func name() throws -> String {
    let name = "orch-\(work.command)@\(Self.escaped(call.queue))"
    guard name.utf8.count <= Self.longestName else {
      throw Problem.adapter(
        .notSchedulable,
        Sentence("the path is too long for a unit name", "유닛 이름으로는 경로가 너무 깁니다"),
        hint: Sentence(
          "move the queue to a shorter path, or choose cron", "큐를 더 짧은 경로로 옮기거나 cron을 고르십시오"))
    }
    return name
  }

  /// A path as part of a unit name. Source: systemd.unit(5), "String escaping".
  static func escaped(_ path: String) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var bytes: [UInt8] = []
    for byte in path.utf8.drop(while: { $0 == UInt8(ascii: "/") }) {
      switch byte {
      case UInt8(ascii: "/"): bytes.append(UInt8(ascii: "-"))
      case UInt8(ascii: ".") where !bytes.isEmpty, UInt8(ascii: "_"), UInt8(ascii: ":"):
        bytes.append(byte)
      case _ where ScheduledCall.isPlain(byte): bytes.append(byte)
      default:
        bytes += [
          UInt8(ascii: "\\"), UInt8(ascii: "x"), digits[Int(byte >> 4)], digits[Int(byte & 15)],
        ]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: Units

  /// A word in double quotes. Source: systemd.syntax(7).
  private static func word(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\\"), UInt8(ascii: "\""): bytes += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "%"): bytes += [byte, byte]
      default: bytes.append(byte)
      }
    }
    return "\"\(String(decoding: bytes, as: UTF8.self))\""
  }

  /// The queue's path for a description. `%` is escaped, because it begins a specifier.
  private var title: String {
    call.queue.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%%")
  }

  private var command: String {
    // The colon keeps systemd from expanding each $. systemd accepts a program only at a path
    // without blanks and quotes, so a shell starts this one.
    #"ExecStart=:/bin/sh -c "exec \"$0\" \"$@\"" "# + Self.word(call.orch) + " "
      + ([work.command] + work.options.map(Self.word) + [call.option, Self.word(call.queue)])
      .joined(separator: " ")
  }

  private var variables: String {
    "Environment=\(Self.word("PATH=" + call.path)) \(Self.word("LANG=" + call.language))"
  }

  private func units() throws -> [(name: String, text: String)] {
    let name = try name()
    switch work {
    case .ticks: return [("\(name).service", tick), ("\(name).timer", timer)]
    case .daemon: return [("\(name).service", daemon)]
    case .serve: return [("\(name).service", server)]
    }
  }

  private var tick: String {
    """
    # Written by orch schedule systemd.
    [Unit]
    Description=One tick of the task queue \(title)

    [Service]
    Type=oneshot
    \(variables)
    \(command)
    # A tick ends at once; the supervisors that it started go on for as long as their workers do,
    # in the same control group. By default systemd would kill them together with it.
    KillMode=process
    # 75: the queue was locked. The next tick does the work.
    SuccessExitStatus=75
    SyslogIdentifier=orch-tick

    """
  }

  private var timer: String {
    """
    # Written by orch schedule systemd.
    [Unit]
    Description=Ticks of the task queue \(title)

    [Timer]
    OnCalendar=\(call.minutes == 60 ? "*:00" : "*:0/\(call.minutes)")
    # A tick that was due while the machine was off runs later.
    Persistent=true
    # Several queues on one machine do not all start at once.
    RandomizedDelaySec=\(min(60, call.minutes * 15))
    AccuracySec=\(min(30, call.minutes * 15))

    [Install]
    WantedBy=timers.target

    """
  }

  private var daemon: String {
    """
    # Written by orch schedule daemon.
    [Unit]
    Description=The daemon of the task queue \(title)

    [Service]
    Type=exec
    \(variables)
    \(command)
    # Reads orch.json, and ticks.
    ExecReload=/bin/kill -HUP $MAINPID
    # Only the daemon is asked to end; the supervisors that it started go on for as long as their
    # workers do, in the same control group.
    KillMode=process
    # The daemon ends after its current tick, which may be running the proofs of a report.
    TimeoutStopSec=15min
    # The state of its work is in files, so the next daemon continues it.
    Restart=on-failure
    RestartSec=5
    SyslogIdentifier=orch-daemon

    [Install]
    WantedBy=default.target

    """
  }

  private var server: String {
    """
    # Written by orch schedule serve.
    [Unit]
    Description=The server of the task queue \(title)

    [Service]
    Type=exec
    \(variables)
    # Variables such as ORCH_WEBHOOK_SECRET=…, in a file of mode 600.
    EnvironmentFile=-%h/.config/orch/serve.env
    \(command)
    # With --daemon, the supervisors that it started go on for as long as their workers do.
    KillMode=process
    # It ends once it has answered what it has begun: a report may run checks.
    TimeoutStopSec=15min
    Restart=on-failure
    RestartSec=5
    SyslogIdentifier=orch-serve

    [Install]
    WantedBy=default.target

    """
  }

  // MARK: Installing

  /// The unit that is enabled.
  private func mainUnit() throws -> String {
    "\(try name()).\(work == .ticks ? "timer" : "service")"
  }

  func plan() throws -> [String] {
    let unit = try mainUnit()
    return try units().flatMap { ["# \(folder)/\($0.name)"] + $0.text.lines } + [
      "# systemctl --user daemon-reload", "# systemctl --user enable \(unit)",
      "# systemctl --user restart \(unit)", "# loginctl enable-linger",
    ]
  }

  func installed() throws -> String? {
    // A unit whose name is too long was never installed.
    guard let unit = try? mainUnit() else { return nil }
    let path = Path.join(folder, unit)
    return try FileStatus.ifExists(path) == nil ? nil : path
  }

  func install() throws {
    guard programs.has("systemctl") else {
      throw Problem.schedule(.noProgram(.notFound("systemctl")))
    }
    let unit = try mainUnit()
    // Fails before anything is written if the user's systemd can't be reached.
    try programs.succeed("systemctl", ["--user", "daemon-reload"])
    try Directory.createWithParents(folder)
    for (name, text) in try units() {
      try NewFile.replace(Path.join(folder, name), text: text, permissions: 0o644)
    }
    // Older versions wrote the paths of a queue here, which would still apply.
    let paths = Path.join(folder, "\(try name()).service.d/paths.conf")
    try Directory.removeIfThere(paths)
    try programs.succeed("systemctl", ["--user", "daemon-reload"])
    try programs.succeed("systemctl", ["--user", "enable", unit])
    try programs.succeed("systemctl", ["--user", "restart", unit])
    // Units then run even while the user is not logged in.
    try programs.succeed("loginctl", ["enable-linger"])
  }

  func remove() throws {
    guard try installed() != nil else { return }
    try programs.succeed("systemctl", ["--user", "disable", "--now", try mainUnit()])
    for (name, _) in try units() { try Directory.removeIfThere(Path.join(folder, name)) }
    try programs.succeed("systemctl", ["--user", "daemon-reload"])
  }
}

extension String {
  /// The lines that are not empty, without their line feeds.
  fileprivate var lines: [String] {
    utf8.split(separator: 10, omittingEmptySubsequences: true).map { String($0) ?? "" }
  }
}
