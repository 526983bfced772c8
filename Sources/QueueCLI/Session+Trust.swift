import CommandLineKit
import Dispatching
import Host
public import TeamProtocol

extension Session {
  /// Whose word it takes to start what this home's `orch.json` names.
  public func trust() throws(CommandError) -> Trust {
    Trust(home: try home(), store: TrustStore(environment: environment))
  }

  /// Whether the programs that this home's `orch.json` names may be started.
  public func trustPermission() throws(CommandError) -> TrustPermission {
    try trust().permission(settings: configuration().bytes ?? [], isNamed: isQueueNamed)
  }

  /// Whether a person said which file is meant. A folder or a database may hold any.
  private var isQueueNamed: Bool {
    shared.queue != nil || environment["ORCH_QUEUE_MD"] != nil
  }

  /// The bytes of `orch.json`, all of which could be read; `nil` where there is none.
  public func settingsFile() throws(CommandError) -> [UInt8]? {
    let configuration = configuration()
    if let problem = configuration.problems.first { throw problem }
    return configuration.bytes
  }

  /// Tells one `orch.json` from another.
  public var settingsDigest: String { SHA256.hexDigest(of: configuration().bytes ?? []) }

  /// The programs that `orch.json` names, with their arguments, and where it names them.
  public func namedPrograms() throws(CommandError) -> [(key: String, words: [String])] {
    let spawner = try fileSettings().spawn
    let spawned = spawner.argv.isEmpty ? [] : [(key: "spawn.argv", words: spawner.argv)]
    return try spawned
      + reviewSettings().checks.sorted { $0.key < $1.key }
      .map { (key: "review.checks.\($0.key)", words: $0.value) }
  }
}

extension CommandError {
  public init(_ refusal: TrustRefusal) {
    self.init(
      code: "untrusted", message: refusal.reason, hint: refusal.hint, status: .noPermission)
  }

  public init(_ error: TrustStoreError) {
    if case .system(let error) = error {
      self.init(error)
    } else {
      self.init(
        code: "trust_store", message: error.description, hint: error.hint, status: .noPermission)
    }
  }
}
