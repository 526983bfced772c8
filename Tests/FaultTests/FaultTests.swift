import Glibc
import Host
import TestSupport
import Testing

/// Every command that writes, at each of its changes of a file: the process ends there, the disk is
/// full, or the disk is broken. It runs in this process, and `FileChange` refuses the change.
///
/// A stop is a refusal of all further changes: what a killed process leaves on the disk, though not
/// its locks and children. `ProcessFaultTests` kills processes.
@Suite struct FaultTests {
  enum Fault: String, CaseIterable {
    case stopped
    case full = "No space left on device"
    case broken = "Input/output error"

    /// The number of the error for a change, so many after the one that is meant.
    func code(_ following: Int) -> Int32? {
      switch self {
      case .stopped: EIO
      case .full: following == 0 ? ENOSPC : nil
      case .broken: following == 0 ? EIO : nil
      }
    }
  }

  @Test(arguments: FaultCommand.withFiles + FaultCommand.saved + FaultCommand.ways)
  func `no fault at any change of a file loses what was acknowledged`(
    command: FaultCommand
  ) throws {
    let rehearsal = try FaultRehearsal(of: command)
    // With fewer the seam has gone stale, and this tests nothing.
    try #require(rehearsal.changes.count >= 2)
    for fault in Fault.allCases {
      for index in rehearsal.changes.indices {
        try rehearsal.play(from: index) { following, _ in
          fault.code(following)
        } check: { ending, folder in
          let story: Comment = "\(command): \(fault) at \(rehearsal.changes[index])\n\(ending)"
          try FaultAftermath(rehearsal: rehearsal, folder: folder, story: story)
            .check(ending, fault)
        }
      }
    }
  }
}

/// Another program at each change of a file that a command makes: it reads the queue, works on it, or
/// saves it in an editor.
@Suite struct FaultVisitorTests {
  /// The commands whose change is whole or not at all.
  private static let commands = FaultCommand.withFiles.filter { command in
    if case .oneStep = command.outcome { command.kept == .inFile } else { false }
  }

  @Test(arguments: commands)
  func `a reader sees the old queue or the new one`(command: FaultCommand) throws {
    let rehearsal = try FaultRehearsal(of: command)
    func list(_ image: FaultFolder) throws -> String {
      try image.run("orch list --json --lock-timeout 0").output
    }
    let old = try FaultRehearsal.inCopy(of: rehearsal.image, command, list)
    let new = try FaultRehearsal.inCopy(of: rehearsal.image, command) { folder in
      try folder.run(command.line)
      return try list(folder)
    }
    for index in rehearsal.changes.indices {
      var seen = ""
      try rehearsal.play(from: index) { following, folder in
        if following == 0 { seen = (try? list(folder)) ?? "" }
        return nil
      } check: { ending, _ in
        let story: Comment = "\(command), read at \(rehearsal.changes[index])\n\(seen)\n\(ending)"
        #expect([old, new].map(\.withoutTokens).contains(seen.withoutTokens), story)
        #expect(ending.status == 0, story)
      }
    }
  }

  @Test(arguments: commands)
  func `a second command is refused, or its change is there`(command: FaultCommand) throws {
    let rehearsal = try FaultRehearsal(of: command)
    for index in rehearsal.changes.indices {
      var second: ChildProcess.Ending?
      try rehearsal.play(from: index) { following, folder in
        guard following == 0 else { return nil }
        second = try? folder.run(
          "orch add --id V --priority P2 --task v --success-criteria c --lock-timeout 0")
        return nil
      } check: { ending, folder in
        let second = try #require(second)
        let story: Comment = "\(command), with \(second) at \(rehearsal.changes[index])\n\(ending)"
        #expect(ending.status == 0, story)
        #expect(second.status == (second.output == "Added V\n" ? 0 : 75), story)
        let isThere = folder.table.contains("\n| V |")
        #expect(isThere == (second.status == 0), story)
        if isThere { try folder.expect("orch rm V") }
        let state = try folder.stateAfterNext(command.withoutHistory)
        let expected = try FaultRehearsal.inCopy(of: rehearsal.image, command) { folder in
          try folder.run(command.line)
          return try folder.stateAfterNext(command.withoutHistory)
        }
        if let differences = state.differences(from: [expected]) {
          Issue.record("\(story)\n\(differences)")
        }
      }
    }
  }

  @Test(arguments: commands, [FaultPast.savedInPlace, .savedByRename])
  func `what an editor saves, and what the command did, are both there`(
    command: FaultCommand, save: FaultPast
  ) throws {
    let rehearsal = try FaultRehearsal(of: command)
    for index in rehearsal.changes.indices {
      try rehearsal.play(from: index) { following, folder in
        guard following == 0 else { return nil }
        do { try folder.save(save) } catch { Issue.record("\(error)") }
        return nil
      } check: { ending, folder in
        let story: Comment = "\(command), saved at \(rehearsal.changes[index])\n\(ending)"
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
}

extension FaultFolder {
  fileprivate var table: String { text(of: "QUEUE.md").unaligned }

  /// Saves the queue with another task of G, as an editor does that has just loaded it.
  fileprivate func save(_ way: FaultPast) throws {
    let text = text(of: "QUEUE.md").replacing("Task G", with: FaultPast.typed)
    let name = way == .savedByRename ? "edited.md" : "QUEUE.md"
    try write(text, to: name)
    if way == .savedByRename { try rename(name, to: "QUEUE.md") }
  }
}

extension FaultCommand {
  /// Those that change files without SQLite, or beside it.
  static let withFiles = all.filter { $0.kept == .inFile || $0.name.contains("report --spool") }

  fileprivate var withoutHistory: FaultCommand {
    var command = self
    command.comparesHistory = false
    return command
  }
}

extension String {
  /// With one blank for several, and one hyphen.
  fileprivate var unaligned: String { replacing(/\ +/, with: " ").replacing(/-+/, with: "-") }

  fileprivate var withoutTokens: String { replacing(/"[0-9]+-[0-9a-f]{6}"/, with: "#") }
}
