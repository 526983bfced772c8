import Foundation
import Operator
import Programs
import TestSupport
import Testing
import Text

@testable import Runner

/// What a planner's endpoint answers, and what it is sent: the key in nothing but its header.
@Suite struct PlannerEndpointTests {
  typealias Answer = StandInEndpoint.Answer

  struct Failure: Sendable, CustomTestStringConvertible {
    let name: String
    let answers: [Answer]
    var profile = ""
    let requests: Int
    var waited = 0
    let status: Int
    let error: String
    var testDescription: String { name }
  }

  private static let hintOfKey =
    "set LLM_API_KEY to a valid key, and add LLM_API_KEY to the worker's env"
  private static let hintOfURL = "check url and model of the worker"

  private static let failures: [Failure] = [
    Failure(
      name: "401", answers: [.refuses(401, "Incorrect key")], requests: 1, status: 78,
      error: "the endpoint of architect answered 401: Incorrect key (\(hintOfKey)"),
    Failure(
      name: "403", answers: [.refuses(403, "")], requests: 1, status: 78,
      error: "the endpoint of architect answered 403 (\(hintOfKey)"),
    Failure(
      name: "404", answers: [.body("<html>", status: 404)], requests: 1, status: 78,
      error: "the endpoint of architect answered 404: <html> (\(hintOfURL)"),
    Failure(
      name: "a redirect", answers: [.body("", status: 302, headers: ["Location: http://evil/"])],
      requests: 1, status: 78,
      error: "the endpoint of architect redirects to http://evil/, which is not followed "
        + "(write that address as url, if you trust it"),
    Failure(
      name: "429 without Retry-After", answers: [.refuses(429, "slow down")], requests: 5,
      waited: 30, status: 75,
      error: "the endpoint of architect answered 429: slow down (try again later"),
    Failure(
      name: "429 with Retry-After",
      answers: [.refuses(429, "slow down", headers: ["Retry-After: 3"])], requests: 5, waited: 12,
      status: 75, error: "the endpoint of architect answered 429: slow down (try again later"),
    Failure(
      name: "503 with a long Retry-After, then 401",
      answers: [.refuses(503, "down", headers: ["Retry-After: 6000"]), .refuses(401, "no")],
      requests: 2, waited: 60, status: 78,
      error: "the endpoint of architect answered 401: no (\(hintOfKey)"),
    Failure(
      name: "half an answer", answers: [.half], requests: 1, status: 75,
      error: "the answer of architect broke off: curl: (18) transfer closed with 100 bytes "
        + "remaining to read (try again"),
    Failure(
      name: "a length of more than 4 MB", answers: [.tooLarge], requests: 1, status: 78,
      error: "the answer of architect is longer than 4 MB (\(hintOfURL)"),
    Failure(
      name: "an answer without end", answers: [.endless], requests: 1, status: 78,
      error: "the answer of architect is longer than 4 MB (\(hintOfURL)"),
    Failure(
      name: "no answer in time", answers: [.silent], profile: #", "timeout": "1s""#, requests: 1,
      status: 75,
      error: "architect did not answer within 1s (raise the worker's timeout, or ask for less"),
    Failure(
      name: "no completion", answers: [.body(#"{"choices":[]}"#)], requests: 1, status: 78,
      error: "the answer of the endpoint of architect is not a chat completion: {\"choices\":[]} "
        + "(\(hintOfURL)"),
    Failure(
      name: "400 to each form", answers: [.refuses(400, "no such model")], requests: 3, status: 78,
      error: "the endpoint of architect answered 400: no such model (\(hintOfURL)"),
  ]

  @Test(arguments: failures)
  func `an endpoint that gives no plan is told of, and leaves none`(_ failure: Failure) throws {
    try PlannerScene.with(failure.answers, profile: failure.profile) { play in
      let folder = ".orch/plans/login/proposals/1 has what was sent and received"
      #expect(
        play.text(play.propose()) == "\(failure.status)\nERROR: \(failure.error); \(folder))\n")
      #expect(play.endpoint.requests.count == failure.requests)
      #expect(play.waited == "\(failure.waited) s")
      #expect(play.text(play.scene.run("plan list")) == "0\nNo plans\n")
      #expect(play.files[".orch/plans/login/proposals/1/plan.json"] == nil)
    }
  }

  @Test func `an endpoint that can't be reached is named`() throws {
    try PlannerScene.with([.silent]) { play in
      try play.write(
        try String(contentsOfFile: "\(play.scene.folder)/orch.json", encoding: .utf8)
          .replacing(play.endpoint.url, with: "http://127.0.0.1:1/v1"), to: "orch.json")
      #expect(play.scene.run("trust --yes").status == 0)
      let text = play.text(play.propose())
      #expect(text.hasPrefix("75\nERROR: the endpoint of architect can't be reached: curl: (7) "))
      #expect(play.costs["cost"]?.objectValue?["usd"]?.numberValue == 0)
      // The breaker pauses it for a minute, as a worker.
      #expect(
        play.text(play.propose()).hasPrefix("78\nERROR: worker architect is paused until 18:01"))
    }
  }

  @Test func `a request is booked before it is sent`() throws {
    try PlannerScene.with([.says(PlannerScene.plan)]) { play in
      try play.write(
        "#!/bin/sh\ncp .orch/costs.jsonl seen.jsonl\nexec curl \"$@\"\n", to: "curl.sh")
      #expect(play.scene.run("trust --yes").status == 0)
      #expect(play.propose().status == 0)
      #expect(play.files["seen.jsonl"]?.contains(#""calls":1,"open":true"#) == true)
      #expect(play.booked == (1, 0))
      // What a process that was killed then leaves.
      try play.write(try #require(play.files["seen.jsonl"]), to: ".orch/costs.jsonl")
      #expect(
        play.scene.run("costs --plan login --by row", of: Ops.program).output
          .hasPrefix("plan:login\t1\t-\t-\t-\t-\t1\n"))
    }
  }

  @Test func `curl that does not start counts no request`() throws {
    try PlannerScene.with([.silent]) { play in
      try play.write("#!/no/such/shell\n", to: "curl.sh")
      #expect(play.scene.run("trust --yes").status == 0)
      #expect(play.propose().status == 78)
      #expect(play.booked == (0, 0))
    }
  }

  @Test func `an answer comes after a failure of the service`() throws {
    try PlannerScene.with([.refuses(500, "x"), .says(PlannerScene.plan)]) { play in
      #expect(play.text(play.propose()) == PlannerTests.proposed)
      #expect(play.waited == "2 s")
      #expect(play.booked == (2, 0))
    }
  }

  @Test func `the form of the answer is asked for as far as the endpoint knows it`() throws {
    let no = Answer.refuses(400, "response_format is not supported")
    let fenced = "Here it is:\n```json\n\(PlannerScene.plan)"
    try PlannerScene.with([no, no, .says(fenced)]) { play in
      #expect(play.text(play.propose()) == PlannerTests.proposed)
      #expect(play.formats == ["json_schema", "json_object", "text"])
    }
  }

  @Test func `an answer writes nothing outside of its proposal`() throws {
    let hostile = PlannerScene.plan
      .replacing(#""plan":"login""#, with: #""plan":"../../evil""#)
      .replacing(#""id":"schema""#, with: #""id":"../../../evil","outputs":["/etc/evil"]"#)
    try PlannerScene.with([.says(hostile)]) { play in
      let before = Set(play.files.keys)
      #expect(play.propose().status == 1)
      let new = Set(play.files.keys).subtracting(before).filter {
        !$0.hasPrefix(".orch/plans/login/proposals/1/")
      }
      #expect(
        new.sorted() == [
          ".orch/costs.jsonl", ".orch/costs.lock", ".orch/plans/login/lock",
          ".orch/plans/login/proposals/lock", "curl.log", "logs/.gitignore", "logs/orch_runs.jsonl",
        ])
      #expect(!FileManager.default.fileExists(atPath: "\(play.scene.folder)/../evil"))
    }
  }

  // MARK: The key

  private static let filler = String(repeating: "x", count: 190)
  private static let cut: [Answer] = [
    .refuses(401, filler + PlannerScene.key), .body(filler + PlannerScene.key, status: 401),
    .body(filler + PlannerScene.key),
    .body("", status: 302, headers: ["Location: http://\(filler)\(PlannerScene.key)"]),
  ]

  @Test(arguments: cut)
  func `no part of a key is left where a text is cut`(_ answer: Answer) throws {
    try PlannerScene.with([answer]) { play in
      let ending = play.propose()
      #expect(ending.status == 78 && ending.errors.contains(Self.filler))
      #expect(!ending.errors.contains("sk-"))
      #expect(
        play.files.filter { $0.value.contains("sk-\"") || $0.value.contains(#"sk-\"#) }.isEmpty)
    }
  }

  @Test func `a password in an address is not said`() throws {
    let url = "https://me:pass/wor@d@h.example:1/v1?key=secret"
    try PlannerScene.with([.silent], environment: ["LLM_URL": url]) { play in
      let settings = try #require(play.files["orch.json"])
      try play.write(
        settings.replacing(#""env": ["LLM_API_KEY"]"#, with: #""env": ["LLM_URL"]"#),
        to: "orch.json")
      #expect(play.scene.run("trust --yes").status == 0)
      #expect(
        play.text(play.propose()) == """
          78
          ERROR: ~/orch.json: workers.architect: 'https://h.example:1' is not an address that a key \
          may be sent to (use https://HOST/…, or http:// with 127.0.0.1 or localhost, without a user)

          """)
    }
  }

  @Test func `the key is in no argument, no variable and no file, also where the endpoint says it`()
    throws
  {
    let key = PlannerScene.key
    let quoted = key.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let telling = PlannerScene.plan.replacing("All of it.", with: "The key is \(quoted).")
    let answers = [
      Answer.refuses(400, "your key \(quoted) knows no schema"), .says(telling),
      .refuses(401, "\(key) is not a key"),
    ]
    try PlannerScene.with(answers) { play in
      #expect(play.propose().status == 0)
      let ending = play.scene.run(words: ["plan", "revise", "login", "--feedback", "use \(key)"])
      #expect(ending.status == 78)
      #expect(ending.errors.contains("[redacted:variable] is not a key"))
      let sent = play.endpoint.requests
      #expect(sent.allSatisfy { $0.head.contains("Authorization: Bearer \(key)") })
      #expect(sent.allSatisfy { !$0.body.contains("0123456789") })
      let files = play.files
      #expect(files["curl.log"]?.contains("--max-filesize\n4M\n") == true)
      #expect(files.filter { $0.value.contains("0123456789") }.keys.sorted() == [])
      #expect(files.keys.contains(".orch/plans/login/proposals/1/answer-2.json"))
      #expect(play.scene.run("plan show login").output.contains("The key is [redacted:variable]."))
    }
  }

  @Test func `a key with a line break is refused before anything is sent`() throws {
    try PlannerScene.with([.silent], environment: ["LLM_API_KEY": "sk-1\nX: y"]) { play in
      #expect(
        play.text(play.propose()) == """
          78
          ERROR: ~/orch.json: workers.architect: LLM_API_KEY has a line break or another control \
          character in it (set the key alone, on one line)

          """)
      #expect(play.endpoint.requests.isEmpty)
    }
  }
}
