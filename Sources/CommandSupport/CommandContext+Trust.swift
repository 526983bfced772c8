import CommandLineKit
import Engine
import Host
public import TeamProtocol

extension CommandContext {
  /// What this home's `orch.json` names, and whether it is trusted.
  public func trust() throws(CommandError) -> Trust {
    let workspace = try workspace()
    return try engine { () throws(EngineError) in try workspace.trust() }
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
    do { return try question() } catch { throw untrusted("nothing is trusted", error) }
  }

  /// What is not done because of a refusal.
  public func untrusted(_ what: String, _ refusal: TrustRefusal) -> CommandError {
    commandError(EngineError.untrusted(what, refusal))
  }

  /// The bytes of `orch.json`, all of which could be read; `nil` where there is none.
  public func settingsFile() throws(CommandError) -> [UInt8]? {
    let configuration = configuration()
    if let problem = configuration.problems.first { throw problem }
    return configuration.bytes
  }

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
