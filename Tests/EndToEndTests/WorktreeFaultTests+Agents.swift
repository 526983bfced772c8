import TestSupport

// What agents do in their worktrees beside their work.

extension WorktreeFaultTests {
  static let agents: [Fault] = [
    Fault(
      name: "it leaves the index locked", work: "touch $(git rev-parse --git-path index.lock)",
      transcript: """
        $ tick 0
        A
        $ said A
        $ rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a / \
        review:PASS verified=1 reported=0 all_success_criteria_covered / branch=orch/A / \
        merged=COMMIT |
        """),
    Fault(
      name: "it plants a hook", work: "echo true > \"$home/.git/hooks/post-commit\"",
      transcript: """
        $ tick 0
        A
        $ ops why A
        A	DONE; its last attempt: git_changed:hooks/post-commit	
        $ ops why A --json | grep -o '"command.*}]'
        "command":null,"remarks":["git_changed:hooks/post-commit"]}]
        $ ops worktrees | cut -f 1-4,6
        A	DONE	orch/A	orch/integration	git_changed:hooks/post-commit
        $ ops worktrees --json | grep -o '"remarks.*'
        "remarks":[],"changed":["git_changed:hooks/post-commit"]}]}
        """),
    Fault(
      name: "it commits", work: "git add . && git commit -qm mine",
      transcript: """
        $ tick 0
        A
        $ rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a / \
        review:PASS verified=1 reported=0 all_success_criteria_covered / branch=orch/A / \
        merged=COMMIT |
        $ git log --graph --format=%s orch/A orch/integration
        *   A: work
        |\\  
        | * mine
        |/  
        * start
        $ git fsck --no-dangling --no-progress
        $ for tree in .local/state/orch/worktrees/*/*; do git -C $tree status -sb; done
        ## orch/A
        """),
    Fault(
      name: "it commits without a branch",
      work: "git checkout -q --detach && git add . && git commit -qm mine",
      transcript: """
        $ tick 0
        A
        $ rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a / \
        review:PASS verified=1 reported=0 all_success_criteria_covered / branch=orch/A / \
        merged=COMMIT |
        $ git log --graph --format=%s orch/A orch/integration
        *   A: work
        |\\  
        | * A: attempt 1
        |/| 
        | * mine
        |/  
        * start
        $ git fsck --no-dangling --no-progress
        $ for tree in .local/state/orch/worktrees/*/*; do git -C $tree status -sb; done
        ## orch/A
        """),
    Fault(
      name: "it commits on another branch",
      work: "git checkout -qb mine && git add . && git commit -qm mine",
      transcript: """
        $ tick 0
        A
        $ rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a / \
        review:PASS verified=1 reported=0 all_success_criteria_covered / branch=orch/A / \
        merged=COMMIT |
        $ git log --graph --format=%s orch/A orch/integration
        *   A: work
        |\\  
        | * A: attempt 1
        |/| 
        | * mine
        |/  
        * start
        $ git fsck --no-dangling --no-progress
        $ for tree in .local/state/orch/worktrees/*/*; do git -C $tree status -sb; done
        ## orch/A
        """),
    Fault(
      name: "it rewrites its branch",
      work: "git add . && git commit -qm one && git commit -q --amend -m two",
      transcript: """
        $ tick 0
        A
        $ rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a / \
        review:PASS verified=1 reported=0 all_success_criteria_covered / branch=orch/A / \
        merged=COMMIT |
        $ git log --graph --format=%s orch/A orch/integration
        *   A: work
        |\\  
        | * two
        |/  
        * start
        $ git fsck --no-dangling --no-progress
        $ for tree in .local/state/orch/worktrees/*/*; do git -C $tree status -sb; done
        ## orch/A
        """),
    Fault(
      name: "it begins its branch anew",
      work: """
        git checkout -q --orphan other && git add . && git commit -qm anew
        git branch -f orch/A && git checkout -q orch/A
        """,
      transcript: """
        $ tick 0
        A
        $ rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a / \
        review:PASS verified=1 reported=0 all_success_criteria_covered / branch=orch/A / \
        merged=COMMIT |
        $ git log --graph --format=%s orch/A orch/integration
        *   A: work
        |\\  
        | * anew
        * start
        $ git fsck --no-dangling --no-progress
        $ for tree in .local/state/orch/worktrees/*/*; do git -C $tree status -sb; done
        ## orch/A
        """),
    Fault(
      name: "it deletes .git", work: "rm .git",
      transcript: """
        $ tick 0
        A
        $ ops why A
        A	BLOCKED: waits for approval: the .git of ~/.local/state/orch/worktrees/QUEUE/A leads \
        to the repository of another folder; unmet=1 (file: out/A)	orch approve A
        $ said A
        the work was not committed: the .git of ~/.local/state/orch/worktrees/QUEUE/A leads to \
        the repository of another folder
        $ rows
        | A | BLOCKED | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a / \
        awaits=approval / review:BLOCK awaits_approval:the .git of \
        ~/.local/state/orch/worktrees/QUEUE/A leads to the repository of another folder; \
        unmet=1 (file: out/A) |
        $ orch approve A
        2> ERROR: the .git of ~/.local/state/orch/worktrees/QUEUE/A leads to the repository of \
        another folder (look at the folder before you use it)
        [status 77]
        $ orch reject A --reason "put it back"
        A -> PENDING
        $ sed -i 's/^rm .git/test -e .git/' agent.sh; git commit -qam mended
        $ orch trust --yes > /dev/null
        $ tick 1
        RESET A
        2> WARNING: A is PENDING again: its worker could not be started: the .git of \
        ~/.local/state/orch/worktrees/QUEUE/A was deleted or replaced: the next attempt begins \
        in ~/.local/state/orch/worktrees/QUEUE/A-2
        $ tick 2
        A
        $ rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:02 | - | worker=a / \
        rejected: put it back (me@host, 2026-01-31 18:00) / review:PASS verified=1 reported=0 \
        all_success_criteria_covered / branch=orch/A / merged=COMMIT |
        $ ops worktrees | cut -f 1-4,6
        A	DONE	orch/A	orch/integration	-
        $ ops gc
        removed the worktree of A, ~/.local/state/orch/worktrees/QUEUE/A-2
        $ ls .local/state/orch/worktrees/*
        A
        """),
    Fault(
      name: "it puts another repository there",
      work: "rm .git && git init -q && git add . && git commit -qm other",
      transcript: """
        $ tick 0
        A
        $ ops why A
        A	BLOCKED: waits for approval: the .git of ~/.local/state/orch/worktrees/QUEUE/A leads \
        to the repository of another folder; unmet=1 (file: out/A)	orch approve A
        $ said A
        the work was not committed: the .git of ~/.local/state/orch/worktrees/QUEUE/A leads to \
        the repository of another folder
        $ rows
        | A | BLOCKED | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a / \
        awaits=approval / review:BLOCK awaits_approval:the .git of \
        ~/.local/state/orch/worktrees/QUEUE/A leads to the repository of another folder; \
        unmet=1 (file: out/A) |
        """),
    Fault(
      name: "it removes its worktree", row: worktreeRow("A", criteria: "file: list.txt"),
      work: "rm -r \"$PWD\"",
      transcript: """
        $ tick 0
        A
        $ ops why A
        A	BLOCKED: waits for approval: A has no worktree; unmet=1 (file: list.txt)	orch approve A
        $ said A
        the work was not committed: A has no worktree
        $ rows
        | A | BLOCKED | P1 | work | file: list.txt | orch-a | 2026-01-31 18:00 | - | worker=a / \
        awaits=approval / review:BLOCK awaits_approval:A has no worktree; unmet=1 (file: \
        list.txt) |
        $ orch approve A
        2> ERROR: A has no worktree (ops worktrees lists the worktrees)
        [status 1]
        $ orch reject A --reason again
        A -> PENDING
        """),
    Fault(
      name: "it changes the queue, which is tracked",
      work: "sed -i s/PENDING/DONE/ QUEUE.md && git add . && git commit -qm done",
      making: "\(Scene.makingRepository); git add QUEUE.md && git commit -qm queue",
      transcript: """
        $ tick 0
        A
        $ ops why A
        A	BLOCKED: waits for approval: queue_in_diff:QUEUE.md	orch approve A
        $ rows
        | A | BLOCKED | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a / \
        awaits=approval / review:BLOCK verified=1 reported=0 queue_in_diff:QUEUE.md / \
        branch=orch/A |
        $ orch approve A
        2> ERROR: the work on A was not merged: it changes files of the queue: QUEUE.md (orch \
        diff A shows it: send the row back, or merge its branch by hand)
        [status 1]
        $ orch reject A --reason "the queue is not yours"
        A -> PENDING
        $ rows
        | A | PENDING | P1 | work | file: out/A | - | - | - | worker=a / review:BLOCK verified=1 \
        reported=0 queue_in_diff:QUEUE.md / branch=orch/A / rejected: the queue is not yours \
        (me@host, 2026-01-31 18:00) |
        $ git diff --stat main orch/A
         QUEUE.md | 2 +-
         out/A    | 1 +
         2 files changed, 2 insertions(+), 1 deletion(-)
        """),
    Fault(
      name: "it changes nothing", row: worktreeRow("A", criteria: "it works"),
      work: """
        rm -r out
        printf '[REPORT A]\\nStatus: DONE\\nCriteria:\\n1. met: it worked before\\n'; exit
        """,
      transcript: """
        $ tick 0
        A
        $ ops why A
        A	backs off until 18:01	ops retry A
        $ rows
        | A | PENDING | P1 | work | it works | - | - | - | worker=a / review_attempts=1 / \
        retry_not_before=1769850060 / review:RETRY attempt=1/3 no_changes |
        """),
    Fault(
      name: "it reports twice",
      work: #"printf '[REPORT A]\nStatus: DONE\nFiles:\n- out/A\n'"#,
      transcript: """
        $ tick 0
        A
        $ rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a / \
        review:PASS verified=1 reported=0 all_success_criteria_covered / branch=orch/A / \
        merged=COMMIT |
        $ tick 1
        NOOP
        $ git log --format=%s main..orch/integration
        A: work
        A: attempt 1
        """),
  ]
}
