import Host
import Model
import QueueStore
import TestSupport
import Testing
import Text
import Workers

@testable import Attempts
@testable import Door
@testable import Telemetry
@testable import Work

/// What an endpoint gets, when, and what is made of its answers.
@Suite struct SendTelemetryTests {
  /// A queue in memory with an endpoint, in a folder that is trusted.
  struct Scene {
    let scene = EngineScene([item("A"), item("B"), item("C")])
    let folder: String
    let settings: String
    var variables = ["OTEL_TOKEN": "Bearer secret-0123456789"]

    var workspace: Workspace {
      get throws {
        let json = try JSONValue(parsing: Array(settings.utf8)).objectValue ?? [:]
        var file = Workspace.SettingsFile()
        file.bytes = Array(settings.utf8)
        for member in json.members { file.given["otel.\(member.key)"] = member.value }
        let usual = ["HOME": folder, "PATH": "/usr/bin:/bin"]
        return Workspace(
          storePath: "\(folder)/QUEUE.md", home: folder, sidecar: "\(folder)/.orch",
          settings: file, queuePath: "\(folder)/QUEUE.md",
          environment: Environment(usual.merging(variables) { $1 }))
      }
    }

    var queue: Queue { get throws { scene.queue().working(in: try workspace) } }

    func trust() throws {
      try writeAged(settings, to: "\(folder)/orch.json")
      _ = try TestSupport.run("chmod", ["go-w", folder, "orch.json"], in: folder)
      let trust = try workspace.trust()
      try #require(TrustStore(environment: workspace.environment)).trust(
        trust.home, trust.files())
    }

    func send() throws -> TelemetrySending {
      try SendTelemetry(queue: queue, version: "1.2.3")(metrics: {
        [Metric("orch_rows", "Rows.", .gauge([.init(3)]))]
      })
    }

    /// Works on rows: a span of the attempt and one of the row, for each.
    func work(on ids: String...) throws {
      for id in ids {
        let queue = scene.queue(session: "w")
        _ = try queue.perform(.pick(id: id))
        _ = try queue.perform(.finish(.init(id: id, as: .done, notes: "not sent")))
      }
    }

    func record() throws -> TelemetryRecord? { try TelemetryFolder(workspace).record() }
  }

  private func with(
    _ answers: [StandInEndpoint.Answer], headers: String = #"{"authorization": "OTEL_TOKEN"}"#,
    isTrusted: Bool = true, _ body: (inout Scene, StandInEndpoint) throws -> Void
  ) throws {
    try withTemporaryDirectory { folder in
      try writeAged("", to: "\(folder)/QUEUE.md")
      let endpoint = StandInEndpoint(answers)
      let address = endpoint.url.prefix { $0 != "v" }
      var scene = Scene(
        folder: folder, settings: #"{"endpoint": "\#(address)", "headers": \#(headers)}"#)
      if isTrusted { try scene.trust() }
      try body(&scene, endpoint)
    }
  }

  private static let accepts = StandInEndpoint.Answer.body("{}")

  /// The ids of the spans in a request.
  private func ids(_ request: StandInEndpoint.Request) throws -> [String] {
    let json = try JSONValue(parsing: Array(request.body.utf8))
    func first(_ json: JSONValue?, _ key: String) -> JSONValue? {
      json?.objectValue?[key]?.arrayValue?.first
    }
    let scope = first(first(json, "resourceSpans"), "scopeSpans")
    return (scope?.objectValue?["spans"]?.arrayValue ?? []).compactMap {
      $0.objectValue?["spanId"]?.stringValue
    }
  }

  @Test func `what ended is sent once, and the figures each time`() throws {
    try with([Self.accepts]) { scene, endpoint in
      try scene.work(on: "A", "B")
      let first = try scene.send()
      #expect(first.spans == 4 && first.metrics == 1 && !first.hasFailed)
      let paths = endpoint.requests.map { $0.head.prefix { !$0.isNewline } }
      #expect(paths == ["POST /v1/traces HTTP/1.1", "POST /v1/metrics HTTP/1.1"])
      #expect(
        endpoint.requests.allSatisfy {
          $0.head.contains("authorization: Bearer secret-0123456789\r\n")
            && $0.head.contains("Content-Type: application/json\r\n")
        })
      #expect(try ids(endpoint.requests[0]).count == 4)
      #expect(!endpoint.requests.contains { $0.body.contains("not sent") })
      #expect(try scene.send().spans == 0)
      #expect(endpoint.requests.count == 3)
      try scene.work(on: "C")
      #expect(try scene.send().spans == 2)
    }
  }

  @Test func `after a loss of the record the same ids are sent again`() throws {
    try with([Self.accepts]) { scene, endpoint in
      try scene.work(on: "A")
      _ = try scene.send()
      try Directory.remove("\(scene.folder)/.orch/otel/QUEUE.md.json")
      _ = try scene.send()
      let requests = endpoint.requests.filter { $0.head.hasPrefix("POST /v1/traces") }
      let sent = try requests.map(ids)
      #expect(sent.count == 2 && sent.first == sent.last && sent.first?.count == 2)
    }
  }

  /// What the endpoint does, and what is said of it.
  private static let failures: [(answer: StandInEndpoint.Answer, error: String, next: Int)] = [
    (.body("{}", status: 503, headers: ["Retry-After: 900"]), "HTTP status 503: {}", 900),
    (.body("{}", status: 503, headers: ["Retry-After: 999999"]), "HTTP status 503: {}", 3600),
    (
      .body(#"{"message": "who is Bearer secret-0123456789?"}"#, status: 401),
      "HTTP status 401: who is [redacted:variable]?", 60
    ),
    (
      .body("", status: 302, headers: ["Location: file:///etc/passwd"]),
      "HTTP status 302: it leads elsewhere, and is not followed", 60
    ),
    (.tooLarge, "the answer is longer than 4 MB", 60),
    (.endless, "the answer is longer than 4 MB", 60),
  ]

  @Test(arguments: failures.indices)
  func `what an endpoint does not take is sent later`(_ index: Int) throws {
    let (answer, error, next) = Self.failures[index]
    try with([answer, Self.accepts]) { scene, endpoint in
      try scene.work(on: "A")
      let now = scene.scene.clock.now / 1_000_000_000
      let sending = try scene.send()
      #expect(sending.hasFailed && sending.spans == 0 && sending.metrics == 0)
      #expect(sending.error == error)
      let record = try #require(try scene.record())
      #expect(record.failing == .init(since: now, tries: 1, error: error))
      #expect(record.next == now + next && record.sequence == 0)
      #expect(try scene.send().spans == 2)
      #expect(try scene.record()?.failing == nil)
    }
  }

  @Test func `an endpoint that is gone costs a try after a minute, five and thirty`() throws {
    try with([Self.accepts]) { scene, _ in
      let gone = #"{"endpoint": "http://127.0.0.1:1"}"#
      scene = Scene(folder: scene.folder, settings: gone)
      try scene.trust()
      let due = DueTelemetry(queue: try scene.queue)
      for wait in [60, 300, 1800, 1800] {
        #expect(try due.seconds() == 0)
        #expect(try scene.send().error?.hasPrefix("curl: (7)") == true)
        #expect(try due.seconds() == wait)
        scene.scene.clock.pass(.seconds(wait))
      }
    }
  }

  private static let refusals: [(answer: StandInEndpoint.Answer, count: Int, error: String)] = [
    (.body(#"{"message": "no"}"#, status: 400), 2, "HTTP status 400: no"),
    (
      .body(#"{"partialSuccess": {"rejectedSpans": "1", "errorMessage": "too old"}}"#), 1,
      "too old"
    ),
    (.body(#"{"partialSuccess": {"rejectedSpans": 99}}"#), 2, ""),
  ]

  @Test(arguments: refusals.indices)
  func `data that is refused is not sent again`(_ index: Int) throws {
    let (answer, count, error) = Self.refusals[index]
    try with([answer, Self.accepts]) { scene, _ in
      try scene.work(on: "A")
      let sending = try scene.send()
      #expect(sending.spans == 2 && sending.refused == count && !sending.hasFailed)
      let record = try #require(try scene.record())
      #expect(record.refused?.count == count && record.refused?.error == error)
      #expect(try scene.send().spans == 0)
    }
  }

  private static let variables: [(value: String?, error: String)] = [
    (nil, "the variable OTEL_TOKEN, which otel.headers names, is not set"),
    (
      "x\r\nHost: evil",
      "the value of OTEL_TOKEN, which otel.headers names, has a line break or another control character"
    ),
  ]

  @Test(arguments: variables.indices)
  func `without the value of a header nothing is sent`(_ index: Int) throws {
    let (value, error) = Self.variables[index]
    try with([Self.accepts]) { scene, endpoint in
      scene.variables["OTEL_TOKEN"] = value
      let sending = try scene.send()
      #expect(sending.error == error)
      #expect(endpoint.requests.isEmpty)
    }
  }

  @Test func `what is older than a week is not sent`() throws {
    try with([Self.accepts]) { scene, _ in
      try scene.work(on: "A")
      scene.scene.clock.pass(.seconds(SendTelemetry.longestAge + 60))
      try scene.work(on: "B")
      #expect(try scene.send().spans == 2)
    }
  }

  @Test func `a folder from a stranger sends nothing`() throws {
    try with([Self.accepts], isTrusted: false) { scene, endpoint in
      try writeAged(scene.settings, to: "\(scene.folder)/orch.json")
      let error = #expect(throws: Problem.self) { _ = try scene.send() }
      guard case .untrusted(.sendingTelemetry, _)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(throws: Problem.self) { _ = try scene.start("/bin/true") }
      #expect(endpoint.requests.isEmpty)
    }
  }

  /// The endpoint never answers: a tick that sent by itself would have asked it.
  @Test func `a tick starts a process, and asks no endpoint`() throws {
    try with([.silent]) { scene, endpoint in
      try scene.work(on: "A")
      let tick = Tick(queue: try scene.queue, launcher: scene.launcher("/bin/true"))
      let outcome = tick(staleTimeout: .seconds(3600), dispatching: nil)
      #expect(outcome.problem == nil && outcome.commands.count == 1)
      #expect(endpoint.requests.isEmpty)
    }
  }

  @Test func `a process is started at most once a minute, and by no worker`() throws {
    try with([Self.accepts]) { scene, _ in
      #expect(try scene.start("/bin/true") != nil)
      _ = try scene.send()
      #expect(try scene.start("/bin/true") == nil)
      #expect(try DueTelemetry(queue: scene.queue).secondsToNextLook() == 60)
      scene.scene.clock.pass(.seconds(60))
      #expect(try scene.start("/bin/true") != nil)
      scene.variables["ORCH_LABEL"] = "orch-a"
      #expect(try scene.start("/bin/true") == nil)
      #expect(throws: Problem.insideWorkerTelemetry) { _ = try scene.send() }
    }
  }

  @Test func `while a process sends, no other does`() throws {
    try with([Self.accepts]) { scene, endpoint in
      let folder = TelemetryFolder(try scene.workspace)
      guard let lock = try folder.lock(.system) else {
        Issue.record("no lock")
        return
      }
      let sending = try scene.send()
      #expect(sending.isElsewhere)
      #expect(endpoint.requests.isEmpty)
      withExtendedLifetime(lock) {}
    }
  }

  @Test func `a request has at most 512 spans, and an entry is not divided`() {
    func group(_ sequence: Int, _ count: Int) -> SendTelemetry.Group {
      let span = Span(trace: "t", id: "i", parent: nil, kind: .row, start: 0, end: 0)
      return .init(sequence: sequence, spans: Array(repeating: span, count: count))
    }
    func batches(_ counts: [Int]) -> [[Int]] {
      SendTelemetry.batches(of: counts.enumerated().map { group($0, $1) })
        .map { $0.map(\.spans.count) }
    }
    #expect(batches([]) == [])
    #expect(batches([500, 12, 1]) == [[500, 12], [1]])
    #expect(batches([600, 1]) == [[600], [1]])
  }
}

extension SendTelemetryTests.Scene {
  fileprivate func launcher(_ program: String) -> SupervisorLauncher {
    SupervisorLauncher(executable: program, arguments: [], folder: folder, environment: [:])
  }

  fileprivate func start(_ program: String) throws -> StartedProcess? {
    try StartTelemetry(queue: queue, launcher: launcher(program))()
  }
}
