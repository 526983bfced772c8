import Foundation
import TestSupport

/// A queue with a past, prepared afresh for each case, and a command to run there.
///
/// Folders are not copied: the inode numbers of a copy differ from those in its journal.
struct CrashScene: Sendable, CustomStringConvertible {
  enum Command: String, Sendable {
    case pick, done, add, undo, fmt
    /// The end of a row that its owner claimed.
    case doneByOwner

    /// The commands that every past is tried with.
    static let everyday: [Command] = [.pick, .done, .add]
  }

  /// What happened in the folder before the command.
  enum Past: String, CaseIterable, Sendable {
    case firstUse, usedBefore
    /// An editor saved the queue since orch wrote it: written in place, or renamed
    /// into its place.
    case savedInPlace, savedByRename

    var isSaved: Bool { self == .savedInPlace || self == .savedByRename }
  }

  /// What the queue's file is.
  enum Kind: Sendable {
    case plain
    /// It has a second name, so that it can only be rewritten in place.
    case linkedTwice
    /// Its owner gave it an extended attribute.
    case withAttribute
  }

  var command: Command
  var past: Past
  var kind = Kind.plain
  /// Injections of every run, such as a system that cannot swap names.
  var injections: [String] = []

  static let trace = "trace-under-test"
  static let secondName = "OTHER.md"

  var description: String {
    ["\(command)", "\(past)", kind == .plain ? "" : "\(kind)"].filter { !$0.isEmpty }
      .joined(separator: ", ")
  }

  var arguments: [String] {
    switch command {
    case .pick: ["pick", "--owner-session", "w1"]
    case .done: ["done", "--id", "C", "--owner-session", "w0", "--notes", "ok"]
    case .doneByOwner: ["done", "--id", "A", "--owner-session", "w1", "--notes", "ok"]
    case .add: Self.addition("D", task: "One more")
    case .undo: ["undo"]
    case .fmt: ["fmt"]
    }
  }

  static func addition(_ id: String, task: String) -> [String] {
    ["add", "--id", id, "--priority", "P2", "--task", task, "--success-criteria", "it is there"]
  }

  // MARK: Before the command

  func prepare(in folder: String) throws {
    let queue = "\(folder)/QUEUE.md"
    try Self.write(Self.text, to: queue)
    switch kind {
    case .plain: break
    case .linkedTwice:
      try FileManager.default.linkItem(atPath: queue, toPath: "\(folder)/\(Self.secondName)")
    case .withAttribute: try setAttribute(of: queue)
    }
    guard past != .firstUse else { return }
    if command == .doneByOwner {
      try Self.orch(["pick", "--owner-session", "w1"], in: folder)
    }
    for id in ["X", "Y"] {
      try Self.orch(Self.addition(id, task: "Of the past"), in: folder)
    }
    if past.isSaved { try save(queue) }
  }

  /// Saves the queue with one word changed, as an editor does.
  private func save(_ queue: String) throws {
    let text = try contents(of: queue).replacingOccurrences(of: "second", with: "zweite")
    guard past == .savedByRename else { return try Self.write(text, to: queue) }
    try Self.write(text, to: queue + "~")
    guard rename(queue + "~", queue) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  private func setAttribute(of queue: String) throws {
    guard try ExtendedAttributes.set("user.colour", to: "blue", of: queue) else {
      throw CocoaError(.featureUnsupported)
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
  func run(in folder: String, injecting more: [String] = []) throws -> Strace.Trace {
    try Strace.run(
      BuiltBinaries.orch, arguments, in: folder,
      environment: Self.frozen.merging(["ORCH_TRACE_ID": Self.trace]) { $1 },
      tracing: SystemCalls.changing, injecting: injections + more)
  }

  @discardableResult
  static func orch(_ arguments: [String], in folder: String) throws -> ChildProcess.Ending {
    try TestSupport.run(BuiltBinaries.orch, arguments, in: folder, environment: frozen)
  }

  /// With the time frozen, each run leaves the same bytes.
  private static let frozen = ["ORCH_NOW": "2026-01-02 03:04"]
}
