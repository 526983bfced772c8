public import Text

/// A limit that a sandbox sets to a program, and that this machine may be unable to keep.
public enum SandboxRung: String, CaseIterable, Sendable {
  /// Which files it sees, and which it may change.
  case files
  /// That it reaches no network.
  case network
  /// How much memory it takes.
  case memory
  /// How many processes it has.
  case processes
}

/// The limits that were in force for an attempt: `enforced` of `result.json`.
public struct Enforcement: Equatable, Sendable {
  public var rungs: Set<SandboxRung>

  public init(_ rungs: Set<SandboxRung> = []) { self.rungs = rungs }

  /// Their names, in order: `files, network`.
  public var text: String {
    SandboxRung.allCases.filter(rungs.contains).map(\.rawValue).joined(separator: ", ")
  }

  public var json: JSONValue {
    var json: JSONObject = [:]
    for rung in SandboxRung.allCases { json[rung.rawValue] = .bool(rungs.contains(rung)) }
    return .object(json)
  }

  /// - Returns: `nil` for what is no object.
  public init?(_ json: JSONValue?) {
    guard let json = json?.objectValue else { return nil }
    self.init(Set(SandboxRung.allCases.filter { json[$0.rawValue]?.boolValue ?? false }))
  }
}
