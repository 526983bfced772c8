import Foundation
import TestSupport
import Testing

/// Links, folders and permissions.
@Suite struct FileKindTests {
  private static let directory = "Is a directory (name the queue file itself, for example"

  @Test func `a device or a pipe is not a queue`() throws {
    let scene = try Scene()
    #expect(mkfifo(scene.path("pipe"), 0o600) == 0)
    for path in ["/dev/null", scene.path("pipe")] {
      let outcome = try scene.run(
        "timeout", ["-s", "KILL", "20", BuiltBinaries.orch, "pick", "--queue", path])
      #expect(outcome.status == 74, "\(outcome)")
      #expect(outcome.errors.hasPrefix("ERROR: cannot read \(path): Invalid argument"))
    }
    try expect(scene.names(), is: ["pipe"])
  }

  @Test func `a link stays, and what it leads to is rewritten`() throws {
    let scene = try Scene()
    try scene.makeFolder("real")
    try scene.write(queueText(row("A")), to: "real/tasks.md")
    #expect(symlink("real/tasks.md", scene.queue) == 0)
    try expect(scene.orch("pick"), is: .prints("A\n"))
    try expect(
      FileManager.default.destinationOfSymbolicLink(atPath: scene.queue), is: "real/tasks.md")
    try expect(
      scene.text("real/tasks.md"),
      is: queueText(row("A", "IN_PROGRESS", started: Scene.now)))
    // Home is the folder of the file itself.
    #expect(scene.exists("real/.tasks.md.orch") && scene.exists("real/logs"))
    #expect(!scene.exists(".orch") && !scene.exists("logs"))
    try expect(scene.orch("list"), is: .prints("A\tIN_PROGRESS\tP1\twork\n"))
  }

  @Test func `a file with two names keeps both`() throws {
    let scene = try Scene(rows: row("A"), row("B"))
    #expect(link(scene.queue, scene.path("other.md")) == 0)
    let inode = try scene.attribute(.systemFileNumber)
    try expect(scene.orch("pick"), is: .prints("A\n"))
    let text = queueText(row("A", "IN_PROGRESS", started: Scene.now), row("B"))
    try expect(scene.text(), is: text)
    try expect(scene.text("other.md"), is: text)
    // The other name has a sidecar of its own, and sees what was written.
    age(scene.queue)
    try expect(
      scene.orch("done", "B", "--notes", "x", "--queue", "other.md"), is: .prints("B -> DONE\n"))
    age(scene.queue)
    try expect(scene.orch("done", "A", "--notes", "y"), is: .prints("A -> DONE\n"))
    let end = queueText(
      row("A", "DONE", started: Scene.now, notes: "y"), row("B", "DONE", notes: "x"))
    try expect(scene.text(), is: end)
    try expect(scene.text("other.md"), is: end)
    try expect(scene.attribute(.systemFileNumber), is: inode)
    try expect(scene.attribute(.referenceCount), is: 2)
  }

  @Test(arguments: [0o644, 0o600, 0o664, 0o666, 0o755])
  func `the mode is kept`(_ mode: Int) throws {
    let scene = try Scene(rows: row("A"))
    #expect(chmod(scene.queue, mode_t(mode)) == 0)
    try expect(scene.orch("pick"), is: .prints("A\n"))
    try expect(scene.attribute(.posixPermissions), is: mode)
    try expect(scene.attribute(.posixPermissions, of: ".orch/journal.jsonl"), is: mode & 0o666)
  }

  @Test func `a file without write permission is not changed, also by root`() throws {
    let scene = try Scene(rows: row("A"))
    #expect(chmod(scene.queue, 0o444) == 0)
    let message = "\(scene.queue) is not writable"
    let hint = "chmod u+w \(scene.queue), or ask its owner"
    try expect(scene.orch("pick"), is: .fails(77, "ERROR: \(message) (\(hint))"))
    try expect(
      scene.orch("done", "A", "--notes", "x", "--json"),
      is: .fails(
        77,
        """
        {"error":{"code":"not_writable","message":"\(message)","hint":"\(hint)"}}
        """))
    try expect(scene.orch("list"), is: .prints("A\tPENDING\tP1\twork\n"))
    try expect(scene.text(), is: queueText(row("A")))
    #expect(!scene.exists(".orch"))
    #expect(chmod(scene.queue, 0o644) == 0)
    try expect(scene.orch("pick"), is: .prints("A\n"))
  }
}

extension Scene {
  /// The names in a folder.
  func names(_ folder: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(folder)).sorted()
  }

  /// A number that the system keeps of a file.
  func attribute(_ key: FileAttributeKey, of name: String = "QUEUE.md") throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
    return (attributes[key] as? NSNumber)?.intValue ?? -1
  }
}
