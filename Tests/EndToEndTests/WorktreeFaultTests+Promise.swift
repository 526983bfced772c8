import TestSupport

// The integration branch is moved by others than orch.

extension WorktreeFaultTests {
  /// Hides the ids of commits.
  private static let hidden = "2>&1 | sed -E 's/\\b[0-9a-f]{10}\\b/ID/g'"

  /// What B's worker does to the branch, as real agents have done.
  private static func agent(_ script: String) -> String {
    "if [ \"$ORCH_ITEM_ID\" = B ]; then \(script); fi"
  }

  private static let committing = agent(
    """
    git checkout -q orch/integration && echo late > late.txt && git add late.txt
    git commit -qm late && git checkout -q orch/B
    (cd "$home" && \(Scene.binaries)/ops integrate --accept $(git rev-parse orch/integration)) \\
      > "$home/.local/said" 2>&1
    """)

  private static let begin = """
    $ tick 0
    A
    $ orch add --id B --task work --success-criteria "file: out/B" --worker a
    Added B
    """

  private static let landsAfterA = """
    $ git log --first-parent --format=%s main..orch/integration
    B: work
    A: work
    """

  static let promises: [Fault] = [
    Fault(
      name: "a person merges the base into the integration branch",
      transcript: """
        \(begin)
        $ echo more >> list.txt && git commit -qam more
        $ git switch -q orch/integration && git merge -q -m merged main && git switch -q main
        $ tick 1
        B
        $ git log --first-parent --format=%s main..orch/integration
        B: work
        merged
        A: work
        """),
    Fault(
      name: "an agent commits on the integration branch, and a person puts it back",
      work: committing,
      transcript: """
        \(begin)
        $ tick 1
        B
        $ ops why B \(hidden)
        B	IN_PROGRESS by orch-b since 18:01, lease until 19:32; its report waits: \
        integration_changed: orch/integration has ID, which no row landed and the base does not \
        have: ops integrate --accept ID keeps it as it is, git update-ref \
        refs/heads/orch/integration ID ID puts it back	orch show B
        $ sed -E 's/ \\(.*//' .local/said
        ERROR: a worker can't accept commits
        $ ops integrate \(hidden)
        ERROR: integration_changed: orch/integration has ID, which no row landed and the base does \
        not have: ops integrate --accept ID keeps it as it is, git update-ref \
        refs/heads/orch/integration ID ID puts it back (nothing lands until a person decides; git \
        log ID..ID shows the commits)
        $ git update-ref refs/heads/orch/integration refs/orch/landed/orch%2Fintegration
        $ tick 2
        B DONE (1 proof)
        \(landsAfterA)
        $ ops verify
        verify ok ~/QUEUE.md: 2 rows, 5 changes
        """),
    Fault(
      name: "an agent merges its own branch, and a person accepts that",
      work: agent("git add out && git commit -qm mine && git push -q . HEAD:orch/integration"),
      transcript: """
        \(begin)
        $ tick 1
        B
        $ ops integrate --accept 1234567 \(hidden)
        ERROR: orch/integration is not at 1234567, but at ID (look at the branch as it is now, and \
        then accept that commit)
        $ ops integrate --accept $(git rev-parse --short=7 orch/integration) \(hidden)
        The integration branch is accepted at ID
        main of the checkout is at ID now
        $ tick 2
        B DONE (1 proof)
        $ git log --first-parent --format=%s orch/integration
        mine
        A: work
        start
        """),
    Fault(
      name: "an agent moves the integration branch back",
      work: agent("git update-ref refs/heads/orch/integration orch/integration^"),
      transcript: """
        \(begin)
        $ tick 1
        B
        $ ops verify \(hidden)
        QUEUE.md: orch/integration no longer has the work on A, which landed as ID [lost-landing]
        $ ops why A | cut -f 2 \(hidden)
        DONE; its last attempt: landing_lost:ID
        $ ops health \(hidden)
        HEALTH_WARN integration_changed: orch/integration lost ID, ID, which landed: ops \
        integrate --accept ID keeps it as it is, git update-ref refs/heads/orch/integration ID ID \
        puts it back (nothing lands until a person decides; git log ID..ID shows the commits); \
        orch/integration no longer has the work on A, which landed as ID (orch replan A --force \
        does the work again)
        $ git update-ref refs/heads/orch/integration refs/orch/landed/orch%2Fintegration
        $ tick 2
        B DONE (1 proof)
        \(landsAfterA)
        """),
    Fault(
      name: "the integration branch is deleted",
      work: agent("git update-ref -d refs/heads/orch/integration"),
      transcript: """
        \(begin)
        $ tick 1
        B
        $ ops why B \(hidden)
        B	IN_PROGRESS by orch-b since 18:01, lease until 19:32; its report waits: \
        integration_changed: orch/integration was deleted with ID, ID, which landed: ops \
        integrate --accept ID begins it again at the base, git branch orch/integration ID puts it \
        back	orch show B
        $ ops integrate --accept $(git rev-parse main) \(hidden)
        The integration branch is accepted at ID
        $ tick 2
        B DONE (1 proof)
        """),
  ]
}
