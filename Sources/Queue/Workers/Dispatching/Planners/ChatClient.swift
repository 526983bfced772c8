import Host
import Model
public import Text

/// Sends requests to an endpoint.
public struct ChatClient: Sendable {
  public let endpoint: ChatEndpoint
  /// The words before `curl`'s arguments: a sandbox, and the program.
  private let words: [String]
  private let folder: String
  private let environment: [String: String]
  private let timeoutSeconds: Int
  private let secrets: SecretValues
  private var requests = 0

  /// The maximum number of requests for the plan of one goal: two that an endpoint refuses because
  /// of the answer format, and three that are answered.
  static let mostRequests = 5
  /// Seconds.
  private static let longestWait = 60

  /// - Parameters:
  ///   - endpoint: the endpoint to ask.
  ///   - profile: has the `timeout` of each request, and the `program` that replaces `curl`.
  ///   - sandbox: the words before the program.
  ///   - folder: the working directory of the program.
  ///   - environment: the program's variables, none of which needs to be secret.
  ///   - secrets: removed from messages about a failure.
  public init(
    _ endpoint: ChatEndpoint, of profile: WorkerProfile, behind sandbox: [String],
    in folder: String,
    environment: [String: String], removing secrets: SecretValues
  ) {
    self.endpoint = endpoint
    words = sandbox + [profile.programName ?? CurlCall.program]
    timeoutSeconds = profile.timeoutSeconds
    (self.folder, self.environment, self.secrets) = (folder, environment, secrets)
  }

  /// Whether another request may be sent.
  public var mayAsk: Bool { requests < Self.mostRequests }

  /// Sends the contents of a file, once.
  ///
  /// - Parameter path: the absolute path of the file.
  public mutating func send(file path: String) throws(ChatFailure) -> ChatAnswer {
    guard mayAsk else { throw .noRequestLeft }
    requests += 1
    let call = endpoint.call(with: .file(path), timeoutSeconds: timeoutSeconds)
    switch ending(of: call) {
    case .answer(let answer): return answer
    case .failure(let failure): throw failure
    }
  }

  /// The seconds after which the request should be sent again; `nil` if another request would not
  /// help or may not be sent.
  ///
  /// - Parameters:
  ///   - failure: how the last request ended.
  ///   - tries: the number of requests that were already sent for the same answer.
  public func delay(after failure: ChatFailure, tries: Int) -> Int? {
    guard mayAsk, case .busy(_, _, let retryAfter) = failure.reason else { return nil }
    return min(retryAfter ?? 1 << tries, Self.longestWait)
  }

  private func ending(of call: CurlCall) -> ChatEnding {
    do throws(Subprocess.StartError) {
      let outcome = try call.run(by: words, in: folder, environment: environment)
      return ChatEnding(
        outcome.ending, output: outcome.output, errors: outcome.errors,
        timeoutSeconds: timeoutSeconds, removing: secrets)
    } catch {
      return .failure(ChatFailure(.notStarted("\(error)")))
    }
  }
}
