import Host
import JSON
import QueueModel

// Who took which row, beside the queue.

extension Rewriter {
  /// What the sidecar knows, made up for from the journal where a crash, or somebody
  /// who removed the file, left it behind.
  func readClaims() throws(StoreError) -> Claims {
    var claims = sidecar.readClaims() ?? Claims()
    // A journal that was deleted begins again at 1.
    if claims.through > journal.last?.sequence ?? 0 { claims.through = 0 }
    guard let told = journal.last?.claimed, told > claims.through else { return claims }
    for entry in try lifting({ () throws(SystemError) in try journal.entries() })
    where entry.sequence > claims.through {
      claims.take(entry.claims)
    }
    return claims
  }

  /// Keeps what a transition did to claims that the journal was told of. Nothing is
  /// lost when it can't be: the next command reads it there.
  mutating func keep(_ changes: [ClaimChange], at time: QueueTime) {
    guard !changes.isEmpty else { return }
    do throws(SystemError) { try write(changes, at: time, durably: false) } catch {
      notices.append(.untidied(error))
    }
  }

  /// Makes claims durable of which the journal is told nothing, because the queue stays
  /// as it is: heartbeats.
  mutating func keepDurably(_ changes: [ClaimChange], at time: QueueTime) throws(StoreError) {
    guard !changes.isEmpty else { return }
    try lifting { () throws(SystemError) in try write(changes, at: time, durably: true) }
  }

  private mutating func write(
    _ changes: [ClaimChange], at time: QueueTime, durably: Bool
  ) throws(SystemError) {
    claims.take(changes)
    claims.forget(before: time)
    claims.through = journal.last?.sequence ?? 0
    try sidecar.write(claims, durably: durably)
  }
}

extension Sidecar {
  /// `nil` where there are none, or none that can be read.
  func readClaims() -> Claims? {
    (try? FileDescriptor(opening: claims, for: .reading).readWhole()).flatMap { Claims($0) }
  }

  fileprivate func write(_ new: Claims, durably: Bool) throws(SystemError) {
    let model = try FileStatus(of: journal)
    let file = try FileDescriptor(
      opening: claims + ".new", for: .updatingOrCreating(permissions: 0o600))
    try file.share(permissions: model.permissions, group: model.group)
    try file.truncate(to: 0)
    try file.write(new.json.description + "\n")
    if durably { try file.sync() }
    try Directory.move(claims + ".new", to: claims)
    if durably { try Directory.sync(folder) }
  }
}
