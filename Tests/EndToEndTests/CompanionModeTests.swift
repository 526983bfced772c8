import Foundation
import TestSupport
import Testing

/// Files that are made beside a queue have the permissions of the queue.
@Suite(.enabled(if: OtherUser.isThere, OtherUser.reason)) struct CompanionModeTests {
  /// What has to be among what the script makes.
  private static let kinds: Set = [
    "db", "db/queue.db", "db/queue-archive.db", ".orch", ".orch/journal.jsonl",
    ".orch/claims.json", ".orch/lock", ".orch/gen", ".orch/versions", ".orch/inbox",
    ".orch/attempts", ".orch/attempts/B", "b.db", "b.md", ".b.md.orch", "QUEUE-archive.md", "logs",
    "logs/orch_runs.jsonl",
  ]

  private static let script = """
    umask 022; set -e
    $ORCH migrate -q; $ORCH done A --notes ok --force
    $ORCH done A --notes ok --force --db db/queue.db
    export ORCH_NOW='2026-12-31 18:00'
    $OPS gc --older-than 30d; $OPS gc --older-than 30d --db db/queue.db; $OPS backup --to b.md
    $ORCH pick B --owner-session w
    $ORCH report --file r.txt --owner-session w
    $ORCH pick C --owner-session w
    $ORCH lease renew C --owner-session w
    $ORCH report --file r.txt --owner-session w --spool
    """

  /// The modes of what was made, without the bit by which a folder hands its group on. What
  /// keeps a folder out of git says nothing.
  private func modes(_ scene: Scene) throws -> [String: String] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: scene.folder).filter {
      !["QUEUE.md", "r.txt"].contains($0) && !$0.hasSuffix(".gitignore")
    }
    let found = try names.map { name in
      let mode = try scene.attribute(.posixPermissions, of: name) & 0o777
      let group = try scene.attribute(.groupOwnerAccountID, of: name)
      return (name, "\(String(mode, radix: 8)) \(group)")
    }
    return Dictionary(found) { $1 }
  }

  private func isFolder(_ scene: Scene, _ name: String) -> Bool {
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: scene.path(name), isDirectory: &isFolder)
    return isFolder.boolValue
  }

  @Test(arguments: [
    (0o600, 0o700, 0), (0o640, 0o2770, OtherUser.group), (0o660, 0o770, OtherUser.group),
  ])
  func `everything has the queue's mode and group`(mode: Int, folder: Int, group: Int) throws {
    let scene = try Scene(rows: row("A"), row("B"), row("C"))
    try scene.give("QUEUE.md", to: 0, group, mode: mode)
    try scene.give("", to: 0, group, mode: folder)
    try scene.write(ReportCommandTests.report("B"), to: "r.txt")
    let outcome = try scene.bash(Self.script)
    #expect(outcome.status == 0, "\(outcome)")
    let found = try modes(scene)
    #expect(Self.kinds.subtracting(found.keys) == [])
    let files = "\(String(mode, radix: 8)) \(group)"
    let folders = "\(String(mode | mode >> 2 & 0o111, radix: 8)) \(group)"
    let isTeams = mode & 0o020 != 0
    for (name, mode) in found {
      // Who may only read the queue may not read the output of workers.
      let isPrivate = !isTeams && name.hasPrefix(".orch/attempts")
      let expected = isFolder(scene, name) ? folders : files
      let own = isFolder(scene, name) ? "700 \(group)" : "600 \(group)"
      #expect(mode == (isPrivate ? own : expected), "\(name)")
    }
    guard folder & 0o2000 != 0 else { return }
    for name in found.keys where isFolder(scene, name) {
      #expect(try scene.attribute(.posixPermissions, of: name) & 0o2000 != 0, "\(name)")
    }
  }

  @Test func `what was made before closes with the queue`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.bash("umask 022; $ORCH migrate -q; $ORCH pick -q; chmod 600 QUEUE.md").check()
    try scene.write(#"{"mirror": true}"#, to: "orch.json")
    try expect(scene.orch("done", "A", "--force", "--notes", "n").status, is: 0)
    for name in [".orch", "db/queue.db"] {
      #expect(try scene.attribute(.posixPermissions, of: name) & 0o077 == 0, "\(name)")
    }
  }

  @Test func `a refused report has the permissions of the queue`() throws {
    let scene = try Scene(rows: row("A", "DONE"))
    try scene.give("QUEUE.md", to: 0, OtherUser.group, mode: 0o660)
    try scene.write(ReportCommandTests.report("A"), to: "r.txt")
    try expect(scene.bash("umask 077; $ORCH report --file r.txt").status, is: 1)
    let kept = try scene.bash("find .orch/inbox -type f -printf '%m %G\\n' | sort -u").output
    expect(kept, is: "660 \(OtherUser.group)\n")
  }

  @Test func `where the group cannot be set no other group gets access, and a line says so`() throws
  {
    let scene = try Scene(rows: row("A"))
    try scene.give("QUEUE.md", to: OtherUser.first, OtherUser.group, mode: 0o660)
    try scene.give("", to: OtherUser.first, OtherUser.nobody, mode: 0o770)
    let outcome = try scene.orch(
      as: OtherUser.first, group: OtherUser.nobody, ["migrate", "--queue", "QUEUE.md"])
    #expect(outcome.status == 0, "\(outcome)")
    for name in [".orch", "db/queue.db"] {
      #expect(
        outcome.errors.contains("\(scene.path(name)) is not open to the group of "), "\(outcome)")
      #expect(try scene.attribute(.posixPermissions, of: name) & 0o077 == 0, "\(name)")
    }
    let again = try scene.orch(
      as: OtherUser.first, group: OtherUser.nobody, ["migrate", "--queue", "QUEUE.md"])
    #expect(!again.errors.contains("is not open to the group"), "\(again)")
  }

  @Test func `a database in a folder that may not be entered is no healthy one`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.orch("migrate", "-q").check()
    try scene.give("db", to: 0, 0, mode: 0o700)
    try scene.give("QUEUE.md", to: OtherUser.nobody, OtherUser.nobody, mode: 0o644)
    let prefix = OtherUser.prefix(OtherUser.nobody, OtherUser.nobody)
    let health = try scene.run(
      "setpriv", prefix + [scene.opsPath, "health", "--queue", "QUEUE.md"])
    #expect(health.status == 30 && health.output.hasPrefix("HEALTH_ERROR "), "\(health)")
    let doctor = try scene.run(
      "setpriv", prefix + [scene.opsPath, "doctor", "--queue", "QUEUE.md"])
    #expect(
      doctor.status == 1 && doctor.output.contains("cannot read \(scene.path("db/queue.db"))"),
      "\(doctor)")
  }
}
