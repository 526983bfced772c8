import TestSupport
import Testing

/// A plan of another tool that names the address for its result.
@Suite struct JobCallbackTests {
  /// A trusted queue with a plan of two steps whose result goes to `url`.
  private func scene(_ url: String) throws -> Scene {
    let scene = try Scene(rows: [])
    try allow("127.0.0.1", in: scene)
    try scene.write(
      #"""
      {"job_id": "release:2", "goal": "Version 2 is out.", "callback_url": "\#(url)", "steps": [
        {"step_id": "build", "title": "Build it", "criteria": ["it is built"]},
        {"step_id": "ship", "title": "Ship it", "criteria": ["it is out"]}]}
      """#, to: "job.json")
    try scene.orch("plan", "apply", "job.json").check()
    return scene
  }

  private func allow(_ host: String, in scene: Scene) throws {
    // Runs of `orch deliver` that fail are no finding of their own here.
    try scene.write(
      #"{"plans": {"callback_hosts": ["\#(host)"]}, "kpi_max_failure_rate": 1}"#, to: "orch.json")
    try scene.trust()
  }

  private static let plan = "release-2-fcaa25d7"

  /// Ends the first step and cancels the second one, so that the plan is blocked, and waits until
  /// the process that a tick started has delivered that once.
  private func end(_ scene: Scene) throws {
    try scene.bash(
      """
      $ORCH pick --owner-session w && $ORCH done \(Self.plan).build --owner-session w --notes "it is built" &&
        $OPS cancel \(Self.plan).ship && $ORCH tick || exit
      until grep -q tries .orch/hooks/callback_url.json; do sleep 0.01; done
      flock .orch/hooks/callback_url.lock true
      """
    ).check()
  }

  private func expectFinding(_ why: String, in scene: Scene) throws {
    let line = "hook callback_url fails since 18:00, and is tried again at 18:01: \(why)"
    #expect(try scene.ops("status").output.split(separator: "\n")[1] == line)
    try expect(
      scene.ops("health"), is: Outcome(status: 20, output: "HEALTH_WARN \(line)\n", errors: ""))
    let doctor = try scene.ops("doctor").output
    #expect(
      doctor.contains(
        "warn  hook          \(line) (fix the hook, then run orch deliver --now)\n"), "\(doctor)")
    try expect(scene.orch("deliver"), is: Outcome(status: 1, output: line + "\n", errors: ""))
  }

  @Test func `the result is posted, and again after a failure, which findings name`() throws {
    let endpoint = StandInEndpoint([.refuses(503, "no room"), .body("ok")])
    let scene = try scene(endpoint.url)
    try end(scene)
    try expectFinding("HTTP status 503: no room", in: scene)
    try expect(
      scene.orch("deliver", "--now"), is: .prints("callback_url: delivered 1 event\n"))
    try expect(scene.ops("health"), is: .prints("HEALTH_OK\n"))
    let result =
      #"{"schema_version":"1.0","kind":"job","job_id":"release:2","status":"failed","#
      + #""started_at":"2026-01-31T18:00:00+09:00","finished_at":"2026-01-31T18:00:00+09:00","#
      + #""summary":"release-2-fcaa25d7 blocked: 1 of 2 rows done","artifacts":{"#
      + #""report_md":"plans/release-2-fcaa25d7/report.md","#
      + #""patch_diff":"plans/release-2-fcaa25d7/patch.diff","#
      + #""logs_txt":"plans/release-2-fcaa25d7/logs.txt","#
      + #""result_json":"plans/release-2-fcaa25d7/result.json"},"steps":[{"step_id":"build","#
      + #""status":"success","row":"release-2-fcaa25d7.build","agent":null,"summary":"DONE"},"#
      + #"{"step_id":"ship","status":"needs_human","row":"release-2-fcaa25d7.ship","agent":null,"#
      + #""summary":"BLOCKED: cancelled by an operator"}]}"#
    #expect(endpoint.requests.map(\.body) == [result, result])
  }

  @Test func `a host that is no longer allowed gets nothing, and no finding shows the address`()
    throws
  {
    let endpoint = StandInEndpoint([.body("ok")])
    let scene = try scene("\(endpoint.url)?token=secret")
    try allow("ci.example.com", in: scene)
    try end(scene)
    try expectFinding(
      "plans.callback_hosts does not allow the callback_url of \(Self.plan)", in: scene)
    #expect(endpoint.requests.isEmpty)
  }
}
