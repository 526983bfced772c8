public import Host
import Text

/// GitHub, as its command-line tool `gh` reaches it.
///
/// Other people wrote all texts that are returned, so long texts are cut, and hidden characters are
/// removed.
public struct Forge: Sendable {
  /// The oldest version of `gh` that is known to work, which is the version in Debian 12.
  public static let neededVersion = "2.23.0"
  /// The largest number of bytes that are kept of a log. The kept bytes are the last ones.
  static let longestLog = 1 << 20
  /// The largest number of branches in a query. GitHub aborts queries that take ten seconds.
  private static let mostBranches = 25
  /// How many pull requests of a branch are requested: usually, and if pull requests from forks
  /// hide others.
  private static let (usual, beyondForks) = (3, 100)

  private let program: String
  private let variables: [String: String]
  private let deadline: Duration
  private let clock: Clock

  /// - Parameters:
  ///   - program: its name or path.
  ///   - environment: the variables with which the program is found and run, such as `GH_TOKEN`.
  ///   - deadline: the time on the monotonic clock at which all calls must be over.
  public init(
    program: String = "gh", environment: [String: String], deadline: Duration,
    clock: Clock = .system
  ) {
    self.program = program
    self.deadline = deadline
    self.clock = clock
    variables = environment.filter { !Self.unset.contains($0.key) }.merging(Self.variables) { $1 }
  }

  /// With these variables `gh` does not prompt, and prints plain text. Source:
  /// gh-help-environment(1).
  private static let variables = [
    "GH_PROMPT_DISABLED": "1", "GH_NO_UPDATE_NOTIFIER": "1", "NO_COLOR": "1", "GH_PAGER": "cat",
  ]

  /// Variables that select another host or repository, or change the output.
  private static let unset: Set<String> = [
    "GH_REPO", "GH_HOST", "GH_DEBUG", "DEBUG", "GH_FORCE_TTY", "CLICOLOR_FORCE",
  ]

  // MARK: What it can do

  /// The version of `gh`: `2.23.0`.
  ///
  /// - Throws: `old` for one that is too old.
  @discardableResult
  public func version() throws(ForgeError) -> String {
    let said = try text(.version, host: "", repository: nil)
    // The first line is `gh version 2.23.0 (2023-02-27 Debian 2.23.0+dfsg1-1)`.
    let words = said.prefix { !$0.isNewline }.split(separator: " ")
    guard words.count > 2, words[0] == "gh", words[1] == "version",
      let parts = Self.numbers(of: words[2]), let needed = Self.numbers(of: Self.neededVersion)
    else { throw .unreadable(command: ForgeCall.version.name) }
    let version = ForgeText.line(String(words[2]))
    guard !parts.lexicographicallyPrecedes(needed) else {
      throw .old(version: version, needed: Self.neededVersion)
    }
    return version
  }

  /// The three numbers of a version, without the text after them.
  private static func numbers(of version: some StringProtocol) -> [Int]? {
    let numbers = version.prefix { $0.isNumber || $0 == "." }.split(separator: ".").map { Int($0) }
    return numbers.count == 3 && !numbers.contains(nil) ? numbers.compactMap(\.self) : nil
  }

  /// Checks that `gh` has an account whose token the host accepts.
  ///
  /// The check sends a query. `gh auth status` is not enough: it calls a token invalid even if the
  /// host can't be reached, and ignores a token in `GH_ENTERPRISE_TOKEN`. Source: cli/cli v2.23.0,
  /// `pkg/cmd/auth/status/status.go`.
  public func checkLogin(host: String) throws(ForgeError) {
    _ = try text(.query(ForgeQuery.viewer, at: host), host: host, repository: nil)
  }

  // MARK: Pull requests

  /// The newest pull requests of each branch, the newest first. Pull requests from forks are left
  /// out: anyone can create a branch with the same name in a fork.
  public func pullRequests(
    of repository: ForgeRepository, branches: [String]
  ) throws(ForgeError) -> [String: [PullRequest]] {
    var found: [String: [PullRequest]] = [:]
    var hidden: [String] = []
    for (branch, page) in try pages(of: branches, in: repository, most: Self.usual) {
      found[branch] = page.requests
      if page.forks > 0, page.forks + page.requests.count == Self.usual { hidden.append(branch) }
    }
    // With the usual number, pull requests from forks could crowd out the repository's own.
    for (branch, page) in try pages(of: hidden, in: repository, most: Self.beyondForks) {
      found[branch] = Array(page.requests.prefix(Self.usual))
    }
    return found
  }

  /// A pull request of any branch, or of a fork; `nil` if there is none with this number.
  public func pullRequest(
    _ number: Int, of repository: ForgeRepository
  ) throws(ForgeError) -> PullRequest? {
    let answer: JSONObject
    do throws(ForgeError) {
      answer = try ask(ForgeQuery.pullRequest(number, of: repository), of: repository)
    } catch {
      // Source: GitHub's GraphQL API, in its answer to a number without a pull request.
      guard case .failed(_, let reason) = error,
        reason.holds("Could not resolve to a PullRequest")
      else { throw error }
      return nil
    }
    guard let request = answer["named"]?.objectValue.flatMap(PullRequest.init) else {
      throw .unreadable(command: Self.asking)
    }
    return request
  }

  private func pages(
    of branches: [String], in repository: ForgeRepository, most: Int
  ) throws(ForgeError) -> [(branch: String, page: PullRequest.Page)] {
    var pages: [(String, PullRequest.Page)] = []
    let size = most == Self.usual ? Self.mostBranches : 1
    for start in stride(from: 0, to: branches.count, by: size) {
      let part = Array(branches[start..<min(start + size, branches.count)])
      let query = ForgeQuery.pullRequests(of: repository, branches: part, most: most)
      let answer = try ask(query, of: repository)
      for (number, branch) in part.enumerated() {
        guard let page = answer["b\(number)"].flatMap(PullRequest.Page.init) else {
          throw .unreadable(command: Self.asking)
        }
        pages.append((branch, page))
      }
    }
    return pages
  }

  /// The result of a call to make a pull request.
  public enum Creation: Equatable, Sendable {
    case created(url: String)
    /// The branch already has an open pull request with this base, made by an earlier call.
    case exists
  }

  /// Makes a pull request for a branch that exists on the forge.
  ///
  /// - Parameters:
  ///   - repository: the repository that has the branch.
  ///   - base: the branch into which the pull request is to be merged.
  ///   - title: one line.
  ///   - bodyFile: the absolute path of the file with the pull request's text.
  public func create(
    in repository: ForgeRepository, head: String, base: String, title: String, bodyFile: String
  ) throws(ForgeError) -> Creation {
    let call = ForgeCall.create(
      in: repository, head: head, base: base, title: title, bodyFile: bodyFile)
    let (status, outcome) = try run(call)
    if status == 0 {
      let words = outcome.output.text.split(whereSeparator: \.isWhitespace)
      guard let url = ForgeText.url(words.last.map(String.init)) else {
        throw .unreadable(command: call.name)
      }
      return .created(url: url)
    }
    let said = outcome.errors.text
    // `gh` looks for a pull request first and prints the first message; the second one is the
    // forge's.
    if said.holds("a pull request for branch ") && said.holds(" already exists:")
      || said.holds("A pull request already exists for ")
    {
      return .exists
    }
    throw failure(call, status, outcome, repository)
  }

  // MARK: More of a repository

  /// The branch that clones check out; `nil` in an empty repository.
  public func defaultBranch(of repository: ForgeRepository) throws(ForgeError) -> String? {
    let answer = try ask(ForgeQuery.defaultBranch(of: repository), of: repository)
    return answer["defaultBranchRef"]?.objectValue?["name"]?.stringValue
  }

  /// The output of the failed steps in a job of GitHub Actions. Only the end of a long log is kept.
  /// Each line begins with the name of the job, a tab, the name of the step and a tab.
  ///
  /// - Throws: `unfinished` while other jobs of the same run go on.
  public func failedLog(
    of job: Int, in repository: ForgeRepository
  ) throws(ForgeError) -> String {
    let call = ForgeCall.failedLog(of: job, in: repository)
    let (status, outcome) = try run(call)
    guard status == 0 else {
      // Source: cli/cli v2.23.0, `pkg/cmd/run/view/view.go`.
      if outcome.errors.text.holds("is still in progress") { throw .unfinished(job: job) }
      throw failure(call, status, outcome, repository)
    }
    let output = outcome.output
    let kept = output.dropped == 0 ? output.beginning + output.end : output.end
    var end = kept.suffix(Self.longestLog)
    if output.dropped > 0 || end.count < kept.count, let feed = end.firstIndex(of: 0x0A) {
      // The first line is cut off at its beginning.
      end = end[(feed + 1)...]
    }
    return ForgeText.log(String(decoding: end, as: UTF8.self))
  }

  // MARK: Running

  private static let asking = ForgeCall.query("", at: "").name

  /// The JSON object of the repository in the answer to a query.
  private func ask(
    _ query: String, of repository: ForgeRepository
  ) throws(ForgeError) -> JSONObject {
    let call = ForgeCall.query(query, at: repository.host)
    let said = try text(call, host: repository.host, repository: repository.text)
    guard let answer = try? JSONValue(parsing: said.utf8, replacesLoneSurrogates: true),
      let found = answer.objectValue?["data"]?.objectValue?["repository"]
    else { throw .unreadable(command: call.name) }
    guard let object = found.objectValue else { throw .noRepository(repository.text) }
    return object
  }

  /// The whole output of a call, which must succeed.
  private func text(
    _ call: ForgeCall, host: String, repository: String?
  ) throws(ForgeError) -> String {
    let (status, outcome) = try run(call)
    guard status == 0 else {
      throw ForgeError(
        call, status: status, errors: outcome.errors.text, host: host, repository: repository)
    }
    guard outcome.output.dropped == 0 else { throw .unreadable(command: call.name) }
    return outcome.output.text
  }

  private func failure(
    _ call: ForgeCall, _ status: Int32, _ outcome: Subprocess.Outcome,
    _ repository: ForgeRepository
  ) -> ForgeError {
    ForgeError(
      call, status: status, errors: outcome.errors.text, host: repository.host,
      repository: repository.text)
  }

  /// Runs `gh` until it ends or the deadline passes.
  private func run(
    _ call: ForgeCall
  ) throws(ForgeError) -> (status: Int32, outcome: Subprocess.Outcome) {
    let time = min(.seconds(ForgeCall.seconds), deadline - clock.monotonic())
    let timedOut = ForgeError.timedOut(
      command: call.name, seconds: Int(max(time, .zero).components.seconds))
    guard time > .zero else { throw timedOut }
    let run = Subprocess(
      program, call.words, in: "/", environment: variables,
      limits: Subprocess.Limits(time: time, output: call.longest))
    let outcome: Subprocess.Outcome
    do { outcome = try run.run() } catch { throw .missing(error) }
    switch outcome.ending {
    case .exited(let status): return (status, outcome)
    case .signalled, .interrupted:
      throw .failed(command: call.name, reason: outcome.ending.text)
    case .timedOut, .silent, .lingered: throw timedOut
    }
  }
}
