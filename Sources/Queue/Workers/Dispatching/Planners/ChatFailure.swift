public import Model

/// Why an endpoint gave no answer.
public struct ChatFailure: Error, Equatable, Sendable {
  public let reason: Reason

  public enum Reason: Equatable, Sendable {
    /// `curl` did not start.
    case notStarted(String)
    /// `curl` exited with this status, such as 7 if no program listens at the address, and with
    /// this message.
    case noConnection(status: Int, said: String)
    /// The answer is incomplete, with this message of `curl`.
    case brokenOff(said: String)
    case timedOut(seconds: Int)
    /// A signal ended `curl`, or this process.
    case interrupted(signal: Int32)
    case tooLarge
    /// The endpoint redirects to another address, which gets neither the key nor the goal.
    case redirect(to: String)
    /// The HTTP status, and the endpoint's message.
    case status(Int, said: String)
    /// The endpoint accepts no more requests for now. `retryAfter` is in seconds; `nil` if the
    /// endpoint does not name a time.
    case busy(Int, said: String, retryAfter: Int?)
    /// The answer is not a chat completion; the value is the beginning of the answer.
    case malformed(String)
    /// The maximum number of requests for one goal was sent.
    case noRequestLeft(limit: Int)
  }

  init(_ reason: Reason) { self.reason = reason }

  /// The maximum number of requests for one goal was sent.
  public static let noRequestLeft = ChatFailure(.noRequestLeft(limit: ChatClient.mostRequests))

  /// The class by which breakers and people decide.
  public var failureClass: FailureClass {
    switch reason {
    case .notStarted: .spawn
    case .noConnection(let status, _): Self.outages.contains(status) ? .service : .spawn
    case .timedOut: .timeout
    case .interrupted: .interrupted
    case .status(401, _), .status(403, _): .auth
    case .busy(429, _, _): .rateLimit
    case .busy, .brokenOff: .service
    case .tooLarge, .redirect, .status, .malformed, .noRequestLeft: .agent
    }
  }

  /// The exit statuses of curl by which a service cannot be reached: curl did not find the proxy or
  /// the host, could not connect, or could not establish TLS. Others are mistakes of the settings.
  private static let outages: Set<Int> = [5, 6, 7, 35]

  /// Whether it is certain that the endpoint generated nothing, so that there is no cost. Otherwise
  /// the cost is unknown.
  public var isFree: Bool {
    switch reason {
    case .notStarted, .redirect, .noRequestLeft: true
    case .noConnection(let status, _): Self.unsent.contains(status)
    // A gateway may give up while the model continues.
    case .status(let status, _), .busy(let status, _, _):
      (400..<500).contains(status) || status == 503
    case .brokenOff, .timedOut, .interrupted, .tooLarge, .malformed: false
    }
  }

  /// The exit statuses of curl for a request that was not sent: curl did not start, did not accept
  /// the address, did not find the proxy or the host, could not connect, could not establish TLS,
  /// or did not trust the certificate.
  private static let unsent: Set<Int> = [2, 3, 5, 6, 7, 35, 60]

  /// The number of requests that were sent.
  public var calls: Int {
    switch reason {
    case .notStarted, .noRequestLeft: 0
    case .noConnection, .brokenOff, .timedOut, .interrupted, .tooLarge, .redirect, .status, .busy,
      .malformed:
      1
    }
  }

  /// The seconds after which the endpoint accepts requests again; `nil` if it names no time.
  public var retryAfter: Int? {
    if case .busy(_, _, let seconds) = reason { seconds } else { nil }
  }

  /// Whether the endpoint may refuse only the requested answer format.
  public var mayBeOfFormat: Bool {
    switch reason {
    case .status(400, _), .status(422, _): true
    case .notStarted, .noConnection, .brokenOff, .timedOut, .interrupted, .tooLarge, .redirect,
      .status, .busy, .malformed, .noRequestLeft:
      false
    }
  }

  /// The failure with the messages of `curl` and the endpoint converted by `map`.
  public func mapTexts(_ map: (String) -> String) -> ChatFailure {
    let mapped: Reason =
      switch reason {
      case .notStarted(let text): .notStarted(map(text))
      case .noConnection(let status, let said): .noConnection(status: status, said: map(said))
      case .brokenOff(let said): .brokenOff(said: map(said))
      case .redirect(let address): .redirect(to: map(address))
      case .status(let status, let said): .status(status, said: map(said))
      case .busy(let status, let said, let retryAfter):
        .busy(status, said: map(said), retryAfter: retryAfter)
      case .malformed(let start): .malformed(map(start))
      case .timedOut, .interrupted, .tooLarge, .noRequestLeft: reason
      }
    return ChatFailure(mapped)
  }

  /// The failure on one line, for logs and for agents.
  public var note: String {
    switch reason {
    case .notStarted(let text): text
    case .noConnection(let status, let said): said.isEmpty ? "curl ended with \(status)" : said
    case .brokenOff(let said): "the answer broke off: \(said)"
    case .timedOut(let seconds): "no answer within \(DurationText.exactText(seconds))"
    case .interrupted(let signal): "interrupted by signal \(signal)"
    case .tooLarge: "the answer is longer than \(CurlCall.mostMegabytes) MB"
    case .redirect(let address): "it leads to \(address), which is not followed"
    case .status(let status, let said), .busy(let status, let said, _):
      said.isEmpty ? "HTTP status \(status)" : "HTTP status \(status): \(said)"
    case .malformed(let start): "no chat completion: \(start)"
    case .noRequestLeft(let limit): "\(limit) requests were sent, and no more may be"
    }
  }
}
