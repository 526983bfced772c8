import TestSupport

// What is in the way of setup, and of work that is to land.

extension WorktreeFaultTests {
  private static let branching = "\(Scene.makingRepository); git branch orch/integration"

  /// Something else lands while the worker works.
  private static let landingOther = """
    echo other > other.txt && git add other.txt && tree=$(git write-tree)
    git rm -qf other.txt
    git update-ref refs/heads/orch/integration \\
      $(git commit-tree -p orch/integration -m before $tree)
    """

  static let landings: [Fault] = [
    Fault(
      name: "the setup fails, and is mended", settings: #"{"setup": ["./setup.sh"]}"#,
      making: """
        \(Scene.makingRepository)
        printf '#!/bin/sh\\ntouch begun; echo no compiler >&2; exit 3\\n' > setup.sh
        chmod +x setup.sh
        """,
      transcript: """
        $ tick 0
        RESET A
        2> WARNING: A is PENDING again: its worker could not be started: worktrees.setup: \
        status 3: no compiler
        $ ops why A
        A	backs off until 18:01	ops retry A
        $ said A
        worktrees.setup: status 3: no compiler
        $ rows
        | A | PENDING | P1 | work | file: out/A | - | - | - | worker=a / review_attempts=1 / \
        retry_not_before=1769850060 / worktrees.setup: status 3: no compiler |
        $ printf '#!/bin/sh\\nls > setup.txt\\n' > setup.sh; orch trust --yes > /dev/null
        $ tick 60
        A
        $ rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 19:00 | - | worker=a / \
        review:PASS verified=1 reported=0 all_success_criteria_covered / branch=orch/A / \
        merged=COMMIT |
        $ git show orch/integration:setup.txt
        agent.sh
        list.txt
        setup.txt
        """),
    Fault(
      name: "the base fails a check, and a row mends it",
      settings: #"{"base_checks": ["alone"]}"#, work: "rm -f broken",
      making: """
        echo '[ ! -e broken ]' > alone.sh; touch broken
        \(Scene.makingRepository); git add alone.sh broken && git commit -qm broken
        """,
      transcript: """
        $ tick 0
        RESET A
        2> WARNING: A is PENDING again: its worker could not be started: the base COMMIT fails \
        alone: status 1
        $ ops why A
        A	backs off until 18:01: the base COMMIT fails alone: status 1	ops retry A
        $ rows
        | A | PENDING | P1 | work | file: out/A | - | - | - | worker=a / \
        retry_not_before=1769850060 |
        $ orch add --id B --task mend --success-criteria "cmd: alone" --worker a
        Added B
        $ tick 0
        B
        $ tick 1
        A
        $ rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:01 | - | worker=a / \
        review:PASS verified=1 reported=0 all_success_criteria_covered / branch=orch/A / \
        merged=COMMIT |
        | B | DONE | P1 | mend | cmd: alone | orch-b | 2026-01-31 18:00 | - | worker=a / \
        review:PASS verified=1 reported=0 all_success_criteria_covered / branch=orch/B / \
        merged=COMMIT |
        """),
    Fault(
      name: "no program may check the merged files",
      row: worktreeRow("A", criteria: "file: out/A; cmd: alone"), work: landingOther,
      making: """
        echo "[ -e other.txt ] || echo '# more' >> $PWD/agent.sh" > alone.sh
        \(Scene.makingRepository); git add alone.sh && git commit -qm check
        git branch orch/integration
        """,
      transcript: """
        $ tick 0
        A
        $ rows
        | A | BLOCKED | P1 | work | file: out/A; cmd: alone | orch-a | 2026-01-31 18:00 | - | \
        worker=a / awaits=approval / review:BLOCK verified=2 reported=0 awaits_approval:the \
        merged files were not checked: agent.sh changed / branch=orch/A |
        $ git checkout -q agent.sh
        $ orch approve A
        A -> DONE (DIGEST)
        """),
    Fault(
      name: "an approval is asked for while the merged files are checked",
      row: worktreeRow("A", criteria: "file: out/A; cmd: alone"), work: landingOther,
      making: """
        echo '[ ! -e other.txt ] || (cd ~ && orch edit A --approval done --force -q)' > alone.sh
        \(Scene.makingRepository); git add alone.sh && git commit -qm check
        git branch orch/integration
        """,
      transcript: """
        $ tick 0
        A
        $ rows
        | A | BLOCKED | P1 | work | file: out/A; cmd: alone | orch-a | 2026-01-31 18:00 | - | \
        worker=a / approval=done / awaits=approval / review:PASS verified=2 reported=0 \
        all_success_criteria_covered / branch=orch/A |
        $ git log --format=%s main..orch/integration
        before
        $ orch approve A
        A -> DONE (DIGEST)
        $ git show orch/integration:out/A
        work
        """),
    Fault(
      name: "a check can't judge the merged files",
      row: worktreeRow("A", criteria: "file: out/A; cmd: alone"), work: landingOther,
      making: """
        echo '[ ! -e other.txt ] || { echo no disk; exit 75; }' > alone.sh
        sed -i 's/"alone": \\(.*]\\)}}/"alone": {"argv": \\1, "exit_classes": {"75": "interrupted"}}}}/' orch.json
        \(Scene.makingRepository); git add alone.sh && git commit -qm check
        git branch orch/integration
        """,
      transcript: """
        $ tick 0
        A
        $ rows
        | A | PENDING | P1 | work | file: out/A; cmd: alone | - | - | - | worker=a / \
        review_attempts=0 / retry_not_before=1769850060 / review:RETRY verified=2 reported=0 \
        unmet=2 (cmd: alone: alone: status 75) |
        $ git log --format=%s main..orch/integration
        before
        """),
    Fault(
      name: "the integration branch is checked out",
      making: "\(branching); git switch -q orch/integration",
      transcript: """
        $ tick 0
        A
        $ rows
        | A | IN_PROGRESS | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a |
        $ ops why A
        A	IN_PROGRESS by orch-a since 18:00, lease until 19:31; its report waits: \
        orch/integration is checked out at ~, so it is not moved	orch show A
        $ tick 1
        2> ERROR: orch/integration is checked out at ~, so it is not moved (switch to another \
        branch there: the work lands with the next tick; the report waits; run orch report --drain)
        [status 1]
        $ rows
        | A | IN_PROGRESS | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a |
        $ git switch -q main
        $ tick 2
        A DONE (1 proof)
        $ rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a / \
        review:PASS verified=1 reported=0 all_success_criteria_covered / branch=orch/A / \
        merged=COMMIT |
        $ git log --format=%s main..orch/integration
        A: work
        A: attempt 1
        """),
    Fault(
      name: "a git that was killed left the integration branch locked",
      making: "\(branching); touch -d '2 minutes ago' .git/refs/heads/orch/integration.lock",
      transcript: """
        $ tick 0
        A
        $ rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a / \
        review:PASS verified=1 reported=0 all_success_criteria_covered / branch=orch/A / \
        merged=COMMIT |
        """),
    Fault(
      name: "the integration branch is moved meanwhile",
      row: worktreeRow("A", criteria: "file: out/A; cmd: alone"), work: landingOther,
      making: """
        cat > alone.sh <<END
        [ -e other.txt ] || exit 0
        cd $PWD
        echo x >> checked
        [ \\$(wc -l < checked) = 1 ] || exit 0
        git update-ref refs/heads/orch/integration \\
          \\$(git commit-tree -p orch/integration -m meanwhile orch/integration^{tree})
        END
        \(Scene.makingRepository); git add alone.sh && git commit -qm check
        git branch orch/integration
        """,
      transcript: """
        $ tick 0
        A
        $ rows
        | A | DONE | P1 | work | file: out/A; cmd: alone | orch-a | 2026-01-31 18:00 | - | \
        worker=a / review:PASS verified=2 reported=0 all_success_criteria_covered / \
        branch=orch/A / merged=COMMIT |
        $ git log --graph --format=%s orch/integration
        *   A: work
        |\\  
        | * A: attempt 1
        * | meanwhile
        * | before
        |/  
        * check
        * start
        $ wc -l < checked
        2
        """),
    Fault(
      name: "the integration branch stands for another one",
      making:
        "\(Scene.makingRepository); git symbolic-ref refs/heads/orch/integration refs/heads/main",
      transcript: """
        $ tick 0
        A
        $ rows
        | A | IN_PROGRESS | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a |
        $ tick 1
        2> ERROR: orch/integration is a symbolic ref to another branch, which a commit would move (git \
        symbolic-ref --delete refs/heads/orch/integration removes the symbolic ref; the report waits; run \
        orch report --drain)
        [status 1]
        $ git symbolic-ref --delete refs/heads/orch/integration
        $ tick 2
        A DONE (1 proof)
        $ rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a / \
        review:PASS verified=1 reported=0 all_success_criteria_covered / branch=orch/A / \
        merged=COMMIT |
        $ git log --format=%s main
        start
        """),
    Fault(
      name: "a person approves the work", row: worktreeRow("A", notes: "approval=done"),
      transcript: """
        $ tick 0
        A
        $ ops why A
        A	BLOCKED: waits for approval: its report passed the review	orch approve A
        $ git branch --format='%(refname:short)'
        main
        orch/A
        orch/integration
        $ orch approve A
        A -> DONE (DIGEST)
        $ rows
        | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a / \
        approval=done / review:PASS verified=1 reported=0 all_success_criteria_covered / \
        branch=orch/A / merged=COMMIT / approved (me@host, 2026-01-31 18:00, DIGEST) |
        $ git log --format=%s main..orch/integration
        A: work
        A: attempt 1
        """),
    Fault(
      name: "what a person approves conflicts", row: worktreeRow("A", notes: "approval=done"),
      work: "echo ours > list.txt",
      transcript: """
        $ tick 0
        A
        $ echo theirs > list.txt && git commit -qam theirs
        $ git switch -q orch/integration && git merge -q main && git switch -q main
        $ orch approve A
        2> ERROR: the work on A was not merged: conflict in list.txt (orch diff A shows it: send \
        the row back, or merge its branch by hand)
        [status 1]
        $ rows
        | A | BLOCKED | P1 | work | file: out/A | orch-a | 2026-01-31 18:00 | - | worker=a / \
        approval=done / awaits=approval / review:PASS verified=1 reported=0 \
        all_success_criteria_covered / branch=orch/A |
        $ git log --format=%s orch/integration
        theirs
        start
        """),
  ]
}
