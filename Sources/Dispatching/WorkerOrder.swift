public import JSON
import QueueModel

/// The input of a supervisor: what to run, for which claim of which row.
public struct WorkerOrder: Equatable, Sendable {
  /// The row's id.
  public var id: String
  /// The token of its claim.
  public var claimToken: String
  /// The number of its claim.
  public var claimNumber: Int
  /// The session that the claim is leased to.
  public var label: String
  public var kind: Spawner.Kind
  /// The program and its arguments, without placeholders.
  public var argv: [String]
  /// The working directory: the project root.
  public var folder: String
  /// All its variables.
  public var environment: [String: String]
  /// Its standard input: the `[TASK id]` message.
  public var message: String
  public var timeoutSeconds: Int
  public var graceSeconds: Int

  public init(
    id: String, claimToken: String, claimNumber: Int, label: String, kind: Spawner.Kind,
    argv: [String],
    folder: String, environment: [String: String], message: String, timeoutSeconds: Int,
    graceSeconds: Int
  ) {
    self.id = id
    self.claimToken = claimToken
    self.claimNumber = claimNumber
    self.label = label
    self.kind = kind
    self.argv = argv
    self.folder = folder
    self.environment = environment
    self.message = message
    self.timeoutSeconds = timeoutSeconds
    self.graceSeconds = graceSeconds
  }
}

extension WorkerOrder {
  static let superviseCommand = "supervise"
  static let claimOption = "--attempt"

  /// The arguments of the supervisor's process; `options` name the queue.
  public func supervisorArguments(_ options: [String]) -> [String] {
    [Self.superviseCommand] + options
      + ["--owner-session", label, Self.claimOption, claimToken]
  }

  public var json: JSONValue {
    var variables: JSONObject = [:]
    for (name, value) in environment.sorted(by: { $0.key < $1.key }) {
      variables[name] = .string(value)
    }
    return [
      "id": .string(id), "attempt": .string(claimToken), "claim": .integer(claimNumber),
      "label": .string(label), "kind": .string(kind.rawValue),
      "argv": .array(argv.map(JSONValue.string)), "folder": .string(folder),
      "environment": .object(variables), "message": .string(message),
      "timeout_seconds": .integer(timeoutSeconds), "grace_seconds": .integer(graceSeconds),
    ]
  }

  /// `nil` for an invalid value.
  public init?(_ json: JSONValue) {
    guard let object = json.objectValue, let id = object["id"]?.stringValue,
      let claimToken = object["attempt"]?.stringValue, ItemID.isWellFormed(claimToken),
      ItemID.isWellFormed(id), let claimNumber = object["claim"]?.integerValue,
      let label = object["label"]?.stringValue,
      let kind = object["kind"]?.stringValue.flatMap(Spawner.Kind.init), kind != .none,
      let argv = object["argv"]?.stringValues, !argv.isEmpty,
      let folder = object["folder"]?.stringValue,
      let members = object["environment"]?.objectValue?.members,
      let message = object["message"]?.stringValue,
      let timeout = object["timeout_seconds"]?.integerValue, timeout > 0,
      let grace = object["grace_seconds"]?.integerValue, grace >= 0
    else { return nil }
    let environment = members.compactMap { member in
      member.value.stringValue.map { (member.key, $0) }
    }
    self.init(
      id: id, claimToken: claimToken, claimNumber: claimNumber, label: label, kind: kind,
      argv: argv,
      folder: folder, environment: Dictionary(environment) { $1 }, message: message,
      timeoutSeconds: timeout, graceSeconds: grace)
  }
}
