import TestSupport
import Testing

/// A row is claimed before its worker starts.
@Suite struct LoopClaimTests {
  /// Looks at the queue before it does anything else.
  private static let script = #"""
    #!/bin/sh
    $ORCH list --status IN_PROGRESS --owner "$ORCH_LABEL" $OPTIONS > seen.txt
    $ORCH pick "$ORCH_ITEM_ID" --owner-session somebody-else $OPTIONS 2> refused.txt
    echo 'done' > done.txt
    printf '%s\n' "[REPORT $ORCH_ITEM_ID]" 'Status: DONE' 'Files:' '- done.txt' 'Diff-Summary:' \
      '- did it' 'Validation:' '- 1 passed, 0 failed' 'Risks:' '- None' 'Next:' '- None'
    """#

  @Test(arguments: QueueKept.allCases)
  func `the first that a worker sees is its row, in its own name`(_ kept: QueueKept) throws {
    let scene = try Scene(loop: kept)
    try writeExecutable(Self.script, to: scene.path("looker.sh"))
    try scene.spawn("worker", ["./looker.sh"])
    try scene.submit("Look", "file: done.txt")
    try expect(scene.tick(), is: .prints("ORCH-001\n"))
    try scene.awaitWorkers()
    try expect(scene.text("seen.txt"), is: "ORCH-001\tIN_PROGRESS\tP1\tLook\n")
    let refusal = try scene.text("refused.txt")
    #expect(refusal.hasPrefix("ERROR: ORCH-001 "), "\(refusal)")
    try expect(scene.status("ORCH-001"), is: "DONE")
  }
}
