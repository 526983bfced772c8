import Text

/// The arguments of one call of `gh`. Each function below builds one call, so tests can check the
/// arguments without running `gh`.
struct ForgeCall: Equatable, Sendable {
  /// The words after `gh`.
  let words: [String]
  /// The largest number of bytes that `gh` may print.
  var longest = 64 << 10

  init(_ words: String...) { self.words = words }

  /// The largest number of seconds that a call may take.
  static let seconds = 60

  /// The subcommand, as messages name it: `pr create`.
  var name: String { words.prefix(2).joined(separator: " ") }
}

extension ForgeCall {
  static let version = ForgeCall("--version")

  static func query(_ query: String, at host: String) -> ForgeCall {
    var call = ForgeCall("api", "graphql", "--hostname", host, "-f", "query=\(query)")
    call.longest = 64 << 20
    return call
  }

  /// With a head and a body `gh` neither looks for a repository in the working directory, nor
  /// pushes, nor prompts. Source: cli/cli v2.23.0, `pkg/cmd/pr/create/create.go`.
  static func create(
    in repository: ForgeRepository, head: String, base: String, title: String, bodyFile: String
  ) -> ForgeCall {
    ForgeCall(
      "pr", "create", "-R", repository.text, "--head", head, "--base", base, "--title", title,
      "--body-file", bodyFile)
  }

  static func failedLog(of job: Int, in repository: ForgeRepository) -> ForgeCall {
    var call = ForgeCall("run", "view", "--job", "\(job)", "--log-failed", "-R", repository.text)
    // Captured output keeps its beginning and its end, half of the limit each. So the limit is
    // twice the longest log.
    call.longest = Forge.longestLog * 2
    return call
  }
}

/// The queries, which are valid by the schema that GitHub publishes (octokit/graphql-schema, July
/// 2026). A GraphQL string has the escapes of JSON. Source: GraphQL, October 2021, section 2.9.4.
enum ForgeQuery {
  /// The account that is logged in.
  static let viewer = "{viewer{login}}"

  static func defaultBranch(of repository: ForgeRepository) -> String {
    query(of: repository, "defaultBranchRef{name}")
  }

  /// The newest pull requests whose head is one of some branches, under the keys `b0`, `b1` and so
  /// on.
  ///
  /// - Parameter most: the largest number of pull requests for each branch.
  static func pullRequests(
    of repository: ForgeRepository, branches: [String], most: Int
  ) -> String {
    let order = "first:\(most),orderBy:{field:CREATED_AT,direction:DESC}"
    let fields = branches.enumerated().map { number, branch in
      "b\(number):pullRequests(headRefName:\(JSONValue.string(branch)),\(order)){...requests}"
    }
    return query(of: repository, fields.joined(separator: " ")) + " " + fragment
  }

  /// A pull request under the key `named`, with its last hundred commits under `own`.
  static func pullRequest(_ number: Int, of repository: ForgeRepository) -> String {
    query(
      of: repository,
      "named:pullRequest(number:\(number)){...request own:commits(last:100){nodes{commit{oid}}}}")
      + " " + request
  }

  private static func query(of repository: ForgeRepository, _ fields: String) -> String {
    let (owner, name) = (JSONValue.string(repository.owner), JSONValue.string(repository.name))
    return "{repository(owner:\(owner),name:\(name)){\(fields)}}"
  }

  private static let fragment =
    "fragment requests on PullRequestConnection{nodes{...request}} \(request)"

  private static let request =
    "fragment request on PullRequest{number url state isDraft headRefOid"
    + " isCrossRepository baseRefName mergeable mergeCommit{oid} \(reviews) \(checks)}"

  private static let reviews =
    "latestOpinionatedReviews(first:5,writersOnly:true){nodes{id state body author{login} url"
    + " comments(first:30){nodes{path line body}}}}"

  private static let checks =
    "commits(last:1){nodes{commit{oid statusCheckRollup{state contexts(first:100){"
    + "pageInfo{hasNextPage} nodes{__typename"
    + " ...on CheckRun{databaseId name status conclusion detailsUrl"
    + " checkSuite{workflowRun{event workflow{name}}}}"
    + " ...on StatusContext{context state targetUrl}}}}}}}"
}
