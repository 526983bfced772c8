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
  /// The forge can't be reached, or has an internal error; `reason` is the message of `gh`.
  case offline(reason: String)
  /// The call took longer than it may.
  case timedOut(command: String, seconds: Int)
  /// There is no such repository, or the account may not see it.
  case noRepository(String)
  /// The log of a job is only available when its whole run is over.
  case unfinished(job: Int)
  /// The forge or `gh` refused; `reason` is its message.
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
  /// The reason for which a call failed, found in its output. `gh` has a special exit status only
  /// for a missing account; all other failures are distinguished by their messages. Source: cli/cli
  /// v2.23.0, `cmd/gh/main.go` and `pkg/cmd/api/api.go`.
  ///
  /// - Parameters:
  ///   - errors: the text that `gh` printed to standard error.
  ///   - repository: the repository that the call concerns; `nil` if it concerns none.
  init(_ call: ForgeCall, status: Int32, errors: String, host: String, repository: String?) {
    let lines = errors.split(whereSeparator: \.isNewline).map { ForgeText.line(String($0)) }
    func line(_ matches: (String) -> Bool) -> String? {
      lines.first { matches($0.lowercased()) }
    }
    func holds(_ words: [String]) -> Bool {
      line { line in words.contains { line.holds($0) } } != nil
    }
    // The forge sends the last message to requests without a token, all of which it refuses.
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

  /// Whether a line, in lower case, reports that no answer came, or that the answer's status was
  /// 500 or higher. Connection errors have the form of Go's `url.Error`: `Post "https://…": dial
  /// tcp …`.
  private static func isUnreachable(_ line: String) -> Bool {
    if line.holds("x509: ") || line.holds("certificate") { return false }
    return ["error connecting to ", "something went wrong while executing your query"].contains {
      line.holds($0)
    } || ["get", "post"].contains { line.holds("\($0) \"http") }
      || (500...599).contains { line.holds("http \($0)") }
  }
}
