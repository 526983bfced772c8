import Foundation
import Gate
import TestSupport
import Testing
import Workers

/// Proofs by a JSON Schema, by what the work changed, and by an exit status.
@Suite struct SchemaProofTests {
  @Test(arguments: [
    ("json: good.json s.json", "proved good.json: 11 bytes"),
    (
      "json: other.json s.json",
      "failed other.json: . does not fit s.json: required: a"
    ),
    ("json: docs.json s.json", "failed docs.json: no JSON: line 1, column 1: expected a value"),
    ("json: good.json gone.json", "needs approval gone.json: no such file"),
    (
      "json: good.json odd.json",
      "needs approval odd.json: orch does not know the keyword 'format' at ."
    ),
    (
      "json: good.json docs.json",
      "needs approval docs.json: no JSON: line 1, column 1: expected a value"
    ),
    (
      "json: good.json ../s.json", "needs approval ../s.json: a path with '..' is not followed"
    ),
    (
      "json: long.json slow.json",
      "needs approval long.json: . does not fit slow.json: pattern: ^(a|a)*$ takes too long"
    ),
  ])
  func `a file fits a schema`(_ criterion: String, result: String) throws {
    try withProject { scene in
      try scene.write("{\"a\": [1]}\n", to: "good.json")
      try scene.write("{\"b\": [1]}\n", to: "other.json")
      try scene.write("# no\n", to: "docs.json")
      try scene.write(#"{"required": ["a"]}"#, to: "s.json")
      try scene.write(#"{"format": "date"}"#, to: "odd.json")
      try scene.write(#"{"not": {"pattern": "^(a|a)*$"}}"#, to: "slow.json")
      try scene.write("\"\(String(repeating: "a", count: 40))b\"", to: "long.json")
      #expect(scene.result(of: criterion) == result)
    }
  }

  /// The names of changed files, and whether the schema is the one that was there before.
  @Test(arguments: [
    (["good.json"], true), (["good.json", "s.json"], false), (["good.json", "real/s.json"], false),
  ])
  func `a schema that the work changed proves nothing, nor does a link to it`(
    _ changed: [String], isProved: Bool
  ) throws {
    try withProject { scene in
      try scene.write("{\"a\": [1]}\n", to: "good.json")
      try scene.write("{}", to: "real/s.json")
      try FileManager.default.createSymbolicLink(
        atPath: "\(scene.root)/s.json", withDestinationPath: "real/s.json")
      var runner = scene.runner
      runner.work = ProofRunner.Work(changed: Set(changed))
      let found = runner.check(["json: good.json s.json"]).map(\.result.line)
      #expect(
        found == [
          isProved
            ? "proved good.json: 11 bytes, changed since the claim"
            : "needs approval s.json: the work changed it (orch approve accepts it)"
        ])
    }
  }
}

@Suite struct ChangesProofTests {
  @Test(arguments: [
    ("only: a.md, src/", "proved 2 changed files, no others"),
    ("only: a.md", "failed the work also changed src/b.swift"),
    ("only: src", "failed the work also changed a.md, src/b.swift"),
  ])
  func `the work changed no other files`(_ criterion: String, result: String) throws {
    try withProject { scene in
      var runner = scene.runner
      // What was merged into the work is not its own.
      runner.work = ProofRunner.Work(
        changed: ["a.md", "src/b.swift", "x"], own: ["a.md", "src/b.swift"])
      #expect(runner.check([criterion]).map(\.result.line) == [result])
    }
  }

  @Test func `a mode is a change, too`() throws {
    try withProject { scene in
      var runner = scene.runner
      runner.work = ProofRunner.Work(changed: ["a", "tool"], own: ["a"], touched: ["a", "tool"])
      #expect(
        runner.check(["only: a"]).map(\.result.line) == ["failed the work also changed tool"])
    }
  }

  @Test func `without a worktree a person has to look`() throws {
    try withProject { scene in
      #expect(
        scene.result(of: "only: a")
          == "needs approval without a worktree nothing shows what changed")
    }
  }
}

@Suite struct ExitProofTests {
  @Test func `only a program that orch started shows its exit status`() throws {
    try withProject { scene in
      #expect(
        scene.result(of: "exit: 0") == "needs approval no program that orch started shows it")
      var runner = scene.runner
      runner.exit = .proved("the program ended with status 0")
      #expect(
        runner.check(["exit: 0"]).map(\.result.line)
          == ["proved the program ended with status 0"])
    }
  }
}
