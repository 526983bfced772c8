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
}
