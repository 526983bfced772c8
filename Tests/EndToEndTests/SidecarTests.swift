import Foundation
import TestSupport
import Testing

/// What may be done to `.orch/`, by hand or through a clone.
@Suite struct SidecarTests {
  private func usedScene() throws -> Scene {
    let scene = try Scene(rows: row("A"), row("B"), row("C"), row("D"))
    try expect(scene.orch("pick", "--no-log"), is: .prints("A\n"))
    return scene
  }

  @Test(arguments: ["lock", "journal.jsonl"])
  func `a link in place of a file is not followed`(_ name: String) throws {
    let scene = try usedScene()
    try contents(of: scene.path("QUEUE.md")).write(
      toFile: scene.path("mine.txt"), atomically: false, encoding: .utf8)
    let before = try contents(of: scene.path("mine.txt"))
    try FileManager.default.removeItem(atPath: scene.path(".orch/\(name)"))
    try FileManager.default.createSymbolicLink(
      atPath: scene.path(".orch/\(name)"), withDestinationPath: scene.path("mine.txt"))
    let outcome = try scene.orch("pick", "--no-log")
    #expect(outcome.status == 77)
    #expect(outcome.errors.hasSuffix("(a link is not followed here: remove it)\n"), "\(outcome)")
    #expect(try contents(of: scene.path("mine.txt")) == before)
  }

  @Test(arguments: [".orch", ".orch/gen"])
  func `a link in place of a folder is refused`(_ name: String) throws {
    let scene = try usedScene()
    try FileManager.default.moveItem(atPath: scene.path(name), toPath: scene.path("other"))
    try "mine".write(toFile: scene.path("other/2024"), atomically: false, encoding: .utf8)
    try FileManager.default.createSymbolicLink(
      atPath: scene.path(name), withDestinationPath: scene.path("other"))
    for command in ["pick", "history"] {
      try expect(
        scene.orch(command, "--no-log"),
        is: .fails(
          77,
          "ERROR: cannot use \(scene.path(name)): Too many levels of symbolic links "
            + "(a link is not followed here: remove it)"))
    }
    #expect(try contents(of: scene.path("other/2024")) == "mine")
  }

  @Test func `a folder of generations that is gone is made again`() throws {
    let scene = try usedScene()
    try FileManager.default.removeItem(atPath: scene.path(".orch/gen"))
    try expect(scene.orch("pick", "--no-log"), is: .prints("B\n"))
    try expect(scene.orch("pick", "--no-log"), is: .prints("C\n"))
  }

  @Test func `without its journal a generation is kept for people`() throws {
    let scene = try usedScene()
    try FileManager.default.removeItem(atPath: scene.path(".orch/journal.jsonl"))
    let outcome = try scene.orch("pick", "--no-log", "--quiet")
    #expect(outcome.output == "B\n")
    #expect(
      outcome.errors
        == "WARNING: the journal of QUEUE.md is gone; a file that it would have listed is kept as "
        + "\(scene.path(".orch/found/1.md")): compare, and copy what you need\n")
    #expect(try contents(of: scene.path(".orch/found/1.md")).contains("| A | PENDING |"))
  }

  @Test func `a journal that is removed again and again blocks no command`() throws {
    let scene = try usedScene()
    for (round, id) in ["B", "C", "D"].enumerated() {
      try FileManager.default.removeItem(atPath: scene.path(".orch/journal.jsonl"))
      let outcome = try scene.orch("pick", "--no-log")
      #expect(outcome.status == 0 && outcome.output == "\(id)\n", "\(outcome)")
      let name = round == 0 ? "1.md" : "1-\(round + 1).md"
      #expect(try contents(of: scene.path(".orch/found/\(name)")).contains("| \(id) | PENDING |"))
    }
  }

  @Test(arguments: ["QUEUE.md", ".orch/journal.jsonl", ".orch/lock", "./QUEUE.md"])
  func `the run log is never a file of the queue`(_ path: String) throws {
    let scene = try usedScene()
    let before = try scene.text()
    let outcome = try scene.orch("pick", "--log-path", path)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("which belongs to the queue (name another --log-path)"))
    try expect(scene.text(), is: before)
  }
}
