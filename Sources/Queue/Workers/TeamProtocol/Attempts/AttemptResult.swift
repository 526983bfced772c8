import Gate
public import Model
public import Text

/// How an attempt ended, and the decision: `result.json` of an attempt. A later review adds
/// `result-2.json`. Source: `docs/workers.md`, "Attempts".
public struct AttemptResult: Equatable, Sendable {
  public var id: String
  /// The number of the claim; 0 if there was no claim.
  public var claimNumber: Int
  public var claimToken: String?
  /// The path of the queue's file, relative to home, because a table and a database may share a
  /// sidecar.
  public var store: String?
  /// The name of the profile; `nil` for a session that orch did not start.
  public var worker: String?
  public var adapter: String?
  /// When the attempt started, in ISO 8601 with the offset.
  public var startedAt: String?
  public var endedAt: String?
  /// The status of the row after the attempt.
  public var status: Status?
  public var failure: FailureClass?
  /// Whether the row is retried; `nil` if nothing failed.
  public var isRetryable: Bool?
  public var exit: Exit?
  /// The reason for the end, on one line.
  public var reason: String?
  /// How the report was judged; `nil` if there was no report.
  public var review: Review?
  public var report: Report?
  /// The name of the file with the report's outputs.
  public var outputs: String?
  /// Whether `task.json` still has the context that was sent; `nil` if nothing was sent.
  public var isContextIntact: Bool?
  /// The usage of the attempt, as the agent's program counts it.
  public var usage: AgentUsage?
  /// The session of the agent, by which it can be resumed.
  public var session: String?
  /// The model that worked.
  public var model: String?
  /// The commits with the work; `nil` if the work was not done in a worktree, or if no commit has
  /// it.
  public var work: Work?
  /// The limits of the sandbox that were in force; `nil` if orch made no sandbox.
  public var enforced: Enforcement?

  /// The commits of an attempt in a worktree.
  public struct Work: Equatable, Sendable {
    /// The branch, without `refs/heads/`.
    public var branch: String
    /// The commit at which the row's work began.
    public var base: String
    public var commit: String
    /// The object id of the commit's tree; `nil` in older records.
    public var tree: String?

    public init(branch: String, base: String, commit: String, tree: String? = nil) {
      (self.branch, self.base, self.commit, self.tree) = (branch, base, commit, tree)
    }

    /// - Parameter json: an object with these members; if a member is missing, the result is `nil`.
    public init?(_ json: JSONObject) {
      guard let branch = json["branch"]?.stringValue, let base = json["base"]?.stringValue,
        let commit = json["commit"]?.stringValue
      else { return nil }
      self.init(branch: branch, base: base, commit: commit, tree: json["tree"]?.stringValue)
    }
  }

  /// The version of the format.
  public static let schema = 1

  public init(id: String, claimNumber: Int) { (self.id, self.claimNumber) = (id, claimNumber) }

  /// How a program ended.
  public enum Exit: Equatable, Sendable {
    case status(Int)
    case signal(Int)
  }

  /// The report that was judged, and its sender.
  public struct Report: Equatable, Sendable {
    /// The name of the report's file.
    public var file: String
    /// The report's name in the inbox, by which reports are sorted.
    public var name: String
    /// The time in ISO 8601 with the offset.
    public var receivedAt: String?
    /// The sender's session; `nil` for a person.
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
    /// The result; a word that this version does not know is read as `BLOCK`.
    public var result: Verdict.Result
    public var reasons: [Verdict.Reason]
    /// Additional observations that did not influence the decision.
    public var remarks: [String]
    public var criteria: [Criterion]
    /// The files with the findings of the judge and of a page.
    public var files: [String]

    /// The remarks about changes in addition to the work: changes in the checkout, and changes of
    /// git's own files.
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
    /// The number of the criterion, starting at 1.
    public var number: Int
    public var text: String
    public var isMet: Bool
    /// Why the criterion is met or not met.
    public var reason: String
    /// The file with the finding of the proof.
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

  /// `nil` if orch did not write the file. Missing members are `nil`.
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
  ///   - result: the result of the verdict.
  ///   - reasons: the reasons of the verdict or of the guardrails.
  ///   - remarks: as codes.
  ///   - check: the findings for each criterion; `nil` if the guardrails blocked the row.
  ///   - files: the names of the files with findings, by the names in `ReportCheck.evidence`.
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
