import Foundation
import TestSupport
import Testing

/// A server whose disk is full: that of its tables, and that of its write-ahead log, without which
/// it ends.
@Suite(.enabled(if: SmallDisk.isPermitted, "needs root, unshare and nsenter"))
struct ServerFullDiskTests {
  @Test func `what is said of a change is true, and the command works when there is room`() throws {
    let scene = try Scene()
    let disk = try SmallDisk(at: "disk", of: scene, megabytes: 160)
    defer { disk.end() }
    let server = try Service(
      "/usr/bin/nsenter",
      ["-t", "\(disk.id)", "-m", "\(Project.folder)/automation/postgres.sh"],
      environment: ["ORCH_POSTGRES_FOLDER": scene.path("disk"), "ORCH_POSTGRES_RESTARTS": "1"])
    defer { server.end() }
    func orch(_ words: String) -> Outcome { disk.run("$ORCH \(words) --db '\(server.line)'") }
    func sql(_ text: String) -> Outcome { disk.run("psql '\(server.line)' -qXAtc '\(text)'") }
    func fill() { _ = disk.run("cat /dev/zero > disk/filler") }
    func free() { disk.run("rm disk/filler").check() }

    orch("init").check()
    orch("add --id A --task work --criteria 'it works' --quiet").check()
    // A segment of the log that has room for all that follows.
    sql("SELECT pg_switch_wal(); CHECKPOINT").check()
    let before = [orch("list"), orch("history")]
    fill()
    let text = "\"$(head -c 60000 /dev/urandom | base64 -w 0)\""
    let full = orch("add --id B --task large --criteria \(text)")
    #expect(full.status == 74 && full.output == "", "\(full)")
    #expect(
      full.errors.hasSuffix("(nothing was changed; make room on the disk of the server)\n"),
      "\(full)")
    #expect([orch("list"), orch("history")] == before)
    free()
    orch("add --id B --task large --criteria \(text)").check()

    fill()
    // The log has some segments ahead.
    var ended = Outcome.prints("")
    var count = 0
    while ended.status == 0, count < 20 {
      _ = sql("SELECT pg_switch_wal()")
      count += 1
      ended = orch("add --id C\(count) --task work --criteria 'it works'")
    }
    #expect(ended.status == 74 && ended.output == "", "\(ended)")
    let match = try #require(
      try /the change was made only if orch history has number (\d+) of/.firstMatch(
        in: ended.errors),
      "\(ended)")
    #expect(orch("list").status == 75)
    free()
    var list = orch("list")
    for _ in 1...200 where list.status == 75 { list = orch("list") }
    let numbers = orch("history --json")
    let isMade = numbers.output.contains("\"seq\":\(match.1),")
    #expect(list.output.contains("C\(count)\t") == isMade, "\(list)\n\(numbers)")
    if !isMade { orch("add --id C\(count) --task work --criteria 'it works'").check() }
    #expect(disk.run("$OPS verify --db '\(server.line)'").status == 0)
  }
}
