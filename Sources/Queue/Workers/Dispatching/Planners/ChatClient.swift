import Host
import Model
public import Text

/// Asks an endpoint.
public struct ChatClient: Sendable {
  public let endpoint: ChatEndpoint
  /// The words in front of `curl`'s arguments: a sandbox, and the program.
  private let words: [String]
  private let folder: String
  private let environment: [String: String]
  private let timeoutSeconds: Int
  private let secrets: SecretValues
  /// How many requests were sent.
  private var requests = 0

  /// Megabytes of the longest answer that is read.
  public static let mostMegabytes = 4

  /// How many requests the plan of one goal takes at most: two where an endpoint does not know a
  /// form of answers, and three that are answered.
  static let mostRequests = 5
  /// Seconds.
  private static let longestWait = 60

  /// - Parameters:
  ///   - endpoint: who is asked.
  ///   - profile: its `timeout` limits each request, and its `program` is run in place of `curl`.
  ///   - sandbox: the words in front of the program.
  ///   - folder: where the program is run.
  ///   - environment: its variables, none of which needs to be secret.
  ///   - secrets: are removed from what is said of a failure.
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

  /// Whether a further request may be sent.
  public var mayAsk: Bool { requests < Self.mostRequests }

  /// Sends the contents of a file, once.
  ///
  /// - Parameter path: of the file, absolute.
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

  /// The seconds after which to ask again; `nil` where that is of no use, or no further request may
  /// be sent.
  ///
  /// - Parameters:
  ///   - failure: how the last request ended.
  ///   - tries: how many requests for the same answer have been sent.
  public func delay(after failure: ChatFailure, tries: Int) -> Int? {
    guard mayAsk, case .busy(_, _, let retryAfter) = failure.reason else { return nil }
    return min(retryAfter ?? 1 << tries, Self.longestWait)
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
