import Foundation
import TestSupport
import Testing

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
    #expect(names.subtracting(copies) == [CrashDatabaseScene.name], story)
    let isMigration = rehearsal.scene.command == .migration
    #expect((isMigration ? 1...2 : 0...0).contains(copies.count), story)
    for copy in copies {
      #expect(try DatabaseState(of: "\(folder)/\(copy)") == rehearsal.old, story)
    }
  }
}
