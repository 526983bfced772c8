public import Host
import JSON

/// What is known on this machine of what was started for a claim, as `workers/TOKEN.json` in
/// the sidecar of the queue tells it, from the supervisor's start until its row is told.
public struct WorkerRecord: Equatable, Sendable {
  /// The row's id.
  public let id: String
  /// The token of its claim.
  public let attempt: String
  /// The name of the queue's file: a table and a database may share a sidecar.
  public let store: String
  public let label: String
  public let supervisor: ProcessIdentity
  /// Seconds from the wish that the worker ends to where it must.
  public let graceSeconds: Int
  /// The digest of `orch.json` as it was before the worker could change it.
  public let settings: String
  /// What the supervisor started; `nil` before that.
  public var worker: ProcessIdentity?
  /// `nil` as long as it runs, and where the supervisor was killed.
  public var ending: WorkerEnding?
  /// Whether its row was told of the ending.
  public var isSettled = false

  public init(
    id: String, attempt: String, store: String, label: String, supervisor: ProcessIdentity,
    graceSeconds: Int, settings: String
  ) {
    self.id = id
    self.attempt = attempt
    self.store = store
    self.label = label
    self.supervisor = supervisor
    self.graceSeconds = graceSeconds
    self.settings = settings
  }
}

extension WorkerRecord {
  init?(parsing bytes: [UInt8]) {
    guard let object = (try? JSONValue(parsing: bytes))?.objectValue,
      let id = object["id"]?.stringValue, let attempt = object["attempt"]?.stringValue,
      let store = object["store"]?.stringValue, let label = object["label"]?.stringValue,
      let supervisor = object["supervisor"].flatMap(ProcessIdentity.init),
      let grace = object["grace_seconds"]?.integerValue, (0...3600).contains(grace),
      let settings = object["settings"]?.stringValue
    else { return nil }
    self.init(
      id: id, attempt: attempt, store: store, label: label, supervisor: supervisor,
      graceSeconds: grace, settings: settings)
    worker = object["worker"].flatMap(ProcessIdentity.init)
    ending = object["ending"].flatMap(WorkerEnding.init)
    isSettled = object["settled"]?.boolValue ?? false
  }

  var text: String {
    let json: JSONValue = [
      "id": .string(id), "attempt": .string(attempt), "store": .string(store),
      "label": .string(label), "supervisor": supervisor.json,
      "grace_seconds": .integer(graceSeconds),
      "settings": .string(settings),
      "worker": worker?.json ?? .null, "ending": ending?.json ?? .null,
      "settled": .bool(isSettled),
    ]
    return "\(json)\n"
  }
}
