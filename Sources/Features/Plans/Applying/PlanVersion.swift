import Door
import Host
import Model
import Text

/// A version of a plan that is to be applied, and the versions before it.
struct PlanVersion {
  let number: Int
  let bytes: [UInt8]
  /// The SHA-256 of `bytes`, in hexadecimal.
  let hash: String
  /// Whether the content is that of the version that was applied last.
  let isCurrent: Bool
  /// Whether the version needs no work, because an older version had the key, or because a person
  /// cancelled the plan with this content.
  let isOver: Bool
  var head: PlanFolder.Head
  /// The version that the rows follow; `nil` if no version was applied.
  let applied: Plan?
  /// The later versions whose application a crash interrupted.
  let cut: [Plan]

  /// The versions that the rows may follow now.
  var latest: [Plan] { (applied.map { [$0] } ?? []) + cut }

  /// - Parameters:
  ///   - key: names the call that applies the plan.
  ///   - store: the name of the queue's store.
  init(of plan: Plan, in folder: PlanFolder, key: String?, store: String) throws {
    let head = try folder.head() ?? PlanFolder.Head(store: store)
    guard head.store == store else { throw Problem.plan(.otherStore(plan.name, store: head.store)) }
    let bytes = plan.canonicalJSON
    let hash = SHA256.hexDigest(of: bytes)
    let later = try folder.versions().filter { $0 > head.version }
    let isCurrent = head.hash == hash && later.isEmpty
    var isOver = isCurrent && head.isCancelled
    var older: Int?
    if let key, let content = head.keys[key] {
      guard content.hash == hash else {
        let name = plan.name
        throw Problem.adapter(
          .keyUsed,
          Sentence(
            "key '\(key.escaped)' was used for a different version of plan \(name)",
            "키 '\(key.escaped)'은(는) 계획 \(name)의 다른 버전에 쓰였습니다"),
          hint: Sentence("use another key, or no key", "다른 키를 쓰거나 키 없이 적용하십시오"))
      }
      if content.version < head.version { (isOver, older) = (true, content.version) }
    }
    var number = head.version + 1
    var cut: [Plan] = []
    for later in later {
      if try folder.text(ofVersion: later) == bytes {
        number = later
      } else {
        number = later + 1
        cut.append(try folder.plan(ofVersion: later))
      }
    }
    self.number = older ?? (isCurrent ? head.version : number)
    (self.bytes, self.hash, self.isCurrent, self.isOver) = (bytes, hash, isCurrent, isOver)
    (self.head, self.cut) = (head, cut)
    applied = head.version > 0 ? try folder.plan(ofVersion: head.version) : nil
  }

  /// The versions before `latest`, the newest first.
  func older(in folder: PlanFolder) throws -> [Plan] {
    let numbers = try folder.versions().reversed().filter { $0 < head.version }
    return try numbers.prefix(Self.mostOlderVersions).map { try folder.plan(ofVersion: $0) }
  }

  private static let mostOlderVersions = 50
}
