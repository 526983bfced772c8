public import CommandLineKit
import Host
import JSON
public import QueueCLI
import QueueModel
import TeamProtocol

/// `orch trust`: lets this home's `orch.json` start programs, as it is now.
public struct TrustCommand: QueueCommand {
  public static let name = "trust"
  public static let summary = "Let this home's orch.json start programs"
  public static let discussion = """
    The file may have come with a clone, so that nothing it names is started before somebody
    has looked at it: read what is printed. When the file changes, it has to be trusted again.
    No trust is needed where --queue or ORCH_QUEUE_MD names the queue. In either case file and
    folder must be yours, and nobody else may write them. What is trusted is kept in
    ~/.config/orch/trust.json.
    """
  public static let result = """
    the programs that `orch.json` names, then `trusted HOME`; or `no longer trusted HOME`
    """
  public static let examples = [
    Example("orch trust", "after reading orch.json"),
    Example("orch trust --revoke", "it starts nothing any more"),
  ]
  public static let options: [Option<TrustCommand>] = [
    .flag("--revoke", "trust it no longer") { $0.revokes = true }
  ]
  public static let isLogged = false

  public var shared = SharedOptions()
  var revokes = false

  public init() {}

  public func run(in session: Session) throws(CommandError) -> ExitStatus {
    if revokes { try revoke(in: session) } else { try trust(in: session) }
    return .success
  }

  private func trust(in session: Session) throws(CommandError) {
    let trust = try session.trust()
    guard let settings = try session.settingsFile() else {
      throw CommandError(
        code: "no_settings", message: "no orch.json in \(trust.home)",
        hint: "there is nothing to trust; docs/cli.md says what it may hold",
        status: .missingInput)
    }
    let store = try store(in: session)
    try refusing { () throws(TrustRefusal) in try trust.checkOwnership() }
    try storing { () throws(TrustStoreError) in
      try store.trust(trust.home, digest: SHA256.hexDigest(of: settings))
    }
    try report(trust, try session.namedPrograms(), in: session)
  }

  private func report(
    _ trust: Trust, _ programs: [(key: String, words: [String])], in session: Session
  ) throws(CommandError) {
    let named = programs.map {
      (key: $0.key, argv: JSONValue.array($0.words.map(JSONValue.string)))
    }
    if session.shared.isJSON {
      let list = named.map { JSONValue.object(["key": .string($0.key), "argv": $0.argv]) }
      return try session.print([
        "home": .string(trust.home), "trusted": true, "programs": .array(list),
      ])
    }
    try session.print(
      "\(trust.file.escaped) names \(named.isEmpty ? "no programs" : "these programs:")")
    for program in named { try session.print("  \(program.key): \(program.argv)".escaped) }
    if let root = try session.fileSettings().root {
      try session.print("its project root is \(Path.join(trust.home, root).escaped)")
    }
    try session.print("trusted \(trust.home.escaped)")
  }

  private func revoke(in session: Session) throws(CommandError) {
    let home = try session.trust().home
    let store = try store(in: session)
    try storing { () throws(TrustStoreError) in _ = try store.revoke(home) }
    if session.shared.isJSON {
      try session.print(["home": .string(home), "trusted": false, "programs": []])
    } else {
      try session.print("no longer trusted \(home.escaped)")
    }
  }

  private func store(in session: Session) throws(CommandError) -> TrustStore {
    if let store = TrustStore(environment: session.environment) { return store }
    throw CommandError(
      code: "no_home", message: "neither XDG_CONFIG_HOME nor HOME names a folder from the root",
      hint: "set HOME: what is trusted is kept there", status: .cannotCreate)
  }

  private func refusing(_ body: () throws(TrustRefusal) -> Void) throws(CommandError) {
    do { try body() } catch { throw CommandError(error) }
  }

  private func storing(_ body: () throws(TrustStoreError) -> Void) throws(CommandError) {
    do { try body() } catch { throw CommandError(error) }
  }
}
