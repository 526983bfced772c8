import Foundation
import TestSupport
import Testing

/// A scene with a database, played through without an accident.
final class CrashDatabaseRehearsal {
  let scene: CrashDatabaseScene
  /// What the database is before the command, after each of its transactions, and so at the
  /// end; `nil` where there is none.
  let states: [DatabaseState?]
  /// What the next command says in each of these states.
  let next: [ChildProcess.Ending]
  /// The calls that change something, in order.
  let calls: [Strace.Call]
  /// The folder as it was before the command.
  private let template: String

  init(of command: CrashDatabaseScene.Command) throws {
    let scene = CrashDatabaseScene(command: command)
    self.scene = scene
    template =
      FileManager.default.temporaryDirectory
      .appending(path: "orch-crash-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(
      atPath: template, withIntermediateDirectories: true)
    try scene.prepare(in: template)
    let template = template
    let trace = try Self.withCopy(of: template) { try scene.run(in: $0) }
    try #require(trace.ending.status == 0 && trace.ending.output != "", "\(trace.ending)")
    calls = trace.calls.filter(\.isChanging)
    let ways: [(String) throws -> Void] =
      [{ _ in }, { _ = try scene.run(in: $0) }] + (command == .migration ? [Self.migrate] : [])
    let ends = try ways.map { way in
      try Self.withCopy(of: template) { folder in
        try way(folder)
        return (try Self.state(in: folder), try scene.runNext(in: folder))
      }
    }
    states = ends.map(\.0)
    next = ends.map(\.1)
    try #require(states[0] != states[1])
  }

  deinit { try? FileManager.default.removeItem(atPath: template) }

  /// A change that is refused: the tables are brought up to date anyway.
  private static func migrate(in folder: String) throws {
    let refused = try CrashDatabaseScene.orch(["done", "no-such", "--notes", "x"], in: folder)
    try #require(refused.status == 1, "\(refused)")
  }

  var old: DatabaseState? { states[0] }
  var new: DatabaseState? { states[1] }

  /// The call that makes the last transaction whole, be it durable or not: from then on
  /// opening the database shows the change.
  var commit: Int {
    calls.lastIndex {
      scene.command == .creation
        ? $0.name == "renameat2" : $0.isWrite && $0.concerns("\(CrashDatabaseScene.name)-wal")
    } ?? 0
  }

  /// The calls but those whose neighbours on both sides do the same to the same file: of a
  /// long row of writes, the first and the last.
  var places: [Int] {
    calls.indices.filter { index in
      guard index > 0, index + 1 < calls.count else { return true }
      return calls[index].deed != calls[index - 1].deed
        || calls[index].deed != calls[index + 1].deed
    }
  }

  static func state(in folder: String) throws -> DatabaseState? {
    let path = "\(folder)/\(CrashDatabaseScene.name)"
    return FileManager.default.fileExists(atPath: path) ? try DatabaseState(of: path) : nil
  }

  /// Plays the scene in a fresh copy with an accident at each of the places.
  ///
  /// - Parameter accident: what happens: `signal=KILL`.
  func repeated(
    with accident: String, at places: [Int],
    _ body: (_ index: Int, _ trace: Strace.Trace, _ aftermath: CrashDatabaseAftermath) throws ->
      Void
  ) throws {
    for index in LongTests.sample(2, of: places, named: "\(scene) \(accident)") {
      let call = calls[index]
      try Self.withCopy(of: template) { folder in
        let trace = try scene.run(
          in: folder, injecting: ["\(call.name):\(accident):when=\(call.occurrence)"])
        let changing = trace.calls.filter(\.isChanging)
        let story: Comment = "\(scene): \(accident) at \(call)\n\(trace.ending)"
        try #require(changing.count > index && changing[index].isTheSame(as: call), story)
        try body(
          index, trace, CrashDatabaseAftermath(rehearsal: self, folder: folder, story: story))
      }
    }
  }

  private static func withCopy<Result>(
    of template: String, _ body: (String) throws -> Result
  ) throws -> Result {
    try withTemporaryDirectory { folder in
      for name in try FileManager.default.contentsOfDirectory(atPath: template) {
        try FileManager.default.copyItem(atPath: "\(template)/\(name)", toPath: "\(folder)/\(name)")
      }
      return try body(folder)
    }
  }
}

extension Strace.Call {
  /// What it does to which file.
  fileprivate var deed: String {
    let file = arguments.prefix { $0 != "," && $0 != ">" }
    return "\(name) \(file)"
  }
}

/// A database after an accident, and what has to be true of it.
struct CrashDatabaseAftermath {
  let rehearsal: CrashDatabaseRehearsal
  let folder: String
  /// What happened, for messages.
  let story: Comment

  /// Opens the database again, and checks that it is whole and serves all further commands.
  ///
  /// - Returns: which of the rehearsal's states it is in: 0 is the old one, 1 the new.
  func check() throws -> Int {
    let state = try CrashDatabaseRehearsal.state(in: folder)
    #expect(state?.contradictions ?? [] == [], story)
    let index = try #require(rehearsal.states.firstIndex(of: state), story)
    try checkNext(index)
    try checkFiles()
    try checkRows()
    return index
  }

  /// What waits is handed out, what was claimed is not.
  private func checkNext(_ index: Int) throws {
    let next = try rehearsal.scene.runNext(in: folder)
    let expected = rehearsal.next[index]
    #expect(next.status == expected.status && next.output == named(expected.output), story)
    #expect(rehearsal.scene.command == .migration || next.errors == named(expected.errors), story)
  }

  private func checkRows() throws {
    let state = try #require(try CrashDatabaseRehearsal.state(in: folder), story)
    #expect(state.contradictions == [], story)
  }

  /// What was said in another folder, as it is said here.
  private func named(_ text: String) -> String {
    text.replacing(/\/[^ ]*\/(?=q\.db)/) { _ in "\(folder)/" }
  }

  /// The database is one file again, and what a crash left half done is gone. Of a migration
  /// a copy remains that is whole; a second where the first was made in vain.
  private func checkFiles() throws {
    let names = try Set(FileManager.default.contentsOfDirectory(atPath: folder))
    let copies = names.filter { $0.hasPrefix(CrashDatabaseScene.copy) }
    // An undo is the only one at a time.
    let locks: Set = rehearsal.scene.command == .undo ? [".orch"] : []
    #expect(names.subtracting(copies).subtracting(locks) == [CrashDatabaseScene.name], story)
    let isMigration = rehearsal.scene.command == .migration
    #expect((isMigration ? 1...2 : 0...0).contains(copies.count), story)
    for copy in copies {
      #expect(try DatabaseState(of: "\(folder)/\(copy)") == rehearsal.old, story)
    }
  }
}
