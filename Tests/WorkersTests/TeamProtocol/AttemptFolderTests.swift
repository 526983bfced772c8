import Foundation
import Gate
import Host
import Model
import TestSupport
import Testing
import Text
import Workers

/// The record of an attempt: what was sent, what came back, and what nothing changes any more.
@Suite struct AttemptFolderTests {
  private static let item: QueueItem = {
    var item = QueueItem(
      id: "A-1", status: .inProgress, priority: .p1, task: "Fix DB_PASSWORD=letmein1",
      successCriteria: "file: a.txt; told", ownerSession: "w")
    item.startedAt = "2026-01-31 18:00"
    return item
  }()

  private static func context(_ text: String = "[TASK A-1]\n") -> TaskContext {
    let message = TaskMessage(
      item, criteria: ["file: a.txt", "told"], queue: "QUEUE.md", softLimit: 20, hardLimit: 30)
    return TaskContext(
      message, text: text, claim: Claim(number: 7, nonce: "abcdef", madeAt: 1), worker: "notes",
      adapter: "report", root: "/project",
      limits: TaskContext.Limits(timeoutSeconds: 60, graceSeconds: 5))
  }

  private func withAttempt(
    _ body: (AttemptFolder, _ folder: String) throws -> Void
  ) throws {
    try withTemporaryDirectory { folder in
      let attempt = try #require(
        AttemptFolder(sidecar: "\(folder)/.orch", id: "A-1", claimToken: "7-abcdef"))
      try body(attempt, folder)
    }
  }

  @Test func `protected files are recorded if there are any`() throws {
    try withAttempt { attempt, _ in
      try attempt.begin(withProtected: [])
      #expect(attempt.names == [] && attempt.protectedFiles() == [])
      try attempt.begin(withProtected: [".github/workflows", "Makefile"])
      #expect(
        attempt.text(of: "protected.json")
          == #"{"schema":1,"files":[".github/workflows","Makefile"]}"# + "\n")
      #expect(attempt.protectedFiles() == [".github/workflows", "Makefile"])
    }
  }

  @Test func `what a worker is sent is recorded, and read back with its hash`() throws {
    try withAttempt { attempt, folder in
      #expect(attempt.path == "\(folder)/.orch/attempts/A-1/7" && attempt.task() == nil)
      let context = Self.context()
      try attempt.begin(context, message: "[TASK A-1]\n")
      #expect(attempt.names == ["task.json", "task.md"])
      #expect(attempt.text(of: "task.md") == "[TASK A-1]\n")
      let read = try #require(attempt.task())
      #expect(read == context && read.isIntact)
      #expect(read.claimToken == "7-abcdef" && read.worker == "notes")
      let text = try #require(attempt.text(of: "task.json"))
      #expect(
        text.replacing(read.sha256, with: "HASH") == #"""
          {"schema":1,"id":"A-1","claim":7,"attempt":"7-abcdef","worker":"notes",\#
          "adapter":"report","row":{"id":"A-1","status":"IN_PROGRESS","priority":"P1",\#
          "task":"Fix DB_PASSWORD=[redacted:password]","success_criteria":"file: a.txt; told",\#
          "owner_session":"w","started_at_kst":"2026-01-31 18:00","due_at_kst":null,"notes":null,\#
          "after":[],"attempt_count":0,"max_attempts":null},"criteria":[{"n":1,\#
          "text":"file: a.txt","checked":true},{"n":2,"text":"told","checked":false}],\#
          "inputs":[],"previous":null,"failure":null,"questions":[],"message_sha256":\#
          "9752180258da72d5290a0e452cfd61a7ac00f2159c67c5c176bedb2da73ead72",\#
          "workspace":{"root":"/project","queue":"QUEUE.md"},"limits":{"timeout_seconds":60,\#
          "grace_seconds":5,"idle_seconds":null,"report_tokens":{"soft":20,"hard":30}},\#
          "context_sha256":"HASH"}

          """#)
    }
  }

  /// An editor completes by the schema: it has every member.
  @Test func `what a repeated attempt is sent fits the schema`() throws {
    var message = TaskMessage(
      Self.item, criteria: ["file: a.txt", "done well"], queue: "QUEUE.md", softLimit: 20,
      hardLimit: 30)
    var review = Verdict(
      .retry, reasons: [.unmet(1)],
      unmet: [.init(number: 2, criterion: "done well", reason: "no")], coveredChecks: 1,
      totalChecks: 2)
    review.attempt = .init(number: 1, limit: 3)
    message.previous = review
    message.inputs = [.init(id: "A-0", status: .done, changes: ["made it"], files: ["b.txt"])]
    message.answers = [.init(question: "drop it?", answer: "yes")]
    let schema = try JSONValue(
      parsing: Array(Project.text("templates/task.schema.json").utf8))
    for failure in FailureClass.allCases {
      message.failure = .init(
        failure, claimToken: "6-fedcba", reason: "exit 3: DB_PASSWORD=letmein1", output: "a\nb\n")
      let context = TaskContext(
        message, text: message.text, claim: Claim(number: 7, nonce: "abcdef", madeAt: 1),
        worker: "notes", adapter: "report", root: "/project",
        limits: TaskContext.Limits(timeoutSeconds: 60, graceSeconds: 5, idleSeconds: 9))
      #expect(try JSONSchema(schema).mistake(in: .object(context.json)) == nil)
      #expect(
        context.json["failure"]?.description
          == "{\"class\":\"\(failure.rawValue)\",\"attempt\":\"6-fedcba\","
          + "\"reason\":\"exit 3: DB_PASSWORD=[redacted:password]\",\"output\":\"a\\nb\"}")
      let known = schema.objectValue?["properties"]?.objectValue?.keys ?? []
      #expect(context.json.keys.filter { !known.contains($0) } == [])
      let parts = schema.objectValue?["properties"]?.objectValue?["failure"]?.objectValue
      #expect(
        parts?["properties"]?.objectValue?.keys
          == context.json["failure"]?.objectValue?.keys)
    }
  }

  @Test func `a context that was changed has another hash`() throws {
    try withAttempt { attempt, _ in
      try attempt.begin(Self.context(), message: "m")
      let text = try #require(attempt.text(of: "task.json"))
      try text.replacing("\"timeout_seconds\":60", with: "\"timeout_seconds\":6000")
        .write(toFile: attempt.path(of: .task), atomically: true, encoding: .utf8)
      let read = try #require(attempt.task())
      #expect(!read.isIntact && read.sha256 != Self.context().sha256)
    }
  }

  @Test func `an attempt begins once, and only in a folder of its own`() throws {
    try withAttempt { attempt, folder in
      try attempt.begin(Self.context(), message: "m")
      let error = #expect(throws: SystemError.self) {
        try attempt.begin(Self.context("other"), message: "other")
      }
      #expect(error?.alreadyExists == true && attempt.text(of: "task.md") == "m")
      // A database beside the table, or a queue that was made anew, has a claim of this number.
      let other = try #require(
        AttemptFolder(sidecar: "\(folder)/.orch", id: "A-1", claimToken: "7-123456"))
      #expect(other.path == "\(folder)/.orch/attempts/A-1/7-123456" && other.claimNumber == 7)
      let same = AttemptFolder(sidecar: "\(folder)/.orch", id: "A-1", claimToken: "7-abcdef")
      #expect(same?.path == attempt.path)
    }
  }

  @Test func `what comes after the end gets files of its own`() throws {
    try withAttempt { attempt, folder in
      var result = AttemptResult(id: "A-1", claimNumber: 7)
      for status in [Status.pending, .done] {
        result.status = status
        try attempt.finish(result)
      }
      #expect(try attempt.add("report.md", text: "one") == "report.md")
      #expect(try attempt.add("report.md", text: "two") == "report-2.md")
      #expect(try attempt.add("02-cmd.txt", text: "x") == "02-cmd.txt")
      #expect(try attempt.add("02-cmd.txt", text: "y") == "02-cmd-2.txt")
      #expect(attempt.results().map(\.status) == [.pending, .done])
      #expect(attempt.result()?.status == .done && attempt.hasResult)
      #expect(attempt.reportNames == ["report.md", "report-2.md"])
      #expect(attempt.text(of: "report.md") == "one")
      #expect(try FileStatus(of: attempt.path(of: .report)).permissions == 0o600)
      #expect(try FileStatus(of: attempt.path).permissions == 0o700)
      let found = AttemptFolder.all(sidecar: "\(folder)/.orch", id: "A-1")
      #expect(found.map(\.path) == [attempt.path])
    }
  }

  @Test(
    arguments: [
      (0o755, 0o700, 0o600), (0o775, 0o770, 0o660), (0o777, 0o777, 0o666), (0o700, 0o700, 0o600),
    ] as [(UInt32, UInt32, UInt32)])
  func `only who may write the queue may read attempts`(
    _ mode: UInt32, folderMode: UInt32, fileMode: UInt32
  ) throws {
    try withTemporaryDirectory { folder in
      let sidecar = "\(folder)/.orch"
      try Directory.create(sidecar, permissions: 0o700)
      try #require(chmod(sidecar, mode) == 0)
      // An earlier version made it.
      try Directory.create("\(sidecar)/attempts", permissions: 0o700)
      try #require(chmod("\(sidecar)/attempts", mode) == 0)
      let attempt = try #require(AttemptFolder(sidecar: sidecar, id: "A-1", claimNumber: 7))
      try attempt.add("report.md", text: "one")
      for path in ["\(sidecar)/attempts", "\(sidecar)/attempts/A-1", attempt.path] {
        #expect(try FileStatus(of: path).permissions == folderMode)
      }
      #expect(try FileStatus(of: attempt.path(of: .report)).permissions == fileMode)
    }
  }

  @Test func `the end is recorded once`() throws {
    try withTemporaryDirectory { folder in
      try Directory.create("\(folder)/.orch", permissions: 0o700)
      let attempt = try #require(
        AttemptFolder(sidecar: "\(folder)/.orch", id: "A-1", claimNumber: 7))
      for failure in [FailureClass.lost, .spawn] {
        var result = AttemptResult(id: "A-1", claimNumber: 7)
        result.failure = failure
        try attempt.complete(result)
      }
      #expect(attempt.names == ["result.json"] && attempt.result()?.failure == .lost)
    }
  }

  @Test func `a result is read back as it was written`() throws {
    var result = AttemptResult(id: "A-1", claimNumber: 7)
    result.claimToken = "7-abcdef"
    result.store = "QUEUE.md"
    (result.worker, result.adapter) = ("notes", "report")
    result.startedAt = "2026-01-31T18:00:00+09:00"
    result.endedAt = "2026-01-31T18:01:00+09:00"
    (result.status, result.failure, result.isRetryable) = (.pending, .review, true)
    (result.exit, result.reason) = (.status(0), "missing_checks:1")
    result.review = AttemptResult.Review(
      result: .retry, reasons: [.unmet(1)], remarks: ["outputs_missing:a.txt"],
      criteria: [
        .init(number: 1, text: "cmd: test", isMet: false, reason: "status 1", file: "01-cmd.txt")
      ], files: ["judge.txt"])
    result.report = AttemptResult.Report(
      file: "report.md", name: "1-a.report", receivedAt: "2026-01-31T18:00:59+09:00", session: "w")
    (result.outputs, result.isContextIntact) = ("outputs.json", false)
    (result.session, result.model) = ("s-1", "m-1")
    var usage = AgentUsage()
    (usage.inputTokens, usage.outputTokens, usage.microdollars) = (1200, 0, 12_345)
    usage.source = .cli
    result.usage = usage
    let (base, commit) = (String(repeating: "a", count: 40), String(repeating: "b", count: 40))
    result.work = AttemptResult.Work(branch: "orch/A-1", base: base, commit: commit)
    result.enforced = Enforcement([.files, .network])
    #expect(
      "\(result.json)".hasSuffix(
        #""enforced":{"files":true,"network":true,"memory":false,"processes":false}}"#))
    let schema = try JSONValue(
      parsing: Array(Project.text("templates/result.schema.json").utf8))
    #expect(try JSONSchema(schema).mistake(in: result.json) == nil)
    let known = schema.objectValue?["properties"]?.objectValue?.keys ?? []
    #expect(result.json.objectValue?.keys.filter { !known.contains($0) } == [])
    try withAttempt { attempt, _ in
      try attempt.finish(result)
      #expect(attempt.result() == result)
      #expect(attempt.text(of: "result.json")?.hasPrefix("{\"schema\":1,\"id\":\"A-1\",") == true)
    }
  }

  /// Unknown is not zero. Sums of what is read back are exact.
  @Test(arguments: [
    (nil, nil, "null", "null"),
    (0, nil, #"{"input_tokens":0,"cached_input_tokens":null,"output_tokens":null}"#, "null"),
    (nil, 0, "null", #"{"usd":0.0,"source":"cli"}"#),
    (nil, 1, "null", #"{"usd":1e-06,"source":"cli"}"#),
    (nil, 12_345, "null", #"{"usd":0.012345,"source":"cli"}"#),
    (nil, 1_234_567_890_123, "null", #"{"usd":1234567.890123,"source":"cli"}"#),
  ])
  func `what an agent took is read as it was written`(
    _ tokens: Int?, _ microdollars: Int?, _ usage: String, _ cost: String
  ) throws {
    var took = AgentUsage()
    (took.inputTokens, took.microdollars) = (tokens, microdollars)
    took.source = microdollars.map { _ in .cli }
    #expect("\(took.usage)" == usage && "\(took.cost)" == cost)
    let read = AgentUsage(
      usage: try JSONValue(parsing: usage.utf8), cost: try JSONValue(parsing: cost.utf8))
    #expect(read ?? AgentUsage() == took)
  }

  @Test func `figures that no program can mean are unknown`() throws {
    for tokens in ["-1", "1.5", #""12""#, "9007199254740993", "null"] {
      let json = try JSONValue(parsing: #"{"input_tokens":\#(tokens)}"#.utf8)
      #expect(AgentUsage(usage: json, cost: nil) == nil)
    }
    for dollars in ["-0.01", "1e300", #""1""#, "null"] {
      let json = try JSONValue(parsing: #"{"usd":\#(dollars)}"#.utf8)
      #expect(AgentUsage(usage: nil, cost: json) == nil)
    }
    #expect(AgentUsage.microdollars(.nan) == nil && AgentUsage.microdollars(-0.0) == 0)
  }

  @Test func `what parts of an attempt took adds up`() {
    var sum = AgentUsage()
    var part = AgentUsage()
    (part.inputTokens, part.microdollars) = (AgentUsage.tokens(1 << 52), 100_000)
    for _ in 0..<3 { sum.add(part) }
    #expect(sum.inputTokens == 1 << 52 && sum.outputTokens == nil && sum.dollars == "0.30")
    #expect(sum.source == nil)
    for (source, least) in [
      (CostSource.cli, CostSource.cli), (.prices, .prices), (.cli, .prices),
      (.estimate, .estimate), (.prices, .estimate),
    ] {
      part.source = source
      sum.add(part)
      #expect(sum.source == least)
    }
    for (microdollars, text) in [(5_000_000, "5.00"), (12_345, "0.012345"), (1, "0.000001")] {
      sum.microdollars = microdollars
      #expect(sum.dollars == text)
    }
  }

  @Test(arguments: ["", "..", "../x", "a/b", "a..b", ".", "-x", "한글", "a b"])
  func `a text that is no id names no folder`(_ id: String) {
    #expect(AttemptFolder(sidecar: "/x/.orch", id: id, claimNumber: 1) == nil)
    #expect(AttemptFolder(sidecar: "/x/.orch", id: "A", claimToken: "1-\(id)/") == nil)
  }

  @Test(arguments: [".orch", ".orch/attempts", ".orch/attempts/A-1", ".orch/attempts/A-1/7"])
  func `a link where a folder belongs is neither written nor read`(_ place: String) throws {
    try withAttempt { attempt, folder in
      try Directory.createWithParents("\(folder)/outside/attempts/A-1/7")
      try Directory.createWithParents("\(folder)/outside/A-1/7")
      try Directory.createWithParents("\(folder)/outside/7")
      let link = "\(folder)/\(place)"
      try Directory.createWithParents(Path.parent(of: link))
      try FileManager.default.createSymbolicLink(
        atPath: link, withDestinationPath: "\(folder)/outside")
      let error = #expect(throws: SystemError.self) {
        try attempt.begin(Self.context(), message: "m")
      }
      #expect(error?.isLink == true && error?.path == link)
      #expect(throws: SystemError.self) { try attempt.add("report.md", text: "x") }
      let left = FileManager.default.subpaths(atPath: "\(folder)/outside") ?? []
      #expect(left.filter { $0.hasSuffix("md") || $0.hasSuffix("json") } == [])
      try NewFile.create("\(folder)/secret", text: "secret")
      for name in ["outside/7/report.md", "outside/report.md", "outside/A-1/7/report.md"] {
        try Directory.link("\(folder)/secret", to: "\(folder)/\(name)")
      }
      #expect(attempt.text(of: "report.md") == nil && attempt.names == [] && !attempt.exists)
    }
  }

  @Test(arguments: ["task.md", "task.json"])
  func `what can't be recorded leaves nothing`(_ name: String) throws {
    try withAttempt { attempt, _ in
      try Directory.createWithParents("\(attempt.path)/\(name)")
      #expect(throws: SystemError.self) { try attempt.begin(Self.context(), message: "m") }
      #expect(attempt.names == [name])
    }
  }
}
