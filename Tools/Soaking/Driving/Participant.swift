import Host
import SQLite

/// Somebody who gives commands, one after the other; now and then while the database is locked.
struct Participant {
  let tool: Tool
  let record: Record
  let profile: SoakProfile
  var numbers: SeededNumbers
  /// When the soak began, by the machine's monotonic clock.
  let start: Int

  /// How often a command is given that meets a lock. One that never gets it is told: somebody
  /// would wait for what it was to do.
  static let retryLimit = 20

  init(_ tool: Tool, _ record: Record, _ profile: SoakProfile, start: Int, number: Int) {
    (self.tool, self.record, self.profile, self.start) = (tool, record, profile, start)
    numbers = SeededNumbers(seed: UInt64(profile.seed) &+ UInt64(number) << 40)
  }

  /// Gives a command that writes, until the database is no longer locked.
  ///
  /// - Returns: what it said in the end; `nil` where that was an error.
  mutating func write(
    _ program: Tool.Program, _ arguments: [String], input: String = "", mayBeRefused: Bool = false
  ) -> Tool.Answer? {
    for time in 1...Self.retryLimit {
      let isLocked = Double.random(in: 0..<1, using: &numbers) < profile.faults.lockedDatabase
      let answer =
        isLocked ? locked { run(program, arguments, input) } : run(program, arguments, input)
      switch answer.status {
      case 0:
        note(arguments, .done)
        return answer
      case 75 where time < Self.retryLimit: note(arguments, .locked)
      case 1 where mayBeRefused:
        note(arguments, .refused)
        return nil
      case _:
        note(arguments, unexpected: answer)
        return nil
      }
    }
    return nil
  }

  /// Gives a command that only reads, for which no lock is an obstacle.
  func read(_ program: Tool.Program, _ arguments: [String]) -> Tool.Answer? {
    let answer = run(program, arguments, "")
    if answer.status == 0 {
      note(arguments, .done)
      return answer
    }
    note(arguments, unexpected: answer)
    return nil
  }

  private func run(_ program: Tool.Program, _ arguments: [String], _ input: String) -> Tool.Answer {
    tool.run(program, arguments, input: input)
  }

  /// Has the database locked by somebody else until the command has given up.
  private func locked(_ body: () -> Tool.Answer) -> Tool.Answer {
    do throws(SQLiteError) {
      let stranger = try Database(
        opening: tool.folder.database, for: .readingAndWriting, busyTimeout: 60_000)
      try stranger.begin(.immediate)
      record.noteLock()
      let answer = body()
      try stranger.rollback()
      return answer
    } catch {
      return Tool.Answer(status: 70, output: "", errors: "the stranger: \(error)")
    }
  }

  private func note(_ arguments: [String], _ meaning: SoakHistory.CommandEnd.Meaning) {
    record.note(SoakHistory.CommandEnd(arguments.first ?? "", meaning))
  }

  private func note(_ arguments: [String], unexpected answer: Tool.Answer) {
    record.note(arguments.prefix(2).joined(separator: " "), unexpected: answer)
  }

  /// Waits for a moment of the soak, in milliseconds of the queue.
  func wait(until milliseconds: Int) -> Bool {
    record.wait(until: start + tool.clock.real(milliseconds))
  }
}
