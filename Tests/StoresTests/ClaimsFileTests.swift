import Door
import Glibc
import Host
import Model
import Runner
import TestSupport
import Testing
import Text

@testable import QueueStore
@testable import Stores

/// `claims.json` only saves looking into the journal: what may become of it, and what
/// is known of claims then.
@Suite struct ClaimsFileTests {
  @Test func `a claim and its end stand in the journal, a heartbeat in the file`() throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.perform(.pick(id: "A"))
      #expect(try scene.exists(scene.sidecar.claims) == false)
      #expect(try scene.holder(of: "A") == "IN_PROGRESS 1 s1 +3600")
      try scene.renew("A", seconds: 3600)
      #expect(
        try contents(of: scene.sidecar.claims)
          == #"{"last":1,"through":1,"claims":{"A":{"number":1,"nonce":"000000","#
          + #""made_at":1769850000,"lost":0,"lease":{"owner":"s1","expires_at":1769853600,"#
          + #""heartbeat":true}}}}"# + "\n")
      #expect(try scene.holder(of: "A") == "IN_PROGRESS 1 s1 +3600")
      try scene.done("A")
      #expect(try scene.knownClaims().byID.isEmpty)
      try scene.writeClaims()
      #expect(
        try contents(of: scene.sidecar.claims) == #"{"last":1,"through":2,"claims":{}}"# + "\n")
      let entries = try scene.journalEntries()
      #expect(entries.map { $0.claims.map(\.id) } == [["A"], ["A"]])
      #expect(entries.map(\.lastClaim) == [1, 2].map { LastClaim(sequence: $0, number: 1) })
      #expect(try scene.holder(of: "A") == "DONE -")
    }
  }

  @Test func `no file is made before the first claim`() throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.done("A")
      try scene.leaveOwnFile()
      #expect(try scene.exists(scene.sidecar.claims) == false)
      #expect(try scene.journalEntries().allSatisfy { $0.lastClaim == nil && $0.claims == [] })
    }
  }

  @Test func `claims that can't be read at the moment are not missing`() throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.perform(.pick(id: "A"))
      try scene.renew("A", seconds: 3600)
      for path in [scene.sidecar.journal, scene.sidecar.claims] {
        try withoutOpening(path) {
          let error = SystemError(code: ENXIO, action: .read, path: path)
          for store in [scene.store(), scene.store().holdingFile()] as [any QueueStore] {
            #expect(throws: StoreError.system(error)) { try store.read { try $0.item("A") } }
          }
        }
        #expect(try scene.holder(of: "A") == "IN_PROGRESS 1 s1 +3600")
      }
    }
  }

  struct Damage: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// What it becomes; `nil` for missing.
    let text: String?
  }

  private static let damages = [
    Damage(testDescription: "missing", text: nil), Damage(testDescription: "empty", text: ""),
    Damage(testDescription: "torn", text: #"{"last":1,"through":1,"claims":{"A":{"nu"#),
    Damage(testDescription: "no object", text: "[1,2]\n"),
    Damage(testDescription: "another form", text: #"{"version":2,"rows":[]}"#),
    Damage(
      testDescription: "a claim of another form",
      text: #"{"last":9,"through":1,"claims":{"A":{"number":"one"}}}"#),
    Damage(
      testDescription: "a number beyond counting",
      text: #"{"last":9223372036854775807,"through":1,"claims":{}}"#),
  ]

  @Test(arguments: damages)
  func `the journal makes up for it`(_ damage: Damage) throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.perform(.pick(id: "A"))
      try scene.removeClaims()
      if let text = damage.text { try scene.write(text) }
      #expect(try scene.holder(of: "A") == "IN_PROGRESS 1 s1 +3600")
      #expect(try scene.lockedHolder(of: "A") == "IN_PROGRESS 1 s1")
      // Any change writes anew what makes no sense, and says so once.
      let notices = try scene.perform(.cancel(id: "X")).warnings.texts
      #expect(
        notices
          == (damage.text == nil
            ? []
            : [
              "\(scene.sidecar.claims) cannot be read: the journal has the claims, but not the "
                + "last heartbeats; the next change rebuilds it"
            ]))
      #expect(try scene.storedClaims()?.includedThrough == (damage.text == nil ? nil : 2))
      #expect(try scene.perform(.pick(id: "B"), session: "s2").warnings.texts == [])
      #expect(try scene.holder(of: "A") == "IN_PROGRESS 1 s1 +3600")
      #expect(try scene.holder(of: "B") == "IN_PROGRESS 2 s2 +3600")
    }
  }

  @Test func `members that a later version may add are passed over`() throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.perform(.pick(id: "A"))
      try scene.writeClaims()
      let text = try contents(of: scene.sidecar.claims)
      try scene.write(
        text.changed((#"{"last""#, #"{"new":[1],"last""#), (#""nonce""#, #""more":{},"nonce""#)))
      #expect(try scene.perform(.pick(id: "B")).warnings.texts == [])
      #expect(try scene.holder(of: "A") == "IN_PROGRESS 1 s1 +3600")
      try scene.renew("A", seconds: 900)
      #expect(try !contents(of: scene.sidecar.claims).contains("new"))
    }
  }

  @Test func `times that no sum can hold do no harm`() throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.perform(.pick(id: "A"))
      for time in ["9223372036854775807", "-9223372036854775807"] {
        try scene.write(
          #"{"last":1,"through":1,"claims":{"A":{"number":1,"nonce":"x","made_at":\#(time),"#
            + #""lost":0,"lease":{"owner":"s1","expires_at":\#(time),"heartbeat":true}}}}"#)
        #expect(try scene.outcome(.rescue(staleTimeout: .seconds(60))).count < 20)
        #expect(try scene.lockedHolder(of: "A").hasPrefix("IN_PROGRESS") || time.hasPrefix("-"))
      }
    }
  }

  // MARK: What the system refuses

  @Test(.enabled(if: CurrentProcess.effectiveUser != 0, "root may read all files"))
  func `a file that may not be read stops commands, as the journal does`() throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.perform(.pick(id: "A"))
      try scene.writeClaims()
      try #require(chmod(scene.sidecar.claims, 0) == 0)
      let error = SystemError(code: EACCES, action: .read, path: scene.sidecar.claims)
      #expect(throws: StoreError.system(error)) { try scene.perform(.pick(id: "B")) }
      #expect(try scene.holder(of: "A") == "IN_PROGRESS 1 s1 +3600")
    }
  }

  @Test func `a file that is larger than any stops changes, and readers pass over it`() throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.perform(.pick(id: "A"))
      try scene.writeClaims()
      try FileDescriptor(opening: scene.sidecar.claims, for: .updating).truncate(to: 90 << 20)
      let error = SystemError.tooLarge(scene.sidecar.claims, 90 << 20, limit: 16 << 20)
      #expect(throws: StoreError.system(error)) { try scene.perform(.pick(id: "B")) }
      #expect(
        error.description
          == "cannot read \(scene.sidecar.claims): it has 94371840 bytes, and the limit is "
          + "16777216")
      #expect(try scene.holder(of: "A") == "IN_PROGRESS 1 s1 +3600")
    }
  }

  @Test func `a link is not followed, for reading or for writing`() throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.perform(.pick(id: "A"))
      let mine = scene.folder + "/mine"
      try NewFile.create(mine, text: #"{"last":70,"through":1,"claims":{}}"#)
      try scene.removeClaims()
      try #require(symlink(mine, scene.sidecar.claims) == 0)
      let error = SystemError(code: ELOOP, action: .read, path: scene.sidecar.claims)
      #expect(throws: StoreError.system(error)) { try scene.perform(.pick(id: "B")) }
      #expect(try scene.holder(of: "A") == "IN_PROGRESS 1 s1 +3600")
      try scene.removeClaims()
      try #require(symlink(mine, scene.sidecar.claims + ".new") == 0)
      try scene.perform(.pick(id: "B"))
      try scene.renew("B", seconds: 900)
      #expect(try contents(of: mine) == #"{"last":70,"through":1,"claims":{}}"#)
      #expect(try scene.storedClaims()?.highestNumber == 2)
    }
  }

  @Test func `a folder stops commands, and readers read the journal`() throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.perform(.pick(id: "A"))
      try scene.removeClaims()
      try Directory.create(scene.sidecar.claims, permissions: 0o700)
      let error = SystemError(code: EISDIR, action: .read, path: scene.sidecar.claims)
      #expect(throws: StoreError.system(error)) { try scene.perform(.pick(id: "B")) }
      #expect(try scene.holder(of: "A") == "IN_PROGRESS 1 s1 +3600")
    }
  }

  @Test func `a sidecar that is a link is not looked into`() throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.perform(.pick(id: "A"))
      try Directory.move(scene.sidecar.folder, to: scene.folder + "/other")
      try #require(symlink(scene.folder + "/other", scene.sidecar.folder) == 0)
      #expect(try scene.holder(of: "A") == "IN_PROGRESS -")
    }
  }

  @Test func `where it can't be written the change stands, and the journal has the claim`() throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.leaveOwnFile()
      try Directory.create(scene.sidecar.claims + ".new", permissions: 0o700)
      try scene.write("{")
      let notices = try scene.perform(.pick(id: "A")).warnings.texts
      let what = "cannot remove \(scene.sidecar.claims).new: Is a directory"
      #expect(notices.last == what)
      #expect(
        notices.dropLast() == [
          StoreNotice.file(.unreadableClaims(scene.sidecar.claims), queue: "").sentence.english
        ])
      #expect(try scene.holder(of: "A") == "IN_PROGRESS 1 s1 +3600")
      // A heartbeat stands nowhere else: it fails, and the lease is as it was.
      #expect(
        throws: StoreError.system(
          SystemError(code: EISDIR, action: .remove, path: scene.sidecar.claims + ".new"))
      ) { try scene.renew("A", seconds: 9000) }
      #expect(try scene.holder(of: "A") == "IN_PROGRESS 1 s1 +3600")
    }
  }
}
