import Foundation
import TestSupport
import Testing

/// A worker that orch started cannot choose what its proofs are checked with: another program of a
/// check's name, another home with other trust, other settings.
@Suite struct ForgedProofTests {
  /// Without the variables by which orch knows its workers.
  private static let hidden = "env -u ORCH_ATTEMPT -u ORCH_LABEL -u ORCH_OWNER_SESSION"

  /// What a worker tries, with its own programs first in the PATH, and with its own home.
  private static let attacks = [
    "$ORCH report $OPTIONS --file r.txt",
    "$ORCH report $OPTIONS --force --file r.txt",
    "\(hidden) $ORCH report $OPTIONS --force --file r.txt",
    "\(hidden) ORCH_OWNER_SESSION=other $ORCH report $OPTIONS --force --file r.txt",
    "$ORCH report $OPTIONS --spool --file r.txt; \(hidden) $ORCH report $OPTIONS --drain",
    "$ORCH report $OPTIONS --spool --file r.txt; \(hidden) $ORCH tick $OPTIONS",
    "\(hidden) $ORCH review $OPTIONS A --run-checks --report r.txt",
    "$ORCH release $OPTIONS A; \(hidden) $ORCH report $OPTIONS --force --file r.txt",
    """
    ln QUEUE.md Q2.md; \(trusting)
    \(hidden) -u ORCH_QUEUE_MD $ORCH report --queue Q2.md --force --file r.txt
    """,
    """
    $ORCH migrate $OPTIONS; \(trusting)
    \(hidden) $ORCH report --db db/queue.db --force --file r.txt
    \(hidden) $ORCH report --db db/queue.db --drain
    """,
  ]

  private static let trusting = "export ORCH_TRUST=$($ORCH trust --queue QUEUE.md --hash)"

  @Test(arguments: QueueKept.allCases, attacks)
  func `no worker proves its work with programs of its own`(
    _ kept: QueueKept, _ attack: String
  ) throws {
    let scene = try Scene(loop: kept, rows: row("A", criteria: "cmd: test"))
    if kept == .inDatabase { try scene.addRow() }
    try scene.write(
      """
      {"spawn": {"kind": "worker", "argv": ["./forge.sh"], "timeout_seconds": 100,
        "env": ["ORCH", "ORCH_NOW", "OPTIONS"]}, "max_attempts": 1,
       "review": {"checks": {"test": ["our-test"]}, "run_checks": true, "max_retries": 1}}
      """, to: "orch.json")
    for (folder, status) in [("good", 1), ("forged", 0)] {
      try scene.makeFolder(folder)
      try writeExecutable(
        "#!/bin/sh\necho ran >> \(scene.path("\(folder).log"))\nexit \(status)\n",
        to: scene.path("\(folder)/our-test"))
    }
    try writeExecutable(
      """
      #!/bin/sh
      cat > prompt.txt
      printf '[REPORT A]\\nStatus: DONE\\nCriteria:\\n1. met: all tests pass\\n' > r.txt
      export PATH="$PWD/forged:$PATH" HOME="$PWD/forged" TMPDIR="$PWD/forged"
      export XDG_CONFIG_HOME="$PWD/forged" ORCH_TRUST=1
      { \(attack); } > out.txt 2>&1
      """, to: scene.path("forge.sh"))
    let environment = scene.loopEnvironment.merging([
      "PATH": "\(scene.path("good")):/usr/bin:/bin"
    ]) { $1 }
    try scene.trust(environment: environment)
    for _ in 0..<2 {
      let tick = try scene.run(scene.orchPath, ["tick"] + scene.options, environment: environment)
      #expect(tick.status == 0, "\(tick)")
      try scene.awaitWorkers()
    }
    let said = try scene.text("out.txt")
    #expect(!scene.exists("forged.log"), "\(said)")
    #expect(try scene.status("A") != "DONE", "\(said)")
    #expect(try !scene.notes("A").contains("verified="), "\(said)")
  }

  @Test(arguments: QueueKept.allCases)
  func `a build file that a worker removed waits for a person`(_ kept: QueueKept) throws {
    let scene = try Scene(loop: kept, rows: row("A", criteria: "cmd: test"))
    if kept == .inDatabase { try scene.addRow() }
    try scene.write(
      """
      {"spawn": {"kind": "worker", "argv": ["./worker.sh"], "timeout_seconds": 100,
        "env": ["ORCH", "ORCH_NOW", "OPTIONS"]},
       "review": {"checks": {"test": ["env", "true", "make"]}, "run_checks": true}}
      """, to: "orch.json")
    try scene.write("all:\n\t@false\n", to: "GNUmakefile")
    try writeExecutable(
      """
      #!/bin/sh
      cat > prompt.txt
      rm GNUmakefile
      printf '[REPORT A]\nStatus: DONE\nCriteria:\n1. met: all tests pass\n' > r.txt
      $ORCH report $OPTIONS --file r.txt > out.txt 2>&1
      """, to: scene.path("worker.sh"))
    try scene.trust(environment: scene.loopEnvironment)
    for _ in 0..<2 {
      let tick = try scene.run(
        scene.orchPath, ["tick"] + scene.options, environment: scene.loopEnvironment)
      #expect(tick.status == 0, "\(tick)")
      try scene.awaitWorkers()
    }
    #expect(try scene.status("A") == "BLOCKED")
    #expect(try scene.notes("A").contains("awaits_approval:GNUmakefile is not there"))
  }

  @Test(arguments: QueueKept.allCases)
  func `a report waits for the end of its worker`(
    _ kept: QueueKept
  ) throws {
    let scene = try Scene(loop: kept, rows: row("A", criteria: "file: a.txt; page added"))
    if kept == .inDatabase { try scene.addRow("file: a.txt; page added") }
    try writeExecutable(
      """
      #!/bin/sh
      cat > prompt.txt
      echo text > a.txt
      printf '[REPORT A]\\nStatus: DONE\\nCriteria:\\n2. met: /page answers 200\\n' > r.txt
      $ORCH report $OPTIONS --file r.txt > out.txt 2>&1
      $ORCH show A $OPTIONS > shown.txt
      """, to: scene.path("worker.sh"))
    try scene.trust()
    _ = try scene.tick()
    try scene.awaitWorkers()
    let said = try scene.text("out.txt")
    #expect(said.hasPrefix("spooled ") && said.hasSuffix(".report\n"), "\(said)")
    #expect(try scene.text("shown.txt").contains("IN_PROGRESS"))
    #expect(
      try scene.notes("A") == "review:PASS verified=1 reported=1 all_success_criteria_covered")
  }
}

extension Scene {
  /// Adds the row A.
  fileprivate func addRow(_ criteria: String = "cmd: test") throws {
    let added = try orch("add", "A task", "--id", "A", "--criteria", criteria)
    #expect(added.status == 0, "\(added)")
  }
}
