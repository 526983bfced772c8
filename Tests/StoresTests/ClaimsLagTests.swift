import Glibc
import Host
import Model
import StoreTestSupport
import TestSupport
import Testing
import Text

@testable import QueueStore
@testable import Stores

/// `claims.json` may lag behind the journal: when it is written, and that readers see all claims.
@Suite struct ClaimsLagTests {
  // MARK: When it is written

  @Test func `64 entries are as many as it lacks`() throws {
    try withQueue(threeRows) { (scene) throws in
      for _ in 0..<31 {
        try scene.perform(.pick(id: "A"))
        try scene.perform(.release(id: "A", force: false))
      }
      try scene.perform(.pick(id: "A"))
      #expect(try scene.exists(scene.sidecar.claims) == false)
      try scene.perform(.cancel(id: "X"))
      #expect(try scene.storedClaims()?.includedThrough == 64)
      #expect(try scene.storedClaims() == scene.folded())
      try scene.perform(.pick(id: "B"))
      #expect(try scene.storedClaims()?.includedThrough == 64)
      #expect(try scene.holder(of: "B") == "IN_PROGRESS 33 s1 +3600")
    }
  }

  @Test func `64 KB of the journal are as much as it lacks`() throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.perform(.pick(id: "A"))
      let text = String(repeating: "x", count: 10_000)
      for id in ["N1", "N2", "N3"] {
        #expect(try scene.exists(scene.sidecar.claims) == false)
        try scene.perform(
          .add(.init(id: id, priority: .p1, task: text, successCriteria: "c")))
      }
      try scene.perform(.add(.init(priority: .p1, task: text, successCriteria: "c")))
      #expect(try scene.storedClaims()?.includedThrough == 5)
    }
  }

  @Test func `entries without claims count only behind one with claims`() throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.perform(.pick(id: "A"))
      try scene.renew("A", seconds: 3600)
      for _ in 0..<40 {
        try scene.perform(.cancel(id: "X"))
        try scene.perform(.undo(id: "X"))
      }
      #expect(try scene.storedClaims()?.includedThrough == 1)
      try scene.perform(.pick(id: "B"))
      #expect(try scene.storedClaims()?.includedThrough == 1)
      #expect(try scene.lockedHolder(of: "B") == "IN_PROGRESS 2 s1")
    }
  }

  @Test func `a heartbeat brings it up to date`() throws {
    try withQueue(threeRows) { (scene) throws in
      for id in ["A", "B"] { try scene.perform(.pick(id: id)) }
      try scene.renew("A", seconds: 900)
      #expect(try scene.storedClaims()?.includedThrough == 2)
      #expect(try scene.storedClaims() == scene.knownClaims())
      // What the file has of an entry behind it is older than the entry.
      try scene.done("A")
      #expect(try scene.storedClaims()?["A"]?.lease?.hasHeartbeat == true)
      #expect(try scene.knownClaims().byID.keys.sorted() == ["B"])
    }
  }

  /// A queue whose journal has 300 entries of nine days ago; each claims a row of its own, and
  /// the file knows none of them.
  private func withOldClaims(_ body: (QueueScene) throws -> Void) throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.leaveOwnFile()
      let file = try FileDescriptor(opening: scene.sidecar.journal, for: .updating)
      try file.truncate(to: 0)
      try file.write((1...300).flatMap { Self.oldEntry($0, length: 900).line }, at: 0)
      try Directory.remove(scene.sidecar.generations + "/1")
      try body(scene)
    }
  }

  private static func oldEntry(_ sequence: Int, length: Int) -> JournalEntry {
    var entry = JournalEntryTests.entry
    entry.sequence = sequence
    entry.time = QueueTime(epochSeconds: 1_769_850_000 - 9 * 86400, offset: 32400).iso8601
    entry.author = Author(
      command: "pick", traceID: String(repeating: "x", count: length), actor: "s1")
    let lease = Lease(owner: "s1", expiresAt: 1_769_853_600, hasHeartbeat: false)
    entry.claims = [
      ClaimChange(
        id: "R-\(sequence)",
        claim: Claim(number: sequence, nonce: "a", madeAt: 1_769_000_000, lease: lease))
    ]
    entry.lastClaim = LastClaim(sequence: sequence, number: sequence)
    return entry
  }

  @Test func `what leaves the journal stands in the file`() throws {
    try withOldClaims { (scene) throws in
      try scene.perform(.cancel(id: "B"))
      #expect(try scene.journalEntries().count == 200)
      #expect(try scene.storedClaims()?.byID.count == 300)
      #expect(try scene.storedClaims()?.highestNumber == 300)
    }
  }

  @Test func `nothing leaves the journal while the file can't be written`() throws {
    try withOldClaims { (scene) throws in
      try Directory.create(scene.sidecar.claims + ".new", permissions: 0o700)
      #expect(
        try scene.perform(.cancel(id: "B")).warnings.texts.last
          == "cannot remove \(scene.sidecar.claims).new: Is a directory")
      #expect(try scene.journalEntries().count == 302)
      #expect(try scene.knownClaims().byID.count == 300)
    }
  }

  // MARK: What readers know

  @Test func `an entry whose swap has not come is not read`() throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.perform(.pick(id: "A"))
      try scene.writeClaims()
      try scene.perform(.pick(id: "B"))
      try scene.perform(.release(id: "A", force: false))
      #expect(try scene.knownClaims().byID.keys.sorted() == ["B"])
      #expect(try Directory.exchange("\(scene.sidecar.generations)/3", scene.path))
      #expect(try scene.knownClaims().byID.keys.sorted() == ["A", "B"])
      #expect(try scene.outcome(.pick(id: "A"), session: "s2") == "wrong_state")
      #expect(try scene.journalEntries().count == 2)
    }
  }

  @Test func `a generation of another size is not the file whose swap has not come`() throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.perform(.pick(id: "A"))
      try scene.perform(.pick(id: "B"))
      let generation = "\(scene.sidecar.generations)/2"
      #expect(try Directory.exchange(generation, scene.path))
      #expect(try scene.knownClaims().byID.keys.sorted() == ["A"])
      // As in a copied folder, where the inode alone is that of the new file.
      let file = try FileDescriptor(opening: generation, for: .updating)
      try file.truncate(to: 1)
      #expect(try scene.knownClaims().byID.keys.sorted() == ["A", "B"])
    }
  }

  @Test func `the file itself is read where the journal is torn`() throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.perform(.pick(id: "A"))
      try scene.perform(.pick(id: "B"))
      let journal = try FileDescriptor(opening: scene.sidecar.journal, for: .updating)
      let size = try journal.status().identity.size
      try journal.truncate(to: size - 30)
      #expect(try scene.knownClaims().byID.keys.sorted() == ["A"])
    }
  }

  @Test func `a line that was changed by hand is passed over, and stops no command`() throws {
    try withQueue(threeRows) { (scene) throws in
      for id in ["A", "B", "X"] { try scene.perform(.pick(id: id)) }
      let lines = try contents(of: scene.sidecar.journal).changed((#""id":"B""#, #""id":"C""#))
      let journal = try FileDescriptor(opening: scene.sidecar.journal, for: .updating)
      try journal.write(Array(lines.utf8), at: 0)
      #expect(try scene.knownClaims().byID.keys.sorted() == ["A", "X"])
      #expect(try scene.lockedHolder(of: "A") == "IN_PROGRESS 1 s1")
    }
  }

  @Test func `a line longer than what is read at once is read`() throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.perform(.pick(id: "A"))
      let text = String(repeating: "x", count: 10_000)
      try scene.perform(.add(.init(id: "N", priority: .p1, task: text, successCriteria: "c")))
      try scene.perform(.pick(id: "B"))
      #expect(try scene.exists(scene.sidecar.claims) == false)
      #expect(try scene.knownClaims().byID.keys.sorted() == ["A", "B"])
    }
  }

  @Test func `what an older orch wrote is read`() throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.perform(.pick(id: "A"))
      let known = try scene.knownClaims()["A"]
      var entry = try #require(
        (try? JSONValue(parsing: Array(contents(of: scene.sidecar.journal).utf8)))?.objectValue)
      var claim = try #require(entry["claims"]?.objectValue?["A"]?.objectValue)
      // 0.7.0 named the worker behind the lease.
      claim["worker"] = true
      entry["claims"] = ["A": .object(claim)]
      entry["crc"] = nil
      let journal = try FileDescriptor(opening: scene.sidecar.journal, for: .updating)
      try journal.truncate(to: 0)
      try journal.write(JournalEntry.line(of: entry), at: 0)
      #expect(try scene.knownClaims()["A"]?.isForWorker == true)
      #expect(try scene.knownClaims()["A"]?.lease == known?.lease)
    }
  }

  // MARK: At random

  /// Two queues are worked alike. In one the file is made to know all after each command, from
  /// what a parser reads of the whole journal.
  @Test(arguments: 0..<12)
  func `a file that lags makes no difference`(seed: Int) throws {
    try withQueue(threeRows) { (lagging) throws in
      try withQueue(threeRows) { (eager) throws in
        var (work, twin) = (RandomWork(seed: seed), RandomWork(seed: seed))
        var random = SeededGenerator(seed: UInt64(seed))
        for step in 0..<90 {
          if Int.random(in: 0..<9, using: &random) == 0 {
            for scene in [lagging, eager] { try scene.saveAnother(step) }
          }
          let count = (try? eager.journalEntries().count) ?? 0
          let outcome = lagging.answer(to: &work)
          try #require(outcome == eager.answer(to: &twin), "step \(step)")
          if Int.random(in: 0..<9, using: &random) == 0, try eager.journalEntries().count > count {
            for scene in [lagging, eager] { try scene.crashBeforeSwap() }
          } else {
            try eager.write(String(decoding: eager.folded().text, as: UTF8.self))
          }
          var known = try lagging.knownClaims()
          known.includedThrough = try eager.knownClaims().includedThrough
          try #require(try known == eager.knownClaims(), "step \(step)")
          for scene in [lagging, eager] { scene.fake.pass(.milliseconds(1000)) }
        }
        #expect(try lagging.text() == eager.text())
        #expect(try lagging.knownClaims().highestNumber > 0)
      }
    }
  }
}

extension QueueScene {
  /// The file, and what all entries of the journal behind it do to claims.
  fileprivate func folded() throws -> Claims {
    var claims = try storedClaims() ?? Claims()
    let entries = try journalEntries()
    for entry in entries where entry.sequence > claims.includedThrough {
      claims.apply(entry.claims)
      claims.highestNumber = max(claims.highestNumber, entry.lastClaim?.number ?? 0)
    }
    claims.includedThrough = entries.last?.sequence ?? 0
    return claims
  }

  /// What the next request is answered.
  fileprivate func answer(to work: inout RandomWork) -> Result<Decision, StoreError> {
    let request = work.next()
    let answer = Result { () throws(StoreError) in
      try store().perform(request.transition, context: request.context).value
    }
    if let decision = try? answer.get() { work.take(decision, request.context) }
    return answer
  }

  /// An editor saves the queue, with a word more.
  fileprivate func saveAnother(_ step: Int) throws {
    fake.pass(.nanoseconds(1))
    try saveByRename("word \(step)\n\n" + text(), age: .milliseconds(60))
  }

  /// Undoes the last swap, as a crash that came before it would have.
  fileprivate func crashBeforeSwap() throws {
    guard let last = try? journalEntries().last,
      try storedClaims()?.includedThrough != last.sequence,
      try FileStatus.ifExists(path)?.identity == last.identity
    else { return }
    let generation = "\(sidecar.generations)/\(last.sequence)"
    guard try exists(generation) else { return }
    _ = try Directory.exchange(generation, path)
  }
}
