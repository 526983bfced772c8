import Foundation
import TestSupport
import Testing

/// The units of `automation/systemd`, and the commands that set them up.
@Suite struct SystemdTests {
  private static let units = "\(Scheduling.automation)/systemd"
  private static let isThere = FileManager.default.isExecutableFile(
    atPath: "/usr/bin/systemd-analyze")
  private static let reason: Comment = "systemd-analyze is not here"

  /// The assignments of a unit, by section and key.
  private static func assignments(_ text: String) -> [String: String] {
    var section = ""
    var found: [String: String] = [:]
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      if line.hasPrefix("[") {
        section = String(line.dropFirst().dropLast())
      } else if let equals = line.firstIndex(of: "=") {
        found["\(section).\(line[..<equals])"] = String(line[line.index(after: equals)...])
      }
    }
    return found
  }

  @Test func `a supervisor outlives the tick, and a missed tick is made up for`() throws {
    let service = try Self.assignments(contents(of: "\(Self.units)/orch-tick@.service"))
    #expect(service["Service.Type"] == "oneshot")
    #expect(service["Service.KillMode"] == "process")
    #expect(service["Service.ExecStart"] == ":/usr/bin/env orch tick --queue %f")
    #expect(service["Service.SuccessExitStatus"] == "75")
    let timer = try Self.assignments(contents(of: "\(Self.units)/orch-tick@.timer"))
    #expect(timer["Timer.OnCalendar"] == "*:0/30")
    #expect(timer["Timer.Persistent"] == "true")
    #expect(timer["Timer.RandomizedDelaySec"] == "60")
    #expect(timer["Install.WantedBy"] == "timers.target")
  }

  @Test func `a supervisor outlives its daemon, which is started again where it was killed`() throws
  {
    let service = try Self.assignments(contents(of: "\(Self.units)/orch-daemon@.service"))
    #expect(service["Service.Type"] == "exec")
    #expect(service["Service.KillMode"] == "process")
    #expect(service["Service.ExecStart"] == ":/usr/bin/env orch daemon --queue %f")
    #expect(service["Service.ExecReload"] == "/bin/kill -HUP $MAINPID")
    #expect(service["Service.Restart"] == "on-failure")
    #expect(service["Install.WantedBy"] == "default.target")
  }

  /// What a schedule sets up.
  enum Schedule: String, CaseIterable {
    case systemd, daemon

    /// The command that it has run.
    var command: String {
      switch self {
      case .systemd: "tick"
      case .daemon: "daemon"
      }
    }

    var kinds: [String] {
      switch self {
      case .systemd: ["service", "timer"]
      case .daemon: ["service"]
      }
    }
  }

  /// Runs the printed commands, with stand-ins for those that speak to a running systemd, and
  /// gives what these were called with.
  private static func setUp(
    _ schedule: Schedule, _ scheduling: Scheduling, _ option: String
  ) throws -> [String] {
    let standIn =
      "#!/bin/sh\nprintf '%s ' \"${0##*/}\" \"$@\" >> \"$HOME/called\"; echo >> \"$HOME/called\"\n"
    for name in ["systemctl", "loginctl"] {
      try writeExecutable(standIn, to: "\(scheduling.programs)/\(name)")
    }
    let printed = try scheduling.printed(schedule.rawValue, option, scheduling.queue)
    #expect(printed.status == 0 && printed.errors.isEmpty, "\(printed)")
    try expect(
      scheduling.scene.run(
        "/bin/sh", ["-c", printed.output], environment: ["PATH": scheduling.path]),
      is: .prints(""))
    return try scheduling.scene.text("called").split(separator: "\n").map(String.init)
  }

  @Test(.enabled(if: isThere, reason), arguments: Schedule.allCases, ["--queue", "--db"])
  func `the printed commands set up units that systemd accepts`(
    _ schedule: Schedule, _ option: String
  ) throws {
    let unit = "orch-\(schedule.command)"
    let scheduling = try Scheduling(orch: Scheduling.recording, name: "새 it's %n \"q\"")
    let calls = try Self.setUp(schedule, scheduling, option)
    let escaped = try run("systemd-escape", ["--path", scheduling.queue], in: "/").output.dropLast()
    #expect(
      calls == [
        "systemctl --user daemon-reload ",
        "systemctl --user enable --now \(unit)@\(escaped).\(schedule.kinds.last ?? "") ",
        "loginctl enable-linger ",
      ])

    let folder = scheduling.scene.path(".config/systemd/user")
    // An instance has the name that its link has.
    for kind in schedule.kinds {
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/\(unit)@\(escaped).\(kind)",
        withDestinationPath: "\(unit)@.\(kind)")
    }
    func verify() throws -> Outcome {
      try scheduling.scene.run(
        "systemd-analyze",
        ["verify", "--user"]
          + schedule.kinds.map { "\(folder)/\(unit)@\(escaped).\($0)" },
        environment: ["XDG_RUNTIME_DIR": scheduling.scene.folder])
    }
    try expect(verify(), is: .prints(""))

    // It does look at what was printed.
    let name = ".config/systemd/user/\(unit)@\(escaped).service.d/paths.conf"
    let dropIn = try scheduling.scene.text(name)
    func unitWord(_ text: String) -> String {
      "\"\(text.replacing("%", with: "%%").replacing("\"", with: "\\\""))\""
    }
    expect(
      dropIn,
      is: """
        [Service]
        Environment=\(unitWord("PATH=" + scheduling.path)) "LANG=ko_KR.UTF-8"
        ExecStart=
        ExecStart=:/usr/bin/env orch \(schedule.command) \(option) \(unitWord(scheduling.queue))

        """)
    try scheduling.scene.write(dropIn.replacing("env orch", with: "%z"), to: name)
    #expect(try verify().errors.contains("paths.conf:4: Failed to resolve unit specifiers"))
  }

  @Test(.enabled(if: isThere, reason))
  func `the units are taken as they are committed`() throws {
    let scene = try Scene()
    for kind in ["service", "timer"] {
      let unit = try contents(of: "\(Self.units)/orch-tick@.\(kind)")
      try scene.write(unit, to: "orch-tick@srv-QUEUE.md.\(kind)")
    }
    func verify(_ kind: String) throws -> Outcome {
      try scene.run(
        "systemd-analyze", ["verify", "--user", scene.path("orch-tick@srv-QUEUE.md.\(kind)")],
        environment: ["XDG_RUNTIME_DIR": scene.folder])
    }
    try expect(verify("timer"), is: .prints(""))
    try expect(verify("service"), is: .prints(""))
    let daemon = "orch-daemon@srv-QUEUE.md.service"
    try scene.write(contents(of: "\(Self.units)/orch-daemon@.service"), to: daemon)
    try expect(
      scene.run(
        "systemd-analyze", ["verify", "--user", scene.path(daemon)],
        environment: ["XDG_RUNTIME_DIR": scene.folder]), is: .prints(""))
    let service = try scene.text("orch-tick@srv-QUEUE.md.service")
    try scene.write(
      service.replacing("KillMode=process", with: "KillMode=proces"),
      to: "orch-tick@srv-QUEUE.md.service")
    #expect(try verify("service").errors.contains("Failed to parse kill mode"))
  }

  @Test func `without systemd it says so, and a path can be too long`() throws {
    let scheduling = try Scheduling(orch: Scheduling.recording)
    for name in ["dirname", "basename", "tr", "cut", "cksum"] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(scheduling.programs)/\(name)", withDestinationPath: "/usr/bin/\(name)")
    }
    try expect(
      scheduling.printed("systemd", "--queue", scheduling.queue, path: scheduling.programs),
      is: .fails(66, "schedule: there is no systemd-escape (install systemd)"))
    try writeExecutable(
      "#!/bin/sh\nprintf '%0246d\\n' 1\n", to: "\(scheduling.programs)/systemd-escape")
    try expect(
      scheduling.printed("systemd", "--queue", scheduling.queue, path: scheduling.programs),
      is: .fails(
        64,
        "schedule: the path is too long for the name of a unit (name a link to it with a shorter path)"
      ))
  }
}
