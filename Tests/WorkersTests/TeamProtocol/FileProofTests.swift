import Foundation
import Host
import TestSupport
import Testing
import Workers

@Suite struct FileProofTests {
  @Test(arguments: [
    ("file: docs/X.md", "proved docs/X.md: 20 bytes"),
    ("file: ./docs//X.md", "proved ./docs//X.md: 20 bytes"),
    ("file: `docs/X.md`", "proved docs/X.md: 20 bytes"),
    ("file: docs/Y.md", "failed docs/Y.md: no such file"),
    ("file: docs/X.md/deeper", "failed docs/X.md/deeper: no such file"),
    ("file: empty", "failed empty: empty"), ("file: docs", "failed docs: not a regular file"),
    ("grep: Title in docs/X.md", "proved docs/X.md: 20 bytes"),
    ("grep: 본문 in docs/X.md", "proved docs/X.md: 20 bytes"),
    ("grep: .* in docs/X.md", "failed docs/X.md: the text is not in it"),
    ("grep: title in docs/X.md", "failed docs/X.md: the text is not in it"),
    ("grep: x in empty", "failed empty: the text is not in it"),
    ("grep: x in docs/Y.md", "failed docs/Y.md: no such file"),
    ("grep: Title in docs", "failed docs: not a regular file"),
    ("json: good.json", "proved good.json: 11 bytes"),
    ("json: docs/X.md", "failed docs/X.md: no JSON: line 1, column 1: expected a value"),
    ("json: empty", "failed empty: no JSON: line 1, column 1: unexpected end of JSON"),
    ("json: gone.json", "failed gone.json: no such file"),
    ("the file docs/X.md", "no proof"),
  ])
  func `a file proves what it holds`(_ criterion: String, result: String) throws {
    try withProject { scene in
      try scene.write("{\"a\": [1]}\n", to: "good.json")
      #expect(scene.result(of: criterion) == result)
    }
  }

  @Test(arguments: [
    ("file: docs/X.md", true, "proved docs/X.md: 20 bytes, changed since the claim"),
    (
      "file: docs/X.md", false,
      "needs approval docs/X.md: unchanged since the claim (orch approve accepts it)"
    ),
    ("grep: Title in docs/X.md", true, "proved docs/X.md: 20 bytes, changed since the claim"),
    (
      "grep: Title in docs/X.md", false,
      "needs approval docs/X.md: unchanged since the claim (orch approve accepts it)"
    ),
    (
      "grep: text in docs/X.md", true,
      "needs approval docs/X.md: the text came with what was merged (orch approve accepts it)"
    ),
  ])
  func `a file proves what the row itself changed in it`(
    _ criterion: String, isOwn: Bool, result: String
  ) throws {
    try withProject { scene in
      var runner = scene.runner
      // A mode, or the work of others, changes it, too.
      runner.work = ProofRunner.Work(changed: ["docs/X.md"], own: isOwn ? ["docs/X.md"] : [])
      runner.work?.isMerged = { text, path in isOwn && text == "text" && path == "docs/X.md" }
      #expect(runner.check([criterion]).map(\.result.line) == [result])
    }
  }

  @Test(arguments: [
    ("/etc/passwd", "not relative to the project root"),
    ("//etc/passwd", "not relative to the project root"),
    ("../outside/secret.md", "a path with '..' is not followed"),
    ("a/../../outside/secret.md", "a path with '..' is not followed"),
    ("docs/..", "a path with '..' is not followed"),
    ("docs/../docs/X.md", "a path with '..' is not followed"),
    ("..\u{301}/../outside/secret.md", "a path with '..' is not followed"),
    ("docs/X.md\0.png", "not a path"), ("~/.ssh/id", "no such file"), ("$HOME/x", "no such file"),
    ("out/secret.md", "outside the project"), ("secret", "outside the project"),
    ("chain", "outside the project"), ("twin/file", "outside the project"),
    ("nowhere", "no such file"), ("round", "Too many levels of symbolic links"),
    ("round/X.md", "Too many levels of symbolic links"),
    ("pipe", "not a regular file"), ("device", "outside the project"),
    ("docs/" + String(repeating: "x", count: 5000), "File name too long"),
  ])
  func `no path leaves the project, and none is waited for`(_ path: String, reason: String) throws {
    try withProject { scene in
      try scene.write("x", to: "../project-twin/file")
      for (name, target) in [
        ("out", "../outside"), ("secret", "../outside/secret.md"), ("chain", "out/secret.md"),
        ("twin", "../project-twin"), ("nowhere", "gone"), ("round", "round"),
        ("device", "/dev/zero"),
      ] {
        try FileManager.default.createSymbolicLink(
          atPath: "\(scene.root)/\(name)", withDestinationPath: target)
      }
      try #require(mkfifo("\(scene.root)/pipe", 0o600) == 0)
      // Only what is not there is for the worker to mend.
      let isMissing = ["no such file", "not a regular file"].contains(reason)
      let result = "\(isMissing ? "failed" : "needs approval") \(path): \(reason)"
      #expect(scene.result(of: "file: \(path)") == result)
      #expect(scene.result(of: "grep: secret in \(path)") == result)
    }
  }

  @Test(.enabled(if: geteuid() != 0, "root may enter every folder"))
  func `a folder that can't be entered is for a person to mend`() throws {
    try withProject { scene in
      try #require(chmod("\(scene.root)/docs", 0) == 0)
      defer { chmod("\(scene.root)/docs", 0o700) }
      #expect(
        scene.result(of: "file: docs/X.md") == "needs approval docs/X.md: Permission denied")
    }
  }

  @Test func `a link within the project is followed, and the root may be reached by one`() throws {
    try withProject { scene in
      for (name, target) in [("link", "docs/X.md"), ("../root", "project")] {
        try FileManager.default.createSymbolicLink(
          atPath: "\(scene.root)/\(name)", withDestinationPath: target)
      }
      let linked = ProofScene(root: Path.parent(of: scene.root) + "/root")
      #expect(linked.result(of: "file: link") == "proved link: 20 bytes")
    }
  }

  @Test func `a file counts only when it changed since the claim`() throws {
    try withProject { scene in
      let path = "\(scene.root)/docs/X.md"
      let changed = try FileStatus(of: path).changed / 1_000_000_000
      scene.claimedAt = changed
      let proved = "proved docs/X.md: 20 bytes, changed since the claim"
      #expect(scene.result(of: "file: docs/X.md") == proved)
      #expect(scene.result(of: "grep: Title in docs/X.md") == proved)
      scene.claimedAt = changed + 1
      let unchanged =
        "needs approval docs/X.md: unchanged since the claim (orch approve accepts it)"
      #expect(scene.result(of: "file: docs/X.md") == unchanged)
      #expect(scene.result(of: "grep: Title in docs/X.md") == unchanged)
      #expect(
        scene.result(of: "grep: other in docs/X.md") == "failed docs/X.md: the text is not in it")
      // A copy that brings an old time along is a change anyway.
      scene.claimedAt = changed
      try FileDescriptor(opening: path, for: .updating).setModified(0)
      #expect(scene.result(of: "file: docs/X.md") == proved)
    }
  }

  @Test func `a file that is too large is not searched`() throws {
    try withProject { scene in
      try FileDescriptor(
        opening: "\(scene.root)/big", for: .creating(permissions: 0o600)
      ).truncate(to: 64 << 20 + 1)
      let result = "needs approval big: larger than 64 MB, not searched"
      #expect(scene.result(of: "grep: x in big") == result)
      #expect(scene.result(of: "json: big") == result)
    }
  }
}
