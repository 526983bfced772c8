import Foundation
import Host
import TestSupport
import Testing
import Workers

/// What the work must not change when a program is to prove it.
@Suite struct ProtectedFileTests {
  private func withFiles(_ body: (inout ProofScene, _ written: Int) throws -> Void) throws {
    try withProject { scene in
      for file in [".github/workflows/ci.yml", "a.txt", "docs/deep/b", "docs/deep/a"]
        + (1...7).map({ "many/\($0)" })
      {
        try scene.write("text", to: file)
      }
      for (name, target) in [("round", "round"), ("out", "../outside")] {
        try FileManager.default.createSymbolicLink(
          atPath: "\(scene.root)/\(name)", withDestinationPath: target)
      }
      scene.checks = ["test": ["true"]]
      // The oldest of the files: the others may be of the next second.
      try body(&scene, try FileStatus(of: "\(scene.root)/docs/X.md").changed / 1_000_000_000)
    }
  }

  @Test(
    arguments: [
      (nil, ".github/workflows/ci.yml changed"),
      (["a.txt", ".github"], "a.txt, .github/workflows/ci.yml changed"),
      (["docs/"], "docs/X.md, docs/deep/a, docs/deep/b changed"),
      (["many"], "many/1, many/2, many/3, many/4, many/5 and 2 more changed"),
      (["gone.sh", "a.txt", "no/*"], "a.txt changed; gone.sh, no/* is not there"),
      (["out"], "out changed"), (["round"], "round changed"),
    ] as [([String]?, String)])
  func `a program proves nothing where a protected file changed`(
    _ protected: [String]?, reason: String
  ) throws {
    try withFiles { scene, written in
      scene.protected = protected
      scene.claimedAt = written
      #expect(scene.result(of: "cmd: test") == "needs approval \(reason)")
      // What needs no program is proved anyway.
      #expect(scene.result(of: "file: docs/X.md").hasPrefix("proved"))
    }
  }

  @Test(
    arguments: [
      (nil, ["GNUmakefile", "Makefile"], "needs approval GNUmakefile is not there"),
      (nil, [".github/workflows"], "needs approval .github/workflows is not there"),
      // A check that does not read it proves as before, and so does an attempt without a record.
      (nil, ["package.json"], "proved"), (nil, [], "proved"),
      // A list of one's own replaces what is usual.
      (["docs"], ["GNUmakefile"], "proved"),
    ] as [([String]?, [String], String)])
  func `a program proves nothing where a protected file was removed`(
    _ protected: [String]?, _ wasThere: [String], result: String
  ) throws {
    try withProject { scene in
      try scene.write("test:\n\t@true\n", to: "Makefile")
      scene.checks = ["test": ["sh", "-c", "true make"]]
      #expect(ProofRunner.protectedFiles(by: scene.checks, in: scene.root) == ["Makefile"])
      scene.protected = protected
      scene.claimedAt = try FileStatus(of: "\(scene.root)/Makefile").changed / 1_000_000_000 + 60
      var runner = scene.runner
      runner.filesAtStart = { Set(wasThere) }
      let found = runner.check(["cmd: test"]).map(\.result.line)
      #expect(found.map { $0.hasPrefix("proved") ? "proved" : $0 } == [result])
    }
  }

  @Test(
    arguments: [
      (nil, ["src/a"], "left to the pull request"),
      (nil, [".github/workflows/ci.yml"], "needs approval .github/workflows/ci.yml changed"),
      (nil, [".github/other.yml"], "left to the pull request"),
      (["ci"], ["ci/run"], "needs approval ci/run changed; ci is not there"),
      ([], [".github/workflows/ci.yml"], "left to the pull request"),
      // Who protects other files protects workflows, too, and what these run of the repository.
      (
        ["docs"], [".github/workflows/ci.yml"], "needs approval .github/workflows/ci.yml changed"
      ),
      (
        [".github"], [".github/workflows/ci.yml"],
        "needs approval .github/workflows/ci.yml changed; .github is not there"
      ),
      (nil, [".github/actions/a/run.sh"], "needs approval .github/actions/a/run.sh changed"),
    ] as [([String]?, [String], String)])
  func `the checks of a pull request count where the work left alone what they do`(
    _ protected: [String]?, _ changed: [String], result: String
  ) throws {
    try withProject { scene in
      scene.protected = protected
      var runner = scene.runner
      runner.work = ProofRunner.Work(changed: Set(changed))
      #expect(runner.check(["ci: test"]).isEmpty)
      runner.becomesPullRequest = true
      #expect(runner.check(["ci: test"]).map(\.result.line) == [result])
    }
  }

  @Test(arguments: [nil, [], ["a.txt", "docs", "out", "round"]] as [[String]?])
  func `a program proves where they are as they were at the claim`(_ protected: [String]?) throws {
    try withFiles { scene, written in
      scene.protected = protected
      for claimedAt in [written + 60, nil] {
        scene.claimedAt = claimedAt
        #expect(scene.result(of: "cmd: test").hasPrefix("proved test"))
      }
      scene.protected = []
      scene.claimedAt = written
      #expect(scene.result(of: "cmd: test").hasPrefix("proved test"))
    }
  }

  @Test func `what a link leads to counts, and a folder that took the place of another`() throws {
    try withFiles { scene, written in
      try FileManager.default.createSymbolicLink(
        atPath: "\(scene.root)/linked", withDestinationPath: "docs")
      scene.protected = ["linked"]
      scene.claimedAt = written
      #expect(
        scene.result(of: "cmd: test")
          == "needs approval linked/X.md, linked/deep/a, linked/deep/b changed")
      // Moving a folder changes its own status, not that of what is in it.
      let status = try FileStatus(of: "\(scene.root)/many/1")
      try FileManager.default.moveItem(atPath: "\(scene.root)/many", toPath: "\(scene.root)/other")
      let moved = try FileStatus(of: "\(scene.root)/other")
      #expect(moved.changed > moved.identity.modified)
      #expect(try FileStatus(of: "\(scene.root)/other/1") == status)
      scene.protected = ["other/1"]
      #expect(scene.result(of: "cmd: test") == "needs approval other changed")
    }
  }

  @Test(
    arguments: [
      (["make", "test"], ["makefile", "src/Makefile"], "makefile changed"),
      (["timeout", "60", "/usr/bin/make"], ["GNUmakefile"], "GNUmakefile changed"),
      (["sh", "-c", "cd . && npm test"], ["package.json"], "package.json changed"),
      (["npm", "--prefix=web", "test"], ["web/package.json"], "web/package.json changed"),
      (["./gradlew", "check"], ["gradle/wrapper/w.jar"], "gradle/wrapper/w.jar changed"),
      (["python3", "-m", "pytest"], ["conftest.py"], "conftest.py changed"),
      // What the check does not read by itself is part of the work.
      (["make", "test"], ["src/Makefile", "package.json", "makefile.am"], nil),
      (["echo", "make.txt"], ["Makefile"], nil),
    ] as [([String], [String], String?)])
  func `the build files that a check reads are protected`(
    _ check: [String], _ changed: [String], reason: String?
  ) throws {
    try withProject { scene in
      try scene.write("{}", to: "web/package.json")
      for protected in [nil, [], ["docs"]] as [[String]?] {
        scene.protected = protected
        var runner = scene.runner
        runner.work = ProofRunner.Work(changed: Set(changed))
        #expect(runner.whyApproval(of: check) == (protected == nil ? reason : nil))
      }
    }
  }

  @Test(
    arguments: [
      (["./spec"], "spec/run.sh", "spec/run.sh changed"),
      (["many/../spec/run.sh"], "spec/run.sh", "spec/run.sh changed"),
      // `tests` and `deep/in` are links to `spec`, `first` to `second`, and that to a removed file.
      (["tests"], "spec/run.sh", "spec/run.sh changed"),
      (["tests/run.sh"], "spec/run.sh", "spec/run.sh changed"),
      (["deep"], "spec/run.sh", "spec/run.sh changed"), (["tests"], "tests", "tests changed"),
      (["first"], "second", "second changed"), (["first"], "removed/x", "removed/x changed"),
      // Not all that is in a folder to which a link in it leads up.
      (["deep"], "a.txt", nil),
      (["many"], "spec/run.sh", nil), (["spec/run"], "spec/run.sh", "spec/run is not there"),
    ] as [([String], String, String?)])
  func `a protected file in a worktree is known by all its names`(
    _ protected: [String], _ changed: String, reason: String?
  ) throws {
    try withFiles { scene, _ in
      try scene.write("exit 1", to: "spec/run.sh")
      try scene.write("x", to: "deep/a")
      for (link, target) in [
        ("tests", "spec"), ("deep/in", "../spec"), ("deep/up", ".."), ("first", "second"),
        ("second", "removed/x"),
      ] {
        try FileManager.default.createSymbolicLink(
          atPath: "\(scene.root)/\(link)", withDestinationPath: target)
      }
      scene.protected = protected
      var runner = scene.runner
      runner.work = ProofRunner.Work(changed: [changed])
      #expect(runner.whyApproval(of: ["true"]) == reason)
    }
  }

  @Test func `without workflows there are none to change`() throws {
    try withProject { scene in
      scene.checks = ["test": ["true"]]
      scene.claimedAt = 0
      #expect(scene.result(of: "cmd: test").hasPrefix("proved test"))
    }
  }

  @Test func `files that are not as they were trusted count, however old`() throws {
    try withFiles { scene, written in
      scene.claimedAt = written + 60
      scene.permission = .refused(.changed(home: scene.root, files: ["check.sh", "orch.json"]))
      #expect(scene.result(of: "cmd: test") == "needs approval check.sh, orch.json changed")
      scene.permission = .refused(.writable(path: "/p/check.sh", isSticky: false))
      #expect(scene.result(of: "cmd: test") == "needs approval other users may write /p/check.sh")
    }
  }
}
