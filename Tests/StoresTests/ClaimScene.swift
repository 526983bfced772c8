import Host
import Model
import StoreTestSupport
import TestSupport
import Testing
import Text

@testable import QueueStore
@testable import Stores

extension QueueScene {
  /// A row's status, its claim's number, and its lease's owner and remaining seconds:
  /// `IN_PROGRESS 1 s1 +3600`; `PENDING -` without a claim.
  func holder(of id: String) throws -> String {
    let item = try #require(try store().snapshot().item(id))
    let lease = item.claim?.lease.map { " \($0.owner) +\($0.expiresAt - fake.now / 1_000_000_000)" }
    return "\(item.status.rawValue) \(item.claim.map { String($0.number) } ?? "-")\(lease ?? "")"
  }

  /// Returns the holder as a command sees it that has the lock and changes nothing.
  func lockedHolder(of id: String) throws -> String {
    var found: QueueItem?
    let error = #expect(throws: StoreError.self) {
      try perform(.assign(id: id, to: "nobody", from: "another", force: false), session: "s9")
    }
    switch error {
    case .refused(.notOwner(let item, _, _)), .refused(.wrongState(let item, _)): found = item
    default: Issue.record("\(String(describing: error))")
    }
    let item = try #require(found)
    return "\(item.status.rawValue) \(item.claim.map { String($0.number) } ?? "-")"
      + (item.claim?.lease.map { " \($0.owner)" } ?? "")
  }

  @discardableResult
  func renew(_ id: String, seconds: Int, session: String = "s1") throws -> Answered<Decision> {
    try perform(.lease(.init(id: id, .renew(seconds: seconds))), session: session)
  }

  @discardableResult
  func done(_ id: String, session: String = "s1") throws -> Answered<Decision> {
    try perform(.finish(.init(id: id, as: .done, notes: "ok")), session: session)
  }

  /// How a transition is refused: `leased`, say; or what it changed.
  func outcome(_ transition: Transition, session: String = "s1") throws -> String {
    do throws(StoreError) {
      let changes = try store().perform(transition, context: context(session)).value.changes
      return changes.map { "\($0.id) \($0.event.rawValue)" }.joined(separator: ", ")
    } catch {
      guard case .refused(let refusal) = error else { return "\(error)" }
      return refusal.code.rawValue
    }
  }

  /// The sidecar's file of claims; `nil` where it is missing or makes no sense.
  func storedClaims() throws -> Claims? {
    let stored = try ClaimsFile(sidecar: sidecar).stored()
    return try exists(sidecar.claims) && !stored.isUnreadable ? stored.claims : nil
  }

  /// The claims as a reader without the lock sees them.
  func knownClaims() throws -> Claims { try ClaimsFile(sidecar: sidecar).readNow() }

  /// Writes the file of claims, as it is written once it lags far behind.
  func writeClaims() throws {
    let journal = try Journal(opening: sidecar.journal)
    let file = ClaimsFile(sidecar: sidecar)
    var claims = try file.read(journal).claims
    claims.includedThrough = journal.last?.sequence ?? 0
    try file.write(claims)
  }

  func removeClaims() throws { try Directory.removeIfThere(sidecar.claims) }

  func write(_ text: String, toClaims permissions: UInt32 = 0o644) throws {
    try? Directory.remove(sidecar.claims)
    let file = try FileDescriptor(
      opening: sidecar.claims, for: .creating(permissions: permissions))
    try file.write(text)
  }

  func journalEntries() throws -> [JournalEntry.Parsed] {
    try Journal(opening: sidecar.journal).entries()
  }
}
