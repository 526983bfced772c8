import Host
import TestSupport
import Testing

/// What keys do to rows, by the same commands that one may type.
@Suite struct WatchKeyTests {
  private static let rows = [
    row("A", "FAILED", task: "first"), row("B", task: "둘째 작업"), row("C", "DONE", task: "third"),
  ]

  private func terminal() throws -> WatchTerminal {
    WatchTerminal(try Scene(file: queueText(Self.rows)))
  }

  @Test func `enter shows a row's details, which scroll and follow`() throws {
    let terminal = try terminal()
    let notes = (1...90).map { "segment number \($0)" }.joined(separator: " / ")
    try terminal.scene.write(
      queueText(Self.rows + [row("D", "BLOCKED", task: "긴 것", notes: notes)]))
    try terminal.expectPlays(
      """
      start; see 'STOPPED 2'
      keys Down Enter; see 'success_criteria' '둘째 작업' 'is the next to pick'
      sed -i 's/둘째 작업/바뀐 작업/' QUEUE.md; see '바뀐 작업'
      keys Escape; see 'STOPPED 2'
      keys Down Down Enter; see 'segment number 1 ' 'lines 1 to'; unseen 'segment number 90'
      keys End; see 'segment number 90'; keys Home; see 'success_criteria'
      keys q; see 'STOPPED 2'
      """)
  }

  @Test func `retry asks, and does what the command does`() throws {
    let terminal = try terminal()
    try expect(
      terminal.play(
        """
        start; see 'STOPPED 1'
        keys Down Down r; see 'y/n: Retry A? It becomes PENDING.'
        keys n; see 'Nothing was changed' 'FAILED  first'
        grep -c '| A .*FAILED' QUEUE.md
        keys r; see 'Retry A?'; keys y; see 'A -> PENDING'; unseen STOPPED
        grep -c '| A .*PENDING.*retry_requested' QUEUE.md
        keys Escape; see 'q quit'
        jq -r '[.event, .command, .item_id] | join(" ")' logs/orch_runs.jsonl
        """),
      is: .prints("1\n1\nrun_start retry \nrun_end retry A\n"))
  }

  @Test func `what a command refuses is shown`() throws {
    let terminal = try terminal()
    let refusal = try terminal.scene.ops("retry", "C").errors
    #expect(refusal.hasPrefix("ERROR: "))
    try terminal.expectPlays(
      """
      start; see 'DONE 1'
      keys End r; see 'y/n: Retry C?'; keys y; see "$REFUSAL"
      keys ㄱ; see 'y/n: Retry C?'; keys ㅛ; see "$REFUSAL"
      """, environment: ["REFUSAL": String(refusal.dropLast().prefix(60))])
  }

  @Test func `confirming a row that waits does not cancel one that is at work by then`() throws {
    try terminal().expectPlays(
      """
      start; see 'DONE 1'
      keys Down c; see 'y/n: Cancel B? It becomes BLOCKED.'
      $ORCH pick -q --id B --owner-session other > /dev/null
      see 'B is IN_PROGRESS now: nothing was changed'
      keys y x Down; see 'q quit'
      grep -q '| B .*IN_PROGRESS' QUEUE.md || cat QUEUE.md
      $ORCH release -q B --force > /dev/null; see 'WAITING 1'
      # Between the answer and what it does, too.
      exec 9< .orch/lock; flock 9
      keys Home c; see 'y/n: Cancel B? It becomes BLOCKED.'; keys y; see 'Cancelling B'
      sed -i '/| B /s/PENDING/IN_PROGRESS/' QUEUE.md; see 'AT WORK 1'
      exec 9<&-; see 'ERROR: B is IN_PROGRESS, no longer PENDING'
      """)
  }

  @Test func `what is asked is seen, or not answered`() throws {
    try terminal().expectPlays(
      """
      start; see 'DONE 1'
      tmux resize-window -x 30 -y 8; see 'ops watch needs 40 columns'
      keys j c y; tmux resize-window -x 80 -y 24; see 'q quit'
      grep -q '| B .*PENDING' QUEUE.md || cat QUEUE.md
      keys Down c; see 'y/n: Cancel B?'
      tmux resize-window -x 30 -y 8; see 'ops watch needs 40 columns'
      keys q; see 'ended 0'
      grep -q '| B .*PENDING' QUEUE.md || cat QUEUE.md
      """)
  }

  @Test(arguments: QueueKept.allCases)
  func `cancel ends the worker that is at work on the row`(_ kept: QueueKept) throws {
    let scene = try Scene(loop: kept)
    let worker = try scene.startPausing()
    try WatchTerminal(scene).expectPlays(
      """
      start; see 'AT WORK 1'
      keys Down c; see 'y/n: Cancel ORCH-001? Its worker (pid ' 'BLOCKED.'
      keys y; see 'ORCH-001 -> BLOCKED' '! ORCH-001'
      keys q; see 'ended 0'
      """)
    #expect(!worker.isAlive)
    // The supervisor may still be ending.
    try scene.awaitWorkers()
    try scene.expectNothingLeft()
  }

  @Test func `leaving before a worker has ended prints how it ended`() throws {
    let scene = try Scene(loop: .inFile)
    try scene.submit("Pause, and do not listen")
    try expect(scene.tick(), is: .prints("ORCH-001\n"))
    let worker = try scene.awaitPause("ORCH-001")
    try WatchTerminal(scene).expectPlays(
      """
      start; see 'AT WORK 1'
      keys Down c; see 'Cancel'; keys y q
      see 'ended 0' 'ORCH-001 -> BLOCKED'
      """)
    #expect(!worker.isAlive)
    // The supervisor may still be ending.
    try scene.awaitWorkers()
    try scene.expectNothingLeft()
  }

  @Test(arguments: [("keys C-c", "130"), ("kill -TERM $id", "143")])
  func `the wait for it after leaving can still be ended`(_ ending: String, status: String)
    throws
  {
    try terminal().expectPlays(
      """
      start; see 'DONE 1'; id=$(watcher)
      $ORCH add -q --id E --priority P1 --task t --success-criteria c > /dev/null; see 'WAITING 2'
      exec 9< .orch/lock; flock 9
      keys Down c; see 'Cancel B?'; keys y; see 'Cancelling B'; keys q; see before
      \(ending); see 'ended \(status)'; unseen 'B ->' ERROR
      """, environment: ["ORCH_LOCK_TIMEOUT": "600"])
  }

  @Test func `keys that were typed on a Korean keyboard count`() throws {
    try terminal().expectPlays(
      "start; see 'DONE 1'; keys 한글 ㅓ ㅊ; see 'Cancel B?'; keys ㅜ; keys ㅂ; see 'ended 0'")
  }

  @Test(arguments: QueueKept.allCases)
  func `a worker's report is shown, and its question answered`(_ kept: QueueKept) throws {
    try WatchTerminal(Scene(loop: kept)).expectPlays(
      #"""
      $ORCH add $OPTIONS -q --id Q --priority P1 --task 그림 --success-criteria c > /dev/null
      $ORCH pick $OPTIONS -q --id Q --owner-session w > /dev/null
      printf '[REPORT Q]\nStatus: QUESTION\nQuestion: Which page?\nNotes: a\033[2Jb\n' |
        $ORCH report $OPTIONS --owner-session w > /dev/null
      start; see 'STOPPED 1'
      keys Down e; see 'Q: report' 'from w: accepted' 'Question: Which page?' 'a\u{1B}[2Jb'
      keys a; see 'Answer Q: Which page?'
      keys 둘째 BSpace; see '> 둘'; unseen '> 둘째'
      keys C-u 'the second' Enter; see 'Q -> PENDING'; keys q; see '. Q '
      $ORCH show $OPTIONS Q | grep -q 'answer 1: the second (' || $ORCH show $OPTIONS Q
      """#)
  }

  @Test func `what awaits approval is approved, or sent back with a reason`() throws {
    let rows = ["A", "B"].map { row($0, "BLOCKED", task: "work", notes: "awaits=approval") }
    try WatchTerminal(Scene(file: queueText(rows))).expectPlays(
      """
      start; see 'STOPPED 2'
      keys Down a; see 'y/n: Approve A?'; keys y; see 'A -> DONE' 'DONE 1'
      keys Home d; see 'Reject B?'; keys Enter; see 'Type the reason first'
      keys 'no title' Enter; see 'B -> PENDING' 'WAITING 1'
      grep -q 'rejected: no title (' QUEUE.md || cat QUEUE.md
      keys p; see 'Replan B? It stays PENDING.'; keys split Enter
      await grep -q 'replan:split' QUEUE.md
      """)
  }

  @Test func `a log is followed, rows are filtered, and what is pasted is not a command`() throws {
    try terminal().expectPlays(
      """
      mkdir -p logs/workers; seq 1 400 > logs/workers/B-1.log
      start; see 'DONE 1'
      keys Down l; see 'B: log' 'of 400, follows' 400
      echo '한 줄 더' >> logs/workers/B-1.log; see '한 줄 더' 'of 401, follows'
      # What never ends is not waited for.
      mkfifo logs/workers/B-2.log; see 'cannot read'
      keys q; see 'DONE 1'
      keys f third Enter; see 'filter "third": 1 of 3 rows'; unseen '둘째 작업'
      keys Escape; see '둘째 작업'
      keys Home; tmux set-buffer cy; tmux paste-buffer -p
      keys c; see 'Cancel B?'; keys n; see 'Nothing was changed'
      grep -q '| B .*PENDING' QUEUE.md || cat QUEUE.md
      """)
  }

  @Test func `keys come from the terminal where standard input is something else`() throws {
    try terminal().expectPlays("start '< QUEUE.md'; see 'DONE 1'; keys q; see 'ended 0' ' icanon'")
  }
}
