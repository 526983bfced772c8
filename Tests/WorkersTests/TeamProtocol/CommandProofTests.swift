import Gate
import Host
import Model
import Testing
import Workers

@Suite struct CommandProofTests {
  private static let checks = [
    "test": ["sh", "-c", "echo fine; echo careful >&2"], "lint": ["sh", "-c", "echo bad; exit 3"],
    "killed": ["sh", "-c", "kill -KILL $$"], "gone": ["no-such-program"],
    "where": ["sh", "-c", "test -f docs/X.md"], "empty": [],
    "plain": ["sh", "-c", "test -z \"$SECRET\""],
  ]

  @Test(arguments: [
    ("cmd: lint", "failed lint: status 3\nbad"),
    ("cmd: killed", "failed killed: ended by signal 9"),
    ("cmd: gone", "needs approval gone was not run: cannot run no-such-program: no such program"),
    ("cmd: rm -rf", "needs approval rm -rf: \(Self.unknown)"),
    ("cmd: ../x", "needs approval ../x: \(Self.unknown)"),
    ("cmd: /bin/true", "needs approval /bin/true: \(Self.unknown)"),
    ("cmd: true", "needs approval true: \(Self.unknown)"),
    ("cmd: test; true", "needs approval test; true: \(Self.unknown)"),
    ("cmd: $(true)", "needs approval $(true): \(Self.unknown)"),
    ("cmd: TEST", "needs approval TEST: \(Self.unknown)"),
    ("cmd: empty", "needs approval empty: \(Self.unknown)"),
  ])
  func `a check that does not end well proves nothing`(_ criterion: String, result: String) throws {
    try withProject { scene in
      scene.checks = Self.checks
      #expect(scene.result(of: criterion) == result)
    }
  }

  private static let unknown =
    "not in review.checks, which has empty, gone, killed, lint, plain, test, where"

  @Test(arguments: ["test", "where", "plain"])
  func `a check that ends with status 0 proves its criterion`(_ name: String) throws {
    try withProject { scene in
      scene.checks = Self.checks
      let result = scene.result(of: "cmd: \(name)")
      #expect(result.hasPrefix("proved \(name): status 0 after ") && result.hasSuffix(" ms"))
    }
  }

  @Test func `a check runs in the sandbox of its row's worker`() throws {
    try withProject { scene in
      scene.checks = ["inside": ["sh", "-c", "test \"$BOX\" = 1"]]
      #expect(scene.result(of: "cmd: inside") == "failed inside: status 1")
      scene.sandbox = ["env", "BOX=1"]
      #expect(scene.result(of: "cmd: inside").hasPrefix("proved inside: status 0"))
      scene.sandbox = ["no-such-box"]
      #expect(
        scene.result(of: "cmd: inside")
          == "needs approval inside was not run: cannot run no-such-box: no such program")
    }
  }

  @Test func `what only the exit status of a program shows is not called reported`() {
    var check = ReportCheck(
      of: Report(reading: Self.report, of: "X"), by: "it is nice", proofs: nil, page: nil)
    #expect((check.verdict.reported, check.verdict.exited) == (1, 0))
    check.isOfExitStatus = true
    #expect((check.verdict.reported, check.verdict.exited) == (0, 1))
  }

  private static let report = "[REPORT X]\nStatus: DONE\nCriteria:\n1. met: it ran\n"
  private static let denied = report + "2. not met: it is late"
  private static let illFormed = "[REPORT X]\nStatus: PERHAPS\nCriteria:\n1. met: it ran\n"

  @Test(arguments: [
    ("cmd: lint; b", denied, FailureClass.lint), ("cmd: where; cmd: lint", denied, .lint),
    // By the setting, before its name.
    ("cmd: killed; cmd: lint", denied, .build), ("cmd: lint; cmd: killed", denied, .lint),
    // A check without a class is a criterion like others.
    ("cmd: gone; b", denied, .review), ("cmd: gone; cmd: lint", denied, .lint),
    ("cmd: test; b", denied, .review), ("file: none; b", denied, .review),
    // A fault of form counts where no check failed.
    ("cmd: test; b", illFormed, .agent), ("cmd: gone; b", illFormed, .agent),
    ("cmd: lint; b", illFormed, .lint), ("cmd: test", report, nil),
  ])
  func `the class of work that is sent back is that of the first check that failed`(
    _ criteria: String, report: String, failure: FailureClass?
  ) throws {
    try withProject { scene in
      scene.checks = Self.checks
      let check = ReportCheck(
        of: Report(reading: report, of: "X"), by: criteria, proofs: scene.runner, page: nil)
      #expect(check.failure(byCheck: ["killed": .build]) == failure)
    }
  }

  @Test func `without checks none is known`() throws {
    try withProject { scene in
      #expect(
        scene.result(of: "cmd: test")
          == "needs approval test: not in review.checks, which has no entries")
    }
  }

  @Test func `a check that takes too long fails`() throws {
    try withProject { scene in
      scene.checks = ["slow": ["sh", "-c", "sleep 60"]]
      scene.timeLimit = 0
      #expect(scene.result(of: "cmd: slow") == "failed slow: took longer than 0 s")
    }
  }

  @Test func `where programs may not start, none does`() throws {
    try withProject { scene in
      scene.checks = ["mark": ["touch", "mark"]]
      scene.permission = .refused(.untrusted(home: scene.root))
      #expect(
        scene.result(of: "cmd: mark")
          == "needs approval mark was not run: ~ is not trusted (orch trust)")
      #expect(scene.result(of: "file: mark") == "failed mark: no such file")
      scene.permission = .allowed
      #expect(scene.result(of: "cmd: mark").hasPrefix("proved mark"))
      #expect(scene.result(of: "file: mark") == "failed mark: empty")
    }
  }

  @Test func `no secret that a check prints is kept`() throws {
    try withProject { scene in
      let secret = "ghp_" + String(repeating: "A1b2", count: 9)
      scene.checks = ["leak": ["sh", "-c", "echo \(secret); echo \(secret) >&2"]]
      let evidence = scene.runner.check(["cmd: leak"])[0].evidence
      #expect(!evidence.contains(secret))
      #expect(evidence.split(separator: "[redacted:").count == 5, "\(evidence)")
    }
  }

  @Test func `a checklist is checked in its order, and what was said is kept`() throws {
    try withProject { scene in
      scene.checks = Self.checks
      let checked = scene.runner.check([
        "README updated", "cmd: test", "file: gone", "cmd: lint", "done",
      ])
      #expect(checked.map(\.index) == [1, 2, 3])
      #expect(checked.map(\.result.isProved) == [true, false, false])
      #expect(checked.map(\.output.isEmpty) == [false, true, false])
      let said = checked[0].evidence.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(said[0] == "criterion: cmd: test")
      #expect(said[1].hasPrefix("result: proved: test: status 0 after "))
      #expect(said[3] == "command: sh -c echo fine; echo careful >&2")
      #expect(Array(said[6...]) == ["stdout:", "fine", "", "stderr:", "careful", ""])
      #expect(
        checked[1].evidence == "criterion: file: gone\nresult: failed: gone: no such file\n")
    }
  }

  /// Whether another process could take the lock of `a` while the check runs.
  @Test(arguments: [("a", ["a"], 1), ("b", ["a", "b"], 0), ("a", [], 66)])
  func `an exclusive check holds the lock of its name`(
    _ name: String, _ exclusive: [String], _ status: Int
  ) throws {
    try withProject { scene in
      let check = ["sh", "-c", "flock --nonblock ../state/locks/check-*-a.lock true"]
      (scene.checks, scene.exclusive) = (["a": check, "b": check], ["a"])
      if name == "b" { _ = scene.result(of: "cmd: a") }
      scene.exclusive = Set(exclusive)
      let result = scene.result(of: "cmd: \(name)")
      #expect(
        result.hasPrefix(status == 0 ? "proved b" : "failed a: status \(status)"), "\(result)")
    }
  }

  private typealias Case = (
    exit: Int, criteria: String, status: String, failure: FailureClass?
  )

  private static let exits: [Case] = [
    (75, "cmd: t", "DONE", .rateLimit),
    (76, "cmd: t", "DONE", .auth),
    (1, "cmd: t", "DONE", .review),
    (0, "cmd: t", "DONE", nil),
    // What is wrong with the work counts, too.
    (75, "cmd: t; file: gone", "DONE", .review),
    (75, "file: docs/X.md; cmd: t", "DONE", .rateLimit),
  ]

  @Test(arguments: exits.indices)
  func `an exit status can say that the work was not checked`(_ index: Int) throws {
    let (exit, criteria, status, failure) = Self.exits[index]
    try withProject { scene in
      scene.checks = ["t": ["sh", "-c", "exit \(exit)"]]
      scene.exitClasses = ["t": [75: .rateLimit, 76: .auth]]
      let report = Report(reading: "Status: \(status)\nSummary: done\n", of: "A")
      let check = ReportCheck(of: report, by: criteria, proofs: scene.runner, page: nil)
      #expect(check.verdict.result == (failure == nil ? .pass : .retry))
      #expect(check.failure(byCheck: [:]) == failure)
    }
  }
}
