import Testing

/// A terminal that takes nothing, as one behind a connection that hangs.
@Suite struct WatchStuckTests {
  /// Stops what shows the screen, fills what waits for it, and lets the queue change: there is
  /// something to write that nobody takes. However the script ends, tmux has to go on.
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
