public import Text

/// A limit that a sandbox sets for a program, and that this machine may be unable to enforce.
public enum SandboxRung: String, CaseIterable, Sendable {
  /// The files that the program sees, and the files that it may change.
  case files
  /// No access to the network.
  case network
  /// The memory that the program may use.
  case memory
  /// The number of processes that the program may have.
  case processes
}

/// The limits that were in force for an attempt: `enforced` of `result.json`.
public struct Enforcement: Equatable, Sendable {
  public var rungs: Set<SandboxRung>

  public init(_ rungs: Set<SandboxRung> = []) { self.rungs = rungs }

  /// The names of the limits, in order: `files, network`.
  public var text: String {
    SandboxRung.allCases.filter(rungs.contains).map(\.rawValue).joined(separator: ", ")
  }

  public var json: JSONValue {
    var json: JSONObject = [:]
    for rung in SandboxRung.allCases { json[rung.rawValue] = .bool(rungs.contains(rung)) }
    return .object(json)
  }

  /// - Returns: `nil` if the value is not an object.
  public init?(_ json: JSONValue?) {
    guard let json = json?.objectValue else { return nil }
    self.init(Set(SandboxRung.allCases.filter { json[$0.rawValue]?.boolValue ?? false }))
  }
}
