import Door
import Host
import Text

/// What this machine knows of the forge: `forge` in the sidecar of the queue.
///
/// The forge's own state counts. If this folder is lost, the forge is asked once more.
struct ForgeFolder: Sendable {
  private let files: SharedFiles

  init(_ workspace: Workspace) {
    files = SharedFiles(sidecar: workspace.sidecar, queue: workspace.storePath)
  }

  /// Keeps other processes from asking the forge as long as the result lives.
  func lock(_ clock: Clock, timeout: Duration = .zero) throws -> SharedLock {
    do throws(SharedLock.Failure) {
      return try files.lock(
        Self.lockPath, timeout: timeout, lease: 0, by: "ops pr sync", clock)
    } catch {
      switch error {
      case .system(let error): throw error
      case .held(let holder): throw Problem.forge(.isAsked(holder: "process \(holder)"))
      // A lock on a file is never leased.
      case .leased(let holder): throw Problem.forge(.isAsked(holder: holder.place))
      }
    }
  }

  /// The saved state. If the file can't be read, the state is empty, and the forge is asked again.
  func state() throws -> ForgeState {
    let bytes = try files.bytes(of: Self.statePath, upTo: 1 << 22)
    return bytes.flatMap { try? JSONValue(parsing: $0) }.flatMap(ForgeState.init) ?? ForgeState()
  }

  /// Writes the state. The caller has to hold the lock.
  func save(_ state: ForgeState) throws {
    try files.replace(Self.statePath, with: "\(state.json)\n", mayBeLost: true)
  }

  private static let statePath = "forge/state.json"
  private static let lockPath = "forge/lock"
}

/// The last answers of the forge.
struct ForgeState: Equatable {
  /// When the forge was last asked, in seconds since 1970; `nil` for never.
  var askedAt: Int?
  /// How many times in a row the forge did not answer.
  var failures = 0
  /// The sentences that the next tick reports.
  var news: [Sentence] = []
  /// The last reported problem of each row and of the forge, so that each is reported once.
  var told: [String: String] = [:]
  var rows: [String: Row] = [:]

  /// What is known of a row's pull request.
  struct Row: Equatable {
    var url: String?
    /// The last commit that this queue pushed.
    var pushed: String?
    var pushedAt: Int?
  }

  /// The seconds until the forge may be asked again: a minute after the last time, and up to half
  /// an hour while the forge does not answer.
  func secondsToNext(at now: Int) -> Int {
    // If the clock was set back, the forge is asked once more.
    guard let askedAt, askedAt <= now else { return 0 }
    return max(0, askedAt + min(60 << min(failures, 5), 1800) - now)
  }

  init() {}
}

extension ForgeState {
  init?(_ json: JSONValue) {
    guard let object = json.objectValue else { return nil }
    askedAt = object["asked_at"]?.epochSeconds
    failures = max(0, min(object["failures"]?.integerValue ?? 0, 1 << 20))
    news = (object["news"]?.arrayValue ?? []).compactMap { value in
      guard let english = value.objectValue?["en"]?.stringValue,
        let korean = value.objectValue?["ko"]?.stringValue
      else { return nil }
      return Sentence(english, korean)
    }
    for (id, text) in object["told"]?.objectValue?.members ?? [] {
      told[id] = text.stringValue
    }
    for (id, value) in object["rows"]?.objectValue?.members ?? [] {
      guard let row = value.objectValue else { continue }
      rows[id] = Row(
        url: row["url"]?.stringValue, pushed: row["pushed"]?.stringValue,
        pushedAt: row["pushed_at"]?.epochSeconds)
    }
  }

  var json: JSONValue {
    let rows = rows.sorted { $0.key < $1.key }.map { id, row in
      (
        id,
        [
          "url": JSONValue(row.url), "pushed": JSONValue(row.pushed),
          "pushed_at": row.pushedAt.map { .integer($0) } ?? .null,
        ] as JSONValue
      )
    }
    let told = told.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) }
    return [
      "asked_at": askedAt.map { .integer($0) } ?? .null, "failures": .integer(failures),
      "news": .array(news.map { ["en": .string($0.english), "ko": .string($0.korean)] }),
      "told": .object(JSONObject(members: told)), "rows": .object(JSONObject(members: rows)),
    ]
  }

  /// Notes the problem of a row, or of the forge if `id` is `nil`, so that it is reported once.
  mutating func note(_ problem: Problem?, of id: String?) {
    let key = id ?? ""
    guard let problem else {
      told[key] = nil
      return
    }
    let sentence = problem.sentenceWithHint
    guard told[key] != sentence.english else { return }
    told[key] = sentence.english
    news.append(sentence)
  }
}
