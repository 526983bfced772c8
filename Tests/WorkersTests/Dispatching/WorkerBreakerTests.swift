import Glibc
import Host
import Model
import TestSupport
import Testing
import Workers

@Suite struct WorkerBreakerTests {
  private enum Step {
    case fails(FailureClass)
    /// A limit of the service, which ends so many minutes from now.
    case isLimited(Int)
    case starts, succeeds, resumes
    /// Whether it may.
    case tries(Bool = true)
    /// Minutes pass.
    case after(Int)
  }

  /// What happens to a worker, and its state after that: the minutes until the end of its pause.
  private static let cases: [(steps: [Step], state: String)] = [
    ([], "closed"),
    ([.fails(.spawn), .fails(.spawn)], "closed"),
    ([.fails(.spawn), .fails(.spawn), .fails(.spawn)], "open for 5 min: spawn"),
    ([.fails(.auth)], "open for 5 min: auth"),
    ([.fails(.timeout), .fails(.agent), .fails(.lost), .fails(.unknown)], "closed"),
    // In a row.
    ([.fails(.spawn), .fails(.spawn), .starts, .fails(.spawn)], "closed"),
    ([.fails(.spawn), .fails(.spawn), .succeeds, .fails(.spawn)], "closed"),
    ([.fails(.spawn), .fails(.timeout), .fails(.spawn), .fails(.spawn)], "open for 5 min: spawn"),
    // Those that began before the pause.
    ([.fails(.auth), .fails(.auth), .fails(.auth)], "open for 5 min: auth"),
    ([.fails(.auth), .after(4)], "open for 1 min: auth"),
    ([.fails(.auth), .after(5)], "half open: auth"),
    // One start decides.
    ([.tries(), .fails(.spawn), .tries()], "closed"),
    ([.fails(.auth), .after(5), .tries()], "open for 5 min: auth"),
    ([.fails(.auth), .after(5), .tries(), .tries(false)], "open for 5 min: auth"),
    ([.fails(.auth), .after(5), .tries(), .after(5)], "half open: auth"),
    ([.fails(.auth), .after(5), .tries(), .fails(.auth)], "open for 10 min: auth"),
    ([.fails(.auth), .after(5), .tries(), .fails(.spawn)], "open for 10 min: spawn"),
    ([.fails(.auth), .after(5), .tries(), .starts], "open for 5 min: auth"),
    ([.fails(.auth), .after(5), .tries(), .succeeds], "closed"),
    ([.fails(.auth), .after(5), .tries(), .succeeds, .fails(.spawn)], "closed"),
    (
      [.fails(.spawn), .fails(.spawn), .fails(.spawn), .after(6), .tries(), .fails(.spawn)],
      "open for 10 min: spawn"
    ),
    ([.fails(.spawn), .fails(.spawn), .fails(.spawn), .after(6), .tries(), .starts], "closed"),
    (
      [.fails(.auth)] + [5, 10, 20, 40, 80].flatMap { [Step.after($0), .fails(.auth)] },
      "open for 160 min: auth"
    ),
    (
      [.fails(.auth)]
        + [5, 10, 20, 40, 80, 160, 240, 240].flatMap { [Step.after($0), .fails(.auth)] },
      "open for 240 min: auth"
    ),
    ([.fails(.auth), .tries(false)], "open for 5 min: auth"),
    ([.fails(.auth), .resumes], "closed"),
    ([.fails(.auth), .resumes, .fails(.spawn), .fails(.spawn)], "closed"),
    // A limit of the service lasts as long as that says, up to eight days.
    ([.isLimited(90)], "open for 90 min: rate_limit"),
    ([.isLimited(7 * 1440)], "open for 10080 min: rate_limit"),
    ([.isLimited(9 * 1440)], "open for 5 min: rate_limit"),
    ([.isLimited(-1)], "open for 5 min: rate_limit"),
    ([.fails(.rateLimit)], "open for 5 min: rate_limit"),
    ([.fails(.rateLimit), .after(5), .tries(), .fails(.rateLimit)], "open for 10 min: rate_limit"),
    // Those that began before it say nothing about it.
    ([.isLimited(90), .fails(.rateLimit)], "open for 90 min: rate_limit"),
    ([.isLimited(90), .succeeds], "open for 90 min: rate_limit"),
    ([.isLimited(90), .starts], "open for 90 min: rate_limit"),
    ([.isLimited(90), .fails(.agent)], "open for 90 min: rate_limit"),
    ([.isLimited(90), .after(90), .tries(), .succeeds], "closed"),
    // Where the work itself failed, the service took it.
    ([.isLimited(90), .after(90), .tries(), .fails(.agent)], "closed"),
    ([.isLimited(90), .after(90), .tries(), .fails(.lost)], "open for 5 min: rate_limit"),
    ([.isLimited(90), .resumes], "closed"),
    // An outage of the service ends sooner.
    ([.fails(.service)], "open for 1 min: service"),
    ([.fails(.service), .fails(.service)], "open for 1 min: service"),
    ([.fails(.service), .after(1), .tries(), .fails(.service)], "open for 2 min: service"),
    (
      [.fails(.service)]
        + [1, 2, 4, 8, 16, 30, 30].flatMap { [Step.after($0), .fails(.service)] },
      "open for 30 min: service"
    ),
    ([.fails(.service), .after(1), .tries(), .succeeds], "closed"),
    ([.fails(.service), .after(1), .tries(), .fails(.review)], "closed"),
    (
      [.fails(.service), .after(1), .tries(), .fails(.budget), .fails(.service)],
      "open for 1 min: service"
    ),
    ([.fails(.service), .succeeds], "open for 1 min: service"),
    ([.fails(.service), .resumes], "closed"),
    // The start that decides after a pause meets another obstacle.
    ([.isLimited(9), .after(9), .tries(), .fails(.service)], "open for 1 min: service"),
    ([.fails(.service), .after(1), .tries(), .isLimited(3)], "open for 3 min: rate_limit"),
    ([.fails(.service), .after(1), .tries(), .fails(.auth)], "open for 5 min: auth"),
    ([.fails(.setting)], "open for 5 min: setting"),
    ([.fails(.setting), .after(5), .tries(), .succeeds], "closed"),
    // Of two pauses the later end counts.
    ([.isLimited(90), .fails(.auth)], "open for 90 min: rate_limit"),
    ([.isLimited(3), .fails(.auth)], "open for 5 min: auth"),
    ([.isLimited(90), .fails(.auth), .resumes], "closed"),
    // The clock was set back.
    ([.fails(.auth), .after(-300)], "half open: auth"),
  ]

  @Test(arguments: cases.indices)
  func `what starts of a worker do to its breaker`(_ index: Int) throws {
    let (steps, state) = Self.cases[index]
    try withTemporaryDirectory { sidecar in
      let breaker = WorkerBreaker(sidecar: sidecar, worker: "claude")
      var now = QueueTime(epochSeconds: 1_769_850_000, offset: 0)
      for step in steps {
        switch step {
        case .fails(let failure): try breaker.failed(failure, reason: "it broke", now: now)
        case .isLimited(let minutes):
          try breaker.failed(
            .rateLimit, reason: "it broke", until: now.epochSeconds + minutes * 60, now: now)
        case .starts: try breaker.started()
        case .succeeds: try breaker.succeeded(now: now)
        case .resumes: #expect(try breaker.resume()?.reason == "it broke")
        case .tries(let begins): #expect(try breaker.beginTrial(now: now) == begins)
        case .after(let minutes):
          now = QueueTime(epochSeconds: now.epochSeconds + minutes * 60, offset: 0)
        }
      }
      #expect(text(breaker.state(now: now), now) == state)
    }
  }

  private func text(_ state: WorkerBreaker.State, _ now: QueueTime) -> String {
    switch state {
    case .closed: "closed"
    case .open(let pause):
      "open for \((pause.until - now.epochSeconds) / 60) min: \(pause.failure.rawValue)"
    case .halfOpen(let pause): "half open: \(pause.failure.rawValue)"
    }
  }

  private let now = QueueTime(epochSeconds: 1_769_850_000, offset: 0)

  @Test func `failures at the same time all count`() throws {
    try withTemporaryDirectory { sidecar in
      for round in 1...40 {
        let breaker = WorkerBreaker(sidecar: sidecar, worker: "w\(round)")
        Parallel.beside(3) { _ in
          try? breaker.failed(.spawn, reason: "no", now: now)
        } body: {
        }
        guard case .open = breaker.state(now: now) else {
          Issue.record("a failure of three was lost in round \(round)")
          return
        }
      }
    }
  }

  @Test func `workers have a file each, and none before a failure`() throws {
    try withTemporaryDirectory { sidecar in
      let breaker = WorkerBreaker(sidecar: sidecar, worker: "claude")
      try breaker.started()
      try breaker.succeeded(now: now)
      #expect(try breaker.resume() == nil)
      #expect(try Directory.names(in: sidecar).isEmpty)
      try breaker.failed(.auth, reason: "no login", now: now)
      #expect(WorkerBreaker(sidecar: sidecar, worker: "codex").state(now: now) == .closed)
      #expect(breaker.state(now: now) == .open(try #require(try breaker.resume())))
      #expect(try Directory.names(in: "\(sidecar)/breakers") == [".lock"])
    }
  }

  @Test func `a limit is one of all workers of a service, a login is not`() throws {
    try withTemporaryDirectory { sidecar in
      let workers = ["fast", "thorough"].map {
        WorkerBreaker(sidecar: sidecar, worker: $0, service: "claude")
      }
      let end = QueueTime(epochSeconds: now.epochSeconds + 60, offset: 0)
      try workers[0].failed(.rateLimit, reason: "limit", until: end.epochSeconds, now: now)
      let pause = WorkerPause(until: end.epochSeconds, failure: .rateLimit, reason: "limit")
      #expect(workers.map { $0.state(now: now) } == [.open(pause), .open(pause)])
      #expect(workers.map { $0.state(now: end) } == [.halfOpen(pause), .halfOpen(pause)])
      #expect(try workers[1].beginTrial(now: end))
      #expect(try !workers[0].beginTrial(now: end))
      try workers[1].succeeded(now: end)
      #expect(workers.map { $0.state(now: end) } == [.closed, .closed])
      try workers[0].failed(.auth, reason: "no login", now: now)
      #expect(workers[1].state(now: now) == .closed)
    }
  }

  @Test func `a draft stays as long as its process`() throws {
    try withTemporaryDirectory { sidecar in
      let breaker = WorkerBreaker(sidecar: sidecar, worker: "claude")
      try breaker.failed(.spawn, reason: "no", now: now)
      // No process has an id that large.
      let path = "\(sidecar)/breakers/claude.json"
      let drafts = ["\(path).99999999.new", "\(path).\(getpid()).new"]
      for draft in drafts { try NewFile.create(draft, text: "{") }
      WorkerBreaker.removeAbandoned(in: sidecar)
      #expect(
        try Directory.names(in: "\(sidecar)/breakers").sorted()
          == [".lock", "claude.json", Path.name(of: drafts[1])])
    }
  }

  @Test func `a name is not a path`() throws {
    try withTemporaryDirectory { sidecar in
      for name in ["../../x", "..", ".", "a/b", "A%2Fb"] {
        let breaker = WorkerBreaker(sidecar: sidecar, worker: name)
        #expect(breaker.state(now: now) == .closed)
        try breaker.failed(.auth, reason: "no", now: now)
      }
      #expect(try Directory.names(in: sidecar) == ["breakers"])
      #expect(
        try Directory.names(in: "\(sidecar)/breakers").sorted()
          == [
            "...json", "..json", ".lock", "..%2F..%2Fx.json", "A%252Fb.json", "a%2Fb.json",
          ].sorted())
    }
  }

  @Test(arguments: [
    "", "{}", "[", #"{"failures":1}"#,
    #"{"failures":1,"pauses":1,"class":"auth","reason":"x","until":9999999999999}"#,
    #"{"failures":9223372036854775807,"pauses":1,"class":"auth","reason":"x"}"#,
    #"{"failures":1,"pauses":9223372036854775807,"class":"auth","reason":"x"}"#,
    #"{"failures":1,"pauses":1,"class":"tired","reason":"x"}"#,
  ])
  func `a file that can't be read is none, until the next failure`(_ text: String) throws {
    try withTemporaryDirectory { sidecar in
      let breaker = WorkerBreaker(sidecar: sidecar, worker: "claude")
      try Directory.create("\(sidecar)/breakers", permissions: 0o700)
      let path = "\(sidecar)/breakers/claude.json"
      try NewFile.create(path, text: text)
      #expect(breaker.state(now: now) == .closed)
      #expect(breaker.problem == "\(path) is not what orch writes there")
      try breaker.failed(.auth, reason: "no", now: now)
      #expect(breaker.problem == nil)
      #expect(breaker.state(now: now) != .closed)
    }
  }

  @Test func `a link is not followed`() throws {
    try withTemporaryDirectory { sidecar in
      try withTemporaryDirectory { other in
        try WorkerBreaker(sidecar: other, worker: "claude").failed(.auth, reason: "no", now: now)
        symlink("\(other)/breakers", "\(sidecar)/breakers")
        let breaker = WorkerBreaker(sidecar: sidecar, worker: "claude")
        #expect(breaker.state(now: now) == .closed)
        #expect(breaker.problem != nil)
        #expect(throws: LockFile.Failure.system(.link("\(sidecar)/breakers"))) {
          try breaker.failed(.auth, reason: "no", now: now)
        }
      }
    }
  }
}
