import TestSupport
import Testing

/// A supervisor that is killed at one of its calls of git, before or after the call: the row lands
/// once, and nothing is left of what was begun.
///
/// A stand-in for git kills its parent: a process, because only its death frees locks.
@Suite struct WorktreeKillTests {
  /// The stand-in. `plan` has the number of the call at which it kills, and when.
  private static let git = #"""
    #!/bin/bash
    folder=$(dirname "$0")
    call=("$@")
    # Behind the settings that all calls have.
    while [ "$1" = --no-pager ] || [ "$1" = -c ]; do [ "$1" = -c ] && shift; shift; done
    echo "$*" >> "$folder/calls"
    read -r number when < "$folder/plan"
    is_due() { [ "$when" = "$1" ] && [ "$(wc -l < "$folder/calls")" = "$number" ]; }
    if is_due before; then kill -KILL $PPID; exit 1; fi
    /usr/bin/git "${call[@]}"
    status=$?
    if is_due after; then kill -KILL $PPID; fi
    exit $status
    """#

  private static let changing: Set<Substring> = [
    "add", "commit-tree", "read-tree", "symbolic-ref", "update-ref", "worktree", "write-tree",
  ]

  /// At its first attempt the integration branch comes to change what it changes, and at the second
  /// one to have another file, so that the merged files are checked again.
  private static let work = #"""
    if grep -qs '^<<<<<<< ' list.txt; then
      grep -v -e '^<<<<<<< ' -e '^=======$' -e '^>>>>>>> ' list.txt > list.new
      mv list.new list.txt
    fi
    grep -qx A list.txt || echo A >> list.txt
    integrate() {
      [ -e "$home/.local/$1" ] && return
      : > "$home/.local/$1"
      export GIT_INDEX_FILE=$home/.local/index
      git=/usr/bin/git
      branch=refs/heads/orch/integration
      $git -C "$home" read-tree $branch
      blob=$(echo "$1" | $git -C "$home" hash-object -w --stdin)
      $git -C "$home" update-index --add --cacheinfo "100644,$blob,$1"
      tree=$($git -C "$home" write-tree)
      $git -C "$home" update-ref $branch \
        $($git -C "$home" commit-tree -p $branch -m "$1" $tree)
      unset GIT_INDEX_FILE
    }
    if [ -e "$home/.local/list.txt" ]; then integrate other.txt; else integrate list.txt; fi
    """#

  private static func scene() throws -> Scene {
    let scene = try Scene(
      worktreesOf: [worktreeRow("A", criteria: "file: out/A; cmd: alone")], working: work,
      making: """
        echo 'test -e out/A' > alone.sh
        \(Scene.makingRepository)
        git add alone.sh && git commit -qm check && git branch orch/integration
        mkdir -p .local/bin && echo 0 never > .local/bin/plan
        """)
    try writeExecutable(git, to: scene.path(".local/bin/git"))
    return scene
  }

  private static func tickUntilDone(_ scene: Scene) throws {
    for round in 0..<20 {
      let tick = try scene.worktreeTick(
        30 * round, path: "\(scene.path(".local/bin")):/usr/bin:/bin")
      #expect([0, -1].contains(tick.status), "\(tick)")
      try scene.awaitWorkers()
      if tick.output == "NOOP\n" { return }
    }
    Issue.record("the row does not come to an end: \(try scene.text())")
  }

  private static func expectEnd(_ scene: Scene, _ story: Comment) throws {
    #expect(try scene.status("A") == "DONE", story)
    try scene.expectNothingLeft(story)
    #expect(scene.landed.count { $0.hasPrefix("A: ") } == 1, story)
    #expect(
      scene.git("git show orch/integration:out/A orch/integration:list.txt")
        == "work\nfirst\nA\nlist.txt\n", story)
    scene.git("git fsck --no-dangling --no-progress")
    #expect(scene.uncommitted == "", story)
    #expect(
      scene.git("git status --short; git branch --show-current")
        == "?? QUEUE.md\n?? orch.json\nmain\n", story)
    // Neither a worktree for checks, nor a lock of git's.
    let left = scene.git("cd .git/worktrees && ls; find . -name '*.lock' ! -name 'orch-*'")
    #expect(left == "A\n", story)
  }

  @Test func `whenever a supervisor is killed, the row lands once`() throws {
    let rehearsal = try Self.scene()
    try Self.tickUntilDone(rehearsal)
    try Self.expectEnd(rehearsal, "nobody was killed")
    let calls = try rehearsal.text(".local/bin/calls").split(separator: "\n")
    // With fewer the work is no longer merged twice, and this tests less.
    try #require(calls.count > 60, "\(calls)")
    let places = calls.indices.flatMap { index in
      // After a call that only reads it is as before.
      let changes = Self.changing.contains(calls[index].prefix { $0 != " " })
      return (changes ? ["before", "after"] : ["before"]).map { (number: index + 1, when: $0) }
    }
    for place in LongTests.sample(6, of: places, named: "worktrees") {
      let scene = try Self.scene()
      try scene.write("\(place.number) \(place.when)\n", to: ".local/bin/plan")
      try Self.tickUntilDone(scene)
      try Self.expectEnd(scene, "killed \(place.when) \(calls[place.number - 1])")
    }
  }
}
