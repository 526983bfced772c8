import TestSupport
import Testing

@testable import Soaking

/// Commands to an `orch` that ends as a test wants it to.
@Suite struct SoakActorTests {
  private static func ends(_ script: String) throws -> [SoakHistory.CommandEnd] {
    try withTemporaryDirectory { place in
      let folder = SoakFolder("\(place)/soak")
      var profile = try SoakProfile(parsing: Array(ProfileTests.text.utf8))
      profile.faults.lockedDatabase = 0
      try folder.create([], profile, worker: [], epoch: 0)
      let program = "\(place)/orch"
      try writeExecutable("#!/bin/sh\n\(script)\n", to: program)
      let queue = SoakQueue(
        orch: program, ops: program, folder: folder, clock: SoakClock(speed: 1, epoch: 0))
      let log = SoakLog(submitters: 1)
      var actor = SoakActor(queue, log, profile, start: .zero, number: 0)
      _ = actor.write(queue.orch, ["add", "--task", "x"])
      return log.entries.commands
    }
  }

  @Test(
    arguments: [
      ("exit 0", [.init(words: "add", meaning: .done)]),
      (
        "[ -e met ] && exit 0; touch met; exit 75",
        [.init(words: "add", meaning: .locked), .init(words: "add", meaning: .done)]
      ),
      (
        "echo 'ERROR: locked' >&2; exit 75",
        Array(repeating: .init(words: "add", meaning: .locked), count: SoakActor.retryLimit - 1)
          + [.init(words: "add --task", meaning: .unexpected(status: 75, error: "ERROR: locked"))]
      ),
      (
        "echo 'ERROR: disk' >&2; exit 74",
        [.init(words: "add --task", meaning: .unexpected(status: 74, error: "ERROR: disk"))]
      ),
      ("exit 143", []),
    ] as [(String, [SoakHistory.CommandEnd])])
  func `a command is repeated until it gets the lock, or is reported`(
    _ script: String, _ ends: [SoakHistory.CommandEnd]
  ) throws {
    #expect(try Self.ends(script) == ends)
  }
}
