public import Host

/// A commit that a ref of its own keeps until it is on a branch: `git gc --prune=now` removes
/// objects that no ref reaches.
public final class HeldObject: Sendable {
  let ref: String
  private let repository: Repository

  /// The prefix of the refs. A ref's name continues with the time, which shows refs that a killed
  /// process left.
  static let prefix = "refs/orch/held/"

  fileprivate init(_ ref: String, in repository: Repository) {
    (self.ref, self.repository) = (ref, repository)
  }

  deinit { repository.release(self) }
}

/// A ref of a held commit that no process needs.
public struct LeftHold: Equatable, Sendable {
  public let ref: String
  /// Whether git no longer has an object of the commit. Then `git gc` and `git log --all` fail.
  public let isBroken: Bool
}

extension Repository {
  /// Protects a commit that is not yet on a branch from garbage collection. The protection lasts as
  /// long as the returned object. If it fails, no ref is left: git itself fails on a ref whose
  /// object is gone.
  ///
  /// - Parameters:
  ///   - commit: a commit whose parents are on branches.
  ///   - clock: the clock that measures how long a garbage collection is waited for.
  /// - Throws: `failed` if an object that the commit adds is gone already.
  public func hold(_ commit: ObjectID, _ clock: Clock = .system) throws(GitError) -> HeldObject {
    let seconds = Clock.system.now() / 1_000_000_000
    let ref = "\(HeldObject.prefix)\(seconds)-\(Randomness.hexDigits(8))"
    _ = try run(.hold(commit, as: ref))
    do throws(GitError) {
      // A garbage collection that began before may not see the new ref. A later one does.
      if let collector { try waitForEnd(of: collector, clock) }
      _ = try run(.objects(addedBy: commit))
    } catch {
      // This is done even while another collection runs, because that one would fail on the ref.
      release(ref)
      throw error
    }
    return HeldObject(ref, in: self)
  }

  /// Waits until a garbage collection has ended.
  private func waitForEnd(of collector: ProcessIdentity, _ clock: Clock) throws(GitError) {
    let start = clock.monotonic()
    while self.collector == collector {
      guard clock.monotonic() - start < .seconds(Self.longestCollection) else {
        throw .timedOut(command: "gc", folder: top, seconds: Self.longestCollection)
      }
      // The next collection may begin at once, and must not find a ref whose object is gone.
      clock.sleep(.milliseconds(2))
    }
  }

  private static let longestCollection = 60

  /// The process of the `git gc` that is running, by its lock file; `nil` if none is. Source:
  /// git-gc(1).
  private var collector: ProcessIdentity? {
    guard
      let lock = try? FileDescriptor(
        opening: Path.join(commonFolder, "gc.pid"), for: .readingNoLink),
      let status = try? lock.status(), status.kind == .regular,
      Clock.system.age(of: status.identity) < .seconds(43_200),
      let bytes = try? lock.read(256, at: 0),
      let id = Int(String(decoding: bytes.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)),
      let process = ProcessIdentity(of: id), process.isAlive
    else { return nil }
    return process
  }

  /// Releases a held commit. A garbage collection that is running may have read the branch before
  /// the branch moved to the commit; in this case the ref stays for now.
  fileprivate func release(_ held: HeldObject) { if collector == nil { release(held.ref) } }

  /// Deletes a ref. A ref that is gone already is no error.
  private func release(_ ref: String) { _ = try? run(.release(ref)) }

  /// The refs of held commits that are broken, or older than an hour: they were kept during garbage
  /// collections or left by processes that were killed.
  public func leftHolds(_ clock: Clock) throws(GitError) -> [LeftHold] {
    let prefix = HeldObject.prefix
    guard mayHave(prefix) else { return [] }
    var left: [LeftHold] = []
    for line in (try text(.refs(below: prefix)) ?? "").split(separator: "\n") {
      let (ref, object) = line.cut(at: " ")
      guard let commit = ObjectID(object) else { continue }
      let isBroken = isBroken(commit)
      let time = Int(ref.dropFirst(prefix.count).prefix { $0 != "-" })
      let isOld = time.map { clock.now() / 1_000_000_000 - $0 > 3600 } ?? false
      if isBroken || isOld { left.append(LeftHold(ref: String(ref), isBroken: isBroken)) }
    }
    return left
  }

  /// Whether an object of a commit is missing. Another failure of git, as on a ref to a file, must
  /// not keep rows from their worktrees.
  private func isBroken(_ commit: ObjectID) -> Bool {
    do throws(GitError) {
      _ = try run(.objects(addedBy: commit))
      return false
    } catch { return error.isOfMissingObject }
  }

  /// Releases the refs that `leftHolds` finds, and returns them.
  @discardableResult
  public func releaseLeftHolds(_ clock: Clock) throws(GitError) -> [LeftHold] {
    let left = try leftHolds(clock)
    for hold in left { release(hold.ref) }
    return left
  }
}
