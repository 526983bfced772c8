import Glibc
import TestSupport
import Testing

/// A goal from its plan to its end: applied, worked under daemons that are killed, changed meanwhile,
/// approved, failed and retried.
@Suite struct PlanPlayTests {
  private static let settings = """
    {"workers": {"default": {"adapter": "simulated", "script": ["done"]},
                 "fails": {"adapter": "simulated", "script": ["fail"]}},
     "retry": {"agent": {"retries": 0}}, "max_workers": 3}
    """

  /// Twelve tasks in a diamond; further ones may be added to its end.
  private static func plan(_ further: String = "") -> String {
    func task(_ id: String, _ after: [String], _ more: String = "") -> String {
      let names = after.map { "\"\($0)\"" }.joined(separator: ", ")
      return """
        {"id": "\(id)", "task": "do \(id)", "criteria": ["it is done"], "after": [\(names)]\(more)}
        """
    }
    let failing = #", "worker": "fails", "max_attempts": 0"#
    let tasks = [
      task("root", []),
      task("a1", ["root"]), task("a2", ["root"], #", "approval": "start""#),
      task("a3", ["root"], failing + #", "on_failure": "continue""#),
      task("a4", ["root"], failing + #", "on_failure": "cancel""#), task("a5", ["root"]),
      task("b1", ["a1"]), task("b2", ["a2"], #", "approval": "done""#), task("b3", ["a3"]),
      task("b4", ["a4"]), task("b5", ["a5"]),
      task("end", ["b1", "b2", "b3", "b4", "b5"]),
    ]
    return #"{"plan": "goal", "tasks": ["#
      + (tasks + [further]).filter { !$0.isEmpty }
      .joined(separator: ",\n") + "]}"
  }

  @Test(arguments: QueueKept.allCases)
  func `a goal is worked to its end`(_ kept: QueueKept) throws {
    let scene = try Scene(loop: kept)
    try scene.write(Self.settings, to: "orch.json")
    try scene.write(Self.plan(), to: "plan.json")
    try expect(scene.orch("plan", "apply", "plan.json", "--key", "k").status, is: 0)
    try expect(scene.orch("wait", "goal", "--timeout", "0s").status, is: 75)

    for _ in 1...2 {
      let daemon = try DaemonProcess(of: scene, "--interval", "168h")
      _ = try daemon.line()
      _ = try daemon.anyLine()
      #expect(daemon.end(by: SIGKILL).signal == SIGKILL)
      // A row that was claimed, and whose worker did not start, waits until its lease ends, and time
      // stands still here. One that has ended meanwhile needs no release.
      try scene.bash(
        #"""
        for id in $($ORCH list --status IN_PROGRESS $QUEUE | cut -f 1); do
          grep -qs "\"$id\"" .orch/workers/*.json || $ORCH release --id $id --force $QUEUE || :
        done
        """#, environment: ["QUEUE": scene.options.joined(separator: " ")]
      ).check()
    }
    let daemon = try DaemonProcess(of: scene, "--interval", "168h")

    // A person is needed first, whatever else has failed.
    try expect(scene.orch("wait", "goal").status, is: 4)
    try scene.orch("approve", "goal.a2").check()
    try scene.write(
      Self.plan(#"{"id": "tell", "task": "tell", "criteria": ["it is told"], "after": ["b1"]}"#),
      to: "plan.json")
    try expect(scene.orch("plan", "apply", "plan.json").status, is: 0)
    try expect(scene.orch("wait", "goal").status, is: 4)
    try scene.orch("approve", "goal.b2").check()

    // Then what failed is left: a3 was passed over, and what waited for a4 is cancelled.
    try expect(scene.orch("wait", "goal").status, is: 5)
    try expect(
      scene.orch("list", "--plan", "goal").output.split(separator: "\n").map { line in
        line.split(separator: "\t").prefix(2).joined(separator: " ")
      },
      is: [
        "goal.root DONE", "goal.a1 DONE", "goal.a2 DONE", "goal.a3 FAILED", "goal.a4 FAILED",
        "goal.a5 DONE", "goal.b1 DONE", "goal.b2 DONE", "goal.b3 DONE", "goal.b4 BLOCKED",
        "goal.b5 DONE", "goal.end BLOCKED", "goal.tell DONE",
      ])

    for id in ["goal.a3", "goal.a4"] {
      try expect(scene.orch("edit", id, "--worker", "default").status, is: 0)
    }
    try expect(scene.orch("plan", "retry", "goal").status, is: 0)
    try expect(scene.orch("wait", "goal").output, is: "13 rows: 13 done\n")
    #expect(daemon.end().status == 0)
    try scene.awaitWorkers()
    try expect(scene.orch("tick", "--quiet").status, is: 0)
    let result = try scene.text(".orch/plans/goal/result.json")
    #expect(result.contains(#""state":"done","version":2"#), "\(result)")
    // Nothing was done twice.
    let history = try scene.orch("history", "--plan", "goal").output
    let ends = history.split(separator: "\n").filter { $0.contains("-> DONE") }
    #expect(ends.count == 13, "\(history)")
  }
}
