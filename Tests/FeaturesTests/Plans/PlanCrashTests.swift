import Foundation
import Glibc
import Host
import Model
import QueueStore
import TestSupport
import Testing

@testable import Door
@testable import Plans
@testable import Worktrees

/// What a process leaves that ends while it applies a plan, and files that are none of a plan's.
@Suite struct PlanCrashTests {
  /// What was written last when the process ended.
  enum Cut: String, CaseIterable {
    case version, briefs, journal, rows
  }

  enum Next: String, CaseIterable {
    case same, sameWithKey, first, other, withoutBrief
  }

  private static func apply(_ next: Next, _ scene: PlanScene) -> String {
    let b = PlanScene.task("b", "u", after: ["a"])
    return switch next {
    case .first: scene.apply(PlanScene.task("a", brief: "one"), b)
    case .same: scene.apply(PlanScene.task("a", "t2", brief: "two"), b)
    case .sameWithKey: scene.apply(PlanScene.task("a", "t2", brief: "two"), b, key: "k")
    case .other: scene.apply(PlanScene.task("a", "t3", brief: "three"), b)
    case .withoutBrief: scene.apply(PlanScene.task("a", "t4"), b)
    }
  }

  /// Ends while it applies the second version, with a key: all changes from one on are refused.
  private func end(after cut: Cut, _ scene: PlanScene) throws {
    var isOver = false
    var hasRows = false
    func refusal(of change: FileChange) -> Int32? {
      let text = "\(change)"
      if text.contains("exchange(") { hasRows = true }
      switch cut {
      case .version: isOver = isOver || text.contains("/tasks")
      case .briefs: isOver = isOver || text.contains("QUEUE.md") || text.contains("journal")
      case .journal: isOver = isOver || hasRows
      case .rows: isOver = isOver || hasRows && text.contains("head.json")
      }
      return isOver ? EIO : nil
    }
    let answer = FileChange.watching(refusal) { Self.apply(.sameWithKey, scene) }
    try #require(isOver, "\(answer)")
    #expect(answer.contains("Input/output error"), "\(answer)")
  }

  @Test(arguments: Cut.allCases, [false, true])
  func `the next version is applied as if the one before had not been begun`(
    _ cut: Cut, afterFirst hasFirst: Bool
  ) throws {
    for next in Next.allCases {
      var whole: (rows: [String], brief: String?) = ([], nil)
      try PlanScene.with { scene in
        if hasFirst { _ = Self.apply(.first, scene) }
        _ = Self.apply(next, scene)
        whole = try (scene.rows, scene.brief("a"))
      }
      try PlanScene.with { scene in
        if hasFirst { #expect(Self.apply(.first, scene) == "1: + p.a, + p.b") }
        try end(after: cut, scene)
        let there = try (scene.rows, scene.head)
        let version = hasFirst ? 1 : 0
        #expect(there.1 == "\(version) applied")
        #expect(there.0.contains { $0.hasPrefix("p.a t2") } == (cut == .rows))
        let isSame = next == .same || next == .sameWithKey
        let number = version + (isSame ? 1 : 2)
        let line = Self.apply(next, scene)
        #expect(line.hasPrefix("\(number):"), "\(next): \(line)")
        #expect(!line.contains("kept"), "\(next): \(line)")
        #expect(try scene.rows == whole.rows, "\(next)")
        #expect(scene.brief("a") == whole.brief, "\(next)")
        #expect(scene.head == "\(number) applied")
        #expect(Self.apply(next, scene) == "\(number) again")
        #expect(try scene.queue.store().history(of: "p.b").count == 1)
      }
    }
  }

  @Test func `a version whose rows a person edited since it was cut`() throws {
    try PlanScene.with { scene in
      _ = Self.apply(.first, scene)
      try end(after: .rows, scene)
      _ = try scene.queue.edit(.init(id: "p.a", [.task: "mine", .priority: "P0"]), as: Caller())
      try scene.write("mine", to: "tasks/p.a.md")
      #expect(Self.apply(.other, scene) == "3: = p.a, kept task, brief kept")
      #expect(scene.brief("a") == "mine")
    }
  }

  @Test(arguments: [false, true])
  func `a row that a person deleted after the version was cut`(inEditor: Bool) throws {
    try PlanScene.with { scene in
      try end(after: .rows, scene)
      if inEditor {
        let lines = try #require(scene.text(of: "QUEUE.md")).split(separator: "\n")
        try scene.write(
          lines.filter { !$0.hasPrefix("| p.a ") }.joined(separator: "\n"), to: "QUEUE.md")
      } else {
        try scene.queue.perform(.remove(["p.a"], force: true), as: Caller())
      }
      #expect(Self.apply(.same, scene) == "1: gone p.a, ~ p.b after")
      #expect(Self.apply(.same, scene) == "1 again")
    }
  }

  @Test func `half a file of a process that was killed is removed`() throws {
    try PlanScene.with { scene in
      try end(after: .briefs, scene)
      // No process has this number.
      let halves = [".orch/plans/p/head.json", ".orch/plans/p/2.json", "tasks/p.a.md"]
        .map { "\($0).4194305.new" }
      let others = ["tasks/q.a.md.4194305.new", "tasks/p.a.md.new"]
      for name in halves + others { try scene.write("{", to: name) }
      #expect(Self.apply(.same, scene) == "1: + p.a, + p.b")
      let files = try scene.files
      #expect(halves.filter { files[$0] != nil } == [])
      #expect(others.filter { files[$0] == nil } == [])
    }
  }

  // MARK: Files that are none of a plan's

  private static let heads: [(name: String, text: String)] = [
    ("no JSON", "garbage"), ("empty", ""), ("a list", "[]"), ("no object", "{}"),
    ("without a store", #"{"version":1,"hash":"x"}"#),
    ("a version that is no number", #"{"version":"1","hash":"x","store":"QUEUE.md"}"#),
    ("a key without a hash", #"{"version":1,"hash":"x","store":"QUEUE.md","keys":{"k":{}}}"#),
    ("keys that are a list", #"{"version":1,"hash":"x","store":"QUEUE.md","keys":[1]}"#),
    ("a version below 0", #"{"version":-1,"hash":"x","store":"QUEUE.md"}"#),
    ("the last number", #"{"version":9223372036854775807,"hash":"x","store":"QUEUE.md"}"#),
  ]

  @Test(arguments: heads.map(\.name))
  func `a head that can't be read is an error, and nothing changes`(_ name: String) throws {
    let text = try #require(Self.heads.first { $0.name == name }?.text)
    try PlanScene.with { scene in
      _ = Self.apply(.first, scene)
      try scene.write(text, to: PlanScene.head)
      try expectUnreadable(PlanScene.head, scene)
    }
  }

  @Test(arguments: ["1.json", "2.json"], ["garbage", "", #"{"plan":"p","tasks":[]}"#])
  func `a version that can't be read is an error, and nothing changes`(
    _ name: String, _ text: String
  ) throws {
    try PlanScene.with { scene in
      _ = Self.apply(.first, scene)
      try scene.write(text, to: ".orch/plans/p/\(name)")
      let files = try scene.files
      let line = Self.apply(.other, scene)
      #expect(
        line == "malformed_plan: \(scene.folder)/.orch/plans/p/\(name) is not a file of a plan")
      #expect(try scene.files == files)
    }
  }

  @Test func `a version that is missing is an error`() throws {
    try PlanScene.with { scene in
      _ = Self.apply(.first, scene)
      try scene.remove(".orch/plans/p/1.json")
      try expectUnreadable(".orch/plans/p/1.json", scene)
    }
  }

  @Test func `a file with a number that orch does not write is no version`() throws {
    try PlanScene.with { scene in
      _ = Self.apply(.first, scene)
      for name in ["9223372036854775807", "2147483648", "02"] {
        try scene.write("garbage", to: ".orch/plans/p/\(name).json")
      }
      #expect(Self.apply(.other, scene).hasPrefix("2: "))
      #expect(scene.head == "2 applied")
    }
  }

  private func expectUnreadable(_ name: String, _ scene: PlanScene) throws {
    let files = try scene.files
    let sentence = "malformed_plan: \(scene.folder)/\(name) is not a file of a plan"
    #expect(Self.apply(.other, scene) == sentence)
    #expect(throws: Problem.self) { try scene.queue.plan("p") }
    #expect(try scene.queue.plans().isEmpty)
    #expect(throws: Problem.self) { try scene.queue.cancelPlan("p", as: Caller()) }
    #expect(try scene.files == files)
  }

  /// A link in the folder of a queue may have come with a clone.
  @Test(arguments: [
    ".orch/plans", ".orch/plans/p", ".orch/plans/p/head.json", ".orch/plans/p/1.json",
  ])
  func `no link is followed`(_ name: String) throws {
    try PlanScene.with { scene in
      _ = Self.apply(.first, scene)
      let (path, other) = ("\(scene.folder)/\(name)", "\(scene.folder)/elsewhere")
      try FileManager.default.moveItem(atPath: path, toPath: other)
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: other)
      let files = try scene.files
      let line = Self.apply(.other, scene)
      #expect(line.hasPrefix("link: ") && line.contains(name), "\(line)")
      #expect(try scene.files == files)
    }
  }

  @Test func `of two that apply a plan at once one waits`() throws {
    try PlanScene.with(settings: #"{"lock_timeout": 0}"#) { scene in
      _ = Self.apply(.first, scene)
      let workspace = try scene.queue.workspace()
      let lock = try PlanFolder("p", workspace).lock(.system, timeout: .zero, command: "test")
      let line = Self.apply(.other, scene)
      #expect(line.hasPrefix("locked: plan p is being applied by process"), "\(line)")
      withExtendedLifetime(lock) {}
      #expect(try scene.rows.first == "p.a t [plan=p]")
    }
  }
}
