import TestSupport

// What was judged, and what lands: docs/worktrees.md, "What is judged".

extension WorktreeFaultTests {
  private static let rowWithCheck = worktreeRow("A", criteria: "file: out/A; cmd: alone")
  private static let rowForApproval = worktreeRow(
    "A", criteria: "file: out/A; cmd: alone", notes: "approval=done")

  /// A check that is red where the work has a bad line.
  private static let honest = """
    echo '! grep -q bad out/A' > alone.sh
    \(Scene.makingRepository); git add alone.sh && git commit -qm check
    """

  /// A check that runs the tests in a folder.
  private static let counting = """
    echo 'echo "Ran $(ls tests | wc -l) tests in 0.1s"' > alone.sh; mkdir tests; echo > tests/a
    \(Scene.makingRepository); git add alone.sh tests && git commit -qm check
    """

  private static let later =
    "worktree=$(ops worktrees A --path); echo bad >> $worktree/out/A; echo more > $worktree/more"

  static let judged: [Fault] = [
    Fault(
      name: "a check passes only with what git ignores",
      row: rowWithCheck, work: "echo x > need.txt",
      making: """
        echo '[ ! -e out/A ] || test -s need.txt' > alone.sh; echo need.txt >> .gitignore
        \(Scene.makingRepository); git add alone.sh .gitignore && git commit -qm check
        """,
      transcript: """
        $ tick 0
        A
        $ rows
        | A | PENDING | P1 | work | file: out/A; cmd: alone | - | - | - | worker=a / \
        review_attempts=1 / retry_not_before=1769850060 / review:RETRY verified=1 reported=0 \
        attempt=1/3 unmet=2 (cmd: alone: alone passes only with files that git ignores, and so do \
        not land, such as need…); only_in_worktree:alone |
        $ grep -o '"commit.*"tree":"' .orch/attempts/A/*/result.json
        "commit":"COMMIT","tree":"
        $ git log --format=%s main..orch/integration
        """),
    Fault(
      name: "a check passes nowhere but in the worktree",
      row: rowWithCheck, work: "echo x > need.txt",
      making: """
        echo 'test -s need.txt' > alone.sh; echo need.txt >> .gitignore
        \(Scene.makingRepository); git add alone.sh .gitignore && git commit -qm check
        """,
      transcript: """
        $ tick 0
        A
        $ rows
        | A | BLOCKED | P1 | work | file: out/A; cmd: alone | orch-a | 2026-01-31 18:00 | - | \
        worker=a / awaits=approval / review:BLOCK verified=1 reported=0 awaits_approval:alone \
        passes in the worktree, and in a clean checkout neither of the work nor of its base: \
        worktrees.setup may lack a step; unmet=2 (cmd: alone) / branch=orch/A |
        $ ops why A
        A	BLOCKED: waits for approval: alone passes in the worktree, and in a clean checkout \
        neither of the work nor of its base: worktrees.setup may lack a step; unmet=2 (cmd: \
        alone)	orch approve A
        """),
    Fault(
      name: "a check runs no test any more", row: rowWithCheck, work: "rm tests/a",
      making: counting,
      transcript: """
        $ tick 0
        A
        $ rows
        | A | BLOCKED | P1 | work | file: out/A; cmd: alone | orch-a | 2026-01-31 18:00 | - | \
        worker=a / awaits=approval / review:BLOCK verified=1 reported=0 awaits_approval:alone: no \
        test ran, and 1 ran on the base; unmet=2 (cmd: alone) / branch=orch/A |
        """),
    Fault(
      name: "a check runs no test any more, in the worktree", row: rowWithCheck, work: "rm tests/a",
      making: #"sed -i 's/"run_checks"/"checkout": "worktree", &/' orch.json"# + "; \(counting)",
      transcript: """
        $ tick 0
        A
        $ rows | grep -o 'awaits_approval:[^;]*'
        awaits_approval:alone: no test ran, and 1 ran on the base
        """),
    Fault(
      name: "a check that never runs a test", row: rowWithCheck, work: "echo more > more",
      making: counting.replacing("tests/a", with: "tests/.none"),
      transcript: """
        $ tick 0
        A
        $ orch list
        A	DONE	P1	work
        """),
    Fault(
      name: "the setup rewrites the check",
      settings: #"{"setup": ["sh", "setup.sh"]}"#, row: rowWithCheck,
      work: "echo 'echo > alone.sh' > more.sh",
      making: """
        echo 'exit 1' > alone.sh; echo '[ ! -e more.sh ] || . ./more.sh' > setup.sh
        \(Scene.makingRepository); git add alone.sh setup.sh && git commit -qm check
        """,
      transcript: """
        $ tick 0
        A
        $ rows | grep -o 'awaits_approval:[^;]*'
        awaits_approval:alone.sh changed while another check, or worktrees.setup, ran
        """),
    Fault(
      name: "the check itself is removed", row: rowWithCheck, work: "rm alone.sh", making: honest,
      transcript: """
        $ tick 0
        A
        $ rows
        | A | BLOCKED | P1 | work | file: out/A; cmd: alone | orch-a | 2026-01-31 18:00 | - | \
        worker=a / awaits=approval / review:BLOCK verified=1 reported=0 awaits_approval:alone.sh \
        changed; unmet=2 (cmd: alone) / branch=orch/A |
        """),
    Fault(
      name: "git ignores what proves it",
      making: """
        echo out/ >> .gitignore
        \(Scene.makingRepository)
        """,
      transcript: """
        $ tick 0
        A
        $ rows
        | A | BLOCKED | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a / \
        awaits=approval / review:BLOCK awaits_approval:out/A: git ignores it, so that it does not \
        land; unmet=1 (file: out/A) / branch=orch/A |
        """),
    Fault(
      name: "proofs are looked at in the worktree", row: rowWithCheck, work: "echo x > need.txt",
      making: """
        sed -i 's/"run_checks"/"checkout": "worktree", &/' orch.json
        echo 'test -s need.txt' > alone.sh; echo need.txt >> .gitignore
        \(Scene.makingRepository); git add alone.sh .gitignore && git commit -qm check
        """,
      transcript: """
        $ tick 0
        A
        $ rows
        | A | DONE | P1 | work | file: out/A; cmd: alone | orch-a | 2026-01-31 18:00 | - | worker=a \
        / review:PASS verified=2 reported=0 all_success_criteria_covered / branch=orch/A / \
        merged=COMMIT |
        $ grep -o 'ignored_changed[^"]*' .orch/attempts/A/*/result.json
        ignored_changed:need.txt
        $ ops doctor | grep 'review '
        warn  review        review.checkout is worktree: the work of a is judged with ignored \
        files, which do not land (remove the setting from orch.json; then proofs are checked in a clean checkout)
        """),
    Fault(
      name: "a clean checkout can't be set up",
      settings: #"{"setup": ["./setup.sh"]}"#,
      making: """
        printf '#!/bin/sh\\ncase $PWD in *+judged) echo no network; exit 3; esac\\n' > setup.sh
        chmod +x setup.sh
        \(Scene.makingRepository)
        """,
      transcript: """
        $ tick 0
        A
        $ rows
        | A | IN_PROGRESS | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a |
        $ ops why A
        A	IN_PROGRESS by orch-a since 18:00, lease until 19:31; its report waits: a clean checkout of \
        the work can't be set up: worktrees.setup: status 3: no network	orch show A
        $ printf '#!/bin/sh\\n' > setup.sh; orch trust --yes > /dev/null
        $ tick 1
        A DONE (1 proof)
        $ rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a / \
        review:PASS verified=1 reported=0 all_success_criteria_covered / branch=orch/A / \
        merged=COMMIT |
        """),
    Fault(
      name: "what came later is refused", row: rowForApproval, making: honest,
      transcript: """
        $ tick 0
        A
        $ \(later)
        $ orch approve A
        2> ERROR: the work on A changed after it was judged: more, out/A (orch diff A shows all \
        changes; orch approve A --with-changes checks and lands them; with --discard it lands only the \
        judged work, and keeps the rest below refs/orch/left)
        [status 1]
        $ orch approve A --with-changes
        2> ERROR: the work on A was not merged: alone fails on the merged files (orch diff A shows \
        it: send the row back, or merge its branch by hand)
        [status 1]
        $ orch approve A --with-changes --discard
        2> ERROR: --with-changes can't be used with --discard (leave one of them out; usage: orch \
        approve ID… [options]; orch approve --help)
        [status 64]
        $ rows
        | A | BLOCKED | P1 | work | file: out/A; cmd: alone | orch-a | 2026-01-31 18:00 | - | \
        worker=a / approval=done / awaits=approval / review:PASS verified=2 reported=0 \
        all_success_criteria_covered / branch=orch/A |
        $ git log --format=%s main..orch/integration
        $ orch approve A --discard
        A -> DONE (DIGEST)
        $ rows
        | A | DONE | P1 | work | file: out/A; cmd: alone | orch-a | 2026-01-31 18:00 | - | worker=a \
        / approval=done / review:PASS verified=2 reported=0 all_success_criteria_covered / \
        branch=orch/A / merged=COMMIT / approved (me@host, 2026-01-31 18:00, DIGEST) |
        $ git show orch/integration:out/A && git show refs/orch/left/A/1:out/A
        work
        work
        bad
        $ git -C $(ops worktrees A --path) status -s; cat $(ops worktrees A --path)/out/A
        work
        """),
    Fault(
      name: "what came later is checked, and lands", row: rowForApproval, making: honest,
      transcript: """
        $ tick 0
        A
        $ echo more > $(ops worktrees A --path)/more
        $ orch approve A
        2> ERROR: the work on A changed after it was judged: more (orch diff A shows all changes; \
        orch approve A --with-changes checks and lands them; with --discard it lands only the judged work, \
        and keeps the rest below refs/orch/left)
        [status 1]
        $ orch approve A --with-changes
        A -> DONE (DIGEST)
        $ git show orch/integration:more
        more
        """),
    Fault(
      name: "its worker has another name when it is approved", row: rowForApproval,
      making: honest,
      transcript: """
        $ tick 0
        A
        $ sed -i 's/"a": {/"b": {/' orch.json; orch trust --yes > /dev/null
        $ orch approve A
        A -> DONE (DIGEST)
        $ git show orch/integration:out/A
        work
        """),
    Fault(
      name: "its worker says done", row: rowWithCheck,
      work: "echo bad > out/A; orch done $ORCH_ITEM_ID --notes 'all fine'; exit 0",
      making: honest,
      transcript: """
        $ tick 0
        A
        $ rows
        | A | BLOCKED | P1 | work | file: out/A; cmd: alone | orch-a | 2026-01-31 18:00 | - | all \
        fine / worker=a / awaits=approval / review:BLOCK awaits_approval:its worker said done, and \
        nothing has judged it |
        $ ops why A
        A	BLOCKED: waits for approval: its worker said done, and nothing has judged it	orch approve \
        A
        $ orch approve A
        2> ERROR: the work on A was not merged: alone fails on the merged files (orch diff A shows \
        it: send the row back, or merge its branch by hand)
        [status 1]
        $ ops integrate
        Nothing is left to merge
        $ git branch --list orch/integration
        $ orch approve A --with-changes
        2> ERROR: the work on A was not merged: alone fails on the merged files (orch diff A shows \
        it: send the row back, or merge its branch by hand)
        [status 1]
        """),
    Fault(
      name: "nothing judged what a person made done", row: worktreeRow("A", criteria: "it works"),
      work: "exit 3", making: honest,
      transcript: """
        $ tick 0
        A
        $ orch done A --notes 'good enough'
        A -> DONE
        2> WARNING: the work on A is not merged: it is on orch/A (ops integrate A)
        $ ops integrate
        2> ERROR: the work on A was not merged: no review judged it, and no criterion names a check \
        (orch diff A shows it; ops integrate A merges it anyway)
        [status 1]
        $ git branch --list orch/integration
        $ ops integrate A
        A landed as COMMIT
        """),
    Fault(
      name: "orch.json is another one", row: worktreeRow("A", criteria: "it works"),
      work: """
        echo '{}' > "$home/orch.json"
        printf '[REPORT A]\\nStatus: DONE\\nCriteria:\\n1. met: ran it: 12 passed\\n'; exit 0
        """,
      transcript: """
        $ tick 0
        A
        $ rows
        | A | BLOCKED | P1 | work | it works | orch-a | 2026-01-31 18:00 | - | worker=a / \
        awaits=approval / review:BLOCK awaits_approval:orch.json changed / branch=orch/A |
        """),
    Fault(
      name: "its report waits until it has ended", row: rowWithCheck,
      work: """
        echo bad > out/A
        printf '[REPORT A]\\nStatus: DONE\\n' | orch report --file - > "$home/said.txt"
        echo good > out/A; exit 0
        """,
      making: honest,
      transcript: """
        $ tick 0
        A
        $ cat said.txt
        spooled REPORT
        $ rows
        | A | DONE | P1 | work | file: out/A; cmd: alone | orch-a | 2026-01-31 18:00 | - | worker=a \
        / review:PASS verified=2 reported=0 all_success_criteria_covered / branch=orch/A / \
        merged=COMMIT |
        $ git show orch/integration:out/A
        good
        """),
  ]
}
