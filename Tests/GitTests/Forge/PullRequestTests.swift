import TestSupport
import Testing
import Text

@testable import Git

/// What is read from the forge's answer about pull requests.
@Suite struct PullRequestTests {
  private static let head = String(repeating: "a", count: 40)
  private static let other = String(repeating: "b", count: 40)

  private static func request(
    number: Int = 1, changing: [String: JSONValue] = [:], contexts: [JSONValue]? = nil,
    rollup: [String: JSONValue] = [:], checked: String = head
  ) -> JSONValue {
    var all: JSONObject = [
      "number": .integer(number), "url": "https://github.com/o/n/pull/1", "state": "OPEN",
      "isDraft": false, "headRefOid": .string(head), "isCrossRepository": false,
      "baseRefName": "main", "mergeable": "MERGEABLE", "mergeCommit": nil,
      "latestOpinionatedReviews": ["nodes": []],
    ]
    var found: JSONValue = nil
    if let contexts {
      var object: JSONObject = [
        "state": "PENDING",
        "contexts": ["pageInfo": ["hasNextPage": false], "nodes": .array(contexts)],
      ]
      for (key, value) in rollup { object[key] = value }
      found = .object(object)
    }
    all["commits"] = [
      "nodes": [["commit": ["oid": .string(checked), "statusCheckRollup": found]]]
    ]
    for (key, value) in changing { all[key] = value }
    return .object(all)
  }

  private static func run(
    _ name: String, _ status: String = "COMPLETED", _ conclusion: String? = "SUCCESS", id: Int = 1,
    workflow: String? = "CI", event: String = "push"
  ) -> JSONValue {
    let suite: JSONValue =
      workflow.map {
        ["workflowRun": ["event": .string(event), "workflow": ["name": .string($0)]]]
      }
      ?? ["workflowRun": nil]
    return [
      "__typename": "CheckRun", "databaseId": .integer(id), "name": .string(name),
      "status": .string(status), "conclusion": JSONValue(conclusion),
      "detailsUrl": "https://github.com/o/n/actions/runs/5/job/1", "checkSuite": suite,
    ]
  }

  private static func page(_ requests: [JSONValue]) -> PullRequest.Page? {
    PullRequest.Page(["nodes": .array(requests)])
  }

  private static func only(_ request: JSONValue) throws -> PullRequest {
    let page = try #require(Self.page([request]))
    return try #require(page.requests.first)
  }

  @Test func `a pull request`() throws {
    let open = try Self.only(Self.request())
    #expect(open.number == 1 && open.state == .open && !open.isDraft && !open.isConflicting)
    #expect(open.url == "https://github.com/o/n/pull/1")
    #expect(open.head == Self.head && open.base == "main" && open.mergeCommit == nil)
    #expect(open.checks == [] && open.reviews == [])
    let merged = try Self.only(
      Self.request(changing: [
        "state": "MERGED", "isDraft": true, "mergeable": "CONFLICTING",
        "mergeCommit": ["oid": .string(Self.other)], "url": "http://github.com/o/n/pull/1",
      ]))
    #expect(merged.state == .merged && merged.isDraft && merged.isConflicting)
    #expect(merged.mergeCommit == Self.other)
    #expect(merged.url == nil)
    #expect(try Self.only(Self.request(changing: ["state": "CLOSED"])).state == .closed)
    #expect(try Self.only(Self.request(changing: ["mergeable": "UNKNOWN"])).isConflicting == false)
  }

  @Test(
    arguments: [
      ["state": "NEW"], ["number": "1"], ["headRefOid": "--exec"], ["headRefOid": nil],
      ["baseRefName": nil], ["latestOpinionatedReviews": nil], ["commits": nil],
    ] as [[String: JSONValue]])
  func `one that is not as published makes the page unreadable`(changing: [String: JSONValue]) {
    #expect(Self.page([Self.request(changing: changing)]) == nil)
  }

  @Test func `those of forks are left out, and those that only may be of one`() throws {
    let page = try #require(
      Self.page([
        Self.request(number: 4, changing: ["isCrossRepository": true]),
        Self.request(number: 3), Self.request(number: 2, changing: ["isCrossRepository": nil]),
        Self.request(number: 1),
      ]))
    #expect(page.requests.map(\.number) == [3, 1])
    #expect(page.forks == 2)
  }

  // MARK: Checks

  @Test(
    arguments: [
      ("COMPLETED", "SUCCESS", PullRequest.Check.Result.passed),
      ("COMPLETED", "NEUTRAL", .passed), ("COMPLETED", "SKIPPED", .passed),
      ("COMPLETED", "FAILURE", .failed), ("COMPLETED", "TIMED_OUT", .failed),
      ("COMPLETED", "STARTUP_FAILURE", .failed), ("COMPLETED", "CANCELLED", .pending),
      ("COMPLETED", "ACTION_REQUIRED", .pending), ("COMPLETED", "STALE", .pending),
      ("COMPLETED", nil, .pending), ("COMPLETED", "NEW_WORD", .pending),
      ("QUEUED", nil, .pending), ("IN_PROGRESS", nil, .pending), ("WAITING", nil, .pending),
      ("REQUESTED", nil, .pending), ("PENDING", nil, .pending),
      ("IN_PROGRESS", "FAILURE", .pending),
    ] as [(String, String?, PullRequest.Check.Result)])
  func `each status and conclusion of a check run`(
    status: String, conclusion: String?, result: PullRequest.Check.Result
  ) throws {
    let request = try Self.only(
      Self.request(contexts: [Self.run("test", status, conclusion, id: 7)]))
    #expect(
      request.checks == [
        PullRequest.Check(
          name: "test", result: result, url: "https://github.com/o/n/actions/runs/5/job/1", job: 7)
      ])
  }

  @Test(arguments: [
    ("SUCCESS", PullRequest.Check.Result.passed), ("FAILURE", .failed), ("ERROR", .failed),
    ("PENDING", .pending), ("EXPECTED", .pending),
  ])
  func `each state of a commit status`(state: String, result: PullRequest.Check.Result) throws {
    let status: JSONValue = [
      "__typename": "StatusContext", "context": "ci/x", "state": .string(state),
      "targetUrl": "javascript:alert(1)",
    ]
    let request = try Self.only(Self.request(contexts: [status]))
    #expect(
      request.checks == [PullRequest.Check(name: "ci/x", result: result, url: nil, job: nil)])
  }

  @Test func `of a check that ran again the newest run counts`() throws {
    let request = try Self.only(
      Self.request(contexts: [
        Self.run("test", id: 2), Self.run("test", "COMPLETED", "FAILURE", id: 1),
        Self.run("lint", "COMPLETED", "FAILURE", id: 3), Self.run("lint", "QUEUED", nil, id: 9),
        Self.run("test", "COMPLETED", "FAILURE", id: 4, workflow: "Nightly"),
        Self.run("test", "IN_PROGRESS", nil, id: 5, event: "pull_request"),
        Self.run("test", id: 6, workflow: nil),
      ]))
    #expect(request.checks.map(\.name) == ["test", "lint", "test", "test", "test"])
    #expect(request.checks.map(\.job) == [2, 9, 4, 5, nil])
    #expect(request.checks.map(\.result) == [.passed, .pending, .failed, .pending, .passed])
  }

  @Test func `what they come to`() throws {
    func state(
      _ contexts: [JSONValue]?, rollup: [String: JSONValue] = [:],
      checked: String = PullRequestTests.head
    ) throws -> CIState {
      try Self.only(Self.request(contexts: contexts, rollup: rollup, checked: checked))
        .checks(of: Self.head)
    }
    let (good, bad) = (Self.run("a"), Self.run("b", "COMPLETED", "FAILURE"))
    let going = Self.run("c", "IN_PROGRESS", nil)
    let failed = try Self.only(Self.request(contexts: [bad])).checks
    #expect(try state(nil) == .none)
    #expect(try state([]) == .none)
    #expect(try state([good]) == .passed)
    #expect(try state([good, going]) == .pending)
    #expect(try state([good, going, bad]) == .failed(failed))
    #expect(try state([good, bad], checked: Self.other) == .pending)
    #expect(try state(nil, checked: Self.other) == .pending)
    // More than a hundred: what the rollup says of all counts.
    for (said, expected) in [
      ("SUCCESS", CIState.passed), ("PENDING", .pending), ("EXPECTED", .pending),
      ("FAILURE", .failed([])), ("ERROR", .failed([])),
    ] {
      let contexts: JSONValue = ["pageInfo": ["hasNextPage": true], "nodes": [good]]
      #expect(
        try state([], rollup: ["state": .string(said), "contexts": contexts]) == expected)
    }
  }

  @Test func `checks of no commit are pending`() throws {
    let request = try Self.only(Self.request(changing: ["commits": ["nodes": []]]))
    #expect(request.checksHead == nil)
    #expect(request.checks(of: Self.head) == .pending)
  }

  // MARK: Reviews

  private static func review(
    _ state: String, changing: [String: JSONValue] = [:]
  ) -> JSONValue {
    var all: JSONObject = [
      "id": "PRR_1", "state": .string(state), "body": "Please.\r\n\r\nFix it.",
      "author": ["login": "ann"], "url": "https://github.com/o/n/pull/1#pullrequestreview-1",
      "comments": [
        "nodes": [
          ["path": "a.swift", "line": 3, "body": "No."], ["path": "b", "line": nil, "body": ""],
        ]
      ],
    ]
    for (key, value) in changing { all[key] = value }
    return .object(all)
  }

  private static func reviews(_ all: JSONValue...) throws -> [PullRequest.Review] {
    try only(request(changing: ["latestOpinionatedReviews": ["nodes": .array(all)]])).reviews
  }

  @Test func `a review`() throws {
    let reviews = try Self.reviews(
      Self.review("CHANGES_REQUESTED"), nil, Self.review("APPROVED", changing: ["author": nil]),
      Self.review("DISMISSED", changing: ["comments": ["nodes": []], "url": "x"]))
    #expect(reviews.map(\.isChangesRequested) == [true, false, false])
    #expect(reviews.map(\.author) == ["ann", "ghost", "ann"])
    #expect(
      reviews[0]
        == PullRequest.Review(
          id: "PRR_1", author: "ann", isChangesRequested: true, body: "Please.\n\nFix it.",
          url: "https://github.com/o/n/pull/1#pullrequestreview-1",
          comments: [
            PullRequest.Review.Comment(path: "a.swift", line: 3, body: "No."),
            PullRequest.Review.Comment(path: "b", line: nil, body: ""),
          ]))
    #expect(reviews[2].url == nil && reviews[2].comments == [])
  }

  @Test func `hostile texts are cut, and what is hidden in them is removed`() throws {
    let text = "a\u{202E}b\u{FFF9}\u{200B}c\u{0}d\u{1B}[31me\u{E0041}f\u{2028}g\u{3164}h\ti"
    let long = String(repeating: "한\u{301}", count: 9_000)
    let review = try Self.reviews(
      Self.review(
        "CHANGES_REQUESTED",
        changing: [
          "id": .string(text), "body": .string(text), "author": ["login": .string(long)],
          "comments": [
            "nodes": [["path": .string("x\n\(text)"), "line": 1, "body": .string(long)]]
          ],
        ]))[0]
    #expect(review.id == "abcdef gh i")
    #expect(review.body == "abcdefgh\ti")
    #expect(review.author.unicodeScalars.count == 201 && review.author.hasSuffix("…"))
    #expect(review.comments[0].path == "x abcdef gh i")
    #expect(review.comments[0].body.unicodeScalars.count == 8_001)
    let check = try Self.only(Self.request(contexts: [Self.run("x\n\(text)")])).checks[0]
    #expect(check.name == "x abcdef gh i")
  }

  @Test(arguments: [
    ("https://github.com/o", true), ("http://github.com/o", false), ("HTTPS://x", false),
    ("https://x\u{202E}y", false), ("https://x y", false), ("https://x\n", false), ("", false),
  ])
  func `only an address by HTTPS is one`(url: String, isOne: Bool) {
    #expect(ForgeText.url(url) == (isOne ? url : nil))
    #expect(ForgeText.url("https://" + String(repeating: "x", count: 2_000)) == nil)
  }

  // MARK: Several branches

  @Test func `many branches are asked for in several calls`() throws {
    try withForgeScene { scene in
      // The numbers of the aliases in the query, each with no pull request.
      try writeExecutable(
        """
        #!/bin/sh
        echo call >> \(scene.root)/calls
        names=$(printf '%s' "$*" | grep -o 'b[0-9]*:pullRequests' | cut -d: -f1)
        printf '{"data":{"repository":{"x":null'
        for name in $names; do printf ',"%s":{"nodes":[]}' "$name"; done
        printf '}}}'
        """, to: "\(scene.root)/gh")
      let branches = (0..<60).map { "orch/T-\($0)" }
      let found = try scene.forge().pullRequests(of: ForgeScene.repository, branches: branches)
      #expect(found.count == 60 && found.values.allSatisfy(\.isEmpty))
      #expect(lines(try scene.text("calls")).count == 3)
      #expect(try scene.forge().pullRequests(of: ForgeScene.repository, branches: []) == [:])
      #expect(lines(try scene.text("calls")).count == 3)
    }
  }

  @Test func `forks that hide ours are looked behind`() throws {
    try withForgeScene { scene in
      func answer(_ requests: [JSONValue]) -> String {
        "\(["data": ["repository": ["b0": ["nodes": .array(requests)]]]] as JSONValue)"
      }
      let forks = (2...4).map {
        Self.request(number: $0, changing: ["isCrossRepository": true])
      }
      try scene.write(answer(forks), to: "few.json")
      try scene.write(answer(forks + [Self.request(number: 1)]), to: "many.json")
      try writeExecutable(
        """
        #!/bin/sh
        case "$*" in *first:100,orderBy*) cat \(scene.root)/many.json ;; \
        *) cat \(scene.root)/few.json ;; esac
        """, to: "\(scene.root)/gh")
      let found = try scene.forge().pullRequests(of: ForgeScene.repository, branches: ["b"])
      #expect(found["b"]?.map(\.number) == [1])
    }
  }
}
