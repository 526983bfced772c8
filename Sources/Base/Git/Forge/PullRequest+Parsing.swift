import Text

extension PullRequest {
  /// The pull requests of a branch in the answer to a query.
  struct Page {
    let requests: [PullRequest]
    let forks: Int

    init?(_ json: JSONValue) {
      guard let nodes = json.nodes else { return nil }
      let own = nodes.filter { $0["isCrossRepository"]?.boolValue == false }
      let requests = own.compactMap(PullRequest.init)
      guard requests.count == own.count else { return nil }
      (self.requests, forks) = (requests, nodes.count - own.count)
    }
  }

  init?(_ json: JSONObject) {
    guard let number = json["number"]?.integerValue, let base = json["baseRefName"]?.stringValue,
      let state = json["state"]?.stringValue.flatMap(State.init),
      let head = ForgeText.commit(json["headRefOid"]?.stringValue),
      let reviews = json["latestOpinionatedReviews"]?.nodes,
      let commit = json["commits"]?.nodes
    else { return nil }
    (self.number, self.state, self.head, self.base) = (number, state, head, base)
    url = ForgeText.url(json["url"]?.stringValue)
    isDraft = json["isDraft"]?.boolValue == true
    isConflicting = json["mergeable"]?.stringValue == "CONFLICTING"
    mergeCommit = ForgeText.commit(json["mergeCommit"]?.objectValue?["oid"]?.stringValue)
    self.reviews = reviews.compactMap(Review.init)
    commits = Set(
      (json["own"]?.nodes ?? []).compactMap {
        ForgeText.commit($0["commit"]?.objectValue?["oid"]?.stringValue)
      })
    let checked = commit.first?["commit"]?.objectValue
    checksHead = ForgeText.commit(checked?["oid"]?.stringValue)
    // The value is null for a commit without checks.
    let rollup = checked?["statusCheckRollup"]?.objectValue
    let contexts = rollup?["contexts"]
    checks = Check.newest(of: contexts?.nodes ?? [])
    let page = contexts?.objectValue?["pageInfo"]?.objectValue
    furtherChecks =
      page?["hasNextPage"]?.boolValue == true
      ? Check.Result(state: rollup?["state"]?.stringValue) : nil
  }
}

extension PullRequest.Check {
  /// The newest of the checks with the same name, workflow and event: a rerun has a higher number.
  /// Source: cli/cli, `eliminateDuplicates` in `pkg/cmd/pr/checks/aggregate.go`; only later
  /// versions of this function distinguish events.
  fileprivate static func newest(of contexts: [JSONObject]) -> [PullRequest.Check] {
    var found: [(key: [String], number: Int, check: PullRequest.Check)] = []
    for context in contexts {
      let run = context["checkSuite"]?.objectValue?["workflowRun"]?.objectValue
      let key = [
        context["__typename"], context["name"], context["context"],
        run?["workflow"]?.objectValue?["name"], run?["event"],
      ].map { $0?.stringValue ?? "" }
      let number = context["databaseId"]?.integerValue ?? 0
      let check = PullRequest.Check(context, isJob: run != nil)
      guard let place = found.firstIndex(where: { $0.key == key }) else {
        found.append((key, number, check))
        continue
      }
      if found[place].number < number { found[place] = (key, number, check) }
    }
    return found.map(\.check)
  }

  /// A `CheckRun` or a `StatusContext`.
  private init(_ json: JSONObject, isJob: Bool) {
    let text = { (key: String) in json[key]?.stringValue }
    name = ForgeText.line(text("name") ?? text("context") ?? "")
    let isOver = text("status") == "COMPLETED"
    result = Result(state: text("state") ?? (isOver ? text("conclusion") : nil))
    url = ForgeText.url(text("detailsUrl") ?? text("targetUrl"))
    job = isJob ? json["databaseId"]?.integerValue : nil
  }
}

extension PullRequest.Check.Result {
  /// Classifies states like `gh pr checks`, with one difference: `CANCELLED`, `ACTION_REQUIRED` and
  /// `STALE`, which no change of the branch can mend, are pending. Unknown states are pending, too.
  /// Source: cli/cli v2.23.0, `pkg/cmd/pr/checks/aggregate.go`.
  fileprivate init(state: String?) {
    switch state {
    case "SUCCESS", "NEUTRAL", "SKIPPED": self = .passed
    case "FAILURE", "ERROR", "TIMED_OUT", "STARTUP_FAILURE": self = .failed
    default: self = .pending
    }
  }
}

extension PullRequest.Review {
  fileprivate init?(_ json: JSONObject) {
    guard let id = json["id"]?.stringValue, let state = json["state"]?.stringValue else {
      return nil
    }
    self.id = ForgeText.line(id)
    isChangesRequested = state == "CHANGES_REQUESTED"
    body = ForgeText.body(json["body"]?.stringValue ?? "")
    // The forge shows deleted accounts under this name.
    author = ForgeText.line(json["author"]?.objectValue?["login"]?.stringValue ?? "ghost")
    url = ForgeText.url(json["url"]?.stringValue)
    comments = (json["comments"]?.nodes ?? []).map(Comment.init)
  }
}

extension PullRequest.Review.Comment {
  fileprivate init(_ json: JSONObject) {
    path = ForgeText.path(json["path"]?.stringValue ?? "")
    line = json["line"]?.integerValue
    body = ForgeText.body(json["body"]?.stringValue ?? "")
  }
}

extension JSONValue {
  /// The nodes of a GraphQL connection; a node that the account may not see is null.
  fileprivate var nodes: [JSONObject]? {
    objectValue?["nodes"]?.arrayValue?.compactMap(\.objectValue)
  }
}
