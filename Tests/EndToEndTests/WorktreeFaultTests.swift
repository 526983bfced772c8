import Glibc
import Host
import TestSupport
import Testing

/// What is in the way of a row's worktree, or of its work, and what people see of it then.
@Suite struct WorktreeFaultTests {
  struct Fault: CustomTestStringConvertible, Sendable {
    let name: String
    /// `worktrees` of `orch.json`.
    var settings = "{}"
    var row = worktreeRow("A")
    /// What the worker does beside its work.
    var work = ""
    /// The script that makes the repository.
    var making = Scene.makingRepository
    /// What is typed and printed, as `Scene.played` has it.
    let transcript: String

    var testDescription: String { name }
  }

  @Test(
    arguments: repositories + agents + landings + judged + others + settled + returning + promises)
  func `people see what is in the way`(_ fault: Fault) throws {
    let scene = try Scene(
      worktreesOf: [fault.row], settings: fault.settings, working: fault.work,
      making: fault.making)
    try expect(scene.played(fault.transcript), is: fault.transcript)
  }

  @Test func `what was done before a cancel is on the branch, and does not land`() throws {
    let scene = try Scene(
      worktreesOf: [worktreeRow("A")],
      working: "echo \"$ORCH_ITEM_ID $$\" > \"$home/at-work\"; read -r < \"$home/go-on-A\"")
    for pipe in ["at-work", "go-on-A"] { try #require(mkfifo(scene.path(pipe), 0o600) == 0) }
    try expect(scene.worktreeTick(0), is: .prints("A\n"))
    try scene.awaitPause("A")
    try expect(scene.ops("cancel", "A"), is: .prints("A -> BLOCKED\n"))
    try scene.awaitWorkers()
    try expect(scene.worktreeTick(1).output, is: "NOOP\n")
    try expect(
      scene.text(),
      is: queueText(
        row(
          "A", "BLOCKED", criteria: "file: out/A", owner: "orch-a", started: "2026-01-31 18:00",
          notes: "worker=a / cancelled_by_operator")))
    expect(
      scene.git("git branch --format='%(refname:short)' && git show orch/A:out/A"),
      is: "main\norch/A\nwork\n")
    expect(scene.uncommitted, is: "")
  }

  @Test func `a cancel while the work is judged ends its supervisor, and nothing lands`() throws {
    let scene = try Scene(
      worktreesOf: [worktreeRow("A", criteria: "file: out/A; cmd: alone")],
      making: """
        printf 'echo "A $$" > %s/at-work; read -r < %s/go-on-A\\n' "$PWD" "$PWD" > alone.sh
        \(Scene.makingRepository); git add alone.sh && git commit -qm check
        """)
    for pipe in ["at-work", "go-on-A"] { try #require(mkfifo(scene.path(pipe), 0o600) == 0) }
    try expect(scene.worktreeTick(0), is: .prints("A\n"))
    _ = try scene.awaitPause("A")
    try expect(scene.ops("cancel", "A").output, is: "A -> BLOCKED\n")
    // As it answers, no supervisor goes on. What the check says then is of no use.
    #expect(
      !scene.processes.contains {
        ProcessTable.commandLine(of: $0)?.dropFirst().first == "supervise"
      })
    try scene.bash("echo go 1<> go-on-A").check()
    _ = try scene.worktreeTick(1)
    try expect(
      scene.text(),
      is: queueText(
        row(
          "A", "BLOCKED", criteria: "file: out/A; cmd: alone", owner: "orch-a",
          started: "2026-01-31 18:00", notes: "worker=a / cancelled_by_operator")))
    #expect(try scene.records.isEmpty)
    #expect(scene.landed.isEmpty)
  }
}

// MARK: The repository

extension WorktreeFaultTests {
  static let repositories: [Fault] = [
    Fault(
      name: "no repository", making: "true",
      transcript: """
        $ tick 0
        2> ERROR: ~ is not a git repository: no folder at or above it has .git (git init makes a repository)
        [status 66]
        $ ops why A
        A	~ is not a git repository: no folder at or above it has .git	
        $ rows
        | A | PENDING | P1 | work | file: out/A | - | - | - | worker=a |
        $ git init -q -b main && git add . && git commit -qm start
        $ tick 1
        A
        $ rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:01 | - | worker=a / \
        review:PASS verified=1 reported=0 all_success_criteria_covered / branch=orch/A / \
        merged=COMMIT |
        """),
    Fault(
      name: "no repository, and the folder is shared", settings: #"{"non_git": "shared"}"#,
      making: "true",
      transcript: """
        $ tick 0
        A
        $ rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a / \
        review:PASS verified=1 reported=0 all_success_criteria_covered |
        $ cat out/A
        work
        """),
    Fault(
      name: "no commit", making: "git init -q -b main",
      transcript: """
        $ tick 0
        2> ERROR: the repository at ~ has no commit (make a commit: the branches of rows \
        begin there)
        [status 66]
        $ ops why A
        A	the repository at ~ has no commit	git commit
        $ rows
        | A | PENDING | P1 | work | file: out/A | - | - | - | worker=a |
        $ git add .gitignore agent.sh list.txt && git commit -qm start
        $ tick 1
        A
        $ rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:01 | - | worker=a / \
        review:PASS verified=1 reported=0 all_success_criteria_covered / branch=orch/A / \
        merged=COMMIT |
        """),
    Fault(
      name: "bare", making: "\(Scene.makingRepository); git config core.bare true",
      transcript: """
        $ tick 0
        RESET A
        2> WARNING: A is PENDING again: its worker could not be started: ~ is not a git repository: \
        it is bare, and has no worktree
        $ ops why A
        A	backs off until 18:01: ~ is not a git repository: it is bare, and has no worktree	ops \
        retry A
        $ said A
        ~ is not a git repository: it is bare, and has no worktree
        $ rows
        | A | PENDING | P1 | work | file: out/A | - | - | - | worker=a / \
        retry_not_before=1769850060 |
        """),
    Fault(
      name: "the project is a linked worktree",
      making: """
        \(Scene.makingRepository)
        git worktree add -q linked -b side && cp QUEUE.md orch.json linked
        """,
      transcript: """
        $ cd linked
        $ orch trust --yes > /dev/null
        $ tick 0
        A
        $ cd .. && rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a / \
        review:PASS verified=1 reported=0 all_success_criteria_covered / branch=orch/A / \
        merged=COMMIT |
        $ git log --graph --format=%s main side orch/integration
        *   A: work
        |\\  
        | * A: attempt 1
        |/  
        * start
        $ git status --short --branch
        ## side
        ?? QUEUE.md
        ?? orch.json
        """),
    Fault(
      name: "the project is a folder of the repository",
      making: """
        mkdir sub && cp agent.sh QUEUE.md sub
        sed 's/^{/{"root": ".", /' orch.json > sub/orch.json
        \(Scene.makingRepository); git add sub/agent.sh && git commit -qm sub
        """,
      transcript: """
        $ cd sub
        $ orch trust --yes > /dev/null
        $ tick 0
        A
        $ rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a / \
        review:PASS verified=1 reported=0 all_success_criteria_covered / branch=orch/A / \
        merged=COMMIT |
        $ git diff --stat main orch/integration
         sub/out/A | 1 +
         1 file changed, 1 insertion(+)
        """),
    Fault(
      name: "a branch is called orch", making: "\(Scene.makingRepository); git branch orch",
      transcript: """
        $ tick 0
        2> ERROR: a branch is called orch, so no branch can be called orch/… (rename that branch, \
        or set worktrees.branch_prefix)
        [status 1]
        $ ops why A
        A	a branch is called orch, so no branch can be called orch/…	git branch -m orch NEW
        $ rows
        | A | PENDING | P1 | work | file: out/A | - | - | - | worker=a |
        $ git branch -qm orch work
        $ tick 1
        A
        $ rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:01 | - | worker=a / \
        review:PASS verified=1 reported=0 all_success_criteria_covered / branch=orch/A / \
        merged=COMMIT |
        """),
    Fault(
      name: "the branch of another row is there, and checked out",
      making: "\(Scene.makingRepository); git worktree add -q .local/mine -b orch/A",
      transcript: """
        $ tick 0
        A
        $ rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a / \
        review:PASS verified=1 reported=0 all_success_criteria_covered / branch=orch/A@2 / \
        merged=COMMIT |
        $ git log --format=%s orch/A
        start
        """),
    Fault(
      name: "a person has the row's branch checked out",
      row: worktreeRow("A", notes: "branch=orch/A"),
      making: "\(Scene.makingRepository); git worktree add -q .local/mine -b orch/A",
      transcript: """
        $ tick 0
        2> ERROR: branch orch/A is checked out at ~/.local/mine (switch to another branch there)
        [status 1]
        $ ops why A
        A	branch orch/A is checked out at ~/.local/mine	git -C ~/.local/mine switch --detach
        $ rows
        | A | PENDING | P1 | work | file: out/A | - | - | - | worker=a / branch=orch/A |
        $ git -C .local/mine checkout -q --detach
        $ tick 1
        A
        $ rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:01 | - | worker=a / \
        branch=orch/A / review:PASS verified=1 reported=0 all_success_criteria_covered / \
        merged=COMMIT |
        """),
    Fault(
      name: "a file that git can't read",
      work: "mkfifo .gitattributes",
      transcript: """
        $ tick 0
        A
        $ rows
        | A | PENDING | P1 | work | file: out/A | - | - | - | worker=a / review_attempts=1 / \
        retry_not_before=1769850060 / review:RETRY attempt=1/3 unmet=1 (file: out/A: a person has \
        to look: ~/…); not_committed:~/.local/state/orch/worktrees/QUEUE/A/.gitattributes is not \
        a regular file, so git is not run |
        """),
    Fault(
      name: "an id that is removed and added again",
      row: worktreeRow("A", criteria: "file: none"),
      work: "case $ORCH_ATTEMPT in 1-*) echo x > bad.txt ;; esac",
      transcript: """
        $ tick 0
        A
        $ orch rm A --force > /dev/null
        $ orch add --id A --task work --criteria 'file: out/A' --worker a > /dev/null
        $ tick 1
        A
        $ rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:01 | - | worker=a / \
        review:PASS verified=1 reported=0 all_success_criteria_covered / branch=orch/A@2 / \
        merged=COMMIT |
        $ git diff --name-only main orch/integration
        out/A
        $ git diff --name-only main orch/A
        bad.txt
        out/A
        """),
    Fault(
      name: "the settings of git are locked",
      making: "\(Scene.makingRepository); touch .git/config.lock",
      transcript: """
        $ tick 0
        A
        $ rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a / \
        review:PASS verified=1 reported=0 all_success_criteria_covered / branch=orch/A / \
        merged=COMMIT |
        """),
    Fault(
      name: "an id that is the name of the integration branch",
      row: worktreeRow("integration"),
      transcript: """
        $ tick 0
        integration
        $ rows
        | integration | DONE | P1 | work | file: out/integration | orch-integration | \
        2026-01-31 18:00 | - | worker=a / review:PASS verified=1 reported=0 \
        all_success_criteria_covered / branch=orch/%69ntegration / merged=COMMIT |
        $ git branch --format='%(refname:short)'
        main
        orch/%69ntegration
        orch/integration
        """),
    Fault(
      name: "an id that git does not take for a branch", row: worktreeRow("x.lock"),
      transcript: """
        $ tick 0
        x.lock
        $ rows
        | x.lock | DONE | P1 | work | file: out/x.lock | orch-x-lock | 2026-01-31 18:00 | - | \
        worker=a / review:PASS verified=1 reported=0 all_success_criteria_covered / \
        branch=orch/x%2Elock / merged=COMMIT |
        $ git branch --format='%(refname:short)'
        main
        orch/integration
        orch/x%2Elock
        """),
    Fault(
      name: "an id that is ill-formed", row: worktreeRow("A..B"),
      transcript: """
        $ tick 0
        NOOP
        2> WARNING: QUEUE.md:5:3: the id 'A..B' is ill-formed: use up to 64 of A-Z a-z 0-9 . _ \
        -, a letter or digit first, no '..' [ill-formed-id] (such rows are left alone; orch \
        lint lists them)
        $ rows
        | A..B | PENDING | P1 | work | file: out/A..B | - | - | - | worker=a |
        """),
    Fault(
      name: "files of LFS without git-lfs",
      making: """
        \(Scene.makingRepository)
        echo '*.bin filter=lfs diff=lfs merge=lfs -text' > .gitattributes
        printf 'version https://git-lfs.github.com/spec/v1\\noid sha256:0\\nsize 1\\n' > big.bin
        git add .gitattributes big.bin && git commit -qm big
        git config filter.lfs.smudge 'git-lfs smudge'
        git config filter.lfs.required true
        """,
      transcript: """
        $ tick 0
        RESET A
        2> WARNING: A is PENDING again: its worker could not be started: git worktree failed at \
        ~: error: external filter 'git-lfs smudge' failed 127
        $ rows
        | A | PENDING | P1 | work | file: out/A | - | - | - | worker=a / \
        retry_not_before=1769850060 |
        $ git config filter.lfs.required false; git config --unset filter.lfs.smudge
        $ tick 1
        A
        $ rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:01 | - | worker=a / \
        review:PASS verified=1 reported=0 all_success_criteria_covered / branch=orch/A / \
        merged=COMMIT |
        $ git diff --stat main orch/integration
         out/A | 1 +
         1 file changed, 1 insertion(+)
        """),
    Fault(
      name: "Korean names of files",
      work: "mkdir 폴더 && echo 나 > 폴더/'새 파일' && echo 다 > 가.txt",
      making: "echo 가 > 가.txt; \(Scene.makingRepository); git add 가.txt; git commit -qm 가",
      transcript: """
        $ tick 0
        A
        $ rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a / \
        review:PASS verified=1 reported=0 all_success_criteria_covered / branch=orch/A / \
        merged=COMMIT |
        $ git -c core.quotePath=false diff --stat main orch/integration
         out/A        | 1 +
         가.txt       | 2 +-
         폴더/새 파일 | 1 +
         3 files changed, 3 insertions(+), 1 deletion(-)
        $ git status --short
        ?? QUEUE.md
        ?? orch.json
        """),
  ]
}
