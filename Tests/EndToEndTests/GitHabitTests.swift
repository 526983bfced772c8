import Host
import TestSupport
import Testing

/// What git brings to the queue is no old buffer: what was released, removed or finished elsewhere stays
/// so, and what no commit has stays, too.
@Suite struct GitHabitTests {
  static func clones() throws -> Clones {
    try Clones(rows: row("A"), row("B"), row("C"))
  }

  /// Two clones, and a worker of mine at work on A; `commit` says whether a commit has its claim.
  private static func atWork(
    commit: Bool
  ) throws -> (clones: Clones, worker: ProcessIdentity) {
    let scene = try Scene(
      loop: .inFile, rows: row("A", task: "Pause", criteria: "file: A.txt"),
      row("B", "DONE"), row("C", "DONE"))
    let clones = try Clones(scene)
    try expect(scene.tick(), is: .prints("A\n"))
    let worker = try scene.awaitPause("A")
    if commit { try clones.mine("git commit -q -a -m claim; git push -q") }
    return (clones, worker)
  }

  /// The claim of A is over, and its worker ended by the next tick.
  private static func expectEnd(of worker: ProcessIdentity, in scene: Scene) throws {
    let outcome = try scene.tick(minutes: 1)
    #expect(
      outcome.errors.contains("WARNING: A: git brought a version of QUEUE.md that took the row"),
      "\(outcome)")
    #expect(worker.hasEnded(within: .milliseconds(60_000)))
    try scene.awaitWorkers()
  }

  /// The worker of A goes on, and its report counts.
  private static func expectSuccess(of worker: ProcessIdentity, in scene: Scene) throws {
    #expect(worker.isAlive)
    try scene.goOn("A")
    try scene.awaitWorkers()
    try scene.tickUntilIdle()
    try expect(scene.status("A"), is: "DONE")
    try scene.expectNothingLeft()
  }

  @Test func pull() throws {
    let clones = try Self.clones()
    try clones.mine(
      """
      $ORCH pick A -q --owner-session ann; $ORCH add -q --id N 'just added' --criteria c
      git commit -q -a -m mine; git push -q
      """)
    try clones.theirs("$ORCH release -q A --force; $ORCH rm N; $ORCH done -q B --notes ok")
    let outcome = try clones.mine("git pull -q; $ORCH list; $ORCH add -q --id X more --criteria c")
    #expect(outcome.output.hasPrefix("A\tPENDING"), "\(outcome)")
    try expect(
      clones.rows(),
      is: ["A PENDING work", "B DONE work ok", "C PENDING work", "X PENDING more"])
    // Nobody has the row: another session gets it.
    try clones.mine("$ORCH pick A -q --owner-session bob")
    try expect(clones.rows()[0], is: "A IN_PROGRESS bob work")
  }

  @Test func `pull, with a worker at work`() throws {
    let (clones, worker) = try Self.atWork(commit: true)
    try clones.theirs("$ORCH release -q A --force; $ORCH block -q A --notes later")
    try clones.mine("git pull -q")
    try Self.expectEnd(of: worker, in: clones.scene)
    try expect(clones.rows()[0], is: "A BLOCKED Pause later")
  }

  @Test func `pull --rebase`() throws {
    let clones = try Self.clones()
    try clones.mine("$ORCH pick A -q --owner-session ann; git commit -q -a -m mine; git push -q")
    try clones.theirs("$ORCH release -q A --force; $ORCH rm C")
    try clones.mine(
      """
      $ORCH edit -q B --task typed; git commit -q -a -m typed; git pull -q --rebase
      $ORCH add -q --id X more --criteria c
      """)
    try expect(clones.rows(), is: ["A PENDING work", "B PENDING typed", "X PENDING more"])
  }

  @Test func `reset --hard`() throws {
    let clones = try Self.clones()
    let outcome = try clones.mine(
      """
      $ORCH done -q A --notes ok; $ORCH rm B; $ORCH add -q --id N typed --criteria c
      git reset -q --hard; $ORCH edit C --task more
      """)
    #expect(outcome.errors.contains("WARNING: A: put back status=DONE"), "\(outcome)")
    #expect(outcome.errors.contains("WARNING: N: put back"), "\(outcome)")
    try expect(clones.rows(), is: ["A DONE work ok", "C PENDING more", "N PENDING typed"])
    // Behind commits: what they did is taken back.
    try clones.mine(
      "git commit -q -a -m done; git reset -q --hard HEAD~1; $ORCH edit -q C --task again")
    try expect(clones.rows(), is: ["A PENDING work", "B PENDING work", "C PENDING again"])
  }

  @Test func `reset --hard behind a claim, with a worker at work`() throws {
    let (clones, worker) = try Self.atWork(commit: true)
    try clones.mine("$ORCH edit -q B --task typed; git commit -q -a -m typed")
    let outcome = try clones.mine("git reset -q --hard HEAD~2; $ORCH edit C --task more")
    #expect(outcome.errors.contains("WARNING: A: put back status=IN_PROGRESS"), "\(outcome)")
    try expect(
      clones.rows(), is: ["A IN_PROGRESS orch-a Pause", "B DONE work", "C DONE more"])
    try Self.expectSuccess(of: worker, in: clones.scene)
  }

  @Test func `checkout FILE, with a worker at work`() throws {
    let (clones, worker) = try Self.atWork(commit: false)
    let outcome = try clones.mine("git checkout -q QUEUE.md; $ORCH edit C --task more")
    #expect(outcome.errors.contains("WARNING: A: put back status=IN_PROGRESS"), "\(outcome)")
    try expect(
      clones.rows(), is: ["A IN_PROGRESS orch-a Pause", "B DONE work", "C DONE more"])
    try Self.expectSuccess(of: worker, in: clones.scene)
  }

  @Test func `checkout FILE, and a pull behind it`() throws {
    let clones = try Self.clones()
    try clones.mine("$ORCH pick A -q --owner-session ann; git commit -q -a -m mine; git push -q")
    try clones.theirs("$ORCH release -q A --force")
    try clones.mine(
      """
      $ORCH done -q B --notes ok; git checkout -q .; git pull -q
      $ORCH add -q --id X more --criteria c
      """)
    try expect(
      clones.rows(),
      is: ["A PENDING work", "B DONE work ok", "C PENDING work", "X PENDING more"])
  }

  @Test func restore() throws {
    let clones = try Self.clones()
    let outcome = try clones.mine(
      """
      $ORCH pick A -q --owner-session ann; $ORCH rm C; sed -i 's/| B | [A-Z]* | P. | work/&, typed/' QUEUE.md
      $ORCH block -q B --notes later; git restore QUEUE.md; $ORCH add --id X more --criteria c
      """)
    #expect(outcome.errors.contains("WARNING: A: put back status=IN_PROGRESS"), "\(outcome)")
    try expect(
      clones.rows(),
      is: ["A IN_PROGRESS ann work", "B BLOCKED work, typed later", "X PENDING more"])
  }

  @Test func revert() throws {
    let clones = try Self.clones()
    try clones.mine(
      """
      $ORCH pick A -q --owner-session ann; $ORCH done -q B --notes ok
      git commit -q -a -m done; $ORCH edit -q C --task typed; git commit -q -a -m typed
      git revert --no-edit HEAD~1 > /dev/null; $ORCH add -q --id X more --criteria c
      """)
    try expect(
      clones.rows(),
      is: ["A PENDING work", "B PENDING work", "C PENDING typed", "X PENDING more"])
    try clones.mine("$ORCH pick A -q --owner-session bob")
  }

  @Test func rebase() throws {
    let clones = try Self.clones()
    try clones.mine("$ORCH pick A -q --owner-session ann; git commit -q -a -m mine; git push -q")
    try clones.theirs("$ORCH release -q A --force; $ORCH rm C")
    try clones.mine(
      """
      $ORCH done -q B --notes ok; git commit -q -a -m done; git fetch -q
      git rebase -q origin/main; $ORCH add -q --id X more --criteria c
      """)
    try expect(clones.rows(), is: ["A PENDING work", "B DONE work ok", "X PENDING more"])
  }

  @Test func `stash pop`() throws {
    let clones = try Self.clones()
    try clones.mine("$ORCH pick A -q --owner-session ann; git commit -q -a -m mine; git push -q")
    try clones.theirs("$ORCH release -q A --force; $ORCH rm C")
    let outcome = try clones.mine(
      """
      $ORCH pick B -q --owner-session eve; git stash -q; git pull -q; git stash pop -q
      $ORCH add --id X more --criteria c
      """)
    #expect(!outcome.errors.contains("put back"), "\(outcome)")
    try expect(
      clones.rows(), is: ["A PENDING work", "B IN_PROGRESS eve work", "X PENDING more"])
  }

  @Test(arguments: ["", "--rebase"])
  func `--autostash`(_ way: String) throws {
    let clones = try Self.clones()
    try clones.mine("$ORCH pick A -q --owner-session ann; git commit -q -a -m mine; git push -q")
    try clones.theirs("$ORCH release -q A --force; $ORCH rm C")
    let outcome = try clones.mine(
      """
      $ORCH pick B -q --owner-session eve; git pull -q --autostash \(way)
      $ORCH add --id X more --criteria c
      """)
    #expect(!outcome.errors.contains("put back"), "\(outcome)")
    try expect(
      clones.rows(), is: ["A PENDING work", "B IN_PROGRESS eve work", "X PENDING more"])
  }

  // MARK: Beside these

  @Test func `a merge that waits for another file`() throws {
    let clones = try Self.clones()
    try clones.mine(
      """
      echo one > other; git add other; git commit -q -m other
      $ORCH pick A -q --owner-session ann; git commit -q -a -m mine; git push -q
      """)
    try clones.theirs("$ORCH release -q A --force; $ORCH rm C; echo theirs > other")
    try clones.mine(
      """
      echo mine > other; $ORCH edit -q B --task typed; git commit -q -a -m other
      ! git pull -q > /dev/null 2>&1; ! $ORCH tick 2> /dev/null
      $ORCH add -q --id X more --criteria c
      """)
    let rows = ["A PENDING work", "B PENDING typed", "X PENDING more"]
    try expect(clones.rows(), is: rows)
    try clones.mine("echo both > other; git commit -q -a -m both; $ORCH edit -q X --priority P0")
    try expect(clones.rows(), is: rows)
  }

  @Test func `a merge with a conflict in the queue`() throws {
    let clones = try Self.clones()
    try clones.mine("$ORCH pick A -q --owner-session ann; git commit -q -a -m mine; git push -q")
    try clones.theirs("$ORCH release -q A --force; $ORCH rm C; $ORCH edit -q B --task theirs")
    try clones.mine(
      """
      $ORCH edit -q B --task mine; git commit -q -a -m mine
      ! git pull -q > /dev/null 2>&1
      $ORCH add -q --id X more --criteria c
      """)
    try expect(
      clones.rows(),
      is: [
        "A PENDING work", "B PENDING mine merge: the other branch had task=theirs",
        "X PENDING more",
      ])
  }

  @Test func `cherry-pick`() throws {
    let clones = try Self.clones()
    try clones.mine(
      """
      $ORCH pick A -q --owner-session ann; git commit -q -a -m mine; git switch -q -c side
      $ORCH done -q A --notes ok; git commit -q -a -m done; git switch -q main
      $ORCH edit -q B --task typed; git commit -q -a -m typed; git cherry-pick side > /dev/null
      $ORCH add -q --id X more --criteria c
      """)
    try expect(
      clones.rows(),
      is: ["A DONE ann work ok", "B PENDING typed", "C PENDING work", "X PENDING more"])
  }

  @Test func `a rebase that has stopped is of its branch`() throws {
    let clones = try Self.clones()
    try clones.mine("echo one > other; git add other; git commit -q -m other; git push -q")
    try clones.theirs("echo theirs > other; $ORCH add -q --id Z new --criteria c")
    let outcome = try clones.mine(
      """
      echo mine > other; git commit -q -a -m other
      $ORCH pick A -q --owner-session ann; git commit -q -a -m claim
      ! git pull -q --rebase > /dev/null 2>&1
      $ORCH pick --owner-session bob; $ORCH done -q B --owner-session bob --notes ok
      $ORCH add -q --id T typed --criteria c; git rebase --abort; $ORCH edit -q C --task more
      """)
    #expect(outcome.output.hasPrefix("A\nB\n"), "\(outcome)")
    #expect(!outcome.errors.contains("it is taken as it is"), "\(outcome)")
    try expect(
      clones.rows(),
      is: ["A IN_PROGRESS ann work", "B DONE bob work ok", "C PENDING more", "T PENDING typed"])
  }

  @Test func `a commit on a detached HEAD is no other branch`() throws {
    let clones = try Self.clones()
    let outcome = try clones.mine(
      """
      git checkout -q --detach; $ORCH edit -q C --priority P2; cp QUEUE.md buffer
      $ORCH done -q A --notes ok; git commit -q -a -m done
      sed -i 's/| B | [A-Z]* | P. | work/&, typed/' buffer; cat buffer > QUEUE.md
      $ORCH add --id X more --criteria c
      """)
    expect(
      outcome,
      is: Outcome(
        status: 0, output: "Edited C\npriority: P1 -> P2\nA -> DONE\nAdded X\n",
        errors: """
          WARNING: A: put back status=DONE, notes=ok; an older copy of QUEUE.md was saved over it \
          (orch undo --merge takes the file as it was saved)

          """))
    try expect(
      clones.rows(),
      is: ["A DONE work ok", "B PENDING work, typed", "C PENDING work", "X PENDING more"])
  }

  /// `Tests/Transcripts/git` has the English.
  @Test func `a Korean terminal says it in Korean`() throws {
    let clones = try Self.clones()
    try clones.mine("$ORCH pick A -q --owner-session ann; git commit -q -a -m mine; git push -q")
    try clones.theirs("$ORCH release -q A --force")
    try clones.mine("git pull -q")
    let locale = ["LANG": "ko_KR.UTF-8", "NO_COLOR": "1"]
    func said(_ line: String) throws -> String {
      try clones.scene.terminal(line, columns: 200, environment: locale)
    }
    let merged = try said("$ORCH add -q --id X more --criteria c")
    #expect(
      merged.contains("A: git이 가져온 QUEUE.md에서 이 행은 더 이상 여기서 맡은 쪽의 것이 아닙니다"), "\(merged)")
    try clones.mine("git commit -q -a -m more; git checkout -q HEAD~1")
    for line in ["$ORCH tick", "$OPS why B"] {
      let held = try said(line)
      #expect(held.contains("git이 main 대신 커밋을 체크아웃했으므로"), "\(held)")
    }
    try clones.mine("git switch -q main; git bisect start HEAD HEAD~2 > /dev/null 2>&1")
    let bisected = try said("$ORCH tick")
    #expect(bisected.contains("git bisect이(가) 진행 중이므로"), "\(bisected)")
  }
}
