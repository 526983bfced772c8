public import Host
import QueueModel
public import Redaction

/// Asks an endpoint, and waits where it takes no more for now.
public struct ChatClient: Sendable {
  public let endpoint: ChatEndpoint
  /// The words in front of `curl`'s arguments: a sandbox, and the program.
  private let words: [String]
  private let folder: String
  private let environment: [String: String]
  private let timeoutSeconds: Int
  private let secrets: SecretValues
  private let clock: Clock
  /// How many requests may be sent.
  private let limit: Int
  /// How many were sent.
  public private(set) var requests = 0

  /// How many requests the plan of one goal takes at most: two where an endpoint does not know a
  /// form of answers, and three that are answered.
  public static let mostRequests = 5
  /// Megabytes of the longest answer that is read.
  public static let mostMegabytes = 4
  /// Seconds.
  private static let longestWait = 60

  /// - Parameters:
  ///   - endpoint: who is asked.
  ///   - profile: its `timeout` limits each request, and its `program` is run in place of `curl`.
  ///   - sandbox: the words in front of the program.
  ///   - folder: where the program is run.
  ///   - environment: its variables, none of which needs to be secret.
  ///   - secrets: are removed from what is said of a failure.
  ///   - limit: how many requests may be sent; at most `mostRequests` are.
  ///   - clock: by which it waits.
  public init(
    _ endpoint: ChatEndpoint, of profile: WorkerProfile, behind sandbox: [String],
    in folder: String,
    environment: [String: String], removing secrets: SecretValues, limit: Int, clock: Clock
  ) {
    self.endpoint = endpoint
    words = sandbox + [profile.programName ?? ChatCall.program]
    timeoutSeconds = profile.timeoutSeconds
    (self.folder, self.environment, self.clock) = (folder, environment, clock)
    self.secrets = secrets
    self.limit = min(limit, Self.mostRequests)
  }

  /// Sends the contents of a file, again where the endpoint takes no more for now.
  ///
  /// - Parameter path: of the file, absolute.
  public mutating func send(file path: String) throws(ChatFailure) -> ChatAnswer {
    let call = ChatCall(
      endpoint: endpoint, body: .file(path), timeoutSeconds: timeoutSeconds)
    var failure = ChatFailure(.noRequestLeft(limit: limit))
    var sent = 0
    while requests < limit {
      requests += 1
      sent += 1
      switch ending(of: call) {
      case .answer(let answer): return answer
      case .failure(let found):
        failure = found
        guard case .busy(_, _, let retryAfter) = found.reason, requests < limit else { throw found }
        clock.sleep(.seconds(min(retryAfter ?? 1 << sent, Self.longestWait)))
      }
    }
    throw failure
  }

  private func ending(of call: ChatCall) -> ChatEnding {
    // The head of the answer stands before it.
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
