import Foundation
import TestSupport
import Testing
import Text

/// Two machines that work on one queue on a server.
@Suite struct MachinesTests {
  /// A machine with a git repository, and a worker that writes a file with the name of its row.
  private func machine(_ address: String) throws -> Scene {
    let scene = try Scene()
    scene.options = ["--db", address]
    try scene.write(
      #"{"workers": {"default": {"adapter": "report", "argv": ["./worker.sh"], "worktree": true}}}"#,
      to: "orch.json")
    try writeExecutable(
      """
      #!/bin/sh
      cat > /dev/null
      echo "worked on $ORCH_ITEM_ID"
      ls
      echo . > "$ORCH_ITEM_ID.txt"
      printf '[REPORT %s]\\nStatus: DONE\\nCriteria:\\n1. met: it is there\\nFiles:\\n- %s.txt\\n' \\
        "$ORCH_ITEM_ID" "$ORCH_ITEM_ID"

      """, to: scene.path("worker.sh"))
    try scene.bash(
      """
      git init -qb main; git config user.name me; git config user.email me@example.org
      git add worker.sh; git commit -qm begin
      """
    ).check()
    try scene.trust()
    return scene
  }

  @Test func `the address that a trusted orch json names is typed by nobody`() throws {
    let schema = "named_by_settings"
    try Scene().bash("psql -qX '\(PostgresServer.address)' -c 'CREATE SCHEMA \(schema)'").check()
    let address = PostgresServer.address(ofSchema: schema)
    let scene = try Scene()
    scene.options = []
    try scene.write(#"{"tz": "UTC", "db": "\#(address)"}"#, to: "orch.json")
    let refused = try scene.orch("init")
    #expect(refused.status == 77 && !refused.errors.contains("--db"), "\(refused)")
    let trust = try scene.orch("trust", "--yes")
    #expect(trust.output.contains("db is outside of home: \(address)\n"), "\(trust)")
    try expect(scene.orch("init"), is: .prints("Created \(address)\n"))
    try expect(
      scene.orch("add", "one", "--id", "A", "--criteria", "it works"), is: .prints("Added A\n"))
    try expect(scene.orch("render").status, is: 0)
    // The table is not a queue here, nor below.
    let outcome = try scene.bash(
      "mkdir sub; cd sub; $ORCH done A --notes x; $ORCH list; $OPS health")
    expect(
      outcome, is: .prints("A -> DONE\nA\tDONE\tP1\tone\nHEALTH_OK\n"))
    let doctor = try scene.ops("doctor").output
    #expect(doctor.contains("ok    server") && !doctor.contains("\nfail"), "\(doctor)")
    try scene.orch("trust", "--revoke").check()
    try expect(scene.ops("why").status, is: 77)
  }

  @Test func `the order that a person gives the rows of a table is the server's`() throws {
    let schema = "order_of_a_table"
    try Scene().bash("psql -qX '\(PostgresServer.address)' -c 'CREATE SCHEMA \(schema)'").check()
    let scene = try Scene()
    scene.options = ["--db", PostgresServer.address(ofSchema: schema)]
    try scene.orch("init").check()
    for id in ["A", "B", "C"] {
      try scene.orch("add", "work", "--id", id, "--criteria", "it works").check()
    }
    try scene.orch("render").check()
    let table = try scene.text("QUEUE.md")
    let row = try #require(table.split(separator: "\n").first { $0.hasPrefix("| A ") })
    // The same row is moved twice, the second time below a new one.
    for order in ["CAB", "ACB", "BCNA"] {
      let rows = order.map { row.replacing("| A ", with: "| \($0) ") + "\n" }.joined()
      let start = table.split(separator: "| A ")[0]
      try scene.write("\(start)\(rows)", to: "QUEUE.md")
      try scene.orch("render").check()
      let listed = order.map { "\($0)\tPENDING\tP1\twork\n" }.joined()
      try expect(scene.orch("list"), is: .prints(listed))
    }
    try scene.orch("move", "N", "--top").check()
    try scene.orch("render").check()
    let ids = try scene.bash("grep -o '^| [A-Z] ' QUEUE.md | tr -d '| \n'").output
    #expect(ids == "NBCA")
  }

  @Test func `a machine names the one that has a log or a branch`() throws {
    let schema = "machines_of_a_row"
    try Scene().bash("psql -qX '\(PostgresServer.address)' -c 'CREATE SCHEMA \(schema)'").check()
    let address = PostgresServer.address(ofSchema: schema)
    let (far, near) = (try machine(address), try machine(address))
    try expect(far.orch("init").status, is: 0)
    try expect(far.orch("add", "a", "--id", "A", "--criteria", "it works").status, is: 0)
    try expect(far.orch("daemon", "--until-idle").status, is: 0)
    try expect(near.orch("list"), is: .prints("A\tDONE\tP1\ta\n"))
    #expect(try far.orch("logs", "A").output.contains("worked on A\n"))

    let host = try #require(ProcessInfo.processInfo.hostName.split(separator: ".").first)
    let message = "attempt 1 of A ran on \(host), in \(far.folder)"
    for words in [["logs", "A"], ["logs", "A", "--claim", "1"], ["show", "A", "--attempts"]] {
      let outcome = try near.run(near.orchPath, words)
      expect(outcome, is: .fails(1, "ERROR: \(message) (its log is there)"))
    }
    let error = try near.orch("logs", "A", "--json").errors
    #expect(error.hasPrefix(#"{"error":{"code":"no_attempt","message":"\#(message)""#), "\(error)")

    try expect(
      near.orch("add", "b", "--id", "B", "--criteria", "it works", "--after", "A").status, is: 0)
    try expect(near.orch("daemon", "--until-idle").status, is: 0)
    let waits = try near.ops("why", "B", "--json")
    #expect(waits.output.contains(#""code":"branch_on_host""#), "\(waits)")
    let said = "the work on A is on branch orch/A of \(host), in \(far.folder)"
    try expect(near.ops("why", "B").output, is: "B\t\(said)\t\n")
    // Where the branch is, nothing waits.
    #expect(try far.ops("why", "B", "--json").output.contains(#""code":"next""#))

    try near.bash("git fetch -q '\(far.folder)' orch/A:orch/A").check()
    try expect(near.orch("daemon", "--until-idle").status, is: 0)
    try expect(near.orch("list", "--status", "DONE").output, is: "A\tDONE\tP1\ta\nB\tDONE\tP1\tb\n")
    #expect(try near.orch("logs", "B").output.contains("A.txt\n"))
  }
}
