import Glibc
import TestSupport
import Testing

/// Another program at each change of a file that a command makes: it reads the queue, works on it, or
/// saves it in an editor.
@Suite struct FaultVisitorTests {
  /// The commands whose change is whole or not at all.
  private static let commands =
    FaultCommand.withFiles.filter { command in
      if case .oneStep = command.outcome { command.kept == .inFile } else { false }
    } + FaultCommand.ways.filter { $0.past == .quiet && $0.way != .firstUse }

  /// A third of the places, others each day.
  private static func sample(of places: some Collection<Int>, _ name: String) -> [Int] {
    LongTests.sample((places.count + 2) / 3, of: places, named: name)
  }

  /// Not of a file that is written where it lies: `orch` reads it again when the writer has gone on.
  @Test(arguments: commands.filter { $0.way != .inPlace })
  func `a reader sees the old queue or the new one`(command: FaultCommand) throws {
    let rehearsal = try FaultRehearsal(of: command)
    func list(_ folder: FaultFolder) throws -> String {
      try folder.run("orch list --json --lock-timeout 0").output.withoutTokens
    }
    let old = try rehearsal.inCopy(list)
    let new = try rehearsal.inCopy { folder in
      try folder.run(command.line)
      return try list(folder)
    }
    for index in Self.sample(of: rehearsal.calls.indices, "\(command), read") {
      var seen = ""
      try rehearsal.play(from: index) { following, _, folder in
        if following == 0 { seen = (try? list(folder)) ?? "" }
        return nil
      } check: { ending, _ in
        let story: Comment = "\(command), read at \(rehearsal.calls[index])\n\(seen)\n\(ending)"
        #expect([old, new].contains(seen), story)
        #expect(ending.status == 0, story)
      }
    }
  }

  @Test(arguments: commands)
  func `a second command is refused, or its change is there`(command: FaultCommand) throws {
    var command = command
    command.comparesHistory = false
    let rehearsal = try FaultRehearsal(of: command)
    for index in Self.sample(of: rehearsal.calls.indices, "\(command), second") {
      var second: ChildProcess.Ending?
      try rehearsal.play(from: index) { following, _, folder in
        guard following == 0 else { return nil }
        second = try? folder.run(
          "orch add --id V --priority P2 --task v --success-criteria c --lock-timeout 0")
        return nil
      } check: { ending, folder in
        let second = try #require(second)
        let story: Comment = "\(command), with \(second) at \(rehearsal.calls[index])\n\(ending)"
        #expect(ending.status == 0, story)
        #expect(second.status == (second.output == "Added V\n" ? 0 : 75), story)
        let isThere = folder.table.contains("\n| V |")
        #expect(isThere == (second.status == 0), story)
        if isThere { try folder.expect("orch rm V") }
        let state = try folder.stateAfterNext(command)
        #expect(state.differences(from: [rehearsal.new]) == nil, story)
      }
    }
  }

  @Test(arguments: commands, [FaultPast.savedInPlace, .savedByRename])
  func `what an editor saves, and what the command did, are both there`(
    command: FaultCommand, save: FaultPast
  ) throws {
    let rehearsal = try FaultRehearsal(of: command)
    // In the instant in which a file is replaced without an exchange, or written where it lies, a
    // save is not seen: docs/reliability.md, "What is not promised".
    let calls = rehearsal.calls.indices.filter { index in
      command.way == .exchange || !rehearsal.calls[index].replacesTheQueue
    }
    for index in Self.sample(of: calls, "\(command), \(save)") {
      try rehearsal.play(from: index) { following, _, folder in
        if following == 0 { folder.save(save) }
        return nil
      } check: { ending, folder in
        let story: Comment = "\(command), saved at \(rehearsal.calls[index])\n\(ending)"
        #expect(ending.status == 0, story)
        try folder.expect("orch add --id NEXT --priority P2 --task t --success-criteria c")
        let text = folder.table
        #expect(text.contains(FaultPast.typed), "\(story)\n\(text)")
        let lines = String(decoding: rehearsal.texts[1] ?? [], as: UTF8.self).unaligned
          .split(separator: "\n")
        let missing = lines.filter {
          !$0.contains("| G |") && !$0.hasPrefix("| -") && !text.contains($0)
        }
        #expect(missing == [], "\(story)\n\(text)")
      }
    }
  }

  /// The save comes when the new file is put in place; the command ends at one of its changes from there on.
  @Test(
    arguments: commands.filter { $0.name == "pick" && $0.way == .exchange },
    [FaultPast.savedInPlace, .savedByRename])
  func `what an editor saves outlives an end of the command at any change after it`(
    command: FaultCommand, save: FaultPast
  ) throws {
    let rehearsal = try FaultRehearsal(of: command)
    let swap = try #require(rehearsal.calls.firstIndex { $0.hasPrefix("exchange(") })
    var isAtEnd = false
    var changes = 0
    while !isAtEnd {
      isAtEnd = true
      try rehearsal.play(from: swap) { following, _, folder in
        if following == 0 { folder.save(save) }
        guard following > changes else { return nil }
        isAtEnd = false
        return EIO
      } check: { _, folder in
        let story: Comment = "\(command), \(changes) changes after the save"
        try folder.expect("orch add --id NEXT --priority P2 --task t --success-criteria c")
        let text = folder.table
        #expect(text.contains(FaultPast.typed), "\(story)\n\(text)")
        #expect(!folder.exists(".orch/found"), story)
        let next = try folder.run("orch pick")
        let isClaimed = text.contains("| A | IN_PROGRESS |")
        #expect(
          next.output == (isClaimed ? "G\n" : "A\n") && next.errors == "", "\(story): \(next)")
      }
      changes += 1
    }
    // With fewer the second swap, which merges the save, was not among them.
    #expect(changes >= 5)
  }
}

extension FaultFolder {
  fileprivate var table: String { text(of: "QUEUE.md").unaligned }

  /// Saves the queue with another task of G, as an editor does that has just loaded it.
  fileprivate func save(_ way: FaultPast) {
    let text = text(of: "QUEUE.md").replacing("Task G", with: FaultPast.typed)
    do {
      guard way == .savedByRename else { return try write(text, to: "QUEUE.md") }
      try write(text, to: "edited.md")
      try rename("edited.md", to: "QUEUE.md")
    } catch {
      Issue.record("\(error)")
    }
  }
}

extension String {
  fileprivate var replacesTheQueue: Bool {
    hasPrefix("write(\"QUEUE.md\"") || hasPrefix("resize(\"QUEUE.md\"")
      || hasPrefix("rename(") && hasSuffix("to: \"QUEUE.md\")")
  }

  /// With one blank for several, and one hyphen.
  fileprivate var unaligned: String { replacing(/\ +/, with: " ").replacing(/-+/, with: "-") }

  fileprivate var withoutTokens: String { replacing(/"[0-9]+-[0-9a-f]{6}"/, with: "#") }
}
