import Foundation
import TestSupport
import Testing

@Suite struct DashboardTests {
  @Test func `four panes show status, log, queue and a shell`() throws {
    let dashboard = try Dashboard(
      row("A", "IN_PROGRESS", "P0", task: "한국어 작업", owner: "w", started: "2026-01-31 10:00"),
      row("B", task: "\u{1B}]0;title\u{7}next"), row("C", "DONE", task: "finished"),
      row("D", "FAILED"))
    try dashboard.scene.write(
      "hello \u{1B}[31m로그\n", to: "\(dashboard.home)/logs/workers/A-1.log")
    try expect(
      dashboard.bash(
        """
        bash "$DASHBOARD" --queue "$QUEUE" --detach --refresh 0.2 || exit
        tmux list-panes -s -t =orch-----it-s--x -F '#{@orch_title}' | sort | paste -sd ' '
        for session in orch-----it-s--x; do
          see $session status 'summary PENDING=1 IN_PROGRESS=1 BLOCKED=0 FAILED=1 DONE=1'
          see $session status '8 h  2026-01-31 10:00'
          see $session status 'workers_active=1 in_progress=1'
          see $session queue 'A            IN_PROGRESS P0 한국어 작업'
          see $session queue 'B            PENDING     P1 \\u{1B}]0;title\\u{7}next'
          see $session queue 'D            FAILED      P1 work'
          shown $session queue | grep -c finished
          see $session log 'hello [31m로그'
          orch add --queue "$QUEUE" --id E --priority P1 --task new --success-criteria c
          see $session log '18:00:00 add E ok'
          see $session queue 'E            PENDING     P1 new'
          see $session status 'summary PENDING=2'
          # The log of a worker that starts later takes the place of the one before.
          mkdir -p "${QUEUE%/*}/.orch/attempts/B/2"
          echo second > "${QUEUE%/*}/.orch/attempts/B/2/output.log"
          touch -d '2030-01-01' "${QUEUE%/*}/.orch/attempts/B/2/output.log"
          see $session log second
          shown $session log | grep -c hello
          tmux send-keys -t "$(pane $session shell)" 'pwd; echo "${ORCH_QUEUE_MD#$PWD}"' Enter
          see $session shell \(Self.quoted(dashboard.root))
          see $session shell /automation/orchestrator/QUEUE.md
        done
        """),
      is: .prints(
        """
        Session orch-----it-s--x: tmux attach -t orch-----it-s--x
        commands log queue shell status
        0
        Added E
        0

        """))
  }

  private static func quoted(_ text: String) -> String {
    "'\(text.replacing("'", with: "'\\''"))'"
  }

  @Test func `panes stay within their borders`() throws {
    let dashboard = try Dashboard()
    let rows = (1...60).map { row("R-\($0)", task: String(repeating: "long ", count: 60)) }
    try dashboard.scene.write(queueText(rows), to: dashboard.queue)
    try expect(
      dashboard.bash(
        """
        bash "$DASHBOARD" --queue "$QUEUE" --detach --refresh 0.2 --session d || exit
        see d queue 'R-1 '
        height=$(tmux display -p -t "$(pane d queue)" '#{pane_height}')
        see d queue "R-$((height - 1)) "
        shown d queue | grep -c "R-$height " || true
        """), is: .prints("Session d: tmux attach -t d\n0\n"))
  }

  @Test(
    arguments: LongTests.sample(
      1,
      of: [
        "tmux send-keys -t \"$(pane d status)\" q", "tmux send-keys -t \"$(pane d queue)\" q",
        "tmux send-keys -t \"$(pane d log)\" q", "tmux kill-session -t =d",
      ], named: "endings"))
  func `nothing is left behind`(_ ending: String) throws {
    let dashboard = try Dashboard(row("A"))
    try expect(
      dashboard.bash(
        """
        tmux new-session -d -s other
        bash "$DASHBOARD" --queue "$QUEUE" --detach --refresh 0.2 --session d || exit
        orch list --queue "$QUEUE" > /dev/null
        see d log 'list - ok'; see d queue A; see d status summary
        all=$(processes d)
        [ $(wc -w <<< "$all") -ge 6 ] || echo "only $all"
        \(ending)
        gone $all
        tmux list-sessions -F '#{session_name}'
        """), is: .prints("Session d: tmux attach -t d\nother\n"))
  }

  @Test func `a database is shown, too`() throws {
    let scene = try Dashboard()
    try expect(
      scene.bash(
        """
        mkdir -p 'it s/db' && orch init -q --db 'it s/db/queue.db' > /dev/null
        orch add -q --db 'it s/db/queue.db' --id A --priority P1 --task t --success-criteria c
        bash "$DASHBOARD" --db 'it s/db/queue.db' --detach --refresh 0.2 --session d || exit
        see d status 'summary PENDING=1'; see d queue 'A            PENDING'
        see d log '18:00:00 add A ok'
        """), is: .prints("Added A\nSession d: tmux attach -t d\n"))
  }

  @Test func `a second time it goes to the session that there is`() throws {
    let dashboard = try Dashboard(row("A"))
    let other = try Dashboard(row("B"))
    try expect(
      dashboard.bash(
        """
        bash "$DASHBOARD" --queue "$QUEUE" --detach --session d || exit
        before=$(tmux list-panes -s -t =d -F '#{pane_pid}')
        bash "$DASHBOARD" --queue "$QUEUE" --detach --session d || exit
        [ "$before" = "$(tmux list-panes -s -t =d -F '#{pane_pid}')" ] || echo another
        bash "$DASHBOARD" --queue "$OTHER" --detach --session d
        """, environment: ["OTHER": other.scene.path(other.queue)]),
      is: Outcome(
        status: 73,
        output: "Session d: tmux attach -t d\nSession d: tmux attach -t d\n",
        errors:
          "dashboard: there is a session d that shows something else (choose another --session)\n"))
  }

  @Test func `on a terminal it goes there, and leaves with the session`() throws {
    let dashboard = try Dashboard(row("A"))
    let outcome = try dashboard.play(
      """
      spawn -noecho bash $env(DASHBOARD) --queue $env(QUEUE) --session d --refresh 0.2
      see "summary PENDING=1"
      set pane [exec tmux list-panes -s -t =d -F "#{@orch_title} #{pane_id}" | sed -n "s/^status //p"]
      exec tmux send-keys -t $pane q
      expect eof
      exit [lindex [wait] 3]
      """)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try dashboard.bash("tmux list-sessions").status == 1)
  }

  @Test func `inside tmux the client goes over to it`() throws {
    let dashboard = try Dashboard(row("A"))
    let outcome = try dashboard.play(
      """
      spawn -noecho tmux -f /dev/null new-session -s outer "bash --norc"
      send "bash \\"\\$DASHBOARD\\" --queue \\"\\$QUEUE\\" --session d --refresh 0.2\\r"
      see "summary PENDING=1"
      if {[exec tmux list-clients -F "#{client_session}"] != "d"} { exit 1 }
      exec tmux kill-server
      expect eof
      """)
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test func `a window has the commands that people need`() throws {
    let dashboard = try Dashboard(
      row("A", "BLOCKED", notes: "awaits=approval"), row("B", "FAILED"), row("C", "BLOCKED"))
    try expect(
      dashboard.bash(
        """
        bash "$DASHBOARD" start --queue "$QUEUE" --detach --session d || exit
        tmux list-windows -t =d -F '#{window_name} #{window_panes}'
        see d commands 'is all well'
        shown d commands | sed -n '/[a-z]/p' | head -n 10
        # They find the queue, and need no option.
        tmux send-keys -t "$(pane d commands)" 'cd /; ops retry B; orch reject A --reason no' Enter
        see d commands 'B -> PENDING'
        see d commands 'A -> PENDING'
        mkdir 'it s' && orch init --db 'it s/queue.db' > /dev/null
        bash "$DASHBOARD" start --db 'it s/queue.db' --detach --session e || exit
        see e commands 'is all well'
        shown e commands | grep -cF -- "ops why --db $PWD/it\\\\ s/queue.db"
        """),
      is: .prints(
        """
        Session d: tmux attach -t d
        orch 4
        commands 1
        what waits, and why      ops why
        one row, its past        orch show ID     orch history --id ID
        a question of a worker   orch answer ID 'TEXT'
        a report to decide on    orch approve ID     orch reject ID --reason 'REASON'
        FAILED or BLOCKED        ops retry ID
        stop a row               ops cancel ID
        start nothing new        ops pause     ops resume
        the same, and wait       ops drain
        take a change back       orch undo ID
        is all well              ops health     ops doctor
        Session e: tmux attach -t e
        1

        """))
  }

  @Test func `start, stop and reset may be said twice`() throws {
    let dashboard = try Dashboard(row("A"))
    try expect(
      dashboard.bash(
        """
        processes_of() { tmux list-panes -s -t "=$1" -F '#{pane_pid}'; }
        bash "$DASHBOARD" stop --queue "$QUEUE" | sed "s|$PWD/||"
        bash "$DASHBOARD" status; echo "status $?"
        bash "$DASHBOARD" start --queue "$QUEUE" --detach --reset || exit
        before=$(processes_of orch-----it-s--x)
        bash "$DASHBOARD" start --queue "$QUEUE" --detach || exit
        [ "$before" = "$(processes_of orch-----it-s--x)" ] || echo 'another one'
        bash "$DASHBOARD" start --queue "$QUEUE" --detach --reset || exit
        gone $before
        bash "$DASHBOARD" stop --queue "$QUEUE"
        bash "$DASHBOARD" stop --session d
        tmux new-session -d -s d
        bash "$DASHBOARD" stop --session d
        """),
      is: Outcome(
        status: 73,
        output: """
          No session shows \(dashboard.queue)
          No session (automation/tmux/dashboard.sh start makes one)
          status 3
          Session orch-----it-s--x: tmux attach -t orch-----it-s--x
          Session orch-----it-s--x: tmux attach -t orch-----it-s--x
          Session orch-----it-s--x: tmux attach -t orch-----it-s--x
          Ended session orch-----it-s--x
          No session d

          """,
        errors: "dashboard: session d is no dashboard (tmux kill-session -t d ends it)\n"))
  }

  @Test func `queues are side by side, and the fleet shows all`() throws {
    let dashboard = try Dashboard(row("A"))
    try expect(
      dashboard.bash(
        """
        short() { sed "s|$PWD/||; s/ BLOCKED=0 FAILED=0 DONE=0//"; }
        for name in 'a/#(touch ran)' 'b/#(touch ran)' 'c;'; do
          mkdir -p "$name" && orch init --path "$name" > /dev/null
          orch add -q --queue "$name/QUEUE.md" --task t --priority P1 --success-criteria c
          bash "$DASHBOARD" --queue "$name/QUEUE.md" --detach || exit
        done
        bash "$DASHBOARD" status | short
        bash "$DASHBOARD" status --queue 'c;/QUEUE.md' | short
        bash "$DASHBOARD" fleet --detach || exit
        tmux list-panes -s -t =orch-fleet -F '#{@orch_title}' | short
        ( each=$(tmux list-panes -s -t =orch-fleet -F '#{pane_id}' | tail -n 1)
          pane() { echo "$each"; }
          see fleet c HEALTH_OK; see fleet c 'PENDING=1'; see fleet c ORCH-001 )
        bash "$DASHBOARD" stop --queue 'c;/QUEUE.md'
        bash "$DASHBOARD" fleet --detach || exit
        tmux list-panes -s -t =orch-fleet -F '#{@orch_title}' | short
        bash "$DASHBOARD" fleet --detach --queue "$QUEUE" --queue none.md 2>&1 | cut -d ' ' -f 1-4
        bash "$DASHBOARD" fleet --detach --queue "$QUEUE" --session d || exit
        bash "$DASHBOARD" stop --session orch---touch-ran-
        bash "$DASHBOARD" stop --session orch---touch-ran--2
        bash "$DASHBOARD" status; bash "$DASHBOARD" stop --session d
        bash "$DASHBOARD" stop --session orch-fleet; bash "$DASHBOARD" status; echo $?
        ls -d ran */ran */*/ran 2> /dev/null
        true
        """),
      is: .prints(
        """
        Added ORCH-001
        Session orch---touch-ran-: tmux attach -t orch---touch-ran-
        Added ORCH-001
        Session orch---touch-ran--2: tmux attach -t orch---touch-ran--2
        Added ORCH-001
        Session orch-c-: tmux attach -t orch-c-
        orch---touch-ran-\ta/#(touch ran)/QUEUE.md\tPENDING=1 IN_PROGRESS=0\tHEALTH_OK
        orch---touch-ran--2\tb/#(touch ran)/QUEUE.md\tPENDING=1 IN_PROGRESS=0\tHEALTH_OK
        orch-c-\tc;/QUEUE.md\tPENDING=1 IN_PROGRESS=0\tHEALTH_OK
        orch-c-\tc;/QUEUE.md\tPENDING=1 IN_PROGRESS=0\tHEALTH_OK
        Session orch-fleet: tmux attach -t orch-fleet
        a/#(touch ran)/QUEUE.md
        b/#(touch ran)/QUEUE.md
        c;/QUEUE.md
        Ended session orch-c-
        Session orch-fleet: tmux attach -t orch-fleet
        a/#(touch ran)/QUEUE.md
        b/#(touch ran)/QUEUE.md
        ERROR: no queue at
        Session d: tmux attach -t d
        Ended session orch---touch-ran-
        Ended session orch---touch-ran--2
        d\tfleet of 1 queue
        orch-fleet\tfleet of 2 queues
        Ended session d
        Ended session orch-fleet
        No session (automation/tmux/dashboard.sh start makes one)
        3

        """))
  }

  // MARK: Refusals

  @Test(
    arguments: [
      (["--bad"], .fails(64, "dashboard: unknown argument '--bad' (--help tells what there is)")),
      (
        ["--queue"],
        .fails(64, "dashboard: missing value for --queue (--help tells what there is)")
      ),
      (
        ["--refresh", "0"],
        .fails(64, "dashboard: invalid value '0' for --refresh (it must be seconds)")
      ),
      (
        ["--refresh", "soon"],
        .fails(64, "dashboard: invalid value 'soon' for --refresh (it must be seconds)")
      ),
      (
        ["--session", "a.b"],
        .fails(64, "dashboard: invalid value 'a.b' for --session (use letters, digits, - and _)")
      ),
      ([], .fails(64, "dashboard: there is no terminal (--detach only makes the session)")),
      (["fleet"], .fails(64, "dashboard: there is no terminal (--detach only makes the session)")),
      (
        ["start", "stop"],
        .fails(64, "dashboard: unexpected argument 'stop' (there is 'start' already)")
      ),
      (
        ["start", "--queue", "a", "--db", "b"],
        .fails(64, "dashboard: more than one queue (fleet shows several)")
      ),
      (
        ["status", "--session", "d"],
        .fails(64, "dashboard: --session with status (name the queue)")
      ),
    ] as [([String], Outcome)])
  func `the command line is understood or refused`(
    _ arguments: [String], outcome: Outcome
  ) throws {
    let scene = try Scene()
    try expect(scene.run("/bin/bash", [Dashboard.script] + arguments), is: outcome)
    let help = try scene.run("/bin/bash", [Dashboard.script, "--help"])
    #expect(help.status == 0 && help.output.hasPrefix("usage: automation/tmux/dashboard.sh "))
  }

  @Test func `what is missing is named`() throws {
    let scene = try Scene()
    for name in ["dirname", "basename"] {
      try FileManager.default.createSymbolicLink(
        atPath: scene.path(name), withDestinationPath: "/usr/bin/\(name)")
    }
    func dashboard() throws -> Outcome {
      try scene.run(
        "/bin/bash", [Dashboard.script, "--detach"], environment: ["PATH": scene.folder])
    }
    try expect(dashboard(), is: .fails(66, "dashboard: tmux: not found (apt-get install tmux)"))
    try FileManager.default.createSymbolicLink(
      atPath: scene.path("tmux"), withDestinationPath: "/usr/bin/true")
    try expect(
      dashboard(), is: .fails(66, "dashboard: orch: not found (automation/install.sh installs it)"))
  }

  @Test func `where there is no queue it says what orch says, and makes no session`() throws {
    let dashboard = try Dashboard()
    let outcome = try dashboard.bash("bash \"$DASHBOARD\" --queue none.md --detach")
    #expect(outcome.status == 66 && outcome.output.isEmpty, "\(outcome)")
    #expect(outcome.errors.hasPrefix("ERROR: no queue at "), "\(outcome)")
    #expect(try dashboard.bash("tmux list-sessions").status == 1)
  }
}
