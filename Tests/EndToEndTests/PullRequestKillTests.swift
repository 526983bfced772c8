import Glibc
import Host
import TestSupport
import Testing
import Text

/// Ten rows whose pull requests are made while who makes them is killed.
@Suite struct PullRequestKillTests {
  @Test func `ten rows become ten pull requests, once each, whoever is killed`() throws {
    let ids = (1...10).map { "T-\($0)" }
    let play = try PullRequestScene(ids.map { worktreeRow($0) })
    try play.tick(0)
    var random = SeededGenerator(naming: "pull requests")
    var (kills, round) = (0, 0)
    while kills < 30, round < 60 {
      let sync = try play.startedSync(10 + round)
      // At another moment each time: of the command itself, git, or gh.
      for _ in 0..<Int.random(in: 1...20, using: &random) { _ = play.scene.processes }
      for process in play.scene.processes.shuffled(using: &random).prefix(1)
      where process.signal(.kill) { kills += 1 }
      _ = sync.wait()
      round += 1
    }
    #expect(kills > 0)
    try play.sync(200).check()
    try play.sync(201).check()
    let requests = try play.gitHub.pullRequests()
    let branches = requests.compactMap { $0["branch"]?.stringValue }
    #expect(branches.sorted() == ids.map { "orch/\($0)" }.sorted())
    for (number, request) in requests.enumerated() {
      let id = try #require(request["branch"]?.stringValue).dropFirst("orch/".count)
      let row = try play.row(String(id))
      #expect(row.status == "BLOCKED" && row.notes.contains("pr=\(number + 1)"), "\(row)")
      try play.gitHub.merge(
        "orch/\(id)", commit: String(repeating: "\(number)", count: 40))
    }
    // A kill between a merge that was seen and its note loses neither.
    for round in 0..<10 {
      let sync = try play.startedSync(300 + round)
      for _ in 0..<Int.random(in: 1...20, using: &random) { _ = play.scene.processes }
      for process in play.scene.processes.shuffled(using: &random).prefix(1) {
        process.signal(.kill)
      }
      _ = sync.wait()
    }
    try play.sync(400).check()
    for (number, request) in requests.enumerated() {
      let id = try #require(request["branch"]?.stringValue).dropFirst("orch/".count)
      let row = try play.row(String(id))
      let commit = String(repeating: "\(number)", count: 40)
      #expect(row.status == "DONE" && row.notes.contains("merged=\(commit)"), "\(row)")
    }
    #expect(try play.scene.ops("verify").status == 0)
    play.scene.git("git fsck --no-dangling --no-progress")
  }
}

extension PullRequestScene {
  fileprivate func startedSync(_ minute: Int) throws -> ChildProcess {
    try ChildProcess(
      starting: scene.opsPath, ["pr", "sync", "--now"], in: scene.folder,
      environment: TestEnvironment.base(home: scene.folder).merging(environment(minute)) { $1 })
  }
}
