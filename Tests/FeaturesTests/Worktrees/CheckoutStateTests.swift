import Gate
import Git
import Host
import Model
import TestSupport
import Testing
import Text
import Workers

@testable import Door
@testable import Review
@testable import Worktrees

/// What a worker in a worktree changes of the project's checkout, and of git's own files.
@Suite struct CheckoutStateTests {
  private typealias Case = (
    name: String, change: @Sendable (CheckoutScene) throws -> Void, files: [String], git: [String]
  )

  private static let cases: [Case] = [
    ("nothing", { _ in }, [], []),
    ("a tracked file", { try $0.write("two\n", to: "a.txt") }, ["a.txt"], []),
    ("a new file", { try $0.write("x", to: "src/한글.txt") }, ["src/한글.txt"], []),
    (
      "the index alone",
      {
        try $0.write("two\n", to: "a.txt")
        try $0.git("add", "a.txt")
        try $0.write("one\n", to: "a.txt")
      }, ["a.txt"], []
    ),
    (
      "a file that was dirty before", { try $0.write("dirtY\n", to: "dirty.txt") }, ["dirty.txt"],
      []
    ),
    (
      "a file that was dirty is gone", { try Directory.remove("\($0.project)/dirty.txt") },
      ["dirty.txt"], []
    ),
    ("a commit", { try $0.commitAll() }, ["HEAD", "dirty.txt"], ["refs/heads/main"]),
    (
      "another branch", { try $0.git("switch", "--quiet", "--create", "x") }, ["HEAD"],
      ["refs/heads/x"]
    ),
    ("a tag", { try $0.git("tag", "v1") }, [], ["refs/tags/v1"]),
    (
      "the HEAD of another worktree",
      { try $0.git("checkout", "--quiet", "--detach", in: "\($0.root)/other") }, [],
      ["worktrees/other/HEAD"]
    ),
    ("a shallow history", { try $0.write("", to: ".git/shallow") }, [], ["shallow"]),
    (
      "branches of rows, and the integration branch",
      {
        try $0.git("branch", "orch/B")
        try $0.git("branch", "orch/integration")
      }, [], []
    ),
    (
      "a stash",
      { try $0.git("stash", "push", "--quiet", "--include-untracked") }, ["stash", "dirty.txt"], []
    ),
    (
      "what is the queue's, and what git ignores",
      {
        try $0.write("| row |\n", to: "QUEUE.md")
        try $0.write("x", to: ".orch/journal")
        try $0.write("x", to: "QUEUE.md.lock")
        try $0.write("x", to: "build.log")
      }, [], []
    ),
    (
      "a hook", { try $0.write("#!/bin/sh\n", to: ".git/hooks/post-commit") }, [],
      ["hooks/post-commit"]
    ),
    ("a setting", { try $0.git("config", "core.pager", "evil") }, [], ["config"]),
    (
      "where the worktree's git folder leads",
      { try $0.write("/elsewhere\n", to: ".git/worktrees/A/commondir") }, [],
      ["worktrees/A/commondir"]
    ),
    (
      "attributes", { try $0.write("* filter=x\n", to: ".git/info/attributes") }, [],
      ["info/attributes"]
    ),
  ]

  @Test(arguments: cases.indices)
  func `what changed is named`(_ index: Int) throws {
    let (name, change, files, git) = Self.cases[index]
    try CheckoutScene.run { scene in
      try scene.write("dirty\n", to: "dirty.txt")
      try scene.git("worktree", "add", "--quiet", "-b", "other", "\(scene.root)/other")
      let before = try scene.prepare().state
      let read = ReadCheckout(workspace: scene.workspace)
      try change(scene)
      let now = try read(
        of: scene.workspace.repository(at: scene.project), beside: scene.worktree)
      #expect(now.changes(since: before) == files, "\(name)")
      #expect(now.gitChanges(since: before) == git, "\(name)")
    }
  }

  @Test(arguments: [
    (
      WorktreeSettings.CheckoutRule.approve,
      ["awaits_approval:the worker changed the checkout: a.txt"]
    ),
    (.remark, ["all_success_criteria_covered"]),
  ])
  func `a changed checkout waits for a person`(
    _ rule: WorktreeSettings.CheckoutRule, _ reasons: [String]
  ) throws {
    try CheckoutScene.run { scene in
      scene.settings.given["worktrees.checkout"] = .string(rule.rawValue)
      let process = try #require(ProcessIdentity.current)
      var record = WorkerRecord(
        id: "A", claimToken: "1-abc", storeName: "QUEUE.md", label: "orch-a", supervisor: process,
        graceSeconds: 1, settingsDigest: "")
      record.checkout = try scene.prepare().state
      // As another process reads it.
      let folder = WorkerFolder(sidecar: scene.workspace.sidecar)
      try folder.save(record)
      let saved = try #require(try folder.records().first)
      #expect(saved == record)
      let work = try CommitWork(workspace: scene.workspace)(scene.worktree, subject: "A")
      try scene.write("two\n", to: "a.txt")
      try scene.write("#!/bin/sh\n", to: ".git/hooks/post-commit")
      let report = "Status: DONE\nCriteria:\n1. met: it is done well, 4 of 4\n"
      var check = ReportCheck(
        of: Report(reading: report, of: "A"), by: "done well", proofs: nil, page: nil)
      let review = ReviewReport(
        queue: EngineScene([item("A")]).queue().working(in: scene.workspace))
      try review.addChanges(ofCheckoutBy: saved, of: work, to: &check)
      #expect(check.verdict.reasons.map(\.code) == reasons)
      #expect(
        check.verdict.remarks == ["checkout_changed:a.txt", "git_changed:hooks/post-commit"])
    }
  }

  @Test func `a program that a setting names runs only where a person trusts it`() throws {
    try CheckoutScene.run { scene in
      let marker = "\(scene.root)/marker"
      try writeExecutable("#!/bin/sh\necho ran >> \(marker)\ncat\n", to: "\(scene.root)/clean")
      try scene.write("*.txt filter=x\n", to: ".gitattributes")
      let worktree = try scene.worktree
      try scene.prepare()
      try scene.git("config", "filter.x.clean", "\(scene.root)/clean")
      try scene.write("*.txt filter=x\n", to: "\(worktree.path)/.gitattributes")
      func commit(_ text: String) throws -> Bool {
        try scene.write(text, to: "\(worktree.path)/a.txt")
        _ = try CommitWork(workspace: scene.workspace)(worktree, subject: "A")
        return try FileStatus.ifExists(marker) != nil
      }
      #expect(try !commit("two\n"))
      let settings = try scene.workspace.gitSettings()
      #expect(settings.map(\.setting.path) == ["git:filter.x.clean"])
      let store = try #require(TrustStore(environment: scene.workspace.environment))
      try store.trust(
        scene.project, TrustedFiles([], gitSettings: settings.map(\.setting)))
      #expect(try commit("three\n"))
    }
  }
}
