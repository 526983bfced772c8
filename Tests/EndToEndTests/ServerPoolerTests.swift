import TestSupport
import Testing

/// The built programs behind PgBouncer in transaction mode.
@Suite(.enabled(if: PgBouncer.isThere, "needs pgbouncer"))
struct ServerPoolerTests {
  @Test func `changes are found without a notification`() throws {
    let server = PostgresServer.address
    let role = """
      CREATE SCHEMA pooled; CREATE ROLE pooled LOGIN SUPERUSER;
      ALTER ROLE pooled SET search_path = pooled
      """
    let scene = try Scene()
    let made = try scene.run("psql", [server, "-qXc", role])
    try #require(made.status == 0, "\(made)")
    scene.options = ["--db", PgBouncer.address(ofRole: "pooled")]
    try scene.orch("init").check()
    try scene.orch("add", "work", "--id", "A", "--criteria", "it works").check()
    let follow = try DaemonProcess(
      of: scene, command: "events", "--follow", "--event", "claimed,done")
    try scene.orch("pick", "--owner-session", "w").check()
    #expect(try follow.line().contains("\tclaimed\tA\t"))
    try scene.orch("done", "A", "--owner-session", "w", "--notes", "it is there").check()
    #expect(try follow.line().contains("\tdone\tA\t"))
    #expect(follow.end().errors == "")
  }
}
