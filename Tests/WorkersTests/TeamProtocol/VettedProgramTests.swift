import Foundation
import Gate
import Host
import TestSupport
import Testing
import Workers

/// A check runs where it was vetted, with files that were vetted.
@Suite struct VettedProgramTests {
  /// A project whose checks are trusted, and a worktree of it or of another repository.
  private func withWorktree(
    _ body: (inout ProofScene, _ project: ProofScene) throws -> Void
  ) throws {
    try withProject { project in
      try project.write("exit 0\n", to: "check.sh")
      try project.write("exit 0\n", to: "own.sh")
      var scene = ProofScene(root: "\(project.root)/../worktree")
      for name in ["check.sh", "own.sh", "tests/base.sh"] { try scene.write("exit 0\n", to: name) }
      scene.programRoot = project.root
      try body(&scene, project)
    }
  }

  @Test(arguments: [
    ("a file as it is trusted", ["sh", "check.sh"], ["check.sh"], "proved"),
    ("a file that the work left alone", ["sh", "tests/base.sh"], ["a"], "proved"),
    ("a file that the work changed", ["sh", "tests/base.sh"], ["tests/base.sh"], "tests/base.sh"),
    ("one behind a sign", ["true", "--run=tests/base.sh"], ["tests/base.sh"], "tests/base.sh"),
    ("one that is gone", ["true", "gone.cfg"], ["gone.cfg"], "gone.cfg"),
    ("another of the same name", ["sh", "own.sh"], ["own.sh"], "own.sh"),
    ("a link that the work changed", ["sh", "link.sh"], ["link.sh"], "link.sh"),
    ("a file behind a link", ["sh", "link.sh"], ["tests/base.sh"], "tests/base.sh"),
    ("one outside of the folder", ["true", "../tools/x.sh"], ["../tools/x.sh"], "../tools/x.sh"),
    ("text of a shell", ["sh", "-c", "sh tests/base.sh"], ["tests/base.sh"], "proved"),
  ])
  func `a word names a file that is trusted, or that the work left alone`(
    _ name: String, _ check: [String], _ changed: [String], result: String
  ) throws {
    try withWorktree { scene, _ in
      try scene.write("exit 0 # of the worker\n", to: "own.sh")
      try FileManager.default.createSymbolicLink(
        atPath: "\(scene.root)/link.sh", withDestinationPath: "tests/base.sh")
      scene.checks = ["check": check]
      scene.protected = []
      var runner = scene.runner
      runner.work = ProofRunner.Work(changed: Set(changed))
      let found = try #require(runner.check(["cmd: check"]).first)
      #expect(
        result == "proved"
          ? found.result.isProved : found.result == .needsApproval("\(result) changed"),
        "\(found.result)")
    }
  }

  @Test func `without git, the times of files say what the work changed`() throws {
    try withWorktree { scene, _ in
      scene.checks = ["check": ["sh", "tests/base.sh"]]
      scene.protected = []
      let changed = try FileStatus(of: "\(scene.root)/tests/base.sh").changed / 1_000_000_000
      scene.claimedAt = changed + 60
      #expect(scene.result(of: "cmd: check").hasPrefix("proved"))
      scene.claimedAt = changed - 60
      #expect(scene.result(of: "cmd: check") == "needs approval tests/base.sh changed")
    }
  }

  @Test(
    arguments: [
      ("echo 'exit 0' > check.sh", "check.sh", "check.sh"),
      ("echo 'exit 0' > lib/run.sh", "link.sh", "lib/run.sh"),
      ("rm Makefile", "check.sh", "Makefile"),
      ("ln -sf other Makefile", "check.sh", "Makefile, other"),
      ("echo more > docs/X.md", "check.sh", nil), ("true", "link.sh", nil),
    ] as [(String, String, String?)])
  func `a check does not count if an earlier one rewrote what vets it`(
    _ script: String, _ word: String, _ changed: String?
  ) throws {
    try withProject { scene in
      for name in ["check.sh", "lib/run.sh", "Makefile"] { try scene.write("exit 1\n", to: name) }
      try FileManager.default.createSymbolicLink(
        atPath: "\(scene.root)/link.sh", withDestinationPath: "lib/run.sh")
      scene.checks = ["first": ["sh", "-c", script], "second": ["env", "true", word, "make"]]
      let results = scene.runner.check(["cmd: first", "cmd: second"]).map(\.result)
      #expect(results.map(\.isProved) == [true, changed == nil], "\(results)")
      if let changed {
        #expect(
          results.last
            == .needsApproval("\(changed) changed while another check, or worktrees.setup, ran"))
      }
    }
  }

  @Test(arguments: [true, false])
  func `in a worktree, a check does not change what another proof sees`(
    _ isWorktree: Bool
  ) throws {
    try withProject { scene in
      scene.checks = ["write": ["sh", "-c", "echo found > made; echo found > docs/X.md"]]
      var runner = scene.runner
      if isWorktree { runner.work = ProofRunner.Work(changed: ["made", "docs/X.md"]) }
      let results = runner.check(["cmd: write", "file: made", "grep: found in docs/X.md"])
      #expect(results.map(\.index) == [0, 1, 2])
      #expect(results.map(\.result.isProved) == [true, !isWorktree, !isWorktree])
    }
  }

  @Test func `a program whose sandbox hides its folder is not run`() throws {
    try withProject { scene in
      scene.checks = ["check": ["touch", "ran"]]
      var places = SandboxPlaces(work: scene.root)
      places.hidden = [Path.parent(of: scene.root)]
      func result(shown: SandboxPlaces) -> ProofResult? {
        let sandbox = SandboxedStart(enforced: Enforcement([.files]), places: shown)
        let runner = scene.runner.looking(in: ProgramPlace(scene.root, sandbox: sandbox))
        return runner.check(["cmd: check"]).first?.result
      }
      let folder = try #require(Path.resolved(scene.root))
      var others = SandboxPlaces(work: "/elsewhere")
      others.hidden = [Path.parent(of: folder)]
      #expect(
        result(shown: others)
          == .needsApproval("check was not run: its sandbox does not show \(folder)"))
      #expect((try? FileStatus(of: "\(scene.root)/ran")) == nil)
      others.readable = [folder]
      #expect(result(shown: others)?.isProved == true)
      places.work = folder
      #expect(result(shown: places)?.isProved == true)
    }
  }

  @Test func `a program is found in the project, and runs in its own folder`() throws {
    try withWorktree { scene, project in
      try project.write("#!/bin/sh\necho of the project > ran\n", to: "run.sh")
      try scene.write("#!/bin/sh\necho of the work > ran\n", to: "run.sh")
      for root in [project.root, scene.root] { #expect(chmod("\(root)/run.sh", 0o755) == 0) }
      scene.checks = ["check": ["./run.sh"]]
      #expect(scene.result(of: "cmd: check").hasPrefix("proved"))
      #expect(
        try String(contentsOfFile: "\(scene.root)/ran", encoding: .utf8) == "of the project\n")
    }
  }
}
