import Foundation
import Host
import TestSupport
import Testing
import Text

@testable import Door
@testable import Worktrees

/// Refs of held commits that killed processes left, and those that git can't read.
@Suite struct LeftRefsTests {
  /// Plays with a repository that has four refs, each to a commit of its own; two of these are gone.
  private func play(worktree: Bool = true, _ body: (TaskQueue, String) throws -> Void) throws {
    let settings =
      #"{"workers": {"w": {"adapter": "simulated", "script": ["done"], "worktree": \#(worktree)}}}"#
    try withTaskQueue([], settings: settings) { queue, folder in
      var variables = ["HOME": folder]
      for role in ["AUTHOR", "COMMITTER"] {
        variables["GIT_\(role)_NAME"] = "Ann"
        variables["GIT_\(role)_EMAIL"] = "ann@example.org"
      }
      @discardableResult
      func git(_ words: String...) throws -> String {
        let ending = try run("git", words, in: folder, environment: variables)
        try #require(ending.status == 0, "\(words): \(ending.errors)")
        return ending.output.filter { !$0.isNewline }
      }
      try git("init", "--quiet", "--initial-branch=main")
      try git("commit", "--quiet", "--allow-empty", "--message", "first")
      let refs = [
        ("orch/held/1-old", false), ("orch/held/1769850000-new", false), ("heads/other", true),
        ("orch/held/2-gone", true),
      ]
      for (name, isGone) in refs {
        let commit = try git("commit-tree", "-m", name, "HEAD^{tree}")
        try git("update-ref", "refs/\(name)", commit)
        if isGone {
          try FileManager.default.removeItem(
            atPath: "\(folder)/.git/objects/\(commit.prefix(2))/\(commit.dropFirst(2))")
        }
      }
      var opening = queue.opening
      opening.environment = Environment(TestEnvironment.base(home: folder))
      try body(TaskQueue.open(opening), folder)
    }
  }

  @Test func `gc removes them, and doctor names those that git can't read`() throws {
    try play { queue, folder in
      let found = [
        LeftRef(name: "refs/orch/held/1-old", repository: folder, isBroken: false),
        LeftRef(name: "refs/orch/held/2-gone", repository: folder, isBroken: true),
      ]
      let message =
        "\(folder) no longer has the object of refs/orch/held/2-gone: git gc and git log --all "
        + "fail there"
      #expect(queue.removeLeftRefs(dryRun: true) == found)
      let diagnoses = queue.leftRefDiagnoses()
      #expect(diagnoses.map(\.state) == [.warn])
      #expect(diagnoses.map(\.message.english) == [message])
      #expect(
        diagnoses.map(\.fix?.english) == ["ops gc removes the ref; no branch loses anything"])
      #expect(queue.removeLeftRefs(dryRun: false) == found)
      #expect(queue.removeLeftRefs(dryRun: true) == [])
      #expect(queue.leftRefDiagnoses() == [])
      let refs = try FileManager.default.subpathsOfDirectory(atPath: "\(folder)/.git/refs").sorted()
      // The ref that another program broke stays, and so does a ref that may be in use.
      #expect(
        refs == [
          "heads", "heads/main", "heads/other", "orch", "orch/held", "orch/held/1769850000-new",
          "tags",
        ])
    }
  }

  @Test func `without worktrees no repository is looked at`() throws {
    try play(worktree: false) { queue, _ in
      #expect(queue.removeLeftRefs(dryRun: false) == [])
    }
  }
}
