import Foundation
import Glibc
import TestSupport
import Testing
import Text

/// Edits of the file between two commands.
@Suite struct PersonEditTests {
  @Test func `a save of this moment is waited for, one in the future is old`() throws {
    let scene = try Scene(rows: row("A"), row("B"))
    try Data(queueText(row("A"), row("C")).utf8).write(to: URL(filePath: scene.queue))
    try expect(scene.orch("pick"), is: .prints("A\n"))
    let future = timespec(tv_sec: Glibc.time(nil) + 86_400, tv_nsec: 0)
    try Data(queueText(row("C")).utf8).write(to: URL(filePath: scene.queue))
    #expect(utimensat(AT_FDCWD, scene.queue, [future, future], 0) == 0)
    try expect(
      scene.orch("pick"),
      is: .prints(
        "C\n",
        warning: "WARNING: A: put back; it was deleted, but it changed since the editor loaded "
          + "QUEUE.md (orch rm A deletes it; orch undo --merge takes the file as it was saved)\n"))
  }

  @Test func `a sidecar that was removed is made again`() throws {
    let scene = try Scene(rows: row("A"), row("B"))
    try expect(scene.orch("pick"), is: .prints("A\n"))
    try FileManager.default.removeItem(atPath: scene.path(".orch"))
    try expect(scene.orch("pick"), is: .prints("B\n"))
    try expect(scene.text(".orch/.gitignore"), is: "*\n")
  }
}
