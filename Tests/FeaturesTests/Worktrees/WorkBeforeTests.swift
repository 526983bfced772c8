import Foundation
import Glibc
import Host
import Model
import QueueStore
import TestSupport
import Testing
import Text
import Workers

@testable import Attempts
@testable import Door
@testable import Work
@testable import Worktrees

/// Rows that build on work of another machine.
@Suite struct WorkBeforeTests {
  private static let far = ClaimPlace(
    number: 3, machine: "far:/srv/demo/.orch/postgresql-0123456789ab", isHere: false)
  private static let near = ClaimPlace(number: 4, machine: "near:/x", isHere: true)

  private struct Case: Sendable {
    let name: String
    var places: [ClaimPlace]? = [far]
    /// What git does before; `%` is the commit that is checked out.
    var git: [[String]] = []
    var merged = ""
    var usesWorktree = true
    let waits: Bool
  }

  private static let cases = [
    Case(name: "only the other machine has the branch", waits: true),
    Case(name: "the branch was fetched", git: [["branch", "orch/A"]], waits: false),
    Case(name: "the row's own branch goes on", git: [["branch", "orch/B"]], waits: false),
    Case(name: "the work landed where rows begin", merged: "%", waits: false),
    Case(
      name: "the work landed on a branch that is not here",
      merged: "\(String(repeating: "0", count: 39))1",
      waits: true),
    Case(
      name: "the work landed on a branch on which no row begins",
      git: [
        ["switch", "-qc", "side"], ["commit", "-q", "--allow-empty", "-m", "side"],
        ["switch", "-q", "main"],
      ], merged: "side", waits: true),
    Case(name: "the last worker was here", places: [far, near], waits: false),
    Case(name: "the last worker was there", places: [near, far], waits: true),
    Case(name: "no place is known", places: [], waits: false),
    Case(name: "one machine has the queue", places: nil, waits: false),
    Case(name: "the worker has no worktree", usesWorktree: false, waits: false),
  ]

  private func scene(
    _ checkout: CheckoutScene, merged: String = "", places: [ClaimPlace]? = [far],
    _ others: QueueItem...
  ) -> EngineScene {
    let landing = "worker=w / branch=orch/A" + (merged.isEmpty ? "" : " / merged=\(merged)")
    return EngineScene(
      [item("A", .done, notes: landing), item("B", notes: "worker=w", after: ["A"])] + others,
      places: places.map { ["A": $0] })
  }

  @Test(arguments: [
    ("it has not landed", "", ["orch/A"]), ("it has landed where rows begin", "main", []),
    ("it landed on another branch", "side", ["orch/A"]),
    ("it landed where this repository is not", String(repeating: "1", count: 40), ["orch/A"]),
  ])
  func `a row begins with the branch of a row before, until that has landed`(
    _ name: String, _ merged: String, _ branches: [String]
  ) throws {
    try CheckoutScene.run { checkout in
      try checkout.git("switch", "--quiet", "--create", "side")
      try checkout.git("commit", "--quiet", "--allow-empty", "--message", "side")
      try checkout.git("switch", "--quiet", "main")
      let isHere = ["main", "side"].contains(merged)
      let commit = isHere ? try checkout.git("rev-parse", merged).filter { !$0.isNewline } : merged
      let queue = scene(checkout, merged: commit).queue().working(in: checkout.workspace)
      let row = item("B", notes: "worker=w", after: ["A"])
      let top = try checkout.workspace.worktree(of: row).repository
      #expect(try WorkBefore(queue: queue).branches(of: row, in: top) == branches, "\(name)")
    }
  }

  @Test(arguments: cases.indices)
  func `a row waits for a branch that only another machine has`(_ index: Int) throws {
    let given = Self.cases[index]
    try CheckoutScene.run { checkout in
      checkout.settings.workers.profiles[0].usesWorktree = given.usesWorktree
      for words in given.git {
        try run("git", words, in: checkout.project, environment: ["HOME": checkout.root])
      }
      let revision = given.merged == "%" ? "HEAD" : given.merged
      let merged =
        revision.isEmpty || revision.hasPrefix("0")
        ? revision : try checkout.git("rev-parse", revision).filter { !$0.isNewline }
      let scene = scene(checkout, merged: merged, places: given.places)
      let before = try WorkBefore(queue: scene.queue().working(in: checkout.workspace))
      let row = try #require(try scene.store.snapshot().item("B"))
      let problem = try before.obstacle(to: row)
      #expect(
        problem?.sentence.english
          == (given.waits
            ? "the work on A is on branch orch/A of far, in /srv/demo" : nil),
        "\(given.name)")
      let explain = ExplainWaiting(queue: scene.queue().working(in: checkout.workspace))
      let reason = try #require(try explain(of: "B").explanations.first?.reason)
      #expect(reason.code == (given.waits ? .branchOnHost : .next), "\(given.name)")
      #expect(!reason.isStuck)
    }
  }

  @Test func `a dispatch leaves such a row PENDING, and starts others`() throws {
    try CheckoutScene.run { checkout in
      try writeExecutable(
        "#!/bin/sh\ncat > /dev/null\necho '{\"started\":true}'\n",
        to: "\(checkout.root)/supervisor")
      let scene = scene(checkout, item("C", notes: "worker=w"))
      let launcher = SupervisorLauncher(
        executable: "\(checkout.root)/supervisor", arguments: [], folder: checkout.project,
        environment: ["PATH": "/usr/bin:/bin"])
      let dispatcher = Dispatcher(
        queue: scene.queue().working(in: checkout.workspace), launcher: launcher)
      #expect(try dispatcher(.init()).items.map(\.id) == ["C"])
      #expect(scene.events.warnings == [])
      // With none to start it is no error either: the other machine may start it.
      #expect(try dispatcher(.init()).items.isEmpty)
      #expect(try scene.rows == ["A DONE", "B PENDING", "C IN_PROGRESS orch-c"])
      #expect(scene.events.warnings.count == 1)
      // The other machine ended the work between the forecast and the claim.
      let claim = Claim(number: 9, nonce: "0a0a0a", madeAt: 0, isForWorker: true)
      var claimed = try #require(try scene.store.snapshot().item("B"))
      (claimed.status, claimed.claim) = (.inProgress, claim)
      let compose = ComposeOrder(queue: scene.queue().working(in: checkout.workspace))
      let profile = checkout.settings.workers.profiles[0]
      let row = claimed
      let problem = #expect(throws: Problem.self) { try compose(for: row, by: profile) }
      #expect(problem?.kind == .worktree)
    }
  }

  // MARK: A worker that goes on

  private struct Unended: Sendable {
    let name: String
    var status = Status.done
    var integration = Integration.none
    var hasWorktree = true
    var endedAt: String?
    var isKilled = false
    /// What the row after it waits for; `nil` for nothing.
    var why: String?
  }

  private static let waits = "waits for A (DONE), whose worker has not ended"
  private static let unended = [
    Unended(name: "its worker goes on after orch done", why: waits),
    Unended(name: "its work is committed", endedAt: "2026-01-31T18:00:00+09:00"),
    Unended(name: "its supervisor was killed", isKilled: true),
    Unended(name: "its work lands before it is DONE", integration: .merge),
    Unended(name: "its worker has no worktree", hasWorktree: false),
    Unended(name: "it is not DONE", status: .inProgress, why: "waits for A (IN_PROGRESS)"),
  ]

  @Test(arguments: unended.indices)
  func `a row waits for the end of a worker that made its own row DONE`(_ index: Int) throws {
    let given = Self.unended[index]
    try CheckoutScene.run { checkout in
      checkout.settings.workers.profiles[0].integration = given.integration
      let workspace = checkout.workspace
      // It reads from a pipe, to which nothing is written.
      try checkout.write("read line < end\n", to: "supervise")
      mkfifo("\(checkout.project)/end", 0o600)
      let child = try ChildProcess(
        starting: "sh", ["supervise", "--attempt", "1-abc"], in: checkout.project,
        environment: ["PATH": "/usr/bin:/bin"])
      var record = WorkerRecord(
        id: "A", claimToken: "1-abc", storeName: "QUEUE.md", label: "orch-a", workerName: "w",
        supervisor: try #require(ProcessIdentity(of: Int(child.id))), graceSeconds: 1,
        settingsDigest: "")
      record.checkout = given.hasWorktree ? CheckoutState() : nil
      record.endedAt = given.endedAt
      try workspace.workers.save(record)
      // A process is there a moment before the program that it becomes.
      var tries = 0
      while record.state != .running, tries < 1_000_000 { tries += 1 }
      func end() {
        child.send(SIGKILL)
        _ = child.wait()
      }
      if given.isKilled { end() }
      defer { if !given.isKilled { end() } }
      let scene = EngineScene([
        item("A", given.status, notes: "worker=w"), item("B", notes: "worker=w", after: ["A"]),
        item("C", notes: "worker=w", after: ["B"]),
      ])
      let queue = scene.queue().working(in: workspace)
      let answer = try ExplainWaiting(queue: queue)()
      let (b, c) = (answer.explanations[0], answer.explanations[1])
      let way = given.why.map { ", which \($0)" } ?? ", which starts with the next dispatch"
      #expect(
        [b, c].map { $0.sentence(at: answer.now).english } == [
          given.why ?? "starts with the next dispatch", "waits for B (PENDING)\(way)",
        ], "\(given.name)")
      #expect(!b.reason.isStuck && !c.reason.isStuck, "\(given.name)")
      let row = try #require(try scene.store.snapshot().item("B"))
      let problem = try WorkBefore(queue: queue).obstacle(to: row)
      #expect(
        problem == (given.why == Self.waits ? .worktree(.workersRemain(ids: ["A"])) : nil),
        "\(given.name)")
      try writeExecutable(
        "#!/bin/sh\ncat > /dev/null\necho '{\"started\":true}'\n",
        to: "\(checkout.root)/supervisor")
      let launcher = SupervisorLauncher(
        executable: "\(checkout.root)/supervisor", arguments: [], folder: checkout.project,
        environment: ["PATH": "/usr/bin:/bin"])
      let started = try Dispatcher(queue: queue, launcher: launcher)(.init()).items.map(\.id)
      #expect(started == (given.why == nil ? ["B"] : []), "\(given.name)")
    }
  }
}
