import TestSupport
import Testing

/// `ops watch` on a terminal of its own: a tmux server that ends with it.
final class WatchTerminal {
  let scene: Scene

  init(_ scene: Scene) { self.scene = scene }

  convenience init(rows: String...) throws { try self.init(Scene(file: queueText(rows))) }

  deinit { _ = try? play("tmux kill-server") }

  /// Runs a script that may `start` the screen with options, wait until it shows a text (`see`)
  /// or none of it any more (`unseen`), and press `keys`.
  ///
  /// Thirty seconds end a test that has failed; none that succeeds waits.
  func play(_ script: String, environment: [String: String] = [:]) throws -> Outcome {
    let functions = #"""
      export LC_ALL=C.UTF-8
      # The shell around it outlives what is typed to end it.
      start() {
        tmux -f /dev/null new-session -d -x 80 -y 24 \
          "trap : INT QUIT; echo before; $OPS watch $OPTIONS $*; echo ended \$?; stty -a | grep -o '.icanon.*'; cat"
      }
      shown() { tmux capture-pane -p 2> /dev/null; }
      wait_for() {
        local end=$((SECONDS + 30))
        until [ "$(shown | grep -cF -- "$2")" $1 0 ]; do
          if [ $SECONDS -gt $end ]; then echo "in vain: $1 0 $2"; shown; exit 1; fi
        done
      }
      see() { local text; for text; do wait_for -gt "$text"; done; }
      unseen() { local text; for text; do wait_for -eq "$text"; done; }
      # Waits until the screen is drawn from its first line, so many columns wide, to its last.
      drawn() {
        local end=$((SECONDS + 30))
        until shown | head -n 1 | grep -qE "^.{$1}" && shown | tail -n 1 | grep -q '^q quit'; do
          if [ $SECONDS -gt $end ]; then echo "not drawn: $1"; shown; exit 1; fi
        done
      }
      # Waits until a command succeeds.
      await() {
        local end=$((SECONDS + 30))
        until "$@"; do
          if [ $SECONDS -gt $end ]; then echo "in vain: $*"; exit 1; fi
        done
      }
      keys() { tmux send-keys "$@"; }
      watcher() {
        ps -o pid=,comm= --ppid $(tmux list-panes -F '#{pane_pid}') | sed -n 's/ ops$//p'
      }
      """#
    let mine = [
      "TMUX_TMPDIR": scene.folder, "SHELL": "/bin/sh", "TERM": "xterm-256color",
      // A crash is to end at once.
      "SWIFT_BACKTRACE": "enable=no",
      "PATH": "\(BuiltBinaries.folder):/usr/bin:/bin",
    ]
    return try scene.run(
      "/bin/bash", ["-c", "\(functions)\n\(script)"],
      environment: scene.loopEnvironment.merging(mine) { $1 }.merging(environment) { $1 })
  }

  /// Plays a script that has nothing to say.
  func expectPlays(
    _ script: String, environment: [String: String] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try play(script, environment: environment)
    #expect(outcome == .prints(""), "\(outcome)", sourceLocation: sourceLocation)
  }
}
