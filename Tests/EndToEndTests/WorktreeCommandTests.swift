import Foundation
import TestSupport
import Testing

/// A repository whose rows are worked in worktrees, by a stand-in for an agent.
private final class WorktreeScene {
  let scene: Scene

  /// A repository with one commit, and a queue that it does not have. The worker of a row appends
  /// the row's id to `shared.txt`, or writes a file of its own.
  ///
  /// - Parameter integrate: what becomes of work that passes.
  init(integrate: String = "none") throws {
    scene = try Scene(rows: row("T-1", criteria: "it is done"), row("T-2", criteria: "it is done"))
    try writeExecutable(
      """
      #!/bin/bash
      cat > /dev/null
      id=$ORCH_ITEM_ID
      printf '%s\\n' "$id" > "$id.txt"
      [ ! -e conflict ] || printf '%s\\n' "$id" > shared.txt
      mkdir -p cache && echo warm > cache/warm
      printf '[REPORT %s]\\nStatus: DONE\\nCriteria:\\n1. met: %s.txt has its id\\n' "$id" "$id"
      """, to: scene.path("agent.sh"))
    try scene.write(
      """
      {"workers": {"default": {"adapter": "command", "argv": ["./agent.sh"], "worktree": true,
                         "integrate": "\(integrate)"}},
       "worktrees": {"base": "main", "min_free": "1MB"}}
      """, to: "orch.json")
    try scene.write("QUEUE.md\n.orch/\nlogs/\ncache/\n.config/\nstate/\nrecord\n", to: ".gitignore")
    try scene.write("start\n", to: "shared.txt")
    try shell("git init -q -b main && git add . && git commit -q -m start")
    try scene.trust(environment: variables)
  }

  var variables: [String: String] {
    [
      "XDG_CONFIG_HOME": scene.path(".config"), "XDG_STATE_HOME": scene.path("state"),
      "GIT_CONFIG_GLOBAL": scene.path(".gitconfig"), "GIT_CONFIG_NOSYSTEM": "1",
      "GIT_AUTHOR_NAME": "me", "GIT_AUTHOR_EMAIL": "me@example.org",
      "GIT_COMMITTER_NAME": "me", "GIT_COMMITTER_EMAIL": "me@example.org",
    ]
  }

  /// Runs a script that must succeed.
  @discardableResult
  func shell(
    _ script: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let outcome = try run(script)
    #expect(outcome.status == 0, "\(outcome)", sourceLocation: sourceLocation)
    return outcome.output
  }

  /// What a script makes, with the folder and ids of commits replaced.
  func run(_ script: String) throws -> Outcome {
    var outcome = try scene.bash(script, environment: variables)
    func named(_ text: String) -> String {
      text.replacing(scene.folder, with: "HERE")
        .replacing(/worktrees\/[0-9a-f]{16}/) { _ in "worktrees/QUEUE" }
        .replacing(/\b[0-9a-f]{40}\b/) { _ in "COMMIT" }
        .replacing(/\b[0-9a-f]{10}\b/) { _ in "SHORT" }
    }
    (outcome.output, outcome.errors) = (named(outcome.output), named(outcome.errors))
    return outcome
  }

  /// Works rows until nothing is left to do.
  func work() throws {
    try shell("$ORCH daemon --until-idle > record 2>&1 || { cat record; false; }")
  }
}

@Suite struct WorktreeCommandTests {
  @Test func `a diff has what is committed and what is not`() throws {
    let scene = try WorktreeScene()
    try expect(
      scene.run("$ORCH diff T-1"),
      is: .fails(1, "ERROR: T-1 has no worktree (ops worktrees lists the worktrees)"))
    try scene.work()
    try expect(
      scene.run("$ORCH diff T-1 --stat"),
      is: .prints(
        """
         T-1.txt | 1 +
         1 file changed, 1 insertion(+)

        """))
    try scene.shell(
      #"""
      cd "$($OPS worktrees T-1 --path)"
      echo 'token = "ghp_0123456789abcdefghijABCDEFGHIJ012345"' > open.txt
      """#)
    let before = try scene.shell("git rev-parse orch/T-1")
    try expect(
      scene.run("$ORCH diff T-1 --json"),
      is: .prints(
        #"{"id":"T-1","branch":"orch/T-1","base":"COMMIT","commit":"COMMIT","#
          + #""subject":"T-1: attempt 1","files":"#
          + #"[{"path":"T-1.txt","change":"added"},{"path":"open.txt","change":"added"}]}"# + "\n"))
    let text = try scene.shell("$ORCH diff T-1")
    #expect(text.contains("+T-1\n"), "\(text)")
    #expect(text.contains("+token = \"[redacted:github-token]\"\n"), "\(text)")
    #expect(try scene.shell("git rev-parse orch/T-1") == before)
    // What the attempt left, without what came later.
    try expect(
      scene.run("$ORCH diff T-1 --claim 1 --json"),
      is: .prints(
        #"{"id":"T-1","branch":"orch/T-1","base":"COMMIT","commit":"COMMIT","#
          + #""subject":"T-1: attempt 1","files":[{"path":"T-1.txt","change":"added"}]}"# + "\n"))
    try expect(
      scene.run("$ORCH diff T-1 --claim 9"),
      is: .fails(
        1,
        "ERROR: T-1 has no attempt 9 (the last is 1; orch show T-1 --attempts lists them)"))
    try expect(
      scene.run("$ORCH diff T-1 --base nowhere"),
      is: .fails(
        64,
        "ERROR: nowhere names no commit of HERE (name a branch, a tag or a commit; "
          + "usage: orch diff ID [options]; orch diff --help)"))
  }

  @Test func `worktrees say which branch has the work, also after a squash`() throws {
    let scene = try WorktreeScene()
    try expect(scene.run("$OPS worktrees"), is: .prints("No worktrees\n"))
    try scene.work()
    try scene.shell("git merge -q --squash orch/T-1 > /dev/null && git commit -q -m squash")
    let lines = try scene.shell("$OPS worktrees | cut -f 1-4,6")
    #expect(lines == "T-1\tDONE\torch/T-1\tmain\t-\nT-2\tDONE\torch/T-2\t-\t-\n")
    #expect(
      try scene.shell("$OPS worktrees T-2 --path") == "HERE/state/orch/worktrees/QUEUE/T-2\n")
  }

  @Test func `gc removes what is merged, and keeps branches and what is not committed`() throws {
    let scene = try WorktreeScene()
    try scene.work()
    try scene.shell("git merge -q orch/T-1")
    let place = "HERE/state/orch/worktrees/QUEUE"
    let stays = """
      WARNING: the worktree of T-2 stays: orch/T-2 is not merged (orch diff T-2 shows its work; \
      ops gc --unmerged removes the worktree, and keeps the branch)

      """
    try expect(
      scene.run("$OPS gc --dry-run"),
      is: .prints(
        "would remove the worktree of T-1, \(place)/T-1\n  with cache/, which git ignores\n",
        warning: stays))
    // What was removed halfway is removed by the next call.
    try scene.shell(
      """
      sed -i 's/"ready":true/"ready":false/' .orch/worktrees/T-1.json
      rm "$($OPS worktrees T-1 --path)"/shared.txt
      """)
    try expect(
      scene.run("$OPS gc"),
      is: .prints("removed the worktree of T-1, \(place)/T-1\n", warning: stays))
    try scene.shell(#"echo more > "$($OPS worktrees T-2 --path)"/more.txt"#)
    try expect(
      scene.run("$OPS gc --unmerged"),
      is: .prints(
        "No worktree can go\n",
        warning: """
          WARNING: the worktree of T-2 stays: \(place)/T-2 has work that no branch has: more.txt \
          (commit or remove them there)

          """))
    try scene.shell(#"rm "$($OPS worktrees T-2 --path)"/more.txt"#)
    let held = try scene.run(
      #"cd "$($OPS worktrees T-2 --path)" && $OPS gc --unmerged --queue ~/QUEUE.md"#)
    #expect(held.errors.contains("works in \(place)/T-2 (end the process"), "\(held)")
    try expect(
      scene.run("$OPS gc --unmerged"),
      is: .prints("removed the worktree of T-2, \(place)/T-2\n"))
    #expect(try scene.shell("git branch --list 'orch/*'") == "  orch/T-1\n  orch/T-2\n")
    #expect(try scene.shell("git worktree list | wc -l; ls state/orch/worktrees/*") == "1\n")
    try expect(scene.run("$ORCH diff T-2 --stat | head -1"), is: .prints(" T-2.txt | 1 +\n"))
  }

  @Test func `what was not merged is merged later, and the checkout follows`() throws {
    let scene = try WorktreeScene()
    try scene.shell("touch conflict && git add conflict && git commit -q -m conflict")
    try scene.work()
    try expect(
      scene.run("$OPS integrate T-1"),
      is: .fails(
        1,
        "ERROR: the work on T-1 was not merged: worker default has no integrate: merge "
          + "(merge its branch with git, or set integrate in orch.json)"))
    try expect(
      scene.run("$OPS integrate"),
      is: .prints(
        "Nothing is left to merge\n",
        warning:
          "WARNING: no worker in orch.json has integrate: merge, so you merge the branches of ops "
          + "worktrees yourself\n"))
    try scene.shell(#"sed -i 's/"none"/"merge"/' orch.json && $ORCH trust --yes > record"#)
    try scene.shell("touch dirty.txt")
    let first = try scene.run("$OPS integrate")
    expect(
      first,
      is: Outcome(
        status: 1,
        output:
          "T-1 landed as SHORT\nThe checkout is not moved: it has uncommitted files: dirty.txt\n",
        errors:
          "ERROR: the work on T-2 was not merged: conflict in shared.txt (orch diff T-2 shows "
          + "it: send the row back, or merge its branch by hand)\n"))
    #expect(try scene.scene.notes("T-1").contains("merged="))
    try scene.shell("rm dirty.txt && $ORCH rm T-2 --force > record")
    try expect(scene.run("$OPS integrate"), is: .prints("main of the checkout is at SHORT now\n"))
    #expect(try scene.shell("cat shared.txt T-1.txt") == "T-1\nT-1\n")
    try expect(scene.run("$OPS integrate"), is: .prints("Nothing is left to merge\n"))
  }

  @Test func `a fresh start keeps the work under another name`() throws {
    let scene = try WorktreeScene()
    try scene.work()
    try scene.shell("$ORCH fail T-1 --notes again --force > record")
    try scene.shell(#"echo more > "$($OPS worktrees T-1 --path)"/more.txt"#)
    try expect(
      scene.run("$OPS retry T-1 --fresh"),
      is: .prints(
        "T-1 -> PENDING\n",
        warning: "WARNING: T-1 starts over; its work so far is on orch/T-1@1\n"))
    #expect(try scene.shell("git show --format= --name-only orch/T-1@1") == "more.txt\n")
    #expect(try scene.shell("git branch --list orch/T-1") == "")
    try scene.work()
    #expect(
      try scene.shell("$OPS worktrees T-1 --path") == "HERE/state/orch/worktrees/QUEUE/T-1-2\n")
    try expect(
      scene.run("$OPS retry T-1 --fresh"),
      is: .fails(
        1,
        "ERROR: T-1 is DONE (only FAILED and BLOCKED rows can start over; orch fail --id T-1 "
          + "--force makes it FAILED)"))
    #expect(try scene.shell("git branch --list 'orch/T-1*'") == "+ orch/T-1\n  orch/T-1@1\n")
  }
}
