public import Host

/// Why a call of `gh` failed.
public enum ForgeError: Error, Equatable, Sendable {
  /// `gh` can't be started.
  case missing(Subprocess.StartError)
  /// `gh` is older than the version that is needed.
  case old(version: String, needed: String)
  /// There is no account for the host, or its token is not accepted.
  case loggedOut(host: String)
  /// The account has made too many requests.
  case rateLimited
  /// The forge can't be reached, or has an error of its own; in the words of `gh`.
  case offline(reason: String)
  /// It took longer than it may.
  case timedOut(command: String, seconds: Int)
  /// There is no such repository, or the account may not see it.
  case noRepository(String)
  /// The log of a job is only available when its whole run is over.
  case unfinished(job: Int)
  /// The forge, or `gh`, refused, in its words.
  case failed(command: String, reason: String)
  /// This version can't read the answer.
  case unreadable(command: String)

  /// Whether the same call may work a while later.
  public var isPassing: Bool {
    switch self {
    case .rateLimited, .offline, .timedOut, .unfinished: true
    case .missing, .old, .loggedOut, .noRepository, .failed, .unreadable: false
    }
  }
}

extension ForgeError {
  /// Why a call failed, by what it printed. `gh` has a status of its own only for a missing
  /// account, so its messages must distinguish the rest. Source: cli/cli v2.23.0, `cmd/gh/main.go`
  /// and `pkg/cmd/api/api.go`.
  ///
  /// - Parameters:
  ///   - errors: what it printed to standard error.
  ///   - repository: the repository that was asked for.
  init(_ call: ForgeCall, status: Int32, errors: String, host: String, repository: String?) {
    let lines = errors.split(whereSeparator: \.isNewline).map { ForgeText.line(String($0)) }
    func line(_ matches: (String) -> Bool) -> String? {
      lines.first { matches($0.lowercased()) }
    }
    func holds(_ words: [String]) -> Bool {
      line { line in words.contains { line.holds($0) } } != nil
    }
    // The last message is for requests without a token, which may ask nothing.
    let loggedOut = [
      "http 401", "bad credentials", "authenticated requests get a higher rate limit",
    ]
    if status == 4 || holds(loggedOut) {
      self = .loggedOut(host: host)
    } else if holds(["rate limit", "submitted too quickly", "http 429"]) {
      // Sources: GitHub's "Rate limits and query limits for the GraphQL API", and cli/cli issue
      // 4801.
      self = .rateLimited
    } else if let repository, holds(["could not resolve to a repository"]) {
      self = .noRepository(repository)
    } else if let reason = line(Self.isUnreachable) {
      self = .offline(reason: reason)
    } else {
      self = .failed(command: call.name, reason: lines.first ?? "exit status \(status)")
    }
  }

  /// Whether a line, in lower case, says that no answer came, or an answer with a status from 500
  /// on. Errors of the connection begin as Go's `url.Error` does: `Post "https://…": dial tcp …`.
  private static func isUnreachable(_ line: String) -> Bool {
    if line.holds("x509: ") || line.holds("certificate") { return false }
    return ["error connecting to ", "something went wrong while executing your query"].contains {
      line.holds($0)
    } || ["get", "post"].contains { line.holds("\($0) \"http") }
      || (500...599).contains { line.holds("http \($0)") }
  }
}
