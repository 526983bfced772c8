import Foundation
import TestSupport
import Testing

/// Runs programs as another user, which only root can.
enum OtherUser {
  /// Users that own nothing here, and a group that both are in.
  static let nobody = 65534
  static let first = 64_001
  static let second = 64_002
  static let group = 64_010

  /// Why tests that need other users are skipped.
  static let reason: Comment = "needs root, setpriv, and binaries that everybody may run"

  /// Whether `nobody` can run the programs.
  static let isThere: Bool = {
    guard geteuid() == 0, let scene = try? Scene() else { return false }
    let outcome = try? scene.run(
      "setpriv", prefix(nobody, nobody) + [BuiltBinaries.orch, "--version"])
    return outcome?.status == 0
  }()

  /// The arguments of `setpriv` that stand before a command line.
  static func prefix(_ user: Int, _ group: Int) -> [String] {
    ["--reuid", String(user), "--regid", String(group), "--clear-groups"]
  }
}

extension Scene {
  /// Runs `orch` as another user.
  func orch(
    as user: Int, group: Int = OtherUser.nobody, _ arguments: [String]
  ) throws -> Outcome {
    try run("setpriv", OtherUser.prefix(user, group) + [BuiltBinaries.orch] + arguments)
  }

  /// Gives a file or folder away.
  func give(_ name: String, to user: Int, _ group: Int, mode: Int) throws {
    let done = chown(path(name), uid_t(user), gid_t(group))
    guard done == 0, chmod(path(name), mode_t(mode)) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EPERM)
    }
  }
}

/// Files and folders of other users.
@Suite(.enabled(if: OtherUser.isThere, OtherUser.reason)) struct OtherUserTests {
  @Test func `a queue of another user is refused where it was only found`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.give("QUEUE.md", to: OtherUser.nobody, OtherUser.nobody, mode: 0o666)
    let message = "\(scene.queue) belongs to another user"
    let hint = "name it with --queue to use it anyway"
    try expect(scene.orch("list"), is: .fails(77, "ERROR: \(message) (\(hint))"))
    try expect(
      scene.ops("cancel", "A", "--json"),
      is: .fails(
        77,
        """
        {"error":{"code":"foreign_queue","message":"\(message)","hint":"\(hint)"}}
        """))
    try expect(
      scene.orch("list", "--queue", "QUEUE.md"), is: .prints("A\tPENDING\tP1\twork\n"))
    try expect(
      scene.orch("list", environment: ["ORCH_BASE_DIR": "."]),
      is: .prints("A\tPENDING\tP1\twork\n"))
  }

  @Test func `a queue that can't be looked at is not skipped for one further up`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.makeFolder("a/automation")
    try scene.give("QUEUE.md", to: OtherUser.nobody, OtherUser.nobody, mode: 0o644)
    try scene.give("", to: OtherUser.nobody, OtherUser.nobody, mode: 0o755)
    try scene.give("a/automation", to: 0, 0, mode: 0o700)
    let user = OtherUser.prefix(OtherUser.nobody, OtherUser.nobody).joined(separator: " ")
    let command = "cd a && exec setpriv \(user) $ORCH"
    let queue = scene.path("a/automation/orchestrator/QUEUE.md")
    try expect(
      scene.bash("\(command) list --no-log"),
      is: .fails(
        77,
        "ERROR: cannot read \(queue): Permission denied (the search for a queue ends there; "
          + "name the queue with --queue or ORCH_QUEUE_MD)"))
    try scene.write(
      #"{"plan": "P", "tasks": [{"id": "one", "task": "work", "criteria": ["it works"]}]}"#,
      to: "a/plan.json")
    try expect(
      scene.bash("\(command) plan check plan.json"),
      is: .prints(
        "P: 1 task, no mistakes\n",
        warning: "WARNING: cannot read \(queue): Permission denied (the search for a queue ends "
          + "there; name the queue with --queue or ORCH_QUEUE_MD)\n"))
  }

  @Test func `in a folder that may not be written queues are read, not changed`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.give("QUEUE.md", to: OtherUser.nobody, OtherUser.nobody, mode: 0o644)
    try scene.give("", to: 0, 0, mode: 0o755)
    let warning = """
      WARNING: cannot create \(scene.path("logs")): Permission denied (the run log is not \
      written; --no-log switches it off)

      """
    try expect(
      scene.orch(as: OtherUser.nobody, ["list"]),
      is: .prints("A\tPENDING\tP1\twork\n", warning: warning))
    try expect(
      scene.orch(as: OtherUser.nobody, ["list", "--no-log"]),
      is: .prints("A\tPENDING\tP1\twork\n"))
    try expect(
      scene.orch(as: OtherUser.nobody, ["pick", "--no-log"]),
      is: .fails(
        77,
        "ERROR: cannot create \(scene.path(".orch")): Permission denied "
          + "(check the permissions of the file and its folder)"))
    try expect(scene.text(), is: queueText(row("A")))
    try expect(
      scene.orch(as: OtherUser.nobody, ["init", "--path", "new"]),
      is: .fails(
        77,
        "ERROR: cannot create \(scene.path("new")): Permission denied "
          + "(check the permissions of the file and its folder)"))
  }

  @Test func `a file of another user that may not be written, or not be read`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.give("QUEUE.md", to: 0, 0, mode: 0o644)
    try scene.give("", to: 0, 0, mode: 0o777)
    let pick = ["pick", "--no-log", "--queue", "QUEUE.md"]
    try expect(
      scene.orch(as: OtherUser.nobody, pick),
      is: .fails(
        77,
        "ERROR: \(scene.queue) is not writable (chmod u+w \(scene.queue), or ask its owner)"))
    try scene.give("QUEUE.md", to: 0, 0, mode: 0o600)
    try expect(
      scene.orch(as: OtherUser.nobody, ["list", "--no-log", "--queue", "QUEUE.md"]),
      is: .fails(
        77,
        "ERROR: cannot read \(scene.queue): Permission denied "
          + "(check the permissions of the file and its folder)"))
    try expect(scene.text(), is: queueText(row("A")))
  }

  /// A folder and a queue that the first user owns and the group may write.
  private static func sharedScene() throws -> Scene {
    let scene = try Scene(rows: row("A"), row("B"))
    try scene.give("QUEUE.md", to: OtherUser.first, OtherUser.group, mode: 0o664)
    try scene.give("", to: OtherUser.first, OtherUser.group, mode: 0o2775)
    return scene
  }

  @Test func `in a shared folder a queue keeps its owner and its place`() throws {
    let scene = try Self.sharedScene()
    let inode = try scene.attribute(.systemFileNumber)
    let pick = ["pick", "--queue", "QUEUE.md"]
    for (user, id) in [(OtherUser.second, "A"), (OtherUser.first, "B")] {
      try expect(scene.orch(as: user, group: OtherUser.group, pick), is: .prints("\(id)\n"))
      try expect(scene.attribute(.ownerAccountID), is: OtherUser.first)
      try expect(scene.attribute(.groupOwnerAccountID), is: OtherUser.group)
      try expect(scene.attribute(.posixPermissions), is: 0o664)
    }
    try expect(
      scene.text(),
      is: queueText(
        row("A", "IN_PROGRESS", started: Scene.now), row("B", "IN_PROGRESS", started: Scene.now)))
    // The second user could not give the file away, so it was written in place;
    // the first one owns it, and swapped it.
    #expect(try scene.attribute(.systemFileNumber) != inode)
  }

  @Test func `in a shared folder a user who does not own the file rewrites it in place`() throws {
    let scene = try Self.sharedScene()
    let inode = try scene.attribute(.systemFileNumber)
    for arguments in [
      ["pick"], ["done", "A", "--notes", String(repeating: "long ", count: 50)],
      ["done", "A", "--notes", "x", "--force"], ["pick", "B"],
    ] {
      let outcome = try scene.orch(
        as: OtherUser.second, group: OtherUser.group, arguments + ["--queue", "QUEUE.md"])
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome)")
      try expect(scene.attribute(.systemFileNumber), is: inode)
      try expect(scene.attribute(.ownerAccountID), is: OtherUser.first)
    }
    try expect(
      scene.text(),
      is: queueText(
        row("A", "DONE", started: Scene.now, notes: "x"),
        row("B", "IN_PROGRESS", started: Scene.now)))
  }

  @Test func `what root makes in the folder of another user belongs to that user`() throws {
    let scene = try Scene(rows: row("A"), row("B"), row("C", "DONE"))
    try scene.give("QUEUE.md", to: OtherUser.first, OtherUser.group, mode: 0o644)
    try scene.give("", to: OtherUser.first, OtherUser.group, mode: 0o755)
    try scene.write("look at it\n", to: "brief.txt")
    for arguments in [
      ["list"], ["add", "Write it", "--criteria", "c", "--brief", "brief.txt"], ["pick", "A"],
      ["done", "A", "--notes", String(repeating: "long ", count: 50), "--force"],
      ["edit", "B", "--task", "other"], ["migrate"],
    ] {
      let outcome = try scene.run(BuiltBinaries.orch, arguments + ["--queue", "QUEUE.md"])
      #expect(outcome.status == 0, "\(outcome)")
    }
    for arguments in [["pause"], ["resume"], ["gc"], ["backup", "--to", "copy"]] {
      let outcome = try scene.run(BuiltBinaries.ops, arguments + ["--queue", "QUEUE.md"])
      #expect(outcome.status == 0, "\(outcome)")
    }
    let others = try FileManager.default.subpathsOfDirectory(atPath: scene.folder).filter {
      try $0 != "brief.txt" && scene.attribute(.ownerAccountID, of: $0) != OtherUser.first
    }
    #expect(others == [])
    // So its owner goes on.
    try expect(
      scene.orch(
        as: OtherUser.first, group: OtherUser.group, ["edit", "B", "--brief", "brief.txt"]
      ).status, is: 0)
  }

  @Test func `the sidecar takes the queue's group and mode`() throws {
    let scene = try Self.sharedScene()
    try scene.orch(
      as: OtherUser.second, group: OtherUser.group, ["pick", "--queue", "QUEUE.md"]
    ).check()
    for (name, mode) in [
      (".orch", 0o775), (".orch/gen", 0o775), (".orch/lock", 0o664),
      (".orch/journal.jsonl", 0o664),
    ] {
      try expect(scene.attribute(.groupOwnerAccountID, of: name), is: OtherUser.group)
      let found = try scene.attribute(.posixPermissions, of: name) & 0o777
      #expect(found == mode, "\(name): \(String(found, radix: 8))")
    }
  }
}
