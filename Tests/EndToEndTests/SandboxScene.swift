import Foundation
import Host
import TestSupport
import Testing

/// A project in the home of a user, whose worker runs the lines of `tries` in its sandbox.
final class SandboxScene {
  let outer: Scene
  /// The home of the user, whose processes are waited for.
  let home: Scene
  let project: Scene

  /// Whether bwrap works here; in CI it has to.
  static let isPossible =
    ProcessInfo.processInfo.environment["CI"] != nil
    || (try? TestSupport.run(
      "bwrap",
      ["--unshare-user-try", "--unshare-pid", "--ro-bind", "/", "/", "--proc", "/proc", "true"],
      in: "/"))?.status == 0

  /// Whether systemd makes scopes that limit something.
  static let makesScopes = [["--system"], ["--user"]].contains { manager in
    let script = #"cat "/sys/fs/cgroup$(sed -n s/^0:://p /proc/self/cgroup)/pids.max""#
    let limit = ["--scope", "--quiet", "-p", "TasksMax=64", "/bin/sh", "-c", script]
    let answer = try? TestSupport.run("systemd-run", manager + limit, in: "/")
    return answer?.output == "64\n"
  }

  /// - Parameters:
  ///   - profile: the worker's keys besides adapter and program.
  ///   - more: further keys of `orch.json`.
  ///   - tries: lines of shell.
  init(_ profile: String, _ more: String = "", tries: String, criteria: String = "it works") throws
  {
    outer = try Scene()
    try outer.makeFolder("home/project/src")
    try outer.write("a secret\n", to: "home/secret")
    home = Scene(in: outer.path("home"))
    project = Scene(in: outer.path("home/project"))
    try project.write(queueText([row("A", criteria: criteria)]))
    try project.write(
      #"{"workers": {"w": {"adapter": "report", "argv": ["./worker.sh"], "grace": "30s", \#(profile)}}, "#
        + #""routes": [{"worker": "w"}]\#(more)}"#, to: "orch.json")
    try project.write(tries, to: "tries")
    try writeExecutable(
      #"""
      #!/bin/sh
      cat > /dev/null
      while IFS= read -r line <&3; do
        echo "$ $line"
        sh -c "$line" 2>&1 < /dev/null | sed 's/^sh: 1: //; s/^bash: line 1: //'
      done 3< tries
      printf '[REPORT A]\nStatus: DONE\nCriteria:\n1. met: the lines were run\n'
      """#, to: project.path("worker.sh"))
    try project.trust(environment: environment())
  }

  func environment(minutes: Int = 0) -> [String: String] {
    later(minutes: minutes).merging(
      [
        "HOME": outer.path("home"), "P": project.folder, "LC_ALL": "C",
        "PATH": "\(outer.path("bin")):\(outer.path("home/.local/bin")):/usr/bin:/bin",
      ]) { $1 }
  }

  func orch(_ words: String..., minutes: Int = 0) throws -> Outcome {
    try project.run(project.orchPath, words, environment: environment(minutes: minutes))
  }

  func ops(_ words: String...) throws -> Outcome {
    try project.run(project.opsPath, words, environment: environment())
  }

  /// What the worker said, with `~` for the home of the user.
  func said() throws -> String {
    try project.workerLog("A").split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("[orch] ") && !Self.report.contains($0) }
      .joined(separator: "\n").replacing(outer.path("home"), with: "~")
  }

  private static let report: [Substring] = [
    "[REPORT A]", "Status: DONE", "Criteria:", "1. met: the lines were run",
  ]

  /// The line of the log that says what ran.
  func started() throws -> Substring? {
    try project.workerLog("A").split(separator: "\n").first { $0.hasPrefix("[orch] runs ") }
  }
}
