import Foundation
import TestSupport
import Testing

/// Two machines, which are folders here, on one queue of a server.
@Suite struct MachineTests {
  /// Runs `body` with two machines whose queue is new.
  ///
  /// - Parameter settings: the `orch.json` of both, which is trusted.
  private func with(
    settings: String? = nil, _ body: (_ one: Scene, _ two: Scene) throws -> Void
  ) throws {
    let queue = try PostgresServer.newSchema("machines")
    let machines = try (0..<2).map { _ in
      let machine = try Scene()
      machine.options = ["--db", queue]
      try machine.write(settings ?? "{}", to: "orch.json")
      return machine
    }
    try machines[0].orch("init").check()
    if settings != nil { for machine in machines { try machine.trust() } }
    try body(machines[0], machines[1])
  }

  private static let plan = """
    {"plan": "login", "tasks": [
      {"id": "form", "task": "Write the form", "criteria": ["it has two fields"]},
      {"id": "check", "task": "Check the password", "criteria": ["it is checked"],
       "after": ["form"]}]}
    """

  @Test func `a plan goes on where another machine left it`() throws {
    try with { one, two in
      try one.write(Self.plan, to: "login.json")
      try one.orch("plan", "apply", "login.json").check()
      try expect(
        two.orch("plan", "list"),
        is: one.orch("plan", "list"))
      #expect(try two.orch("plan", "list").output.contains("login"))
      try two.write(
        Self.plan.replacing("it has two fields", with: "it has three fields"), to: "login.json")
      let changed = try two.orch("plan", "apply", "login.json")
      #expect(changed.output.contains("version 2"), "\(changed)")
      // What the other machine has is an older version, and nothing of it comes back.
      let repeated = try two.orch("plan", "apply", "login.json")
      #expect(repeated.output.contains("version 2"), "\(repeated)")
      let shown = try one.orch("plan", "show", "login", "--json")
      #expect(shown.output.contains("\"version\":2"), "\(shown)")
      #expect(try one.orch("show", "login.form").output.contains("three fields"))
    }
  }

  @Test func `a machine that applies a plan excludes the others for a time`() throws {
    try with { one, two in
      try one.write(Self.plan, to: "login.json")
      try two.write(Self.plan, to: "login.json")
      try one.orch("plan", "apply", "login.json").check()
      let server = one.options[1]
      func lease(until time: String) throws {
        try sql(
          """
          INSERT INTO records SELECT 'leases', 'plans/login/lock', json_build_object(
            'home', 'build-7:/srv/project', 'until', extract(epoch FROM now())::bigint \(time)
          )::text ON CONFLICT (kind, key) DO UPDATE SET json = excluded.json
          """, server)
      }
      try lease(until: "+ 300")
      let refused = try two.orch("plan", "apply", "login.json", "--lock-timeout", "0")
      #expect(refused.status == 75, "\(refused)")
      #expect(refused.errors.contains("build-7:/srv/project"), "\(refused)")
      try lease(until: "- 1")
      try two.orch("plan", "apply", "login.json", "--lock-timeout", "0").check()
      let left = try sql("SELECT count(*) FROM records WHERE kind = 'leases'", server)
      #expect(left == "0\n")
    }
  }

  @Test func `a machine that was silent for too long does not end what another one took over`()
    throws
  {
    try with { one, _ in
      try one.write(Self.plan, to: "login.json")
      let server = one.options[1]
      try sql(
        """
        CREATE FUNCTION take() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          UPDATE records SET json = json_build_object('home', 'build-7:/srv/project', 'until',
            extract(epoch FROM now())::bigint + 300)::text WHERE kind = 'leases';
          RETURN NEW;
        END $$;
        CREATE TRIGGER take BEFORE INSERT ON queue_items FOR EACH ROW EXECUTE FUNCTION take()
        """, server)
      try expect(
        one.orch("plan", "apply", "login.json"),
        is: .fails(
          75,
          """
          ERROR: another machine has taken plan login, because this one was silent for too long \
          (orch plan show login shows the applied version; if it is not yours, apply your file again)
          """))
      #expect(
        try sql("SELECT count(*) FROM records WHERE key = 'login/head.json'", server) == "0\n")
      try sql("DROP FUNCTION take CASCADE; DELETE FROM records WHERE kind = 'leases'", server)
      let applied = try one.orch("plan", "apply", "login.json")
      #expect(applied.status == 0 && applied.output.contains("version 1"), "\(applied)")
      #expect(try sql("SELECT count(*) FROM queue_items", server) == "2\n")
    }
  }

  /// What the statements answer.
  @discardableResult
  private func sql(_ statements: String, _ server: String) throws -> String {
    let answer = try run("psql", [server, "-qXAtc", statements], in: "/")
    try #require(answer.status == 0, "\(answer)")
    return answer.output
  }

  @Test func `a hook of two machines gets each event once, in order`() throws {
    let folder = FileManager.default.temporaryDirectory.path
    let got = "\(folder)/orch-got-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: got) }
    let settings =
      #"{"hooks": {"chat": {"on": ["done"], "argv": ["sh", "-c", "jq -r .id >> \#(got)"]}}}"#
    try with(settings: settings) { one, two in
      for (number, machine) in [one, two, two, one].enumerated() {
        let id = "ORCH-00\(number + 1)"
        try machine.orch("add", "row", "--criteria", "c").check()
        try machine.orch("pick", id, "--owner-session", "w").check()
        try machine.orch("done", id, "--owner-session", "w", "--notes", "ok").check()
      }
      try two.orch("deliver").check()
      try expect(one.orch("deliver"), is: .prints("NOOP\n"))
      #expect(try contents(of: got) == "ORCH-001\nORCH-002\nORCH-003\nORCH-004\n")
      // A machine that is trusted later does not begin anew.
      try two.orch("trust", "--revoke").check()
      try two.trust()
      try expect(two.orch("deliver"), is: .prints("NOOP\n"))
    }
  }

  // MARK: The table on one machine

  @Test func `what people edit in the table of one machine comes in`() throws {
    try with { one, two in
      for row in ["one", "two", "three"] { try one.orch("add", row, "--criteria", "c").check() }
      try expect(
        one.orch("render"),
        is: .prints("rendered 3 rows\nadded ORCH-001\nadded ORCH-002\nadded ORCH-003\n"))
      try two.orch("pick", "--owner-session", "w").check()
      let table = try one.text()
      try one.makeFolder("tasks")
      try one.write("What it is about.", to: "tasks/NEW-1.md")
      try one.write(
        table.replacing("| two |", with: "| two, edited |")
          + "| NEW-1 | PENDING | P0 | new | c | - | - | - | - |\n")
      try expect(
        one.orch("render"),
        is: .prints(
          """
          rendered 4 rows
          changed ORCH-001: status, owner_session, started_at_kst
          took ORCH-002: task
          took NEW-1: new in the table

          """))
      #expect(try two.orch("show", "NEW-1").output.contains("What it is about."))
      try expect(one.orch("render"), is: .prints("rendered 4 rows\n"))
      try expect(
        two.orch("list"),
        is: .prints(
          """
          ORCH-001\tIN_PROGRESS\tP1\tone
          ORCH-002\tPENDING\tP1\ttwo, edited
          ORCH-003\tPENDING\tP1\tthree
          NEW-1\tPENDING\tP0\tnew

          """))
      // The other machine's table is a copy.
      let copied = try two.orch("render")
      #expect(copied.errors.contains("/QUEUE.md is the queue's table (orch render"), "\(copied)")
      #expect(try two.orch("render").output == "rendered 4 rows\n")
      try two.write(try two.text().replacing("| three |", with: "| five |"))
      let refused = try two.orch("render")
      #expect(refused.status == 73 && refused.errors.contains("orch render --adopt"), "\(refused)")
      #expect(try two.text().contains("| five |"))
      // With that, its edits come in, and those of the first one no more.
      try expect(
        two.orch("render", "--adopt"), is: .prints("rendered 4 rows\ntook ORCH-003: task\n"))
      #expect(try one.orch("render").status == 73)
      try one.ops("verify").check()
    }
  }

  /// As where the server was killed between the table and the commit.
  @Test func `a rendering that the server does not know is no edit`() throws {
    try with { one, two in
      func sql(_ text: String) throws {
        let done = try run("psql", [one.options[1], "-qX", "-c", text], in: "/")
        try #require(done.status == 0, "\(done)")
      }
      for row in ["one", "two"] { try one.orch("add", row, "--criteria", "c").check() }
      try one.orch("render").check()
      try sql("CREATE TABLE before AS SELECT * FROM records")
      try two.orch("edit", "ORCH-001", "--task", "changed").check()
      try two.orch("rm", "ORCH-002").check()
      try two.orch("add", "three", "--criteria", "c").check()
      try one.orch("render").check()
      try sql("DELETE FROM records; INSERT INTO records SELECT * FROM before")
      try two.orch("edit", "ORCH-001", "--task", "again").check()
      try one.write(try one.text().replacing("| three |", with: "| 셋 |"))
      try expect(
        one.orch("render"),
        is: .prints("rendered 2 rows\nchanged ORCH-001: task\ntook ORCH-003: task\n"))
      try expect(
        two.orch("list"),
        is: .prints("ORCH-001\tPENDING\tP1\tagain\nORCH-003\tPENDING\tP1\t셋\n"))
    }
  }

  @Test func `a table that came from elsewhere is not overwritten`() throws {
    try with { one, _ in
      try one.orch("add", "of the server", "--criteria", "c").check()
      let local = try Scene(rows: row("ORCH-001", task: "of a person"), row("A"))
      local.options = one.options
      let refused = try local.orch("render")
      #expect(refused.status == 73, "\(refused)")
      #expect(try local.text() == queueText(row("ORCH-001", task: "of a person"), row("A")))
      // Its new rows are the server's then; of a row that both have, the server's stays.
      try expect(
        local.orch("render", "--adopt"),
        is: .prints(
          "rendered 2 rows\nchanged ORCH-001: task, success_criteria\ntook A: new in the table\n"))
      #expect(try one.orch("list").output.contains("A\tPENDING"))
      // Where it is moved with its journal, it stays the queue's table.
      try local.makeFolder("moved")
      try local.bash("mv QUEUE.md .orch moved/").check()
      let moved = Scene(in: local.path("moved"))
      moved.options = one.options
      try moved.write(try moved.text().replacing("| work |", with: "| more work |"))
      try expect(moved.orch("render"), is: .prints("rendered 2 rows\ntook A: task\n"))
    }
  }

  @Test func `whether a queue is paused is not known where no server answers`() throws {
    let scene = try Scene()
    for command in ["pick", "dispatch", "tick"] {
      let refused = try scene.orch(command, "--db", "postgresql:///team?host=\(scene.folder)")
      #expect(refused.status == 75 && !refused.errors.contains("paused"), "\(refused)")
    }
  }

  @Test func `a copy does not replace the plan of another queue`() throws {
    try with { one, _ in
      try one.write(Self.plan, to: "login.json")
      try one.orch("plan", "apply", "login.json").check()
      let other = try Scene(rows: row("A"))
      try other.write(Self.plan, to: "login.json")
      try other.orch("plan", "apply", "login.json").check()
      other.options = one.options
      let refused = try other.orch("migrate", "--to", "db/new.db")
      #expect(refused.status != 0 && refused.errors.contains("login"), "\(refused)")
      other.options = []
      #expect(try other.orch("plan", "list").output.contains("login\trunning"))
    }
  }
}
