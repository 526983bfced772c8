import TestSupport

// What would land with the work on a row, and is not that work: docs/worktrees.md, "What lands".

extension WorktreeFaultTests {
  private static let reportingProse =
    "printf '[REPORT %s]\\nStatus: DONE\\nChanges: none\\nCriteria:\\n1. met: ran it: 12 passed\\n' $ORCH_ITEM_ID"

  static let others: [Fault] = [
    Fault(
      name: "its worker moved the branch back before its base",
      row: worktreeRow("A", criteria: "it is gone"),
      work: "rm -r out; git reset -q --hard HEAD~1; \(reportingProse); exit 0",
      making: "\(Scene.makingRepository); echo x > gone && git add gone && git commit -qm gone",
      transcript: """
        $ tick 0
        A
        $ rows
        | A | PENDING | P1 | work | it is gone | - | - | - | worker=a / review_attempts=1 / \
        retry_not_before=1769850060 / review:RETRY attempt=1/3 no_changes |
        $ git log --format=%s main..orch/integration
        """),
    Fault(
      name: "it builds on what a person made done", row: worktreeRow("A", notes: "approval=done"),
      transcript: """
        $ tick 0
        A
        $ orch done A --notes 'good enough' -q
        A -> DONE
        $ orch add --id B --task more --success-criteria "file: out/B" --after A --worker a
        Added B
        $ tick 1
        B
        $ ops why B
        B	IN_PROGRESS by orch-b since 18:01, lease until 19:32; its report waits: B waits for the \
        work of A, whose commits it has	orch show B
        $ git log --format=%s main..orch/integration
        $ ops integrate A
        A landed as COMMIT
        $ tick 3
        B DONE (1 proof)
        $ git show orch/integration:out/A orch/integration:out/B
        work
        work
        """),
    Fault(
      name: "it builds on a secret of a row that does not land by itself",
      row: row("A", criteria: "it works", notes: "worker=n"),
      work: """
        if [ $ORCH_ITEM_ID = A ]; then
          printf 'ghp_%s%s\\n' abcdefghijklmnopqr stuvwxyz0123456789 > token
          git add token && git commit -qm token
        fi
        """,
      making: """
        sed -i 's/"workers": {/&"n": {"adapter": "report", "argv": [".\\/agent.sh"], "worktree": true}, /' orch.json
        \(Scene.makingRepository)
        """,
      transcript: """
        $ tick 0
        A
        $ orch done A --notes 'good enough' -q
        A -> DONE
        $ orch add --id B --task more --success-criteria "file: out/B" --after A --worker a
        Added B
        $ tick 1
        B
        $ rows | sed -E 's/[0-9a-f]{10}:/COMMIT:/'
        | A | DONE | P1 | work | it works | orch-a | 2026-01-31 18:00 | - | good enough / worker=n / \
        branch=orch/A |
        | B | BLOCKED | P1 | more | file: out/B | orch-b | 2026-01-31 18:01 | - | worker=a / after=A \
        / awaits=approval / review:BLOCK verified=1 reported=0 secret_in_diff:COMMIT:token:1 / \
        branch=orch/B |
        $ git log --format=%s main..orch/integration
        """),
    Fault(
      name: "it has commits of a row whose branch went on", row: worktreeRow("B"),
      work: """
        case $ORCH_ITEM_ID in
        A)
          git merge -q orch/B
          git update-ref refs/heads/orch/B $(git commit-tree -p orch/B -m on orch/B^{tree});;
        B) exit 3;;
        esac
        """,
      transcript: """
        $ tick 0
        B
        $ orch add --id A --task more --success-criteria "file: out/A" --worker a
        Added A
        $ tick 0
        A
        $ ops why A
        A	IN_PROGRESS by orch-a since 18:00, lease until 19:31; its report waits: A waits for the \
        work of B, whose commits it has	orch show A
        $ git log --format=%s main..orch/integration
        """),
    Fault(
      name: "it was worked again while an approval was carried out",
      row: worktreeRow("A", criteria: "file: out/A; cmd: alone", notes: "approval=done"),
      work: "echo $RANDOM >> out/A",
      making: """
        cat > alone.sh <<'CHECK'
        [ -e other.txt ] && [ ! -e ~/again ] || exit 0
        cd ~ && touch again && unset ORCH_LABEL ORCH_ATTEMPT && export ORCH_NOW=1769850000
        orch reject A --reason again -q && orch tick -q && orch wait A -q; [ $? = 4 ]
        CHECK
        \(Scene.makingRepository); git add alone.sh && git commit -qm check
        git branch orch/integration
        """,
      transcript: """
        $ tick 0
        A
        $ \(landingOther)
        $ orch approve A 2>&1 | sed -E 's/[0-9a-f]{32}/DIGEST/g'
        ERROR: A does not match DIGEST: it is DIGEST now (look at it again: orch show A; \
        --digest DIGEST)
        $ git log --format=%s main..orch/integration
        before
        """),
  ]

  /// Something else lands.
  private static let landingOther =
    "echo other > other.txt && git add other.txt && tree=$(git write-tree); git rm -qf other.txt; git update-ref refs/heads/orch/integration $(git commit-tree -p main -m before $tree)"
}
