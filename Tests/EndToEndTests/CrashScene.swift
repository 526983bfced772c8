import Foundation
import TestSupport

/// A queue that was used before, prepared afresh for each case, and a command to run there.
///
/// Folders are not copied: the inode numbers of a copy differ from those in its journal.
struct CrashScene: Sendable, CustomStringConvertible {
  enum Command: String, Sendable { case pick, done }

  var command: Command

  static let trace = "trace-under-test"

  var description: String { command.rawValue }

  var arguments: [String] {
    switch command {
    case .pick: ["pick", "--owner-session", "w1"]
    case .done: ["done", "--id", "C", "--owner-session", "w0", "--notes", "ok"]
    }
  }

  static func addition(_ id: String, task: String) -> [String] {
    ["add", "--id", id, "--priority", "P2", "--task", task, "--success-criteria", "it is there"]
  }

  // MARK: Before the command

  func prepare(in folder: String) throws {
    try Self.write(Self.text, to: "\(folder)/QUEUE.md")
    for id in ["X", "Y"] {
      try Self.orch(Self.addition(id, task: "Of the past"), in: folder)
    }
  }

  /// Writes a file through a process of its own, and makes it look old.
  ///
  /// Were it written here, a program that another test starts at that moment would
  /// hold the file open for writing until it runs, and `orch` would wait for it.
  static func write(_ text: String, to path: String) throws {
    try TestSupport.run("tee", [path], in: "/", input: text)
    age(path)
  }

  /// Three rows, and text after them; the row C is shorter when it is done.
  private static let text =
    QueueFixture.text(
      QueueFixture.row("A", task: "The first"), QueueFixture.row("B", task: "The second"),
      QueueFixture.row(
        "C", "IN_PROGRESS", owner: "w0", notes: "begun / a long note that the end takes away"))
    + "\nWhat follows the table stays.\n"

  // MARK: The command

  /// Runs the command under strace.
  func run(in folder: String, injecting injections: [String] = []) throws -> Strace.Trace {
    try Strace.run(
      BuiltBinaries.orch, arguments, in: folder,
      environment: Self.frozen.merging(["ORCH_TRACE_ID": Self.trace]) { $1 },
      tracing: SystemCalls.changing, injecting: injections)
  }

  @discardableResult
  static func orch(_ arguments: [String], in folder: String) throws -> ChildProcess.Ending {
    try TestSupport.run(BuiltBinaries.orch, arguments, in: folder, environment: frozen)
  }

  /// With the time frozen, each run leaves the same bytes.
  private static let frozen = ["ORCH_NOW": "2026-01-02 03:04"]
}
