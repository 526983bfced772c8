import Host
import Model
import TestSupport
import Testing
import Text

@testable import Attempts
@testable import Door
@testable import Work
@testable import Workers

/// When a model is asked.
@Suite struct AskingTests {
  private static let settings = #"{"answers": {"worker": "architect"}}"#

  private func with(
    _ items: [QueueItem], settings text: String = settings, isTrusted: Bool = true,
    _ body: (EngineScene, Workspace) throws -> Void
  ) throws {
    try withTemporaryDirectory { folder in
      try writeAged("", to: "\(folder)/QUEUE.md")
      try writeAged(text, to: "\(folder)/orch.json")
      _ = try TestSupport.run("chmod", ["go-w", folder, "orch.json"], in: folder)
      var file = Workspace.SettingsFile()
      file.bytes = Array(text.utf8)
      for member in try JSONValue(parsing: file.bytes ?? []).objectValue?.members ?? [] {
        file.given[member.key] = member.value
      }
      file.workers.planners = [WorkerProfile(name: "architect", adapter: .llm)]
      let workspace = Workspace(
        storePath: "\(folder)/QUEUE.md", home: folder, sidecar: "\(folder)/.orch",
        settings: file, queuePath: "\(folder)/QUEUE.md",
        environment: Environment(["HOME": folder, "PATH": "/usr/bin:/bin"]))
      if isTrusted {
        let (trust, store) = (
          try workspace.trust(), try #require(TrustStore(environment: workspace.environment))
        )
        try store.trust(trust.home, trust.files())
      }
      try body(EngineScene(items), workspace)
    }
  }

  private func seconds(_ scene: EngineScene, _ workspace: Workspace) throws -> Int? {
    try DueQuestions(queue: scene.queue().working(in: workspace)).seconds()
  }

  private static let asking = item("A", .blocked, notes: "question=1 / awaits=answer")

  static let rows: [(name: String, item: QueueItem, seconds: Int?)] = [
    ("a question", asking, 0),
    ("an approval", item("A", .blocked, notes: "awaits=approval"), nil),
    ("a merge", item("A", .blocked, notes: "pr=7 / awaits=merge"), nil),
    ("another reason", item("A", .blocked, notes: "needs_human: why"), nil),
    ("a row that waits no more", item("A", notes: "question=1"), nil),
  ]

  @Test(arguments: rows.indices)
  func `only questions are asked`(_ index: Int) throws {
    let row = Self.rows[index]
    try with([row.item]) { (scene, workspace) throws in
      #expect(try seconds(scene, workspace) == row.seconds, "\(row.name)")
    }
    try with([row.item], settings: "{}") { (scene, workspace) throws in
      #expect(try seconds(scene, workspace) == nil, "\(row.name)")
    }
  }

  @Test func `a question that was asked is due when its record says so`() throws {
    try with([Self.asking]) { (scene, workspace) throws in
      let now = scene.queue().clock.now.epochSeconds
      let folder = workspace.asked
      func record(
        _ number: Int, _ next: Int?, _ outcome: AskedModel.Outcome?
      ) throws -> AskedModel? {
        var (questions, question) = (AskedQuestions(), AskedQuestions.Question(number))
        question.next = next
        question.asked = outcome.map { AskedModel("architect", $0) }
        questions.rows["A"] = question
        // The lock makes the folder.
        guard let lock = try folder.lock(.system) else { return nil }
        try folder.save(questions)
        withExtendedLifetime(lock) {}
        #expect(folder.questions() == questions)
        return folder.questions().asked(Self.asking)
      }
      #expect(try record(1, now + 60, .failing("x"))?.outcome == .failing("x"))
      #expect(try seconds(scene, workspace) == 60)
      #expect(try record(1, nil, .usedUp(rounds: 2))?.outcome == .usedUp(rounds: 2))
      #expect(try seconds(scene, workspace) == nil)
      #expect(try record(1, nil, .declined)?.outcome == .declined)
      #expect(try record(1, nil, .failed("x"))?.outcome == .failed("x"))
      #expect(try seconds(scene, workspace) == nil)
      // It was another question, or the clock was set back.
      #expect(try record(2, nil, .declined) == nil)
      #expect(try seconds(scene, workspace) == 0)
      #expect(try record(1, now + 1_000_000, nil) == nil)
      #expect(try seconds(scene, workspace) == 0)
    }
  }

  /// The record of the question, and whether a daemon that ends when idle still waits.
  static let records: [(tries: Int, next: Int?, outcome: AskedModel.Outcome?, waits: Bool)] = [
    (0, 120, nil, true), (1, 60, .failing("x"), true), (0, 300, .failing("x"), false),
    (3, nil, .failed("x"), false), (0, nil, .declined, false), (0, nil, .usedUp(rounds: 2), false),
  ]

  @Test func `a daemon is not idle while a model may answer`() throws {
    try with([Self.asking]) { (scene, workspace) throws in
      let next = NextTick(queue: scene.queue().working(in: workspace), mayStart: true)
      let isIdle = try next.isIdle()
      #expect(!isIdle)
      for (tries, time, outcome, waits) in Self.records {
        var (questions, question) = (AskedQuestions(), AskedQuestions.Question(1))
        question.tries = tries
        question.next = time.map { scene.queue().clock.now.epochSeconds + $0 }
        question.asked = outcome.map { AskedModel("architect", $0) }
        questions.rows["A"] = question
        guard let lock = try workspace.asked.lock(.system) else { continue }
        try workspace.asked.save(questions)
        withExtendedLifetime(lock) {}
        let isIdle = try next.isIdle()
        #expect(isIdle != waits, "\(question)")
      }
    }
    try with([Self.asking], isTrusted: false) { (scene, workspace) throws in
      let isIdle = try NextTick(queue: scene.queue().working(in: workspace), mayStart: true)
        .isIdle()
      #expect(isIdle)
    }
  }

  @Test func `what orch did not write is asked once more`() throws {
    try with([Self.asking]) { (scene, workspace) throws in
      guard let lock = try workspace.asked.lock(.system) else {
        Issue.record("no lock")
        return
      }
      for text in ["", "[]", #"{"A": {"question": 1}}"#, #"{"A": {"question": 1, "next": -5}}"#] {
        try writeAged(text, to: "\(workspace.sidecar)/asked/QUEUE.md.json")
        #expect(workspace.asked.questions() == AskedQuestions(), "\(text)")
        #expect(try seconds(scene, workspace) == 0, "\(text)")
      }
      withExtendedLifetime(lock) {}
    }
  }

  @Test func `a tick starts a process if orch json is trusted`() throws {
    for isTrusted in [true, false] {
      try with([Self.asking], isTrusted: isTrusted) { (scene, workspace) throws in
        let tick = Tick(
          queue: scene.queue().working(in: workspace),
          launcher: SupervisorLauncher(
            executable: "/bin/true", arguments: [], folder: workspace.home, environment: [:]))
        let outcome = tick(staleTimeout: .seconds(3600), dispatching: nil)
        #expect(outcome.commands.count == (isTrusted ? 1 : 0))
        #expect((outcome.problem == nil) == isTrusted, "\(String(describing: outcome.problem))")
      }
    }
  }
}
