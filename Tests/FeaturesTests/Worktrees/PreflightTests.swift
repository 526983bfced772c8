import Glibc
import Host
import Model
import TestSupport
import Testing
import Workers

@testable import Door
@testable import Worktrees

/// What is looked at before a row is claimed for a worker.
@Suite struct PreflightTests {
  private let now = QueueTime(epochSeconds: 1_769_850_000, offset: 0)

  /// A trusted folder with programs, and a worker in it.
  private func workspace(
    _ profile: WorkerProfile, in folder: String, path: String = "/usr/bin:/bin"
  ) throws -> Workspace {
    for (name, script) in [
      ("agent", "#!/bin/sh\necho . >> asked\necho agent 2.1.0\n"), ("mute", "#!/bin/sh\n"),
      ("orphan", "#!/missing/sh\n"),
    ] {
      try writeExecutable(script, to: "\(folder)/\(name)")
    }
    try NewFile.replace("\(folder)/QUEUE.md", text: "", permissions: 0o600)
    try NewFile.replace("\(folder)/prompt.md", text: "Be brief.\n", permissions: 0o600)
    var settings = Workspace.SettingsFile()
    (settings.workers.profiles, settings.workers.isNamed) = ([profile], true)
    func workspace(_ trusted: [String: String]) -> Workspace {
      Workspace(
        storePath: "\(folder)/QUEUE.md", home: folder, sidecar: "\(folder)/.orch",
        settings: settings,
        environment: Environment(
          ["PATH": path, "HOME": "\(folder)/home"].merging(trusted) { $1 }))
    }
    return workspace(["ORCH_TRUST": try workspace([:]).trust().files().hash])
  }

  private func profile(_ change: (inout WorkerProfile) -> Void) -> WorkerProfile {
    var profile = WorkerProfile(name: "claude", adapter: .report)
    profile.argv = ["./agent"]
    change(&profile)
    return profile
  }

  private typealias Case = (
    finding: String?, change: @Sendable (inout WorkerProfile) -> Void
  )

  private static let cases: [Case] = [
    (nil, { _ in }),
    ("missing_program", { $0.argv = ["./gone"] }),
    ("missing_program", { $0.argv = ["no-such-program-at-all"] }),
    ("missing_program", { $0.argv = ["./orphan"] }),
    ("missing_program", { $0.argv = ["./prompt.md"] }),
    (nil, { $0.sandbox = ["./gone"] }),
    (
      "missing_program",
      {
        $0.sandbox = ["./gone"]
        $0.requiresSandbox = true
      }
    ),
    ("bad_setting", { $0.requiresSandbox = true }),
    (
      nil,
      {
        $0.sandbox = ["./mute"]
        $0.requiresSandbox = true
      }
    ),
    (nil, { $0.sandboxRules = SandboxRules() }),
    (nil, { $0.prompt = "prompt.md" }),
    ("bad_setting", { $0.prompt = "gone.md" }),
    ("bad_setting", { $0.prompt = "../prompt.md" }),
    ("bad_setting", { $0.prompt = "." }),
    (nil, { $0.minVersion = VersionNumber("2.1.0") }),
    (nil, { $0.minVersion = VersionNumber("2.0.9") }),
    ("old_version", { $0.minVersion = VersionNumber("2.1.1") }),
    (
      "old_version",
      {
        $0.argv = ["./mute"]
        $0.minVersion = VersionNumber("0.1")
      }
    ),
    (nil, { $0.adapter = .simulated }),
    (
      nil,
      {
        $0.adapter = .simulated
        $0.argv = []
      }
    ),
  ]

  @Test(arguments: cases.indices)
  func `what keeps a worker from starting`(_ index: Int) throws {
    try withTemporaryDirectory { folder in
      let profile = profile(Self.cases[index].change)
      let workspace = try workspace(profile, in: folder)
      var preflight = Preflight(workspace, now: now, asksVersions: true)
      let problem = preflight.obstacle(to: profile).map { error in
        WaitReason(error)?.code.rawValue ?? "\(error)"
      }
      #expect(problem == Self.cases[index].finding)
    }
  }

  /// As AppArmor lets bwrap fail, and then no longer.
  @Test func `a sandbox is tried until it can be made, and then no more`() throws {
    try withTemporaryDirectory { folder in
      try Directory.create("\(folder)/bin", permissions: 0o755)
      let profile = profile {
        ($0.sandboxRules, $0.requiresSandbox) = (SandboxRules(), true)
      }
      let workspace = try workspace(profile, in: folder, path: "\(folder)/bin:/usr/bin:/bin")
      func obstacle(asking asks: Bool = true) -> String? {
        var preflight = Preflight(workspace, now: now, asksVersions: asks)
        return preflight.obstacle(to: profile).map { error in
          #expect(WaitReason(error)?.code == .missingSandbox)
          return error.message.replacing(folder, with: "~")
        }
      }
      func install(_ script: String) throws {
        try writeExecutable("#!/bin/sh\necho . >> tried\n\(script)\n", to: "\(folder)/bin/bwrap")
      }
      let refused =
        "~/orch.json: workers.claude: sandbox_required is true, and the sandbox can't limit files: "
        + "bwrap: bwrap: setting up uid map: Permission denied"
      try install("echo 'bwrap: setting up uid map: Permission denied' >&2; exit 1")
      // What was never tried counts.
      #expect(obstacle(asking: false) == nil)
      #expect(obstacle() == refused && obstacle(asking: false) == refused && obstacle() == refused)
      try install("exit 0")
      #expect(obstacle(asking: false) == nil && obstacle() == nil && obstacle() == nil)
      let tried = try FileDescriptor(opening: "\(folder)/tried", for: .reading).readWhole()
      #expect(String(decoding: tried, as: UTF8.self) == ".\n.\n.\n")
      // A second name of the queue could lie where the worker writes.
      try Directory.link("\(folder)/QUEUE.md", to: "\(folder)/other")
      #expect(
        obstacle()
          == "~/orch.json: workers.claude: sandbox_required is true, and the sandbox can't limit "
          + "files: ~/QUEUE.md has a second name, a hard link, through which it could be changed")
    }
  }

  @Test(arguments: [
    ("claude", nil, "", "workers.claude.adapter: cannot run claude: no such program in %/bin"),
    ("codex", "./gone", "", "workers.claude.program: cannot run %/./gone: no such program"),
    ("opencode", nil, "opencode", nil), ("claude", "./agent", "", nil),
  ])
  func `the program of an agent is that of its adapter, or one that is named`(
    _ adapter: String, _ program: String?, installed: String, problem: String?
  ) throws {
    try withTemporaryDirectory { folder in
      var agent = WorkerProfile(
        name: "claude", adapter: try #require(WorkerProfile.Adapter(rawValue: adapter)))
      agent.program = program
      agent.minVersion = VersionNumber("2")
      try Directory.create("\(folder)/bin", permissions: 0o755)
      if !installed.isEmpty {
        try writeExecutable("#!/bin/sh\necho 2.0.1 x\n", to: "\(folder)/bin/\(installed)")
      }
      let workspace = try workspace(agent, in: folder, path: "\(folder)/bin")
      var preflight = Preflight(workspace, now: now, asksVersions: true)
      let error = preflight.obstacle(to: agent)
      guard case .missingProgram(_, let key, let pathKey, let obstacle)? = error else {
        #expect(error == nil && problem == nil)
        return
      }
      #expect("\(key): \(obstacle)".replacing(folder, with: "%") == problem)
      #expect(pathKey == (program == nil ? "workers.claude.program" : nil))
    }
  }

  @Test func `only a dispatch asks for a version, and once`() throws {
    try withTemporaryDirectory { folder in
      let profile = profile { $0.minVersion = VersionNumber("3") }
      let workspace = try workspace(profile, in: folder)
      func problems() -> [String] {
        workspace.workerProblems(now: now).map { $0.profile.name }
      }
      #expect(problems().isEmpty)
      #expect(try FileStatus.ifExists("\(folder)/asked") == nil)
      for _ in 1...2 {
        var preflight = Preflight(workspace, now: now, asksVersions: true)
        #expect(preflight.obstacle(to: profile) != nil)
      }
      #expect(problems() == ["claude"])
      let asked = try FileDescriptor(opening: "\(folder)/asked", for: .reading).readWhole()
      #expect(asked == Array(".\n".utf8))
    }
  }

  @Test func `a folder that is not trusted starts only simulated workers`() throws {
    try withTemporaryDirectory { folder in
      let real = profile { _ in }
      let trusted = try workspace(real, in: folder)
      let workspace = Workspace(
        storePath: trusted.storePath, home: folder, sidecar: trusted.sidecar,
        settings: trusted.settings, environment: Environment(["PATH": "/bin", "HOME": folder]))
      var preflight = Preflight(workspace, now: now)
      guard case .untrusted? = preflight.obstacle(to: real) else {
        Issue.record("it may start")
        return
      }
      #expect(preflight.obstacle(to: profile { $0.adapter = .simulated }) == nil)
    }
  }

  /// Without a place for its failures a daemon would start it again and again.
  @Test func `a worker whose breaker can't be written starts nothing`() throws {
    let obstructions: [(String, (_ breakers: String) throws -> Void)] = [
      ("breakers", { try NewFile.create($0, text: "") }),
      ("breakers", { symlink("/nonexistent", $0) }),
      (
        "breakers/claude.json",
        {
          try Directory.create($0, permissions: 0o700)
          symlink("/nonexistent", "\($0)/claude.json")
        }
      ),
      (
        "breakers/claude.json",
        {
          try Directory.create($0, permissions: 0o700)
          try Directory.create("\($0)/claude.json", permissions: 0o700)
        }
      ),
    ]
    for (path, obstruct) in obstructions {
      try withTemporaryDirectory { folder in
        let profile = profile { _ in }
        let workspace = try workspace(profile, in: folder)
        try Directory.create(workspace.sidecar, permissions: 0o700)
        try obstruct("\(workspace.sidecar)/breakers")
        var preflight = Preflight(workspace, now: now)
        guard case .workerCannotStart(let obstacle)? = preflight.obstacle(to: profile),
          case .unrecordable(let error) = obstacle.reason
        else {
          Issue.record("it may start")
          return
        }
        #expect(error.path == "\(workspace.sidecar)/\(path)")
        #expect(
          workspace.roster(now: now)?.workers["claude"]?.obstacle?.code == .notWritable)
      }
    }
  }

  @Test func `a paused worker starts nothing until the end of its pause`() throws {
    try withTemporaryDirectory { folder in
      let profile = profile { _ in }
      let workspace = try workspace(profile, in: folder)
      try workspace.breaker(of: "claude").failed(.auth, reason: "HTTP 401", now: now)
      let roster = try #require(workspace.roster(now: now))
      let obstacle = try #require(roster.workers["claude"]?.obstacle)
      #expect(obstacle.code == .workerPaused)
      // A daemon reports a problem again only where it differs.
      var (first, second) = (
        Preflight(workspace, now: now),
        Preflight(workspace, now: QueueTime(epochSeconds: now.epochSeconds + 60, offset: 0))
      )
      #expect(first.obstacle(to: profile) == second.obstacle(to: profile))
      #expect(obstacle.end == now.epochSeconds + 300)
      #expect(obstacle.startRemedy == .resumeWorker("claude"))
      let later = QueueTime(epochSeconds: now.epochSeconds + 300, offset: 0)
      var preflight = Preflight(workspace, now: later)
      #expect(preflight.obstacle(to: profile) == nil)
      #expect(preflight.trial(of: profile)?.failure == .auth)
    }
  }
}
