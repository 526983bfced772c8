import TestSupport
import Testing

@testable import Commands

/// Paths in the files of schedulers, each of which escapes in its own way.
@Suite struct ScheduledPathTests {
  @Test func `cron takes a backslash before a percent sign`() throws {
    try withScene([]) { scene in
      try writeAged(
        #"{"recurring": {"n": {"cron": "0 2 * * *", "add": {"task": "t"}}}}"#,
        to: "\(scene.folder)/orch.json")
      var named = scene
      named.environment = ["PATH": #"/a\%'b"#]
      let plan = named.run("schedule cron --dry-run")
      #expect(plan.output.contains(#" PATH='/a\''\%'\''''b' LANG="#), "\(plan)")
    }
  }

  /// As `systemd-escape --path` does.
  @Test func `systemd takes a path that begins with a dot`() {
    #expect(SystemdScheduler.escaped("/.orch/a_b.c:/Q.md") == #"\x2eorch-a_b.c:-Q.md"#)
  }
}
