public import Model
public import Text

// The JSON of changes and findings, in the journal and in the event log.

extension [String: String] {
  /// Cells by column name; empty if there is no object.
  package init(cells json: JSONValue?) {
    self = [:]
    for member in json?.objectValue?.members ?? [] { self[member.key] = member.value.stringValue }
  }
}

extension RowPlace {
  /// `nil` if no place is recorded.
  package init?(_ json: JSONValue?) {
    guard let json else { return nil }
    self = json.stringValue.map(RowPlace.behind) ?? .first
  }

  package var json: JSONValue {
    switch self {
    case .first: .null
    case .behind(let id): .string(id)
    }
  }
}

// The Python tool's events have the members of a guardrail, but only verdict, reasons and
// missing_checks of a review.

extension GuardDecision {
  /// `{"state","action","current_tokens","estimated_tokens","violations":[…]}`
  public var json: JSONObject {
    [
      "state": .string(budget.rawValue), "action": .string(action.rawValue),
      "current_tokens": .integer(currentTokens), "estimated_tokens": .integer(estimatedTokens),
      "violations": .array(violations.map(\.json)),
    ]
  }

  package init?(_ json: JSONValue?) {
    guard let object = json?.objectValue,
      let budget = object["state"]?.stringValue.flatMap(Budget.init)
    else { return nil }
    self.init(
      budget: budget, currentTokens: object["current_tokens"]?.integerValue ?? 0,
      estimatedTokens: object["estimated_tokens"]?.integerValue ?? 0,
      violations: (object["violations"]?.arrayValue ?? []).compactMap(Violation.init))
  }
}

extension GuardDecision.Violation {
  /// `{"code","message","severity","line"}`
  public var json: JSONValue {
    [
      "code": .string(code), "message": .string(message), "severity": .string(severity.rawValue),
      "line": line.map { .integer($0) } ?? .null,
    ]
  }

  fileprivate init?(_ json: JSONValue) {
    guard let object = json.objectValue, let code = object["code"]?.stringValue,
      let severity = object["severity"]?.stringValue.flatMap(Severity.init)
    else { return nil }
    self.init(
      code: code, message: object["message"]?.stringValue ?? "", severity: severity,
      line: object["line"]?.integerValue)
  }
}

extension Verdict {
  /// `{"verdict","reasons":[],"missing_checks":[],"covered_checks","total_checks","verified",
  /// "reported","unmet":[{"n","criterion","reason"}]}`; with an attempt also
  /// `"attempt","max_retries"`, of a program that reports nothing `"exit"`, with remarks
  /// `"remarks":[]`, and for work in a worktree `"commit","tree","integrate"`.
  public var json: JSONObject {
    var object: JSONObject = [
      "verdict": .string(result.rawValue), "reasons": .array(reasons.map { .string($0.code) }),
      "missing_checks": .array(missingChecks.map { .string($0) }),
      "covered_checks": .integer(coveredChecks), "total_checks": .integer(totalChecks),
      "verified": .integer(verified), "reported": .integer(reported),
      "unmet": .array(unmet.map(\.json)),
    ]
    if let attempt {
      object["attempt"] = .integer(attempt.number)
      object["max_retries"] = .integer(attempt.limit)
    }
    if exited > 0 { object["exit"] = .integer(exited) }
    if !remarks.isEmpty { object["remarks"] = .array(remarks.map { .string($0) }) }
    if let awaited { object["awaits"] = .string(awaited.rawValue) }
    if let work { for member in work.json.members { object[member.key] = member.value } }
    return object
  }

  package init?(_ json: JSONValue?) {
    guard let object = json?.objectValue,
      let result = object["verdict"]?.stringValue.flatMap(Verdict.Result.init)
    else { return nil }
    func texts(_ name: String) -> [String] {
      object[name]?.arrayValue?.compactMap(\.stringValue) ?? []
    }
    func count(_ name: String) -> Int { object[name]?.integerValue ?? 0 }
    let unmet = (object["unmet"]?.arrayValue ?? []).compactMap(Unmet.init)
    self.init(
      result, reasons: texts("reasons").map(Verdict.Reason.init(code:)), unmet: unmet,
      coveredChecks: count("covered_checks"), totalChecks: count("total_checks"),
      verified: count("verified"), reported: count("reported"))
    exited = count("exit")
    remarks = texts("remarks")
    // These are the missing checks that are not criteria, and all missing checks in entries of
    // versions that kept no reasons.
    awaited = object["awaits"]?.stringValue.flatMap(Awaited.init)
    otherChecks = Array(texts("missing_checks").dropFirst(unmet.count))
    work = JudgedWork(object)
    if let number = object["attempt"]?.integerValue, let limit = object["max_retries"]?.integerValue
    {
      attempt = Attempt(number: number, limit: limit)
    }
  }
}

extension JudgedWork {
  /// Reads the commit from the members of an object; `nil` if there is none.
  package init?(_ object: JSONObject?) {
    guard let commit = object?["commit"]?.stringValue, let tree = object?["tree"]?.stringValue
    else { return nil }
    self.init(commit: commit, tree: tree, integration: object?["integrate"]?.stringValue)
  }

  /// `{"commit","tree","integrate"}`
  package var json: JSONObject {
    ["commit": .string(commit), "tree": .string(tree), "integrate": JSONValue(integration)]
  }
}

extension RowSource {
  package init?(_ json: JSONValue?) {
    guard let object = json?.objectValue, let commit = object["commit"]?.stringValue,
      let author = object["author"]?.stringValue
    else { return nil }
    self.init(commit: commit, author: author)
  }

  /// `{"commit","author"}`
  package var json: JSONValue { ["commit": .string(commit), "author": .string(author)] }
}

extension Verdict.Unmet {
  /// `{"n","criterion","reason"}`
  public var json: JSONValue {
    ["n": .integer(number), "criterion": .string(criterion), "reason": .string(reason)]
  }

  fileprivate init?(_ json: JSONValue) {
    guard let object = json.objectValue, let number = object["n"]?.integerValue,
      let criterion = object["criterion"]?.stringValue
    else { return nil }
    self.init(number: number, criterion: criterion, reason: object["reason"]?.stringValue ?? "")
  }
}

extension FailureClass {
  /// Reads the class from the members of a journal line or an event; `nil` if there is none.
  package init?(_ object: JSONObject) {
    guard let name = object["failure"]?.stringValue else { return nil }
    self.init(rawValue: name)
  }
}

extension FailureStreak {
  /// Reads `{"class","count"}`; `nil` for any other form.
  package init?(_ json: JSONValue?) {
    guard let object = json?.objectValue,
      let failure = object["class"]?.stringValue.flatMap(FailureClass.init),
      let count = object["count"]?.integerValue, (0..<1 << 53).contains(count)
    else { return nil }
    self.init(failure, count: count)
  }

  package var json: JSONValue {
    ["class": .string(failure.rawValue), "count": .integer(count)]
  }
}

extension FormerClaim {
  /// Reads `{"ended","failures"}` from the members of a journal line or an event; `nil` if there is
  /// none.
  package init?(_ object: JSONObject) {
    guard let former = object["claim_before"]?.objectValue else { return nil }
    self.init(
      endedNumber: former["ended"]?.integerValue, streak: FailureStreak(former["failures"]))
  }

  package var json: JSONValue {
    ["ended": endedNumber.map { .integer($0) } ?? .null, "failures": streak?.json ?? .null]
  }
}

extension ReportFindings {
  /// Reads the findings from the members of a journal line; `nil` if there are none.
  package init?(_ object: JSONObject) {
    self.init(
      guardrail: GuardDecision(object[Event.guardrail.rawValue]),
      verdict: Verdict(object[Event.reviewGate.rawValue]))
    if guardrail == nil, verdict == nil { return nil }
  }

  /// The findings of a database's event; `nil` for an event of any other type.
  package init?(_ payload: JSONObject, ofType type: String) {
    self.init([type: .object(payload)])
  }
}

extension RowMerge {
  package var json: JSONValue {
    var object: JSONObject = ["id": .string(id), "fate": .string(fate.rawValue)]
    if !putBack.isEmpty { object["put_back"] = .array(putBack.map(\.json)) }
    if !lost.isEmpty { object["lost"] = .array(lost.map(\.json)) }
    return .object(object)
  }

  package init?(_ json: JSONValue) {
    guard let object = json.objectValue, let id = object["id"]?.stringValue,
      let fate = object["fate"]?.stringValue.flatMap(Fate.init)
    else { return nil }
    self.init(
      id: id, fate: fate, putBack: [CellMerge](object["put_back"]),
      lost: [CellMerge](object["lost"]))
  }
}

extension [CellMerge] {
  fileprivate init(_ json: JSONValue?) {
    self = (json?.arrayValue ?? []).compactMap { value in
      guard let object = value.objectValue, let column = object["column"]?.stringValue else {
        return nil
      }
      return CellMerge(
        column: column, kept: object["kept"]?.stringValue,
        dropped: object["dropped"]?.stringValue)
    }
  }
}

extension CellMerge {
  /// `{"column","kept","dropped"}`
  fileprivate var json: JSONValue {
    ["column": .string(column), "kept": JSONValue(kept), "dropped": JSONValue(dropped)]
  }
}
