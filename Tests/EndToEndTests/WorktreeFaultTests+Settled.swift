import TestSupport

// Conflicts in what has no lines to merge, and rows that come back: docs/worktrees.md, "What lands" and
// "A row's worktree".

extension WorktreeFaultTests {
  /// What another row landed meanwhile: other bytes of a binary, and a file that one side changes and
  /// the other removes, each way round.
  private static let conflicting = """
    printf '\\0base' > pic.bin; echo base > old.txt; echo base > kept.txt
    \(Scene.makingRepository); git add pic.bin old.txt kept.txt && git commit -qm files
    git switch -qc theirs; printf '\\0theirs' > pic.bin; echo theirs >> old.txt; git rm -q kept.txt
    git commit -qam theirs; git switch -q main
    """

  /// - Parameters:
  ///   - change: what the second attempt does with what the merge left.
  ///   - sides: what its report says of `kept.txt`, `old.txt` and `pic.bin`; `nil` for nothing.
  private static func settling(_ change: String, saying sides: [String]?) -> String {
    let lines = zip(["kept.txt", "old.txt", "pic.bin"], sides ?? []).map {
      "Resolved: \($0) \($1)\\n"
    }
    return """
      case $ORCH_ATTEMPT in
      1-*) printf '\\0mine' > pic.bin; git rm -q old.txt; echo mine >> kept.txt
        git -C "$home" update-ref refs/heads/orch/integration theirs ;;
      *) \(change)
        printf '[REPORT A]\\nStatus: DONE\\nFiles:\\n- out/A\\n\(lines.joined())'; exit 0 ;;
      esac
      """
  }

  private static func sentBack(_ files: String) -> String {
    """
    | A | PENDING | P1 | work | file: out/A | - | - | - | worker=a / review_attempts=0 / \
    review:RETRY verified=1 reported=0 conflict:\(files) |
    """
  }

  private static let done = """
    | A | DONE | P1 | work | file: out/A | orch-a | 2026-01-31 18:05 | - | worker=a / \
    review:PASS verified=1 reported=0 all_success_criteria_covered / branch=orch/A / merged=COMMIT |
    """

  private static func settled(
    _ name: String, _ change: String, saying sides: [String]?, row: String, files: String
  ) -> Fault {
    Fault(
      name: name, work: settling(change, saying: sides), making: conflicting,
      transcript: """
        $ tick 0
        A
        $ rows
        \(sentBack("kept.txt, old.txt, pic.bin"))
        $ tick 5
        A
        $ rows
        \(row)
        $ git ls-tree --name-only orch/integration kept.txt old.txt; git show \
        orch/integration:pic.bin | tr -d '\\0'; echo
        \(files)
        """)
  }

  static let settled: [Fault] = [
    settled(
      "a conflict is left as it is", "true", saying: nil,
      row: sentBack("kept.txt, old.txt, pic.bin"), files: "old.txt\ntheirs"),
    settled(
      "the sides that stand are said", "true", saying: ["ours", "theirs", "ours"], row: done,
      files: "kept.txt\nold.txt\nmine"),
    settled(
      "sides are said that do not stand", "true", saying: ["theirs", "ours", "theirs"],
      row: sentBack("kept.txt, old.txt, pic.bin"), files: "old.txt\ntheirs"),
    settled(
      "the other sides are made, and said",
      "git rm -qf kept.txt old.txt; printf '\\0theirs' > pic.bin",
      saying: ["theirs", "ours", "theirs"], row: done, files: "theirs"),
  ]

  static let returning: [Fault] = ["restore", "undo"].map { verb in
    Fault(
      name: "a row that was removed comes back by \(verb)",
      row: worktreeRow("A", criteria: "file: none"),
      work: "case $ORCH_ATTEMPT in 1-*) echo one > one.txt ;; esac",
      transcript: """
        $ tick 0
        A
        $ orch rm A --force > /dev/null; orch \(verb) A > /dev/null
        $ orch edit A --criteria 'file: out/A' > /dev/null
        $ tick 5
        A
        $ rows
        \(done)
        $ git diff --name-only main orch/integration
        one.txt
        out/A
        $ git branch --format='%(refname:short)' --list 'orch/A*'
        orch/A
        """)
  }
}
