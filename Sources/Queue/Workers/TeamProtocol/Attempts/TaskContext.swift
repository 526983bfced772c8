import Host
public import Model
public import Text

/// The task that was sent to a worker, in a form for programs: `task.json` of an attempt. The last
/// member is the hash of all other members. Source: `docs/workers.md`, "Attempts".
public struct TaskContext: Equatable, Sendable {
  public let json: JSONObject
  /// The expected hash: 64 hexadecimal digits.
  public let sha256: String

  /// The version of the format.
  public static let schema = 1
  private static let hashKey = "context_sha256"

  /// The maximum duration of the attempt, and the maximum size of its report.
  public struct Limits: Equatable, Sendable {
    public var timeoutSeconds: Int
    public var graceSeconds: Int
    /// The maximum number of seconds without output; `nil` for no limit.
    public var idleSeconds: Int?

    public init(timeoutSeconds: Int, graceSeconds: Int, idleSeconds: Int? = nil) {
      self.timeoutSeconds = timeoutSeconds
      self.graceSeconds = graceSeconds
      self.idleSeconds = idleSeconds
    }
  }

  /// - Parameters:
  ///   - message: the message that is sent.
  ///   - text: the text of the message, as in `task.md`.
  ///   - claim: the row's claim.
  ///   - worker: the name of the profile.
  ///   - adapter: the profile's adapter.
  ///   - root: the project root, where the worker runs.
  ///   - limits: the limits of the attempt.
  public init(
    _ message: TaskMessage, text: String, claim: Claim, worker: String, adapter: String,
    root: String, limits: Limits
  ) {
    let sent = (try? JSONValue(parsing: Array(message.jsonText.utf8)))?.objectValue ?? [:]
    var json: JSONObject = [
      "schema": .integer(Self.schema), "id": .string(message.item.id),
      "claim": .integer(claim.number), "attempt": .string(claim.token), "worker": .string(worker),
      "adapter": .string(adapter), "row": Self.json(of: message.item),
    ]
    for key in ["criteria", "inputs", "previous", "failure", "questions"] {
      json[key] = sent[key] ?? .null
    }
    json["message_sha256"] = .string(SHA256.hexDigest(of: Array(text.utf8)))
    json["workspace"] = ["root": .string(root), "queue": .string(message.queue)]
    json["limits"] = [
      "timeout_seconds": .integer(limits.timeoutSeconds),
      "grace_seconds": .integer(limits.graceSeconds),
      "idle_seconds": limits.idleSeconds.map { .integer($0) } ?? .null,
      "report_tokens": [
        "soft": .integer(message.softLimit), "hard": .integer(message.hardLimit),
      ],
    ]
    sha256 = Self.hash(of: json)
    json[Self.hashKey] = .string(sha256)
    self.json = json
  }

  /// `nil` if orch did not write the file.
  public init?(parsing bytes: [UInt8]) {
    guard let json = (try? JSONValue(parsing: bytes))?.objectValue,
      json["schema"]?.integerValue != nil, json["id"]?.stringValue != nil
    else { return nil }
    self.json = json
    var others = json
    others[Self.hashKey] = nil
    sha256 = Self.hash(of: others)
  }

  public var claimToken: String? { json["attempt"]?.stringValue }
  public var worker: String? { json["worker"]?.stringValue }
  /// The folder in which the worker ran.
  public var root: String? { json["workspace"]?.objectValue?["root"]?.stringValue }

  /// Whether the stored hash matches the other members.
  public var isIntact: Bool { json[Self.hashKey]?.stringValue == sha256 }

  var text: String { "\(JSONValue.object(json))\n" }

  /// The hash of the compact JSON text, with the members in their order.
  private static func hash(of json: JSONObject) -> String {
    SHA256.hexDigest(of: Array(JSONValue.object(json).description.utf8))
  }

  /// The row's columns, and the rows that it waited for, without text that looks like a secret.
  private static func json(of item: QueueItem) -> JSONValue {
    var row: JSONObject = [:]
    for column in Column.allCases {
      row[column.name] = JSONValue(item.text(of: column).map { Redactor.redacted($0) })
    }
    row["after"] = .array(item.after.map { .string($0) })
    row["attempt_count"] = .integer(item.attemptCount)
    row["max_attempts"] = item.maxAttempts.map { .integer($0) } ?? .null
    return .object(row)
  }
}
