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

  /// The megabytes of the longest answer that is read.
  public static let mostMegabytes = 4

  /// The most requests for the plan of one goal: two if an endpoint does not know an answer format,
  /// and three that are answered.
  static let mostRequests = 5
  /// Seconds.
  private static let longestWait = 60

  /// - Parameters:
  ///   - endpoint: the endpoint to ask.
  ///   - profile: its `timeout` limits each request, and its `program` replaces `curl`.
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
    words = sandbox + [profile.programName ?? ChatCall.program]
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
    let call = ChatCall(
      endpoint: endpoint, body: .file(path), timeoutSeconds: timeoutSeconds)
    switch ending(of: call) {
    case .answer(let answer): return answer
    case .failure(let failure): throw failure
    }
  }

  /// The seconds after which to ask again; `nil` if that is of no use, or no further request may be
  /// sent.
  ///
  /// - Parameters:
  ///   - failure: how the last request ended.
  ///   - tries: the number of requests for the same answer that have been sent.
  public func delay(after failure: ChatFailure, tries: Int) -> Int? {
    guard mayAsk, case .busy(_, _, let retryAfter) = failure.reason else { return nil }
    return min(retryAfter ?? 1 << tries, Self.longestWait)
  }

  private func ending(of call: ChatCall) -> ChatEnding {
    // The head of the answer comes before it.
    let most = ChatCall.mostBytes + (128 << 10)
    let program = Subprocess(
      words[0], words.dropFirst() + call.arguments, in: folder, environment: environment,
      input: Array(call.configuration.utf8),
      limits: Subprocess.Limits(
        time: .seconds(timeoutSeconds + 5), grace: .milliseconds(200), output: 2 * most))
    var count = 0
    do throws(Subprocess.StartError) {
      let outcome = try program.supervise(
        onStart: { _ in }, onOutput: { _, bytes in count += bytes.count },
        isOver: { count > most })
      let errors = outcome.errors.text.split(separator: "\n").last.map(String.init) ?? ""
      return ChatEnding(
        count > most ? .lingered : outcome.ending, output: outcome.output.beginning[...],
        errors: errors, timeoutSeconds: timeoutSeconds, removing: secrets)
    } catch {
      return .failure(ChatFailure(.notStarted("\(error)")))
    }
  }
}
