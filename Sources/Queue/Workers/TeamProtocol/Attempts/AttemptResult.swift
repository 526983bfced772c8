import Gate
public import Model
public import Text

/// How an attempt ended, and what was decided: `result.json` of an attempt; a later review of it
/// adds `result-2.json`. Source: `docs/workers.md`, "Attempts".
public struct AttemptResult: Equatable, Sendable {
  public var id: String
  /// The number of the claim; 0 for none.
  public var claimNumber: Int
  public var claimToken: String?
  /// The path of the queue's file, relative to home: a table and a database may share a sidecar.
  public var store: String?
  /// The name of the profile; `nil` for a session that orch did not start.
  public var worker: String?
  public var adapter: String?
  /// ISO 8601 with the offset.
  public var startedAt: String?
  public var endedAt: String?
  /// The status of the row after it.
  public var status: Status?
  public var failure: FailureClass?
  /// Whether the row is tried again; `nil` where nothing failed.
  public var isRetryable: Bool?
  public var exit: Exit?
  /// Why it ended as it did, in one line.
  public var reason: String?
  /// How its report was judged; `nil` where there was none.
  public var review: Review?
  public var report: Report?
  /// The name of the file with the report's outputs.
  public var outputs: String?
  /// Whether what was sent is still what `task.json` says; `nil` where nothing was sent.
  public var isContextIntact: Bool?
  /// What it took, as the program of the agent counts it.
  public var usage: AgentUsage?
  /// The session of the agent, by which it can be resumed.
  public var session: String?
  /// The model that worked.
  public var model: String?
  /// Where its work is; `nil` where it was not worked in a worktree, or no commit has it.
  public var work: Work?
  /// The limits of its sandbox that were in force; `nil` where orch made none for it.
  public var enforced: Enforcement?

  /// The commits of an attempt in a worktree.
  public struct Work: Equatable, Sendable {
    /// Without `refs/heads/`.
    public var branch: String
    /// The commit at which the row's work began.
    public var base: String
    public var commit: String
    /// The files of the commit; `nil` in older records.
    public var tree: String?

    public init(branch: String, base: String, commit: String, tree: String? = nil) {
      (self.branch, self.base, self.commit, self.tree) = (branch, base, commit, tree)
    }

    /// - Parameter json: an object that has its members; `nil` comes back where one is missing.
    public init?(_ json: JSONObject) {
      guard let branch = json["branch"]?.stringValue, let base = json["base"]?.stringValue,
        let commit = json["commit"]?.stringValue
      else { return nil }
      self.init(branch: branch, base: base, commit: commit, tree: json["tree"]?.stringValue)
    }
  }

  /// The version of the form.
  public static let schema = 1

  public init(id: String, claimNumber: Int) { (self.id, self.claimNumber) = (id, claimNumber) }

  /// How a program ended.
  public enum Exit: Equatable, Sendable {
    case status(Int)
    case signal(Int)
  }

  /// The report that was judged, and who sent it.
  public struct Report: Equatable, Sendable {
    /// The name of its file.
    public var file: String
    /// The name that it had in the inbox, by which reports sort.
    public var name: String
    /// ISO 8601 with the offset.
    public var receivedAt: String?
    /// `nil` for a person.
    public var session: String?

    public init(
      file: String, name: String, receivedAt: String? = nil, session: String? = nil
    ) {
      (self.file, self.name) = (file, name)
      (self.receivedAt, self.session) = (receivedAt, session)
    }
  }

  /// How a report was judged.
  public struct Review: Equatable, Sendable {
    /// A word that this version does not know is read as `BLOCK`.
    public var result: Verdict.Result
    public var reasons: [Verdict.Reason]
    /// What was noticed besides, and decided nothing.
    public var remarks: [String]
    public var criteria: [Criterion]
    /// The files with what the judge and a page said.
    public var files: [String]

    /// The remarks on what was changed beside the work: in the checkout, and of git's own files.
    public var changesBesideWork: [String] {
      remarks.filter { $0.hasPrefix("checkout_changed:") || $0.hasPrefix("git_changed:") }
    }

    public init(
      result: Verdict.Result, reasons: [Verdict.Reason], remarks: [String] = [],
      criteria: [Criterion] = [],
      files: [String] = []
    ) {
      (self.result, self.reasons, self.remarks) = (result, reasons, remarks)
      (self.criteria, self.files) = (criteria, files)
    }
  }

  public struct Criterion: Equatable, Sendable {
    /// Counting from 1.
    public var number: Int
    public var text: String
    public var isMet: Bool
    /// Why, or why not.
    public var reason: String
    /// The file with what its proof found.
    public var file: String?

    public init(number: Int, text: String, isMet: Bool, reason: String, file: String? = nil) {
      (self.number, self.text, self.isMet) = (number, text, isMet)
      (self.reason, self.file) = (reason, file)
    }
  }
}

// MARK: JSON

extension AttemptResult {
  var text: String { "\(json)\n" }

  public var json: JSONValue {
    [
      "schema": .integer(Self.schema), "id": .string(id), "claim": .integer(claimNumber),
      "attempt": JSONValue(claimToken), "store": JSONValue(store), "worker": JSONValue(worker),
      "adapter": JSONValue(adapter), "started_at": JSONValue(startedAt),
      "ended_at": JSONValue(endedAt), "status": JSONValue(status?.rawValue),
      "class": JSONValue(failure?.rawValue), "retryable": isRetryable.map { .bool($0) } ?? .null,
      "exit": exit?.json ?? .null, "reason": JSONValue(reason),
      "verdict": review?.json ?? .null, "report": report?.json ?? .null,
      "outputs": JSONValue(outputs), "context_fits": isContextIntact.map { .bool($0) } ?? .null,
      "usage": usage?.usage ?? .null, "cost": usage?.cost ?? .null, "session": JSONValue(session),
      "model": JSONValue(model), "branch": JSONValue(work?.branch),
      "base": JSONValue(work?.base), "commit": JSONValue(work?.commit),
      "tree": JSONValue(work?.tree),
      "enforced": enforced?.json ?? .null,
    ]
  }

  /// `nil` for a file that orch did not write. Members that are missing are `nil`.
  public init?(parsing bytes: [UInt8]) {
    guard let json = (try? JSONValue(parsing: bytes))?.objectValue,
      json["schema"]?.integerValue != nil, let id = json["id"]?.stringValue,
      let claimNumber = json["claim"]?.integerValue
    else { return nil }
    self.init(id: id, claimNumber: claimNumber)
    claimToken = json["attempt"]?.stringValue
    store = json["store"]?.stringValue
    worker = json["worker"]?.stringValue
    adapter = json["adapter"]?.stringValue
    startedAt = json["started_at"]?.stringValue
    endedAt = json["ended_at"]?.stringValue
    status = json["status"]?.stringValue.flatMap(Status.init)
    failure = json["class"]?.stringValue.flatMap(FailureClass.init)
    isRetryable = json["retryable"]?.boolValue
    exit = json["exit"]?.objectValue.flatMap(Exit.init)
    reason = json["reason"]?.stringValue
    review = json["verdict"]?.objectValue.flatMap(Review.init)
    report = json["report"]?.objectValue.flatMap(Report.init)
    outputs = json["outputs"]?.stringValue
    isContextIntact = json["context_fits"]?.boolValue
    usage = AgentUsage(usage: json["usage"], cost: json["cost"])
    session = json["session"]?.stringValue
    model = json["model"]?.stringValue
    work = Work(json)
    enforced = Enforcement(json["enforced"])
  }
}

extension AttemptResult.Exit {
  public var json: JSONValue {
    switch self {
    case .status(let status): ["status": .integer(status)]
    case .signal(let number): ["signal": .integer(number)]
    }
  }

  public init?(_ json: JSONObject) {
    if let status = json["status"]?.integerValue {
      self = .status(status)
    } else if let number = json["signal"]?.integerValue {
      self = .signal(number)
    } else {
      return nil
    }
  }
}

extension AttemptResult.Report {
  fileprivate var json: JSONValue {
    [
      "file": .string(file), "name": .string(name), "received_at": JSONValue(receivedAt),
      "session": JSONValue(session),
    ]
  }

  fileprivate init?(_ json: JSONObject) {
    guard let file = json["file"]?.stringValue else { return nil }
    self.init(
      file: file, name: json["name"]?.stringValue ?? "",
      receivedAt: json["received_at"]?.stringValue,
      session: json["session"]?.stringValue)
  }
}

extension AttemptResult.Review {
  fileprivate var json: JSONValue {
    [
      "verdict": .string(result.rawValue), "reasons": .array(reasons.map { .string($0.code) }),
      "remarks": .array(remarks.map { .string($0) }),
      "criteria": .array(criteria.map(\.json)), "files": .array(files.map { .string($0) }),
    ]
  }

  fileprivate init?(_ json: JSONObject) {
    guard let word = json["verdict"]?.stringValue else { return nil }
    self.init(
      result: Verdict.Result(rawValue: word) ?? .block,
      reasons: (json["reasons"]?.stringValues ?? []).map(Verdict.Reason.init(code:)),
      remarks: json["remarks"]?.stringValues ?? [],
      criteria: (json["criteria"]?.arrayValue ?? []).compactMap(AttemptResult.Criterion.init),
      files: json["files"]?.stringValues ?? [])
  }

  /// - Parameters:
  ///   - result: that of the verdict.
  ///   - reasons: those of the verdict, or of the guardrails.
  ///   - remarks: as codes.
  ///   - check: what was found of each criterion; `nil` where the guardrails blocked the row.
  ///   - files: the names of the files with findings, by those that `ReportCheck.evidence` has.
  public init(
    result: Verdict.Result, reasons: [Verdict.Reason], remarks: [String], _ check: ReportCheck?,
    files: [String: String]
  ) {
    let proofs = Dictionary((check?.checked ?? []).map { ($0.index, $0.name) }) { $1 }
    let criteria = (check?.gate.criteria ?? []).enumerated().map { place, finding in
      AttemptResult.Criterion(
        number: place + 1, text: finding.text, isMet: finding.outcome.isMet,
        reason: finding.outcome.reason, file: proofs[place].flatMap { files[$0] })
    }
    let named = Set(criteria.compactMap(\.file))
    self.init(
      result: result, reasons: reasons, remarks: remarks, criteria: criteria,
      files: files.values.filter { !named.contains($0) }.sorted())
  }
}

extension AttemptResult.Criterion {
  fileprivate var json: JSONValue {
    [
      "n": .integer(number), "criterion": .string(text), "met": .bool(isMet),
      "reason": .string(reason), "file": JSONValue(file),
    ]
  }

  fileprivate init?(_ json: JSONValue) {
    guard let json = json.objectValue, let number = json["n"]?.integerValue,
      let text = json["criterion"]?.stringValue, let isMet = json["met"]?.boolValue
    else { return nil }
    self.init(
      number: number, text: text, isMet: isMet, reason: json["reason"]?.stringValue ?? "",
      file: json["file"]?.stringValue)
  }
}
