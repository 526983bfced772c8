import TestSupport
import Testing

/// `automation/tmux/dashboard.sh` in a project of its own, on a tmux server of its own, which
/// ends with it.
final class Dashboard {
  static let script = "\(Project.folder)/automation/tmux/dashboard.sh"

  let scene: Scene
  /// The queue, below the scene's folder.
  let queue: String

  /// A project with a queue of these rows; what is special to shells is in its path.
  init(_ rows: String..., name: String = "새 it's $x") throws {
    scene = try Scene()
    queue = "\(name)/automation/orchestrator/QUEUE.md"
    try scene.makeGitFolder("\(name)/.git")
    try scene.makeFolder("\(name)/automation/orchestrator/logs/workers")
    try scene.write(queueText(rows), to: queue)
  }

  deinit { _ = try? bash("tmux kill-server") }

  /// Files beside the queue.
  var home: String { String(queue.dropLast("/QUEUE.md".count)) }
  var root: String { scene.path(String(home.dropLast("/automation/orchestrator".count))) }

  private var environment: [String: String] {
    [
      "PATH": "\(BuiltBinaries.folder):/usr/bin:/bin", "TMUX_TMPDIR": scene.folder,
      "DASHBOARD": Self.script, "QUEUE": scene.path(queue), "TERM": "xterm", "SHELL": "/bin/sh",
      "LC_ALL": "C.UTF-8",
    ]
  }

  /// Runs a script that has `see`, which waits until a pane shows a text.
  func bash(_ script: String, environment: [String: String] = [:]) throws -> Outcome {
    // Thirty seconds end a test that has failed; none that succeeds waits.
    let functions = #"""
      pane() { tmux list-panes -s -t "=$1" -F '#{@orch_title} #{pane_id}' | sed -n "s/^$2 //p"; }
      shown() { tmux capture-pane -pJ -t "$(pane "$1" "$2")"; }
      see() {
        local end=$((SECONDS + 30))
        until shown "$1" "$2" | grep -qF -- "$3"; do
          if [ $SECONDS -gt $end ]; then echo "not seen in $2: $3"; shown "$1" "$2"; exit 1; fi
        done
      }
      # Waits until none of these processes is there.
      gone() {
        local end=$((SECONDS + 30))
        while kill -0 "$@" 2>/dev/null; do
          if [ $SECONDS -gt $end ]; then echo "still there: $*"; exit 1; fi
        done
      }
      # Every process of the panes of a session.
      processes() {
        local leader
        for leader in $(tmux list-panes -s -t "=$1" -F '#{pane_pid}'); do
          ps -o pid= --sid "$leader"
        done
      }
      """#
    return try scene.run(
      "/bin/bash", ["-c", "\(functions)\n\(script)"],
      environment: self.environment.merging(environment) { $1 })
  }

  /// Plays a script of `expect` on a terminal.
  func play(_ script: String) throws -> Outcome {
    try scene.write(
      """
      set timeout 30
      set stty_init "rows 50 columns 160"
      proc see {text} {
        expect {
          -ex $text {}
          timeout { send_user "\\n(not seen: $text)\\n"; exit 1 }
          eof { send_user "\\n(ended before: $text)\\n"; exit 1 }
        }
      }
      \(script)
      """, to: "session.exp")
    return try scene.run("expect", ["-f", "session.exp"], environment: environment)
  }
}
