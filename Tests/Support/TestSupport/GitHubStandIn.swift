import Foundation
public import Text

/// A program `gh` that replaces GitHub in tests. It keeps pull requests with their checks and
/// reviews in a file, which tests change as a person, CI or a reviewer would.
///
/// It answers the calls of the target `Forge`, and `gh pr merge`, which people type. The answers
/// have the form of cli/cli v2.23.0 and of GitHub's GraphQL interface. It needs `bash`, `jq`,
/// `flock` and `git`.
public struct GitHubStandIn: Sendable {
  /// The folder of the program, to be put on the `PATH`.
  public let programs: String
  private let folder: String
  private let repository: String
  private let bare: String?

  /// A problem that all calls have from now on.
  public enum Trouble: String, Sendable {
    case none, hanging, offline
    /// The version of `gh` is 2.20.0.
    case old
    case loggedOut = "logged out"
    case rateLimited = "rate limited"
    /// A pull request is created, and then the connection is lost.
    case lostAfterCreating = "lost after creating"
    /// The account may not create pull requests.
    case refusing
  }

  /// Writes the program into a new folder.
  ///
  /// - Parameters:
  ///   - scene: the folder in which the new folder is created.
  ///   - repository: the repository on GitHub.
  ///   - bare: a bare repository in place of it, from which the heads of pull requests are read.
  ///   - branch: the default branch of the repository.
  public init(
    in scene: String, repository: String = "o/n", bare: String? = nil, branch: String = "main"
  ) throws {
    folder = "\(scene)/github"
    programs = "\(folder)/bin"
    (self.repository, self.bare) = (repository, bare)
    try FileManager.default.createDirectory(
      atPath: programs, withIntermediateDirectories: true)
    let state: JSONValue = [
      "repository": .string(repository), "bare": JSONValue(bare), "branch": .string(branch),
      "trouble": "none", "requests": [], "checks": [:], "jobs": 0,
      "log": "test\tRun tests\t2026-01-31T09:00:00.0000000Z error: a test failed\n",
    ]
    try Data("\(state)\n".utf8).write(to: URL(filePath: "\(folder)/state.json"))
    try writeExecutable(
      Self.script.replacing("FOLDER", with: folder), to: "\(programs)/gh")
  }

  // MARK: What happens on GitHub

  public func set(_ trouble: Trouble) throws {
    try change(".trouble = $a", .string(trouble.rawValue))
  }

  /// Sets the checks of the commit at which a branch is now, in place of its earlier checks.
  ///
  /// - Parameter checks: name, status and conclusion, such as `("test", "COMPLETED", "FAILURE")`.
  public func setChecks(
    _ branch: String, _ checks: [(name: String, status: String, conclusion: String?)]
  ) throws {
    let list = checks.map { check -> JSONValue in
      [
        "name": .string(check.name), "status": .string(check.status),
        "conclusion": JSONValue(check.conclusion),
      ]
    }
    try change(
      """
      .jobs as $n | .jobs += ($b | length) | ([.requests[] | select(.branch == $a)] | last) as $r
      | .checks[$r.head] = ($b | to_entries | map(.value + {id: ($n + .key + 1)}))
      """, .string(branch), .array(list))
  }

  /// Sets the log of the failed steps, which is the same for all jobs.
  public func setLog(_ text: String) throws { try change(".log = $a", .string(text)) }

  /// Adds a review of a branch's pull request by a person with write access; only their last review
  /// counts.
  ///
  /// - Parameters:
  ///   - state: `CHANGES_REQUESTED`, `APPROVED` or `DISMISSED`.
  ///   - comments: path, line and text.
  public func review(
    _ branch: String, id: String, state: String = "CHANGES_REQUESTED", author: String = "ann",
    body: String, comments: [(path: String, line: Int?, body: String)] = []
  ) throws {
    let list = comments.map { comment -> JSONValue in
      [
        "path": .string(comment.path), "line": comment.line.map(JSONValue.integer) ?? .null,
        "body": .string(comment.body),
      ]
    }
    let review: JSONValue = [
      "id": .string(id), "state": .string(state), "author": .string(author), "body": .string(body),
      "comments": .array(list),
    ]
    try request(branch, ".reviews = [.reviews[] | select(.author != $b.author)] + [$b]", review)
  }

  public func merge(_ branch: String, commit: String) throws {
    try request(branch, #".state = "MERGED" | .merge = $b"#, .string(commit))
  }

  public func close(_ branch: String) throws { try request(branch, #".state = "CLOSED""#) }

  public func reopen(_ branch: String) throws { try request(branch, #".state = "OPEN""#) }

  /// Changes the base of a branch's pull request.
  public func retarget(_ branch: String, base: String) throws {
    try request(branch, ".base = $b", .string(base))
  }

  public func setDraft(_ branch: String, _ isDraft: Bool) throws {
    try request(branch, ".draft = $b", .bool(isDraft))
  }

  public func setConflicting(_ branch: String, _ isConflicting: Bool) throws {
    try request(branch, ".conflicting = $b", .bool(isConflicting))
  }

  /// Adds a pull request that a stranger opens from a fork whose branch has the same name.
  public func addFork(_ branch: String, head: String, base: String = "main") throws {
    try change(
      """
      .requests += [{number: ((.requests | length) + 1), branch: $a, base: $c, title: "fork",
        body: "", state: "OPEN", head: $b, fork: true, reviews: []}]
      """, .string(branch), .string(head), .string(base))
  }

  // MARK: Recorded calls

  /// The arguments of each call, in order.
  public func calls() throws -> [[String]] {
    guard let text = try? String(contentsOfFile: "\(folder)/calls", encoding: .utf8) else {
      return []
    }
    return try text.split(separator: "\n").map {
      try JSONValue(parsing: $0.utf8).stringValues ?? []
    }
  }

  /// The pull requests, the oldest first, each with `number`, `branch`, `base`, `title`, `body`,
  /// `state` and `head`.
  public func pullRequests() throws -> [JSONObject] {
    try call(["follow"])
    let state = try JSONValue(parsing: Data(contentsOf: URL(filePath: "\(folder)/state.json")))
    return state.objectValue?["requests"]?.arrayValue?.compactMap(\.objectValue) ?? []
  }

  // MARK: The state

  /// Changes the newest pull request of a branch by a filter of `jq`, in which `$b` is the value.
  private func request(_ branch: String, _ filter: String, _ value: JSONValue = nil) throws {
    try change(
      """
      ([.requests[] | select(.branch == $a and (.fork | not)) | .number] | max) as $n
      | if $n then . else error("no pull request of " + $a) end
      | .requests |= map(if .number == $n then (\(filter)) else . end)
      """, .string(branch), value)
  }

  /// Changes the state by a filter of `jq`, with values as `$a`, `$b` and `$c`.
  private func change(_ filter: String, _ values: JSONValue...) throws {
    var words = [filter]
    for (name, value) in zip(["a", "b", "c"], values) {
      words = ["--argjson", name, "\(value)"] + words
    }
    try call(["change"] + words)
  }

  private func call(_ words: [String]) throws {
    let ending = try run(
      "\(programs)/gh", ["--stand-in"] + words, in: folder, environment: ["PATH": "/usr/bin:/bin"])
    guard ending.status == 0 else { throw Failure(ending: ending) }
  }

  /// A change that could not be made.
  public struct Failure: Error { public let ending: ChildProcess.Ending }

  private static let script = #"""
    #!/bin/bash
    PATH=/usr/bin:/bin
    cd 'FOLDER' || exit 70
    exec 9>> lock
    flock 9
    state() { jq -r "$@" state.json; }
    change() { jq "$@" state.json > state.new && mv state.new state.json; }
    fail() { printf '%s\n' "$@" >&2; exit 1; }

    { IFS= read -r trouble; IFS= read -r repository; IFS= read -r bare; mapfile -t open; } < <(
      state '.trouble, .repository, .bare // "", (.requests[]
        | select(.state == "OPEN" and (.fork | not)) | "\(.number) \(.head) \(.branch)")')

    # Pull requests that are open follow their branches.
    follow() {
      [ "$bare" ] || return 0
      for line in "${open[@]}"; do
        read -r number known branch <<< "$line"
        head=$(git --git-dir="$bare" rev-parse -q --verify "refs/heads/$branch") || continue
        [ "$head" = "$known" ] || change --argjson n "$number" --arg head "$head" \
          '.requests |= map(if .number == $n then .head = $head else . end)'
      done
    }

    case "$1 $2" in
      '--stand-in follow') follow; exit ;;
      '--stand-in change') shift 2; follow; change "$@"; exit ;;
    esac
    jq -cn '$ARGS.positional' --args -- "$@" >> calls
    if [ "$trouble" = hanging ]; then exec 9>&-; exec sleep 600; fi
    if [ "$1" = --version ]; then
      version=2.23.0
      [ "$trouble" != old ] || version=2.20.0
      printf 'gh version %s (2023-02-27)\nhttps://github.com/cli/cli/releases/tag/v%s\n' $version $version
      exit
    fi
    case $trouble in
      'logged out')
        echo 'To get started with GitHub CLI, please run:  gh auth login' >&2
        exit 4 ;;
      offline)
        fail 'error connecting to api.github.com' \
          'check your internet connection or https://githubstatus.com' ;;
      'rate limited')
        if [ "$1" = api ]; then fail 'gh: API rate limit exceeded for user ID 1.'; fi
        fail 'GraphQL: API rate limit exceeded for user ID 1.' ;;
    esac
    follow

    # The values of options, and what remains.
    declare -A given
    words=
    while [ $# -gt 0 ]; do
      case $1 in
        --log-failed | --merge) given[$1]=1 ;;
        -*) given[$1]=$2; shift ;;
        *) words+=" $1" ;;
      esac
      shift
    done
    absent() { echo "Could not resolve to a Repository with the name '$1'."; }

    case $words in
      ' api graphql')
        query=${given[-f]#query=} commits=
        if [ "$bare" ] && [[ $query =~ named:pullRequest\(number:([0-9]+)\) ]]; then
          range=$(state --argjson n "${BASH_REMATCH[1]}" \
            '.requests[] | select(.number == $n) | "\(.base)..\(.head)"')
          [ ! "$range" ] || commits=$(git --git-dir="$bare" rev-list -100 "$range")
        fi
        answer=$(state --arg query "$query" --arg commits "$commits" -c '
          def string: "(\"(?:[^\"\\\\]|\\\\.)*\")";
          . as $s
          | ([$query | scan("repository\\(owner:" + string + ",name:" + string)] | .[0]
              | if . then map(fromjson) | join("/") else null end) as $asked
          | def node: . as $r | {
              number, url: "https://github.com/\($s.repository)/pull/\(.number)", state,
              isDraft: (.draft // false), headRefOid: .head, isCrossRepository: (.fork // false),
              baseRefName: .base,
              mergeable: (if .conflicting then "CONFLICTING" else "MERGEABLE" end),
              mergeCommit: (if .merge then {oid: .merge} else null end),
              latestOpinionatedReviews: {nodes: [.reviews[] | . + {
                author: {login: .author}, comments: {nodes: .comments},
                url: "https://github.com/\($s.repository)/pull/\($r.number)#\(.id)"}]},
              commits: {nodes: [{commit: {oid: .head, statusCheckRollup: ($s.checks[.head]
                | if (. // []) == [] then null else {
                    state: "PENDING",
                    contexts: {pageInfo: {hasNextPage: false}, nodes: map({
                      __typename: "CheckRun", databaseId: .id, name, status, conclusion,
                      detailsUrl: "https://github.com/\($s.repository)/actions/runs/1/job/\(.id)",
                      checkSuite: {workflowRun: {event: "push", workflow: {name: "CI"}}}})}}
                  end)}}]}};
            if $query == "{viewer{login}}" then {data: {viewer: {login: "me"}}}
            elif $asked != .repository then
              {data: {repository: null}, errors: [{type: "NOT_FOUND", path: ["repository"],
                message: "Could not resolve to a Repository with the name \u0027\($asked)\u0027."}]}
            elif ($query | contains("{defaultBranchRef{name}}")) then
              {data: {repository: {defaultBranchRef: {name: .branch}}}}
            elif ($query | contains("{named:")) then
              ($query | capture("number:(?<n>[0-9]+)").n | tonumber) as $n
              | (.requests | map(select(.number == $n)) | first) as $r
              | if $r then {data: {repository: {named: ($r | node + {own: {nodes:
                  ($commits | split("\n") | map({commit: {oid: .}}))}})}}}
                else {data: {repository: {named: null}}, errors: [{type: "NOT_FOUND",
                  message: "Could not resolve to a PullRequest with the number of \($n)."}]} end
            else
              {data: {repository: ([$query
                | scan("(b[0-9]+):pullRequests\\(headRefName:" + string + ",first:([0-9]+),")
                | {key: .[0], value: {nodes: (.[1] as $name | .[2] as $most | $s.requests
                    | map(select(.branch == ($name | fromjson))) | reverse
                    | .[:($most | tonumber)] | map(node))}}] | from_entries)}}
            end') || exit 70
        printf '%s\n' "$answer"
        [[ $answer != *'"errors":'* ]] || fail "gh: $(jq -r '.errors[0].message' <<< "$answer")" ;;
      ' pr create')
        [ "${given[-R]}" = "$repository" ] || fail "GraphQL: $(absent "${given[-R]}") (repository)"
        [ "$trouble" != refusing ] || fail \
          'pull request create failed: GraphQL: Resource not accessible by personal access token (createPullRequest)'
        head=${given[--head]} base=${given[--base]}
        url=$(state --arg head "$head" --arg base "$base" '. as $s | .requests[]
          | select(.branch == $head and .base == $base and .state == "OPEN" and (.fork | not))
          | "https://github.com/\($s.repository)/pull/\(.number)"')
        [ ! "$url" ] || fail \
          "a pull request for branch \"$head\" into branch \"$base\" already exists:" "$url"
        commit=$(printf '%040d' 0)
        if [ "$bare" ]; then
          commit=$(git --git-dir="$bare" rev-parse -q --verify "refs/heads/$head") || fail \
            "pull request create failed: GraphQL: Head sha can't be blank, Base sha can't be blank, No commits between $base and $head, Head ref must be a branch (createPullRequest)"
          into=$(git --git-dir="$bare" rev-parse -q --verify "refs/heads/$base") || fail \
            'pull request create failed: GraphQL: Base ref must be a branch (createPullRequest)'
          [ "$(git --git-dir="$bare" rev-list --count "$into..$commit")" -gt 0 ] || fail \
            "pull request create failed: GraphQL: No commits between $base and $head (createPullRequest)"
        fi
        [ -f "${given[--body-file]}" ] || fail \
          "open ${given[--body-file]}: no such file or directory"
        change --arg head "$head" --arg base "$base" --arg title "${given[--title]}" \
          --rawfile body "${given[--body-file]}" --arg commit "$commit" '
          .requests += [{number: ((.requests | length) + 1), branch: $head, base: $base,
            title: $title, body: $body, state: "OPEN", head: $commit, reviews: []}]'
        [ "$trouble" != 'lost after creating' ] || fail \
          'pull request create failed: Post "https://api.github.com/graphql": EOF'
        state '"https://github.com/\(.repository)/pull/\(.requests | length)"' ;;
      ' pr merge '*)
        # Where it is not a terminal, it says nothing.
        commit=$(sha1sum <<< "$repository$words" | cut -d ' ' -f 1)
        change --argjson n "${words##* }" --arg commit "$commit" \
          '.requests |= map(if .number == $n then .state = "MERGED" | .merge = $commit else . end)' ;;
      ' run view')
        job=${given[--job]}
        known=$(state --argjson job "$job" '[.checks[][] | select(.id == $job)] | length')
        [ "${given[-R]} $known" = "$repository 1" ] || fail \
          "failed to get job: HTTP 404: Not Found (https://api.github.com/repos/${given[-R]}/actions/jobs/$job)"
        state -j .log ;;
      *) fail "unknown command for the stand-in:$words" ;;
    esac

    """#
}
