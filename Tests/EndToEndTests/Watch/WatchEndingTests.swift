import TestSupport
import Testing

/// However it ends, the terminal is as before.
@Suite struct WatchEndingTests {
  @Test(arguments: [
    ("keys q", "ended 0"), ("keys C-c", "ended 130"), ("keys C-\\\\", "ended 131"),
    ("kill -TERM $(watcher)", "ended 143"), ("kill -HUP $(watcher)", "ended 129"),
    ("kill -INT $(watcher)", "ended 130"),
    // As far as a crash lets it.
    ("kill -SEGV $(watcher)", "ended 139"), ("kill -ABRT $(watcher)", "ended 134"),
  ])
  func `the screen of before comes back`(_ ending: String, status: String) throws {
    let terminal = try WatchTerminal(rows: row("A"))
    try terminal.expectPlays(
      """
      start; see 'WAITING 1'; unseen before
      [ "$(tmux display -p '#{cursor_flag} #{alternate_on} #{wrap_flag}')" = '0 1 0' ] ||
        tmux display -p 'begun: #{cursor_flag} #{alternate_on} #{wrap_flag}'
      \(ending)
      see before '\(status)' ' icanon'; unseen 'WAITING 1' '-icanon'
      [ "$(tmux display -p '#{cursor_flag} #{alternate_on} #{wrap_flag}')" = '1 0 1' ] ||
        tmux display -p 'ended: #{cursor_flag} #{alternate_on} #{wrap_flag}'
      keys typed; see typed
      """)
  }

  @Test func `a signal that is ignored stays so`() throws {
    let terminal = try WatchTerminal(rows: row("A"))
    try terminal.expectPlays(
      """
      tmux -f /dev/null new-session -d -x 80 -y 24 "trap '' HUP; $OPS watch; echo ended \\$?; cat"
      see 'WAITING 1'; kill -HUP $(watcher); $ORCH add -q --id B --priority P1 --task t \
        --success-criteria c > /dev/null
      see 'WAITING 2'; keys q; see 'ended 0'
      """)
  }

  @Test func `it stops and goes on as other programs do`() throws {
    let terminal = try WatchTerminal(rows: row("A"))
    try terminal.expectPlays(
      """
      tmux -f /dev/null new-session -d -x 80 -y 24 "exec env PS1='prompt> ' bash --norc -i"
      see 'prompt>'; keys "$OPS watch" Enter; see 'WAITING 1'
      keys C-z; see 'prompt>' Stopped; unseen 'WAITING 1'
      keys 'echo its $((6 * 7))' Enter; see 'its 42'
      keys fg Enter; see 'WAITING 1'; unseen 'its 42'
      # Also when another process stopped it, and may have drawn over it.
      kill -STOP $(watcher)
      see Stopped; keys clear Enter fg Enter; see 'WAITING 1'
      keys q; see 'prompt>'
      """)
  }

  @Test func `it ends with its terminal`() throws {
    let terminal = try WatchTerminal(rows: row("A"))
    try terminal.expectPlays(
      """
      start; see 'WAITING 1'; pid=$(watcher); tmux kill-server
      end=$((SECONDS + 30))
      while kill -0 $pid 2> /dev/null; do [ $SECONDS -le $end ] || { echo lives; exit; }; done
      """)
  }

  // MARK: A queue that is slow to read

  /// Another program has the database for itself until it is let go.
  private static let held = """
    start --lock-timeout 600; see 'WAITING 2'
    coproc sqlite3 $DATABASE
    hold() {
      printf '%s\\n' '.timeout 60000' 'PRAGMA locking_mode=EXCLUSIVE;' 'BEGIN EXCLUSIVE;' \\
        "SELECT 'held';" >&${COPROC[1]}
    }
    release() { echo .quit >&${COPROC[1]}; wait $COPROC_PID; }
    hold; while read -t 60 -ru ${COPROC[0]} line && [ "$line" != held ]; do :; done
    keys Down Enter; see 'Reading the row'
    """

  private func expectPlays(_ script: String) throws {
    let scene = try Scene(loop: .inDatabase)
    for task in ["first", "둘째 작업"] { try scene.submit(task) }
    try WatchTerminal(scene).expectPlays(
      "\(Self.held)\n\(script)", environment: ["DATABASE": QueueKept.inDatabase.name])
  }

  @Test func `keys count meanwhile, and what was asked for comes`() throws {
    try expectPlays(
      """
      keys Escape; see 'enter details'; keys ?; see 'ops watch: keys'; keys Escape
      keys Down Enter; see 'Reading the row' ORCH-002
      release; see 'success_criteria' '둘째 작업'
      keys q; see 'WAITING 2'
      """)
  }

  @Test func `leaving does not wait for it`() throws {
    try expectPlays("keys q; see 'enter details'; keys q; see 'ended 0' ' icanon'; release")
  }

  // MARK: A terminal that reads nothing

  /// Stops the terminal, fills its buffer, and lets the queue change: there is output that is not
  /// read. However the script ends, tmux has to go on.
  private static let stuck = #"""
    start '; echo $? > status'; see 'WAITING 1'
    tmux_id=$(tmux display -p '#{pid}') tty=$(tmux display -p '#{pane_tty}') id=$(($(watcher)))
    go_on() { kill -CONT $tmux_id; }
    trap go_on EXIT
    kill -STOP $tmux_id
    # Nothing is shown of what fills it.
    is_full() { dd if=/dev/zero of=$tty oflag=nonblock bs=64k 2>&1 | grep -q '^0 bytes'; }
    await is_full
    writes() { grep syscw /proc/$id/io; }
    before=$(writes)
    has_tried() { [ "$(writes)" != "$before" ]; }
    is_gone() { ! kill -0 $id 2> /dev/null; }
    $ORCH add -q --id B --priority P1 --task new --success-criteria c > /dev/null
    await has_tried
    """#

  @Test(arguments: [("TERM", "143"), ("INT", "130"), ("HUP", "129"), ("QUIT", "131")])
  func `signals end it`(_ signal: String, status: String) throws {
    try WatchTerminal(rows: row("A")).expectPlays(
      """
      \(Self.stuck)
      kill -\(signal) $id; await is_gone
      go_on; see ' icanon'; await grep -qx \(status) status
      """)
  }

  @Test func `it goes on when the terminal does`() throws {
    try WatchTerminal(rows: row("A")).expectPlays(
      """
      \(Self.stuck)
      go_on; see 'WAITING 2' '. B '
      keys q; see before; unseen 'WAITING 2'; await grep -qx 0 status
      """)
  }

  @Test func `a standard output that does not wait makes no difference`() throws {
    let nonblocking =
      "perl -MFcntl -e 'sysopen(STDOUT, \"/dev/tty\", O_WRONLY | O_NONBLOCK); exec @ARGV'"
    try WatchTerminal(rows: row("A")).expectPlays(
      """
      OPS="$NONBLOCKING $OPS"
      \(Self.stuck)
      go_on; see 'WAITING 2'
      keys q; see before; unseen 'WAITING 2'; await grep -qx 0 status
      """, environment: ["NONBLOCKING": nonblocking])
  }
}
