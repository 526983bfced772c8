import CommandLineKit
import Dispatching
import Host
public import TeamProtocol

extension Session {
  /// What this home's `orch.json` names, and whether it is trusted.
  public func trust() throws(CommandError) -> Trust {
    Trust(
      home: try home(), root: try namedRoot(), settings: configuration().bytes ?? [],
      programs: try namedPrograms(), queue: try? queuePath(), environment: environment)
  }

  /// Whether the places outside of home and the programs that this home's `orch.json` names are
  /// used.
  public func trustPermission() throws(CommandError) -> TrustPermission {
    if let trustFound { return trustFound }
    let found = try trust().permission()
    trustFound = found
    return found
  }

  /// What a person who trusts this home asks of it.
  public func trusting<Answer>(
    _ question: () throws(TrustRefusal) -> Answer
  ) throws(CommandError) -> Answer {
    do { return try question() } catch { throw self.error("nothing is trusted", error) }
  }

  /// What is not done because of a refusal; the remedy names the queue that it is about.
  public func error(_ what: String, _ refusal: TrustRefusal) -> CommandError {
    CommandError(
      code: "untrusted", message: "\(what): \(refusal.reason)",
      hint: refusal.hint + (refusal.asksForTrust ? queueWords : ""), status: .noPermission)
  }

  /// ` --queue PATH`, by which another command finds the same queue from anywhere.
  private var queueWords: String {
    if let chosenDatabase { return " --db \(ShellText("").quoted(chosenDatabase))" }
    guard let path = try? queuePath() else { return "" }
    return " --queue \(ShellText("").quoted(path))"
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
  public func namedPrograms() throws(CommandError) -> [NamedProgram] {
    let settings = try fileSettings()
    return Settings.inFileOnly.flatMap { $0.programs(settings) }
  }
}

extension CommandError {
  public init(_ error: TrustStoreError) {
    if case .system(let error) = error {
      self.init(error)
    } else {
      self.init(
        code: "trust_store", message: error.description, hint: error.hint, status: .noPermission)
    }
  }
}
