import Foundation
import Host
import Model
import Synchronization
import TestSupport
import Testing
import Text
import Workers

@testable import Door
@testable import Work

/// What a supervisor is to run for a row, by the profile of its worker.
@Suite struct ComposeOrderTests {
  private func order(
    by profile: WorkerProfile, notes: String = "", isFoundByQueue: Bool = true,
    environment: [String: String] = [:], records: (any SharedRecords)? = nil,
    _ change: (String) throws -> Void = { _ in }
  ) throws -> (order: WorkerOrder, folder: String) {
    try withTemporaryDirectory { folder in
      let store = folder + "/QUEUE.md"
      try Data().write(to: URL(filePath: store))
      try change(folder)
      let workspace = Workspace(
        storePath: store, sharedRecords: records, home: folder, sidecar: folder + "/.orch",
        queuePath: store, isFoundByQueue: isFoundByQueue,
        environment: Environment(["PATH": "/usr/bin:/bin"].merging(environment) { $1 }))
      let scene = EngineScene([item("A", notes: notes, criteria: "it works; file: a.txt")])
      let queue = scene.queue()
      let roster = WorkerRoster(
        workers: [.init(name: profile.name, timeoutSeconds: 60, graceSeconds: 1)],
        routes: [WorkerRoute(worker: profile.name)], isNamed: true)
      let claimed = try #require(
        try queue.perform(.dispatch(.init(maxWorkers: 3, limit: 1, roster: roster))).item)
      let order = try ComposeOrder(queue: queue.working(in: workspace))(for: claimed, by: profile)
      return (order, folder)
    }
  }

  private func profile(
    _ argv: [String] = ["agent", "{id}"], _ change: (inout WorkerProfile) -> Void = { _ in }
  ) -> WorkerProfile {
    var profile = WorkerProfile(name: "w", adapter: .report)
    profile.argv = argv
    change(&profile)
    return profile
  }

  @Test func `without a brief that the server does not give, no work starts`() throws {
    let records = ServerRecords()
    #expect(throws: SystemError.unreachable("postgresql://h/d")) {
      try order(by: profile(), records: records)
    }
    records.answers.store(true, ordering: .relaxed)
    #expect(try order(by: profile(), records: records).order.id == "A")
  }

  @Test func `a brief that the server does not give is not missing`() throws {
    let records = ServerRecords()
    let workspace = Workspace(
      storePath: "/nowhere/QUEUE.md", sharedRecords: records, home: "/nowhere",
      sidecar: "/nowhere/.orch", environment: Environment([:]))
    #expect(throws: SystemError.unreachable("postgresql://h/d")) { try workspace.brief(of: "A") }
    records.answers.store(true, ordering: .relaxed)
    #expect(try workspace.brief(of: "A") == nil)
  }

  @Test func `placeholders, sandbox and program make the arguments`() throws {
    let plain = try order(
      by: profile(["./w.sh", "{id}", "{label}", "{message_file}", "{attempt_dir}"]))
    let attempt = "\(plain.folder)/.orch/attempts/A/1"
    #expect(plain.order.argv == ["./w.sh", "A", "orch-a", "\(attempt)/task.md", attempt])
    let named = try order(by: profile { $0.program = "/opt/agent-2" })
    #expect(named.order.argv == ["/opt/agent-2", "A"])
    let boxed = try order(by: profile { $0.sandbox = ["env", "ROW={id}"] })
    #expect(boxed.order.argv == ["env", "ROW=A", "agent", "A"])
  }

  @Test(arguments: [(false, ["agent", "A"]), (true, ["no-such-box", "agent", "A"])])
  func `a sandbox that is not there is left out, unless it is required`(
    _ isRequired: Bool, _ argv: [String]
  ) throws {
    let made = try order(
      by: profile {
        ($0.sandbox, $0.requiresSandbox) = (["no-such-box"], isRequired)
      })
    #expect(made.order.argv == argv)
  }

  @Test func `the limit of a row comes before that of its worker`() throws {
    let profile = profile { ($0.timeoutSeconds, $0.idleSeconds) = (60, 5) }
    for (notes, seconds) in [("", 60), ("timeout=2h", 7200)] {
      let made = try order(by: profile, notes: notes).order
      #expect(made.timeoutSeconds == seconds && made.idleSeconds == 5)
      #expect(made.environment["ORCH_TIMEOUT_SECONDS"] == "\(seconds)")
    }
  }

  @Test func `a prompt stands before the message`() throws {
    let profile = profile { $0.prompt = "prompts/w.md" }
    let made = try order(by: profile) { folder in
      try FileManager.default.createDirectory(
        atPath: folder + "/prompts", withIntermediateDirectories: true)
      try Data("Be brief.".utf8).write(to: URL(filePath: folder + "/prompts/w.md"))
    }
    #expect(made.order.message.hasPrefix("Be brief.\n[TASK A]\nTask: task A\n"))
    #expect(made.order.task?.isIntact == true)
  }

  @Test(arguments: ["prompts", "../w.md", "none.md", "/etc/hostname"])
  func `what is not a file below the root is no prompt`(_ path: String) throws {
    let error = #expect(throws: Problem.self) {
      _ = try order(by: profile { $0.prompt = path }) { folder in
        try FileManager.default.createDirectory(
          atPath: folder + "/prompts", withIntermediateDirectories: true)
      }
    }
    guard case .workerCannotStart(let obstacle)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(obstacle.worker == "w")
  }

  @Test func `of the environment the worker gets what the profile names`() throws {
    let made = try order(
      by: profile {
        ($0.env, $0.secretEnv) = (["API_KEY", "REGION"], ["REGION"])
      }, environment: ["API_KEY": "k", "REGION": "r", "OTHER": "o"])
    let (order, folder) = (made.order, made.folder)
    #expect(
      order.environment == [
        "PATH": "/usr/bin:/bin", "API_KEY": "k", "REGION": "r", "ORCH_ITEM_ID": "A",
        "ORCH_QUEUE": "\(folder)/QUEUE.md", "ORCH_QUEUE_MD": "\(folder)/QUEUE.md",
        "ORCH_OWNER_SESSION": "orch-a", "ORCH_LABEL": "orch-a",
        "ORCH_ATTEMPT": order.claimToken, "ORCH_TIMEOUT_SECONDS": "5400",
      ])
    #expect(order.secretNames == ["API_KEY", "REGION"])
    #expect(order.criteria == ["it works", "file: a.txt"])
  }

  /// Its commands with `--db` find the sidecar as the dispatch did.
  @Test func `a worker of a database alone gets no queue file`() throws {
    let made = try order(by: profile(), isFoundByQueue: false)
    #expect(made.order.environment["ORCH_QUEUE_MD"] == nil)
    #expect(made.order.environment["ORCH_QUEUE"] == "\(made.folder)/QUEUE.md")
  }

  // MARK: Sessions

  private static let session = "5c6e1d7a-0d0b-4c53-9a6e-2f1f7f2d1a01"

  struct LastAttempt: CustomTestStringConvertible {
    let testDescription: String
    var worker = "w"
    var adapter = WorkerProfile.Adapter.claude
    var session: String? = ComposeOrderTests.session
    /// Where it ran; `nil` for the project root.
    var root: String?
    /// Whether there is an attempt after it, without a session.
    var isFollowed = false
    /// Whether a person reviewed it.
    var isReviewed = false
    /// What its program said, where its end is not recorded.
    var log: String?
    /// Whether its program began.
    var hasBegun = true
    var resumes = true
    let isResumed: Bool
  }

  @Test(arguments: [
    LastAttempt(testDescription: "the same worker, the same folder", isResumed: true),
    LastAttempt(testDescription: "a review of it", isReviewed: true, isResumed: true),
    LastAttempt(testDescription: "a worker that does not resume", resumes: false, isResumed: false),
    LastAttempt(testDescription: "another worker", worker: "v", isResumed: false),
    LastAttempt(testDescription: "another program", adapter: .codex, isResumed: false),
    LastAttempt(testDescription: "another folder", root: "/elsewhere", isResumed: false),
    LastAttempt(testDescription: "no session", session: nil, isResumed: false),
    LastAttempt(testDescription: "what is no session", session: "--help", isResumed: false),
    LastAttempt(testDescription: "an attempt in between", isFollowed: true, isResumed: false),
    LastAttempt(testDescription: "an end that is not recorded", log: "", isResumed: true),
    LastAttempt(
      testDescription: "an end that is not recorded, of a session that the program chose",
      session: nil,
      log: #"{"type":"system","subtype":"init","session_id":"\#(ComposeOrderTests.session)"}"#,
      isResumed: true),
    LastAttempt(
      testDescription: "an end that is not recorded, of another worker", worker: "v", log: "",
      isResumed: false),
    LastAttempt(
      testDescription: "an end that is not recorded, of another program", adapter: .codex, log: "",
      isResumed: false),
    LastAttempt(
      testDescription: "a program that did not begin", log: "", hasBegun: false, isResumed: false),
  ])
  func `an attempt goes on in the session of the last one`(_ last: LastAttempt) throws {
    var profile = WorkerProfile(name: "w", adapter: .claude)
    (profile.args, profile.resumesSession) = (["--model", "{id}"], last.resumes)
    let order = try order(by: profile) { folder in
      // Of claims before; the number of this one is 1.
      for name in ["0", "0-aaaaa1"].prefix(last.isFollowed ? 2 : 1) {
        let attempt = "\(folder)/.orch/attempts/A/\(name)"
        try FileManager.default.createDirectory(
          atPath: attempt, withIntermediateDirectories: true)
        func write(_ json: JSONValue, to file: String) throws {
          try Data("\(json)".utf8).write(to: URL(filePath: "\(attempt)/\(file)"))
        }
        try write(
          [
            "schema": 1, "id": "A", "attempt": "0-0a0b0c",
            "workspace": ["root": .string(last.root ?? folder)],
          ], to: "task.json")
        if let log = last.log {
          try NewFile.create("\(attempt)/output.log", text: log)
          try saveRecord(of: last, in: folder)
          continue
        }
        try write(
          [
            "schema": 1, "id": "A", "claim": 0, "store": "QUEUE.md", "worker": .string(last.worker),
            "adapter": .string(last.adapter.rawValue),
            "session": name == "0" ? JSONValue(last.session) : .null,
          ], to: "result.json")
        if last.isReviewed {
          try write(["schema": 1, "id": "A", "claim": 0, "worker": "w"], to: "result-2.json")
        }
      }
    }.order
    let words = ["claude", "-p", "--output-format", "stream-json", "--verbose"]
    if last.isResumed {
      #expect(order.argv == words + ["--resume", Self.session, "--model", "A"])
      #expect(order.session == Self.session)
      let start = try #require(order.freshStart)
      let session = try #require(start.session)
      #expect(start.argv == words + ["--session-id", session, "--model", "A"])
      #expect(session != Self.session)
    } else {
      let session = try #require(order.session)
      #expect(order.argv == words + ["--session-id", session, "--model", "A"])
      #expect(session != Self.session && order.freshStart == nil)
    }
  }

  private func saveRecord(of last: LastAttempt, in folder: String) throws {
    let process = try #require(ProcessIdentity.current)
    var record = WorkerRecord(
      id: "A", claimToken: "0-0a0b0c", storeName: "QUEUE.md", label: "orch-a",
      workerName: last.worker, supervisor: process, graceSeconds: 1, settingsDigest: "")
    (record.adapter, record.session) = (last.adapter, last.session)
    record.worker = last.hasBegun ? process : nil
    try WorkerFolder(sidecar: "\(folder)/.orch").save(record)
  }

  @Test func `a simulated worker takes the step of the attempt`() throws {
    var profile = WorkerProfile(name: "w", adapter: .simulated)
    profile.script = [.fail, .partial, .done]
    for (attempts, step) in [(0, WorkerProfile.SimulatedStep.fail), (1, .partial), (5, .done)] {
      let made = try order(by: profile) { folder in
        for number in 0..<attempts {
          // Those of claims before; the number of this one is 1.
          let name = number == 0 ? "0" : "0-\(String(repeating: "a", count: 5))\(number)"
          try FileManager.default.createDirectory(
            atPath: "\(folder)/.orch/attempts/A/\(name)", withIntermediateDirectories: true)
        }
      }
      #expect(made.order.step == step)
    }
  }
}
