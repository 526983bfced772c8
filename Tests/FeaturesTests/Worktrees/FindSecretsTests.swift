import Gate
import Git
import Host
import Model
import TestSupport
import Testing
import Workers

@testable import Door
@testable import Review
@testable import Worktrees

/// Secrets in the commits of a row's work.
@Suite struct FindSecretsTests {
  /// Not written as one text, so that no scan finds it here.
  private static let token = "ghp_" + "A1b2C3d4E5f6G7h8I9j0" + "K1l2M3n4O5p6Q7r8"
  private static let value = "correct-horse-battery"

  /// What a worker does in its worktree, and where the secret is: the number of its commit, from the
  /// first one of the worker; `nil` for none.
  struct Work: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let script: String
    var found: String?
  }

  @Test(arguments: [
    Work(
      testDescription: "a file that the next commit removes",
      script: "echo; echo T >> b; git add b; git commit -qm 1; git rm -qf b; git commit -qm 2",
      found: "1:b:1"),
    Work(
      testDescription: "a line that is taken out again",
      script: "printf 'x\\nT\\n' > a.txt; git commit -qam 1; echo x > a.txt; git commit -qam 2",
      found: "1:a.txt:2"),
    Work(
      testDescription: "a message", script: "echo x > b; git add b; git commit -qm 1 -m 'b T'",
      found: "1:(message):3"),
    Work(
      testDescription: "a branch whose files a merge drops",
      script: "git switch -qc s; echo T > b; git add b; git commit -qm 1; git switch -q -; "
        + "git merge -qs ours --no-ff -m 2 s", found: "1:b:1"),
    Work(
      testDescription: "a file that only a merge has",
      script: "git switch -qc s; git commit -q --allow-empty -m 1; git switch -q -; "
        + "git merge -q --no-ff --no-commit s; echo T > b; git add b; git commit -qm 2",
      found: "2:b:1"),
    Work(
      testDescription: "behind two megabytes",
      script: "head -c 2200000 /dev/zero | tr '\\0' x > b; printf '\\nT\\n' >> b; git add b; "
        + "git commit -qm 1", found: "1:b:2"),
    Work(
      testDescription: "a binary file",
      script: "printf '\\0\\377\\0' > b; echo T >> b; git add b; git commit -qm 1", found: "1:b:1"),
    Work(
      testDescription: "the target of a link", script: "ln -s T b; git add b; git commit -qm 1",
      found: "1:b:1"),
    Work(
      testDescription: "the name of a file", script: "echo x > b-T; git add .; git commit -qm 1",
      found: "1:(name)"),
    Work(
      testDescription: "the name of a folder that the next commit renames",
      script: "mkdir V; echo x > V/b; git add .; git commit -qm 1; git mv V v; git commit -qm 2",
      found: "1:(name)"),
    Work(
      testDescription: "the value of a variable",
      script: "echo 'x=V' > b; git add b; git commit -qm 1; git rm -qf b; git commit -qm 2",
      found: "1:b:1"),
    Work(
      testDescription: "grafts that hide commits",
      script: "echo T > b; git add b; git commit -qm 1; git rm -qf b; git commit -qm 2; "
        + "git rev-parse HEAD > \"$(git rev-parse --git-common-dir)/info/grafts\"",
      found: "1:b:1"),
    Work(
      testDescription: "a history that was made shallow",
      script: "echo T > b; git add b; git commit -qm 1; git rm -qf b; git commit -qm 2; "
        + "git rev-parse HEAD > \"$(git rev-parse --git-common-dir)/shallow\"",
      found: "1:b:1"),
    Work(testDescription: "no secret", script: "echo x > b; git add b; git commit -qm 1"),
    Work(
      testDescription: "a file that may have one",
      script: "mkdir fixtures; echo T > fixtures/b; git add .; git commit -qm 1"),
    Work(
      testDescription: "what the integration branch has",
      script: "git merge -q orch/integration; echo x > b; git add b; git commit -qm 2"),
    Work(
      testDescription: "what the base has",
      script: "git merge -q main; echo x > b; git add b; git commit -qm 2"),
  ])
  func `each commit that would land is looked through`(_ work: Work) throws {
    try CheckoutScene.run { scene in
      scene.settings.workers.profiles[0].env = ["API_KEY"]
      scene.settings.workers.profiles[0].integration = .merge
      scene.variables = ["API_KEY": Self.value]
      try scene.write("fixtures\n", to: ".orchsecretsignore")
      try scene.commitAll()
      try scene.prepare()
      // Others had theirs before anybody looked.
      try scene.git("switch", "--quiet", "--create", "orch/integration")
      try scene.write(Self.token, to: "landed.txt")
      try scene.commitAll()
      try scene.git("switch", "--quiet", "main")
      try scene.write(Self.token, to: "old.txt")
      try scene.commitAll()
      let worktree = try scene.worktree
      let script = work.script.replacing("T", with: Self.token).replacing("V", with: Self.value)
      let ending = try run(
        "sh", ["-ec", script], in: worktree.path, environment: ["HOME": scene.root])
      try #require(ending.status == 0, "\(ending)")
      let committed = try CommitWork(workspace: scene.workspace)(worktree, subject: "A")
      let find = FindSecrets(workspace: scene.workspace)
      let found = try find(in: committed)
      let expected = try work.found.map { found in
        let (subject, place) = (found.prefix(1), found.dropFirst())
        let commit = try scene.git(
          "log", "--all", "--reflog", "--format=%H", "--grep=^\(subject)$", in: worktree.path)
        return String(commit.prefix(10)) + place
      }
      #expect(found == [expected].compactMap(\.self))
      // What a review says, and what keeps it from landing by any way.
      let review = ReviewReport(
        queue: EngineScene([scene.row]).queue().working(in: scene.workspace))
      let fault = try review.workFault(
        committed, nil, Report(reading: "", of: "A"), of: scene.row, by: "w")
      #expect(fault == expected.map { .blocked(.secretInDiff($0)) })
      guard let expected else { return try find.check(committed) }
      let problem = Problem.worktree(.secretInCommits([expected], id: "A"))
      #expect(throws: problem) { try find.check(committed) }
      let main = try scene.workspace.repository(at: worktree.repository)
      #expect(throws: problem) { try find.check(committed.commit, of: worktree, in: main) }
      let land = LandWork(queue: EngineScene([scene.row]).queue().working(in: scene.workspace))
      let work = LandWork.Found(
        work: committed, judged: nil, integration: .merge, criteria: nil)
      #expect(throws: problem) { try land(work, of: scene.row) { _, _ in } }
    }
  }

  @Test func `a new start leaves the commits with a secret behind`() throws {
    try CheckoutScene.run { scene in
      try scene.prepare()
      let old = try scene.worktree
      try scene.write(Self.token, to: "\(old.path)/b.txt")
      let remove = RemoveWorktrees(workspace: scene.workspace, clock: .system)
      // What is not committed is in the old folder.
      #expect(try remove.startAfresh("A") {} == "orch/A@1")
      #expect(scene.text(of: "\(old.path)/b.txt") == Self.token)
      try scene.prepare()
      let new = try scene.worktree
      #expect(new.path != old.path && scene.text(of: "\(new.path)/b.txt") == nil)
      #expect(try CommitWork(workspace: scene.workspace)(new, subject: "A").changes == [])
    }
  }

  @Test func `an approval needs the variables whose values may have been found`() throws {
    try CheckoutScene.run { scene in
      scene.settings.workers.profiles[0].env = ["API_KEY"]
      scene.settings.workers.profiles[0].integration = .merge
      let row = item(
        "A", .blocked,
        notes: "worker=w / awaits=approval / review:BLOCK secret_in_diff:b.txt:1")
      let queue = EngineScene([row]).queue()
      func check() throws {
        try FindSecrets(workspace: scene.workspace).checkMayLook(at: row, queue.context())
      }
      let problem = Problem.worktree(.secretInCommits(["b.txt:1"], id: "A"))
      #expect(throws: problem) { try check() }
      scene.variables = ["API_KEY": Self.value]
      try check()
    }
  }
}
