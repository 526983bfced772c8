import Foundation
import Git
import Glibc
import Host
import Model
import Synchronization
import TestSupport
import Testing
import Text
import Workers

@testable import Door
@testable import Worktrees

/// The checks that must pass on a commit before rows begin on it.
@Suite struct CheckBaseTests {
  /// A project with the check `c`, which notes that it ran, and fails where there is a file `broken`.
  private func run(
    broken isBroken: Bool = false, _ body: (inout CheckoutScene) throws -> Void
  ) throws {
    try CheckoutScene.run { scene in
      let script = """
        echo x >> '\(scene.root)/runs'; touch left.txt; [ ! -e unable ] || exit 75
        [ ! -e broken ] || { echo It is broken.; exit 1; }
        """
      scene.settings.review.checks["c"] = ["sh", "check.sh"]
      scene.settings.review.checkExitClasses["c"] = [75: .interrupted]
      scene.settings.given["worktrees.base_checks"] = ["c"]
      try scene.write(script, to: "check.sh")
      if isBroken { try scene.write("", to: "broken") }
      try scene.commitAll()
      scene.variables["ORCH_TRUST"] = try scene.workspace.trust().files().hash
      try body(&scene)
    }
  }

  private func runs(_ scene: CheckoutScene) -> Int {
    scene.text(of: "\(scene.root)/runs")?.split(separator: "\n").count ?? 0
  }

  private func obstacle(_ scene: CheckoutScene, _ id: String = "A") throws -> String? {
    do throws(PrepareWorktree.Failure) {
      try scene.prepare(id)
      return nil
    } catch {
      guard case .obstacle(let problem) = error else { throw error }
      return problem.message.replacing(/[0-9a-f]{10}/, with: "COMMIT")
    }
  }

  @Test func `a base that passes is checked once, and what the checks leave is no work`() throws {
    try run { scene in
      let notes = try scene.prepare("A").notes
      #expect(
        notes.map { $0.replacing(/[0-9a-f]{10}/, with: "COMMIT") } == [
          "runs the check c on the base COMMIT"
        ])
      try scene.prepare("B")
      #expect(runs(scene) == 1)
      let worktree = try scene.worktree
      #expect(scene.text(of: "\(worktree.path)/left.txt") == nil)
      #expect(try CommitWork(workspace: scene.workspace)(worktree, subject: "A").changes == [])
      let folders = try Directory.names(in: Path.parent(of: worktree.path)).sorted()
      #expect(folders == ["A", "B"])
      #expect(try scene.git("worktree", "list").split(separator: "\n").count == 3)
    }
  }

  @Test func `no row begins on a base that fails, until it is mended`() throws {
    try run(broken: true) { scene in
      let said = "the base COMMIT fails c: status 1: It is broken."
      #expect(try obstacle(scene) == said)
      #expect(try obstacle(scene, "B") == said)
      #expect(runs(scene) == 1)
      #expect(try scene.git("branch", "--format=%(refname:short)") == "main\n")
      try scene.git("rm", "--quiet", "broken")
      try scene.commitAll()
      #expect(try obstacle(scene) == nil)
      #expect(runs(scene) == 2)
    }
  }

  @Test func `a row that is to mend the base begins on it`() throws {
    try run(broken: true) { scene in
      try scene.prepare(provenBy: ["other", "c"])
      #expect(runs(scene) == 1)
    }
  }

  private typealias Case = (
    name: String, change: @Sendable (inout CheckoutScene) throws -> Void, runs: Int
  )

  private static let cases: [Case] = [
    ("nothing", { _ in }, 1),
    ("the check", { $0.settings.review.checks["c"] = ["sh", "-e", "check.sh"] }, 2),
    ("the setup", { $0.settings.given["worktrees.setup"] = ["true"] }, 2),
    ("another check", { $0.settings.review.checks["d"] = ["true"] }, 1),
    ("the record, which is no JSON", { try $0.write("{", to: ".orch/bases.json") }, 2),
    (
      "the record, which is of another kind",
      { try $0.write(#"{"bases": [1, {"commit": 2}]}"#, to: ".orch/bases.json") }, 2
    ),
    (
      "the record, which is a link",
      { scene in
        try Directory.move("\(scene.project)/.orch/bases.json", to: "\(scene.root)/x")
        #expect(symlink("\(scene.root)/x", "\(scene.project)/.orch/bases.json") == 0)
      }, 2
    ),
  ]

  @Test(arguments: cases.indices)
  func `a check that changed runs again`(_ index: Int) throws {
    let (name, change, count) = Self.cases[index]
    try run { scene in
      try scene.prepare("A")
      try change(&scene)
      try scene.prepare("B")
      #expect(runs(scene) == count, "\(name)")
    }
  }

  @Test func `what kept a check from judging is not recorded`() throws {
    try run { scene in
      try scene.write("", to: "unable")
      try scene.commitAll()
      for count in 1...2 {
        #expect(try obstacle(scene) == "the base COMMIT was not checked: c: status 75")
        #expect(runs(scene) == count)
      }
      scene.settings.given["worktrees.setup"] = ["false"]
      #expect(throws: PrepareWorktree.Failure.self) { try scene.prepare() }
      #expect(runs(scene) == 2)
    }
  }

  @Test func `two supervisors check a base once`() throws {
    try run { scene in
      let failures = Mutex<[String]>([])
      let scene = scene
      // In one process they would choose a name for it at the same time.
      _ = try scene.worktree
      DispatchQueue.concurrentPerform(iterations: 2) { number in
        do { try scene.prepare("R\(number)") } catch {
          failures.withLock { $0.append("\(error)") }
        }
      }
      #expect(failures.withLock { $0 } == [])
      #expect(runs(scene) == 1)
    }
  }
}
