import Foundation
import Gate
import Host
import Model
import TestSupport
import Testing
import Text
import Workers

@testable import Attempts
@testable import Door
@testable import Runner
@testable import Worktrees

/// The runner of proofs that settings and trust give a command.
@Suite struct ProofRunnerTests {
  /// A home in a project, with these settings; `body` gets a context with these options.
  private func withHome(
    _ settings: String?, environment: [String: String] = [:], options: [String: String] = [:],
    isTrusted: Bool = false, _ body: (CommandContext, String) throws -> Void
  ) throws {
    try withTemporaryDirectory { folder in
      let home = folder + "/project/queue"
      for place in ["\(folder)/project/.git", home, "\(home)/db"] {
        try FileManager.default.createDirectory(
          atPath: place, withIntermediateDirectories: true)
      }
      try writeAged("ref: refs/heads/main\n", to: "\(folder)/project/.git/HEAD")
      try writeAged("", to: home + "/QUEUE.md")
      if let settings { try writeAged(settings, to: home + "/orch.json") }
      for place in [home, home + "/orch.json"] { chmod(place, place == home ? 0o755 : 0o644) }
      var shared = SharedOptions()
      shared.queue = options["--queue"].map { Path.join(home, $0) }
      shared.database = options["--db"].map { Path.join(home, $0) }
      let variables = environment.mapValues { $0.replacing("~", with: home) }
      let context = CommandContext(
        shared,
        in: Opening(
          .search, in: home,
          environment: Environment(
            ["HOME": folder, "PATH": "/usr/bin:/bin"].merging(variables) { $1 }),
          program: "orch", command: "review", clock: FakeClock().clock),
        on: Console(output: CapturedSink(), errors: CapturedSink()))
      if isTrusted, let store = TrustStore(environment: context.environment),
        let files = try? context.taskQueue.trust().files()
      {
        try store.trust(home, files)
      }
      try body(context, home)
    }
  }

  private func runner(
    of context: CommandContext, isAsked: Bool, claimedAt: Int? = nil
  ) throws -> ProofRunner {
    let queue = try context.taskQueue.queue(as: context.caller)
    let item = QueueItem(id: "A", priority: .p1, task: nil, successCriteria: nil)
    return try LandWork(queue: queue).proofRunner(
      for: item, isAsked: isAsked, queue.workspace.permission(), WorkTimes(began: claimedAt))
  }

  private static let checks = #"{"review": {"checks": {"t": ["true"]}, "check_seconds": 5}}"#
  private static let running = #"{"review": {"run_checks": true}}"#

  @Test(
    arguments: [
      ([:], [:]), (["--queue": "QUEUE.md"], [:]), ([:], ["ORCH_QUEUE_MD": "~/QUEUE.md"]),
      ([:], ["ORCH_BASE_DIR": "~"]), (["--db": "db/queue.db"], [:]),
      (["--db": "db/queue.db"], ["ORCH_QUEUE_MD": "~/QUEUE.md"]), ([:], ["ORCH_QUEUE_MD": ""]),
    ] as [([String: String], [String: String])], [false, true])
  func `programs start where a person trusted home, however the queue is named`(
    _ naming: ([String: String], [String: String]), isAllowed: Bool
  ) throws {
    let (options, environment) = naming
    let isTrusted = isAllowed
    try withHome(
      Self.running, environment: environment, options: options, isTrusted: isTrusted
    ) { context, home in
      let permission = try context.taskQueue.trustPermission()
      #expect((permission == .allowed) == isAllowed)
      if !isAllowed { #expect(permission == .refused(.untrusted(home: home))) }
      // Where none may start, a criterion that names one is not proved.
      for isAsked in [true, false] {
        let runner = try runner(of: context, isAsked: isAsked)
        #expect(runner.permission == permission)
      }
    }
  }

  @Test(arguments: [(checks, "t was not run: review.run_checks is off"), ("{}", unknown)])
  func `checks are off by default, and files are looked at`(
    _ settings: String, _ why: String
  ) throws {
    try withHome(settings, isTrusted: true) { context, home in
      try writeAged("text", to: home + "/../notes")
      let results = try runner(of: context, isAsked: false).check(["cmd: t", "file: notes"])
        .map(\.result)
      #expect(results == [.needsApproval(why), .proved("notes: 4 bytes")])
    }
  }

  private static let unknown = "t: not in review.checks, which has no entries"

  @Test func `a runner knows exclusive checks and classes of exits`() throws {
    let checks = #"{"t": {"argv": ["true"], "exclusive": true, "exit_classes": {"75": "auth"}}}"#
    try withHome(#"{"review": {"checks": \#(checks)}}"#, isTrusted: true) { context, _ in
      let runner = try runner(of: context, isAsked: true)
      #expect(runner.exclusive == ["t"] && runner.exitClasses == ["t": [75: .auth]])
      #expect(runner.lockFolder?.hasSuffix("/.local/state/orch/locks") ?? false)
    }
  }

  @Test func `a runner has what the settings say`() throws {
    try withHome(Self.checks, isTrusted: true) { context, home in
      let runner = try runner(of: context, isAsked: true, claimedAt: 77)
      #expect(runner.checks == ["t": ["true"]] && runner.timeLimit == 5 && runner.claimedAt == 77)
      #expect(runner.place.folder == Path.parent(of: home))
      #expect(runner.check(["cmd: t"]).map(\.result.isProved) == [true])
    }
  }

  @Test func `evidence lies beside the queue`() throws {
    try withHome(nil) { context, home in
      let folder = try context.taskQueue.workspace().evidence(of: "A-1")
      #expect(folder?.path == home + "/.orch/evidence/A-1")
      let none = try context.taskQueue.workspace().evidence(of: "../A")
      #expect(none == nil)
    }
    try withHome(nil, options: ["--db": "db/queue.db"]) { context, home in
      let folder = try context.taskQueue.workspace().evidence(of: "A-1")
      #expect(folder?.path == home + "/.orch/evidence/A-1")
    }
    try withHome(nil, options: ["--queue": "OTHER.md"]) { context, home in
      let folder = try context.taskQueue.workspace().evidence(of: "A-1")
      #expect(folder?.path == home + "/.OTHER.md.orch/evidence/A-1")
    }
  }

  @Test(arguments: [
    ("{}", false, ".."), (#"{"root": "."}"#, false, "."), (#"{"root": ".."}"#, false, ".."),
    (#"{"root": "../.."}"#, true, "../.."),
    (#"{"root": "../.git"}"#, false, "../.git"),
  ])
  func `the root is where the repository begins, or where the settings say`(
    _ settings: String, isTrusted: Bool, place: String
  ) throws {
    try withHome(settings, isTrusted: isTrusted) { context, home in
      let root = try context.taskQueue.workspace().projectRoot()
      #expect(root == Path.resolved(Path.join(home, place)))
    }
  }

  @Test func `a root above a folder that others may write is none, also where home is trusted`()
    throws
  {
    try withHome(#"{"root": "/"}"#, isTrusted: true) { context, home in
      let error = #expect(throws: Problem.self) { try context.taskQueue.workspace().projectRoot() }
      let text = error.map { $0.message }
      // Mostly /tmp: the first folder on the way to the tests' own.
      let names = home.split(separator: "/")
      let shared = try #require(
        try names.indices.map { "/" + names[...$0].joined(separator: "/") }
          .first { try FileStatus(of: $0).permissions & 0o002 != 0 })
      #expect(text?.hasSuffix("root '/' is not used: other users may write \(shared)") == true)
    }
  }

  @Test(arguments: ["../..", "../../project-twin"])
  func `a root that leads out takes trust`(_ root: String) throws {
    try withHome(#"{"root": "\#(root)"}"#) { context, home in
      try FileManager.default.createDirectory(
        atPath: home + "/../../project-twin", withIntermediateDirectories: true)
      let error = #expect(throws: Problem.self) { try context.taskQueue.workspace().projectRoot() }
      let place = try #require(Path.resolved(Path.join(home, root)))
      #expect(
        error.map { $0.message }
          == "\(home)/orch.json: root '\(place)' is not used: \(home) is not trusted")
      #expect(error.map { context.problem($0).exitStatus } == .noPermission)
    }
  }

  @Test(arguments: [false, true])
  func `a proof looks at the files of the project, trusted or not`(_ isTrusted: Bool) throws {
    try withHome(Self.running, isTrusted: isTrusted) { context, home in
      try writeAged("text", to: home + "/../page")
      try writeAged("text", to: home + "/notes")
      try writeAged("text", to: home + "/../../secret")
      let runner = try runner(of: context, isAsked: true)
      let results = runner.check([
        "file: page", "grep: text in page", "file: queue/notes", "file: ../secret",
      ])
      #expect(results.map(\.result.isProved) == [true, true, true, false])
    }
  }

  @Test(arguments: ["nowhere", "QUEUE.md"])
  func `a root that is not a folder is an error`(_ root: String) throws {
    try withHome(#"{"root": "\#(root)"}"#, isTrusted: true) { context, home in
      let error = #expect(throws: Problem.self) { try context.taskQueue.workspace().projectRoot() }
      #expect(
        error.map { $0.message }
          == "\(home)/orch.json: root '\(root)' is not a folder")
    }
  }
}
