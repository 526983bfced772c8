import QueueModel

/// The program that works on the rows that a dispatch claims: `spawn` in `orch.json`.
/// Source: `docs/dispatch.md`, "Spawners".
public struct Spawner: Equatable, Sendable {
  public var kind = Kind.none
  /// The program and its arguments, with placeholders; see `Placeholder`.
  public var argv: [String] = []
  /// The most seconds that the program may run.
  public var timeoutSeconds = 5400
  /// The seconds from `SIGTERM` to `SIGKILL`.
  public var graceSeconds = 10
  /// The names of variables that are passed on, besides those that every program sees.
  public var env: [String] = []

  public init() {}

  public enum Kind: String, CaseIterable, Sendable {
    /// Nothing is started; the caller of the dispatch starts the work.
    case none
    /// The program hands the work over to another system; exit status 0 means that it was accepted.
    case command
    /// The program does the work, and ends with it.
    case worker
  }

  /// The profile that it stands for; `nil` where nothing is started.
  public var profile: WorkerProfile? {
    let adapter: WorkerProfile.Adapter
    switch kind {
    case .none: return nil
    case .command: adapter = .openclaw
    case .worker: adapter = .report
    }
    var profile = WorkerProfile(name: WorkerRoster.defaultName, adapter: adapter)
    (profile.argv, profile.env) = (argv, env)
    (profile.timeoutSeconds, profile.graceSeconds) = (timeoutSeconds, graceSeconds)
    return profile
  }

  /// The seconds for which a claim is leased to its worker.
  public var leaseSeconds: Int { timeoutSeconds + graceSeconds + 60 }
}

extension Spawner {
  /// The placeholders in a spawner's arguments: `{id}`, `{label}` and `{message_file}`.
  ///
  /// None of their values is free text of the table: ids and labels have a fixed form, and orch
  /// chooses the path of the file.
  public enum Placeholder: String, CaseIterable, Sendable {
    case id = "{id}"
    case label = "{label}"
    case messageFile = "{message_file}"

    /// Whether any of the arguments contains it.
    public func isIn(_ arguments: [String]) -> Bool {
      arguments.contains { $0.utf8.firstRange(of: rawValue) != nil }
    }

    /// Replaces the placeholders by their values, which are not searched for placeholders again.
    public static func fill(_ arguments: [String], with values: [Placeholder: String]) -> [String] {
      arguments.map { fill($0, with: values) }
    }

    private static func fill(_ argument: String, with values: [Placeholder: String]) -> String {
      var rest = argument.utf8[...]
      var filled: [UInt8] = []
      while let brace = rest.firstIndex(of: UInt8(ascii: "{")) {
        filled += rest[..<brace]
        rest = rest[brace...]
        let found = values.keys.first { rest.starts(with: $0.rawValue.utf8) }
        filled += (found.flatMap { values[$0] } ?? "{").utf8
        rest = rest.dropFirst(found?.rawValue.utf8.count ?? 1)
      }
      return String(decoding: filled + rest, as: UTF8.self)
    }
  }
}

extension Substring.UTF8View {
  fileprivate func starts(with text: String.UTF8View) -> Bool { starts(with: text, by: ==) }
}

extension String.UTF8View {
  fileprivate func firstRange(of text: String) -> String.Index? {
    indices.first { self[$0...].starts(with: text.utf8, by: ==) }
  }
}
