import Foundation
import SQLite
import TestSupport

/// A database with a past, and a command to run on it.
struct CrashDatabaseScene: Sendable, CustomStringConvertible {
  enum Command: String, CaseIterable, Sendable {
    case add, pick, done, fail, retry, release, dispatch, watchdog, undo
    case leaseAcquire, leaseRenew, leaseRelease
    /// `init`.
    case creation
    /// The first change to a database that the Python tool made.
    case migration
  }

  let command: Command

  static let name = "q.db"
  static let trace = CrashScene.trace
  /// Where a migration keeps the database as it was.
  static let copy = "\(name).before-v3"

  var description: String { command.rawValue }

  private var words: (program: String, arguments: [String]) {
    switch command {
    case .add, .migration: (BuiltBinaries.orch, CrashScene.addition("Z", task: "One more"))
    case .pick: (BuiltBinaries.orch, ["pick", "--owner-session", "v"])
    case .done: (BuiltBinaries.orch, ["done", "C", "--owner-session", "w", "--notes", "ok"])
    case .fail: (BuiltBinaries.orch, ["fail", "C", "--owner-session", "w", "--notes", "no"])
    case .retry: (BuiltBinaries.ops, ["retry", "D"])
    case .release: (BuiltBinaries.orch, ["release", "C", "--owner-session", "w"])
    case .dispatch: (BuiltBinaries.orch, ["dispatch", "--parallel", "2", "--max-workers", "4"])
    case .watchdog: (BuiltBinaries.orch, ["watchdog", "--stale-minutes", "3"])
    case .undo: (BuiltBinaries.orch, ["undo"])
    case .leaseAcquire: (BuiltBinaries.orch, ["lease", "acquire", "B", "--owner-session", "v"])
    case .leaseRenew: (BuiltBinaries.orch, ["lease", "renew", "C", "--owner-session", "w"])
    case .leaseRelease: (BuiltBinaries.orch, ["lease", "release", "C", "--owner-session", "w"])
    case .creation: (BuiltBinaries.orch, ["init"])
    }
  }

  // MARK: Before the command

  /// A database is one file: what is made here once can be copied as often as one likes.
  func prepare(in folder: String) throws {
    switch command {
    case .creation: break
    case .migration:
      let database = try Database(opening: "\(folder)/\(Self.name)", for: .creating)
      try database.execute(PythonToolFiles.database)
    case .add, .pick, .done, .fail, .retry, .release, .dispatch, .watchdog, .undo, .leaseAcquire,
      .leaseRenew, .leaseRelease:
      try Self.orch(["init"], in: folder, at: Self.past)
      for id in ["A", "B", "C", "D"] {
        try Self.orch(CrashScene.addition(id, task: "Of the past"), in: folder, at: Self.past)
      }
      try Self.orch(["pick", "C", "--owner-session", "w"], in: folder, at: Self.past)
      try Self.orch(["fail", "D", "--notes", "broken"], in: folder, at: Self.past)
    }
  }

  // MARK: Commands

  /// Runs the command under strace.
  func run(in folder: String, injecting injections: [String] = []) throws -> Strace.Trace {
    try Strace.run(
      words.program, words.arguments + Self.database, in: folder, environment: Self.environment(),
      tracing: SystemCalls.changing, injecting: injections)
  }

  /// Runs the command that comes next: with `init` the same again, else one that claims a row.
  func runNext(in folder: String) throws -> ChildProcess.Ending {
    try Self.orch(command == .creation ? ["init"] : ["pick", "--owner-session", "x"], in: folder)
  }

  @discardableResult
  static func orch(
    _ arguments: [String], in folder: String, at time: String = now
  ) throws -> ChildProcess.Ending {
    try TestSupport.run(
      BuiltBinaries.orch, arguments + database, in: folder, environment: environment(at: time))
  }

  /// What happens to the run log is tested with a queue file.
  private static let database = ["--db", name, "--no-log"]

  private static let past = "2026-01-02 03:00"
  private static let now = "2026-01-02 03:04"

  private static func environment(at time: String = now) -> [String: String] {
    ["ORCH_NOW": time, "ORCH_TRACE_ID": time == past ? "trace-past" : trace]
  }
}
