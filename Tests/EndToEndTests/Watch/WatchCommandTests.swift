import TestSupport
import Testing

/// What `ops watch` shows, and how it follows the queue.
@Suite struct WatchCommandTests {
  private static let rows = [
    row(
      "A", "IN_PROGRESS", "P0", task: "한국어 작업", owner: "w", started: "2026-01-31 10:00"),
    row("B", task: "\u{1B}]0;title\u{7}next", notes: "after=D"), row("C", "DONE", task: "finished"),
    row("D", "FAILED"),
  ]

  private func terminal() throws -> WatchTerminal {
    WatchTerminal(try Scene(file: queueText(Self.rows)))
  }

  @Test func `the whole screen`() throws {
    let terminal = try terminal()
    try expect(
      terminal.play("start; see 'q quit'; shown"),
      is: .prints(
        """
         QUEUE.md                                              1 of 3 workers  18:00:00
        PENDING        1 [|||||||||||||||                                              ]
        IN_PROGRESS    1 [|||||||||||||||                                              ]
        BLOCKED        0 [                                                             ]
        FAILED         1 [|||||||||||||||                                              ]
        DONE           1 [|||||||||||||||                                              ]
          AT WORK 1  PRI  OWNER  AGE  STARTED           TASK         SUCCESS CRITERIA
        > A          P0   w      8 h  2026-01-31 10:00  한국어 작업  it works
          WAITING 1  PRI  WHY                   TASK
        . B          P1   waits for D (FAILED)  \\u{1B}]0;title\\u{7}next
          STOPPED 1  PRI  STATUS  TASK  WHY                 COMMAND
        x D          P1   FAILED  work  no reason is noted  ops retry D
          DONE 1     PRI  TASK      SUCCESS CRITERIA
        + C          P1   finished  it works









        q quit  arrows choose  enter details  / search  f filter  s status  ? keys

        """))
  }

  @Test func `what agents cost is followed, for today and for a row`() throws {
    let terminal = try terminal()
    try terminal.scene.makeFolder(".orch")
    try terminal.expectPlays(
      #"""
      book() {
        printf '%s\n' '{"schema":1,"time":"2026-01-31T17:0'$1':00+09:00","id":"C","claim":'$1',"attempt":"'$1'","worker":"w","adapter":"claude","model":null,"session":null,"usage":null,"cost":'$2',"session_usage":null,"session_cost":null}' >> .orch/costs.jsonl
      }
      book 1 '{"usd":0.5,"source":"cli"}'
      start; see 'today 0.50 USD  1 of 3 workers  18:00:00'
      keys Down Down Down Down Enter; see 'success_criteria' 'cost              0.50 USD'
      book 2 '{"usd":0.25,"source":"estimate"}'; book 3 null
      sed -i 's/finished/really finished/' QUEUE.md; see 'really finished'
      see 'cost              0.75 USD (0.25 estimated), 1 of 3 attempts unknown'
      keys q; see 'today 0.75 USD, 1 unknown  1 of 3 workers'
      """#)
  }

  @Test func `a command and an editor's save show at once`() throws {
    try terminal().expectPlays(
      """
      start; see 'WAITING 1'
      $ORCH add -q --id E --priority P0 --task new --success-criteria c > /dev/null
      see 'WAITING 2' '. E ' 'LAST CHANGES' '  add '
      sed -i 's/finished/저장한 것/' QUEUE.md
      see '저장한 것'; unseen finished
      # In place, as some editors save.
      sed 's/저장한 것/in place/' QUEUE.md > other; cat other > QUEUE.md
      see 'in place'
      $ORCH done -q A --notes ok > /dev/null
      see 'DONE 2'; unseen 'AT WORK'
      """)
  }

  @Test func `the screen may become larger and smaller`() throws {
    try terminal().expectPlays(
      """
      start; see 'AT WORK 1'
      tmux resize-window -x 200 -y 60; drawn 199; see 'SUCCESS CRITERIA'
      [ $(shown | grep -c .) -lt 60 ] || echo full
      tmux resize-window -x 30 -y 8; see 'ops watch needs 40 columns'
      tmux resize-window -x 44 -y 12; see 'PENDING=1 IN_PROGRESS=1' '> A'
      tmux resize-window -x 80 -y 24; drawn 79; see 'BLOCKED        0 [' 'WHY'
      """)
  }

  @Test func `a queue that can't be read for the moment leaves what was shown`() throws {
    try terminal().expectPlays(
      """
      start; see 'AT WORK 1'
      mv QUEUE.md away; see 'no queue at' '> A ' 'STOPPED 1'
      mv away QUEUE.md; unseen 'no queue at'
      cp QUEUE.md good; sed 's/| id .*/no table/' good > QUEUE.md; see 'QUEUE.md:' '> A '
      cat good > QUEUE.md; unseen 'QUEUE.md:'
      $ORCH done -q A --notes ok > /dev/null; see 'DONE 2'
      """)
  }

  @Test func `a database is shown, too`() throws {
    try terminal().expectPlays(
      """
      $ORCH init -q --db queue.db > /dev/null
      $ORCH add -q --db queue.db --id E --priority P0 --task '새 일' --success-criteria c > /dev/null
      start --db queue.db; see ' queue.db' '. E ' '새 일' '  add '
      $ORCH pick -q --db queue.db --owner-session v > /dev/null
      see '> E ' 'AT WORK 1'
      """)
  }

  @Test func `a daemon that was killed is reported`() throws {
    try terminal().expectPlays(
      """
      ticked() { $OPS doctor | grep -q "daemon .*process $id since .*, last tick 20"; }
      # A shell reports which of its processes was killed.
      daemon() { $ORCH daemon -q > /dev/null 2>&1 & id=$!; disown; await ticked; }
      is_gone() { ! kill -0 $id 2> /dev/null; }
      trap 'kill $id 2> /dev/null' EXIT
      daemon
      start; see 'STOPPED 1'; unseen 'daemon was killed'
      kill -KILL $id; see 'daemon was killed; orch daemon starts it again' 'STOPPED 1'
      daemon; unseen 'daemon was killed'
      # One that was asked to end did so.
      kill -TERM $id; await is_gone; $ORCH done -q A --notes ok > /dev/null; see 'DONE 2'
      unseen 'daemon was killed'
      """)
  }

  @Test(arguments: ["$OPS watch", "$OPS watch --json", "$OPS watch --color always"])
  func `where there is no terminal it is one status`(_ command: String) throws {
    let scene = try Scene(file: queueText(Self.rows))
    let watched = try scene.bash(command)
    #expect(watched.status == 0 && !watched.output.isEmpty)
    try expect(watched, is: scene.bash(command.replacing("watch", with: "status")))
  }

  @Test(arguments: [["watch"], ["watch", "--json"]])
  func `where there is no screen a label is refused`(_ command: [String]) throws {
    let scene = try Scene(file: queueText(Self.rows))
    let refused = try scene.run(scene.opsPath, command + ["--label", "x"])
    #expect(refused.status == 64, "\(refused)")
    #expect(
      (refused.output + refused.errors).contains(
        "--label narrows the screen, which needs a terminal"), "\(refused)")
  }

  @Test func `a terminal that can't move its cursor gets one status, too`() throws {
    let scene = try Scene(file: queueText(Self.rows))
    for kind in ["dumb", ""] {
      let screen = try scene.terminal("$OPS watch", environment: ["TERM": kind])
      try expect(screen, is: scene.terminal("$OPS status", environment: ["TERM": kind]))
    }
  }

  @Test func `a missing queue is the usual error, and the screen stays as it was`() throws {
    let scene = try Scene()
    let screen = try scene.terminal("$OPS watch --queue Q.md", environment: ["TERM": "xterm"])
    #expect(screen.contains("no queue at"))
    #expect(!screen.contains("1049"))
  }

  /// The clock stands still: nothing is to be written but what a key changes.
  @Test func `nothing flickers`() throws {
    try terminal().expectPlays(
      """
      start; see 'AT WORK 1'
      tmux pipe-pane 'cat > written'
      keys x F5 ㅎ x; keys Down
      await grep -q 'A ' written
      keys '?'; see 'ops watch: keys'
      keys q; see 'AT WORK'; tmux pipe-pane
      # The line that stands out now, and its keys; and nothing was cleared, then or later.
      first=$(tr '\\n' ' ' < written | sed 's/2026l.*/2026l/')
      [ ${#first} -lt 300 ] || echo "$first" | od -c
      if grep "$(printf '\\033\\[[0-9]*[JK]')" written; then echo cleared; fi
      """)
  }

  // MARK: The picture in the documents

  /// The clock of the queue in it stands still, and nothing in it depends on the machine.
  @Test func `the picture of ops watch is what its script makes`() throws {
    let scene = try Scene()
    let outcome = try scene.run(
      "/bin/bash", ["\(Project.folder)/automation/tmux/picture.sh", "-"],
      environment: ["BIN": BuiltBinaries.folder, "PATH": "/usr/bin:/bin"])
    let committed = try Project.text("docs/images/ops-watch.svg")
    #expect(outcome == .prints(committed), "automation/tmux/picture.sh makes it anew\n\(outcome)")
  }

  @Test func `no picture is made of a screen that ended`() throws {
    let scene = try Scene()
    try scene.bash(
      """
      mkdir bin; ln -s "$BIN/orch" "$BIN/reference" bin/
      printf '#!/bin/sh\\nexit 1\\n' > bin/ops; chmod 755 bin/ops
      """, environment: ["BIN": BuiltBinaries.folder]
    ).check()
    let outcome = try scene.run(
      "/bin/bash", ["\(Project.folder)/automation/tmux/picture.sh", "-"],
      environment: ["BIN": "\(scene.folder)/bin", "PATH": "/usr/bin:/bin"])
    #expect(outcome.status == 1 && outcome.output.isEmpty)
    #expect(outcome.errors == "picture: ops watch ended before it showed its keys\n")
  }
}
