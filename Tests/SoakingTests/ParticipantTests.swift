import TestSupport
import Testing

@testable import Soaking

/// Those who give commands to an `orch` that ends as a test wants it to.
@Suite struct ParticipantTests {
  private static func ends(_ script: String) throws -> [SoakHistory.CommandEnd] {
    try withTemporaryDirectory { place in
      let folder = SoakFolder("\(place)/soak")
      var profile = try SoakProfile(parsing: Array(ProfileTests.text.utf8))
      profile.faults.lockedDatabase = 0
      try folder.create([], profile, worker: [], epoch: 0)
      let program = "\(place)/orch"
      try writeExecutable("#!/bin/sh\n\(script)\n", to: program)
      let tool = Tool(
        orch: program, ops: program, folder: folder, clock: QueueClock(speed: 1, epoch: 0))
      let record = Record()
      var participant = Participant(tool, record, profile, start: 0, number: 0)
      _ = participant.write(.orch, ["add", "--task", "x"])
      return record.now.commands
    }
  }

  @Test(
    arguments: [
      ("exit 0", [.init("add", .done)]),
      (
        "[ -e met ] && exit 0; touch met; exit 75",
        [.init("add", .locked), .init("add", .done)]
      ),
      (
        "echo 'ERROR: locked' >&2; exit 75",
        Array(repeating: .init("add", .locked), count: Participant.retryLimit - 1)
          + [.init("add --task", .unexpected(status: 75, saying: "ERROR: locked"))]
      ),
      (
        "echo 'ERROR: disk' >&2; exit 74",
        [.init("add --task", .unexpected(status: 74, saying: "ERROR: disk"))]
      ),
      ("exit 143", []),
    ] as [(String, [SoakHistory.CommandEnd])])
  func `a command is given until it got the lock, or is told of`(
    _ script: String, _ ends: [SoakHistory.CommandEnd]
  ) throws {
    #expect(try Self.ends(script) == ends)
  }
}
