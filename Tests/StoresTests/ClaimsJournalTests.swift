import Host
import Model
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// Claims when the journal, the file of claims, or both are behind or gone.
@Suite struct ClaimsJournalTests {
  /// A queue in which s1 has A, and what was written last to `claims.json` was lost.
  private func withLostFile(_ body: (QueueScene) throws -> Void) throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.leaveOwnFile()
      try scene.perform(.pick(id: "A"))
      try scene.removeClaims()
      try body(scene)
    }
  }

  @Test func `a crash behind the swap leaves the claim in the journal`() throws {
    try withLostFile { (scene) throws in
      #expect(try scene.outcome(.pick(id: "A"), session: "s2") == "wrong_state")
      #expect(try scene.outcome(.finish(.init(id: "A", as: .done, notes: "n"))) == "A done")
      #expect(try scene.holder(of: "A") == "DONE -")
    }
  }

  @Test func `a crash before the swap leaves neither row nor lease`() throws {
    try withLostFile { (scene) throws in
      #expect(try Directory.exchange("\(scene.sidecar.generations)/2", scene.path))
      #expect(try scene.holder(of: "A") == "PENDING -")
      #expect(try scene.outcome(.pick(id: nil), session: "s2") == "A picked")
      #expect(try scene.holder(of: "A") == "IN_PROGRESS 1 s2 +3600")
    }
  }

  @Test func `a crash before the swap of a done leaves its owner the row`() throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.perform(.pick(id: "A"))
      try scene.writeClaims()
      let before = try contents(of: scene.sidecar.claims)
      try scene.done("A")
      #expect(try Directory.exchange("\(scene.sidecar.generations)/2", scene.path))
      try scene.write(before)
      #expect(try scene.holder(of: "A") == "IN_PROGRESS 1 s1 +3600")
      #expect(try scene.lockedHolder(of: "A") == "IN_PROGRESS 1 s1")
      #expect(try scene.outcome(.finish(.init(id: "A", as: .done, notes: "n"))) == "A done")
    }
  }

  @Test func `the file has the claims when the journal is missing`() throws {
    try withQueue(threeRows) { (scene) throws in
      for id in ["A", "B"] { try scene.perform(.pick(id: id)) }
      try scene.writeClaims()
      try Directory.remove(scene.sidecar.journal)
      try scene.perform(.cancel(id: "X"))
      #expect(try scene.storedClaims()?.includedThrough == 1)
      #expect(try scene.holder(of: "A") == "IN_PROGRESS 1 s1 +3600")
      #expect(try scene.journalEntries().map(\.lastClaim) == [LastClaim(sequence: 0, number: 2)])
      try scene.done("A")
      try scene.perform(.replan(id: "A", reason: "r", force: true))
      try scene.perform(.pick(id: "A"))
      #expect(try scene.holder(of: "A") == "IN_PROGRESS 3 s1 +3600")
    }
  }

  @Test func `the cells have the owners when file and journal are missing`() throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.perform(.pick(id: "A"))
      try Directory.remove(scene.sidecar.journal)
      try scene.removeClaims()
      #expect(try scene.holder(of: "A") == "IN_PROGRESS -")
      #expect(
        try scene.outcome(.lease(.init(id: "A", .acquire(seconds: 9))), session: "s2") == "leased")
      try scene.renew("A", seconds: 900)
      #expect(try scene.holder(of: "A") == "IN_PROGRESS 1 s1 +900")
    }
  }

  @Test func `numbers grow also when the entry of a claim has left the journal`() throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.leaveOwnFile()
      let file = try FileDescriptor(opening: scene.sidecar.journal, for: .updating)
      let lines = (1...300).flatMap { oldEntry($0).line }
      try file.truncate(to: 0)
      try file.write(lines, at: 0)
      try Directory.remove(scene.sidecar.generations + "/1")
      try scene.perform(.cancel(id: "B"))
      let left = try scene.journalEntries()
      #expect(left.count == 200 && left.allSatisfy { $0.claims == [] })
      #expect(left.last?.lastClaim == LastClaim(sequence: 1, number: 41))
      try scene.removeClaims()
      try scene.perform(.pick(id: "A"))
      #expect(try scene.holder(of: "A") == "IN_PROGRESS 42 s1 +3600")
    }
  }

  /// An entry of nine days ago; the first one recorded claim 41.
  private func oldEntry(_ sequence: Int) -> JournalEntry {
    var entry = JournalEntryTests.entry
    entry.sequence = sequence
    entry.time = QueueTime(epochSeconds: 1_769_850_000 - 9 * 86400, offset: 32400).iso8601
    entry.author = Author(
      command: "pick", traceID: String(repeating: "x", count: 900), actor: "s1")
    entry.lastClaim = LastClaim(sequence: 1, number: 41)
    if sequence == 1 {
      let claim = Claim(number: 41, nonce: "a", madeAt: 1_769_000_000)
      entry.claims = [ClaimChange(id: "ORCH-7", claim: claim)]
    }
    return entry
  }

  // MARK: Heartbeats

  @Test func `a heartbeat leaves queue and journal alone`() throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.perform(.pick(id: "A"))
      let before = try [scene.text(), contents(of: scene.sidecar.journal)]
      let identity = try FileStatus(of: scene.path).identity
      scene.fake.pass(.milliseconds(60_000))
      try scene.renew("A", seconds: 900)
      #expect(try scene.holder(of: "A") == "IN_PROGRESS 1 s1 +900")
      #expect(try [scene.text(), contents(of: scene.sidecar.journal)] == before)
      #expect(try FileStatus(of: scene.path).identity == identity)
    }
  }

  @Test func `heartbeats are remembered as long as anybody works`() throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.perform(.pick(id: "A"))
      try scene.renew("A", seconds: 2 * 86_400)
      for _ in 0..<40 {
        scene.fake.pass(.milliseconds(86_400_000))
        try scene.renew("A", seconds: 2 * 86_400)
      }
      try scene.perform(.pick(id: "B"), session: "s2")
      #expect(try scene.holder(of: "A") == "IN_PROGRESS 1 s1 +172800")
      // A claim is forgotten after a month; the numbers still grow.
      scene.fake.pass(.milliseconds(40 * 86_400_000))
      try scene.perform(.cancel(id: "X"), session: "s2")
      try scene.perform(.release(id: "B", force: true))
      try scene.perform(.pick(id: "B"))
      #expect(try scene.holder(of: "B") == "IN_PROGRESS 3 s1 +3600")
      try scene.renew("B", seconds: 900)
      #expect(try scene.storedClaims().map { Array($0.byID.keys) } == ["B"])
    }
  }
}
