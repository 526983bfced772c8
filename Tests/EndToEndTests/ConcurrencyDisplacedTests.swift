import Foundation
import Glibc
import Host
import TestSupport
import Testing

/// An editor has a file open that a command displaced. It saves into it and closes it, at each
/// moment of the next command.
@Suite(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"))
struct ConcurrencyDisplacedTests {
  /// Where the displaced file is.
  enum Place: CaseIterable {
    case here
    /// In a copy of the folder, where it has another identity.
    case inCopy
  }

  private static let word = "what a person typed"
  private static let calls = [
    "openat", "newfstatat", "fstat", "fcntl", "pread64", "rename", "renameat", "renameat2",
    "unlink",
    "unlinkat",
  ]

  @Test(arguments: Place.allCases)
  func `the text outlives a save after any call about the file`(place: Place) throws {
    let calls = try withDisplacedFile(place) { folder, _ in
      try Strace.run(
        BuiltBinaries.orch, ["pick"], in: folder, environment: TestEnvironment.base(home: folder),
        tracing: Self.calls
      ).calls.filter { $0.arguments.contains(Self.displaced(folder)) }
    }
    #expect(calls.contains { $0.name == "fcntl" })
    for call in calls {
      try withDisplacedFile(place) { folder, editor in
        let pick = try StoppedPick(
          in: folder, at: (call.name, call.occurrence), tracing: Self.calls)
        try editor.take()?.save()
        pick.goOn()
        let ending = pick.process.wait()
        #expect(ending.output == "B\n", "\(call): \(ending)")
        let next = try run(
          BuiltBinaries.orch, CrashScene.addition("NEXT", task: "Go on"), in: folder)
        #expect(next.output == "Added NEXT\n", "\(call): \(next)")
        let queue = try contents(of: "\(folder)/QUEUE.md")
        #expect(queue.contains(Self.word), "\(call): \(ending), \(next)")
      }
    }
  }

  /// An editor with the file open.
  private struct Editor: ~Copyable {
    let file: FileDescriptor

    consuming func save() throws {
      let text = QueueFixture.text(
        QueueFixture.row("A"), QueueFixture.row("B"), QueueFixture.row("C", task: word))
      try file.truncate(to: 0)
      try file.write(Array(text.utf8), at: 0)
    }
  }

  private static func displaced(_ folder: String) -> String { "\(folder)/.orch/gen/1" }

  /// Calls `body` with the folder of a queue whose first pick has displaced a file, and the editor
  /// that has it open.
  private func withDisplacedFile<Result>(
    _ place: Place, _ body: (String, inout Editor?) throws -> Result
  ) throws -> Result {
    try withTemporaryDirectory { folder in
      let first = "\(folder)/first"
      try Directory.create(first, permissions: 0o700)
      try CrashScene.write(
        QueueFixture.text(QueueFixture.row("A"), QueueFixture.row("B"), QueueFixture.row("C")),
        to: "\(first)/QUEUE.md")
      let picked = try run(BuiltBinaries.orch, ["pick"], in: first)
      #expect(picked.output == "A\n", "\(picked)")
      var home = first
      if place == .inCopy {
        home = "\(folder)/copy"
        #expect(try run("cp", ["-a", first, home], in: folder).status == 0)
        // A fresh save is looked at again and again, and calls could not be counted.
        try FileDescriptor(opening: "\(home)/QUEUE.md", for: .updating).setModified(1_000_000_000)
      }
      var editor: Editor? = Editor(
        file: try FileDescriptor(opening: Self.displaced(home), for: .updating))
      return try body(home, &editor)
    }
  }
}
