import Glibc
import Host
import TestSupport
import Testing

/// Twenty rows of one repository, worked by four workers at once in worktrees of their own.
@Suite struct WorktreePlayTests {
  private static let settings = """
    {"workers": {"a": {"adapter": "report", "argv": ["./agent.sh"], "worktree": true,
                       "integrate": "merge"}},
     "retry": {"lost": {"retries": 99}, "conflict": {"retries": 99}},
     "review": {"run_checks": true, "checks": {"places": ["sh", "places.sh"]}}}
    """

  /// An agent that knows its message, and what is in its folder.
  private static let agent = """
    #!/bin/sh
    task=$(cat)
    if grep -qs '^<<<<<<< ' list.txt; then
      # After a kill both sides may have a line.
      grep -v -e '^<<<<<<< ' -e '^=======$' -e '^>>>>>>> ' list.txt | awk '!seen[$0]++' > list.new
      mv list.new list.txt
    fi
    mkdir -p out places other
    echo work > "out/$ORCH_ITEM_ID"
    case $task in
      *'add to the list'*)
        grep -qx "$ORCH_ITEM_ID" list.txt || echo "$ORCH_ITEM_ID" >> list.txt ;;
      *'take the place'*)
        if ls places | grep -qvx "$ORCH_ITEM_ID"; then
          rm -f "places/$ORCH_ITEM_ID"; echo > "other/$ORCH_ITEM_ID"
        else
          echo > "places/$ORCH_ITEM_ID"
        fi ;;
    esac
    printf '[REPORT %s]\\nStatus: DONE\\nFiles:\\n- out/%s\\n' "$ORCH_ITEM_ID" "$ORCH_ITEM_ID"
    """

  /// Rows that meet in one file, two that are green alone and red together, and others.
  private static let rows = (1...20).map { number in
    let task =
      switch number {
      case 1...8: "add to the list"
      case 9...10: "take the place"
      default: "write a file"
      }
    return row(
      "T-\(number)", task: task, criteria: "file: out/T-\(number); cmd: places", notes: "worker=a")
  }

  private static func scene() throws -> Scene {
    let scene = try Scene(file: queueText(rows))
    try scene.write(settings, to: "orch.json")
    try scene.write("test $(ls places 2> /dev/null | wc -l) -le 1\n", to: "places.sh")
    try writeExecutable(agent, to: scene.path("agent.sh"))
    try scene.write("first\n", to: "list.txt")
    try scene.write("ignored\n.config\n.local\n", to: ".gitignore")
    scene.git(
      """
      git init -q -b main && git add .gitignore agent.sh list.txt places.sh && git commit -qm start
      echo staged > staged.txt && git add staged.txt && echo more >> list.txt && git stash -q
      echo staged > staged.txt && git add staged.txt && echo dirty >> list.txt
      echo untracked > untracked.txt && echo ignored > ignored
      """)
    try scene.trust()
    return scene
  }

  @Test func `what passes lands once, whoever is killed, and nobody touches the checkout`() throws {
    let scene = try Self.scene()
    let before = scene.checkout
    var random = SeededGenerator(naming: "worktrees")
    var kills = 0
    var round = 0
    while kills < 30, round < 40 {
      let tick = try scene.startedWorktreeTick(round)
      // At another moment each time: of the tick itself, a supervisor, an agent, or git.
      for _ in 0..<Int.random(in: 1...20, using: &random) { _ = scene.processes }
      for process in scene.processes.shuffled(using: &random).prefix(2)
      where process.signal(.kill) { kills += 1 }
      _ = tick.wait()
      round += 1
    }
    #expect(kills > 0)
    try scene.awaitWorkers()
    for round in round..<round + 60 {
      let tick = try scene.worktreeTick(30 * round)
      #expect(tick.status == 0, "\(tick)")
      if tick.output == "NOOP\n" { break }
      try scene.awaitWorkers()
    }

    let table = try scene.text()
    let rows = try scene.orch("list").output.split(separator: "\n")
    #expect(rows.count == 20 && rows.allSatisfy { $0.contains("\tDONE") }, "\(table)")
    expect(scene.checkout, is: before)
    scene.git("git fsck --no-dangling --no-progress")
    let landed = scene.landed
    for number in 1...20 {
      let merges = landed.filter { $0.hasPrefix("T-\(number): ") }
      #expect(merges.count == 1, "T-\(number): \(landed)")
      #expect(
        scene.git("git show orch/integration:out/T-\(number)") == "work\n", "T-\(number)")
    }
    let list = scene.git("git show orch/integration:list.txt").split(separator: "\n")
    #expect(list.sorted() == (["first"] + (1...8).map { "T-\($0)" }).sorted(), "\(list)")
    // Each tree that landed was tested: on none of them the check fails.
    let red = scene.git(
      """
      for commit in $(git rev-list --first-parent main..orch/integration); do
        test $(git ls-tree --name-only $commit:places 2> /dev/null | wc -l) -le 1 || echo $commit
      done
      """)
    #expect(red == "")
    // No work is anywhere but on a branch.
    #expect(scene.uncommitted == "")
  }
}

extension Scene {
  fileprivate func startedWorktreeTick(_ round: Int) throws -> ChildProcess {
    try ChildProcess(
      starting: orchPath, ["tick", "--parallel", "4", "--max-workers", "4"], in: folder,
      environment: TestEnvironment.base(home: folder).merging(later(minutes: 30 * round)) { $1 })
  }

  /// All of the checkout that is a person's: HEAD, index, stash and files, also ignored ones.
  fileprivate var checkout: String {
    git(
      """
      git rev-parse HEAD && git stash list --format=%H && git ls-files --stage
      sha256sum .gitignore agent.sh ignored list.txt places.sh staged.txt untracked.txt
      git status --porcelain --untracked-files=all -- . ':!QUEUE*' ':!orch.json' ':!.orch'
      """)
  }
}
