import Door
import Host
import Text
import Workers

/// Sends requests to an OpenTelemetry endpoint by `curl`.
struct TelemetryClient: Sendable {
  enum Signal: String, Sendable {
    case traces, metrics
  }

  /// An answer after which the same data is not sent again.
  struct Answer: Equatable, Sendable {
    /// How many spans or figures were not accepted; `nil` for all.
    var refused: Int? = 0
    /// What the endpoint says, on one line.
    var said = ""
  }

  private let endpoint: String
  private let headers: [String]
  private let secrets: SecretValues
  private let folder: String
  private let environment: [String: String]
  /// For the body of a request.
  private let temporary: Environment

  /// - Throws: if a variable of a header is not set, or its value would end the header.
  init(endpoint: String, _ workspace: Workspace) throws(TelemetryFailure) {
    var headers: [String] = []
    var secrets: [String] = []
    for header in workspace.telemetry.headers {
      guard let value = workspace.environment[header.variable], !value.isEmpty else {
        throw .failed(
          "the variable \(header.variable), which otel.headers names, is not set",
          retryAfter: nil)
      }
      guard CurlCall.isHeader(value) else {
        throw .failed(
          "the value of \(header.variable), which otel.headers names, has a line break or another "
            + "control character", retryAfter: nil)
      }
      headers.append("\(header.name): \(value)")
      // The token of `Bearer TOKEN` is a secret, too.
      secrets += [value] + value.split(separator: " ").map(String.init).filter { $0.count > 7 }
    }
    (self.endpoint, self.headers, self.secrets) = (endpoint, headers, SecretValues(secrets))
    do { folder = try workspace.projectRoot() } catch { throw .problem(Problem(error)) }
    environment = ChildEnvironment.variables(
      from: workspace.environment, passing: CurlCall.variables)
    temporary = workspace.environment
  }

  /// Sends data, once.
  func send(_ body: JSONValue, _ signal: Signal) throws(TelemetryFailure) -> Answer {
    let outcome: CurlCall.Outcome
    do {
      let place = try TemporaryFolder(environment: temporary)
      let path = Path.join(place.path, "body.json")
      try NewFile.create(path, text: "\(body)")
      let call = CurlCall(
        url: "\(endpoint)/v1/\(signal.rawValue)", headers: headers, body: .file(path),
        timeoutSeconds: SendTelemetry.timeoutSeconds)
      outcome = try call.run(in: folder, environment: environment)
      // The body is read until curl has ended.
      withExtendedLifetime(place) {}
    } catch let error as Subprocess.StartError {
      throw .failed("\(error)", retryAfter: nil)
    } catch {
      throw .problem(Problem(error))
    }
    return try answer(outcome)
  }

  /// Reads what `curl` printed. Source: OTLP 1.10.0, "OTLP/HTTP Response".
  func answer(_ outcome: CurlCall.Outcome) throws(TelemetryFailure) -> Answer {
    switch outcome.ending {
    case .exited(0): break
    case .exited(28), .timedOut, .silent:
      throw .failed("no answer within \(SendTelemetry.timeoutSeconds) s", retryAfter: nil)
    case .exited(63), .lingered:
      throw .failed(
        "the answer is longer than \(CurlCall.mostMegabytes) MB", retryAfter: nil)
    case .exited(let status):
      throw .failed(
        outcome.errors.isEmpty ? "curl ended with \(status)" : line(outcome.errors),
        retryAfter: nil)
    case .signalled(let signal), .interrupted(let signal):
      throw .failed("curl was ended by signal \(signal)", retryAfter: nil)
    }
    guard let answer = HTTPAnswer(outcome.output) else {
      throw .failed("the answer is not HTTP", retryAfter: nil)
    }
    let message = line(answer.message)
    let said = "HTTP status \(answer.status)\(message.isEmpty ? "" : ": \(message)")"
    switch answer.status {
    case 200..<300: return Self.partial(answer, line)
    // The data itself is not accepted, so that it would not be accepted later either.
    case 400, 413, 422: return Answer(refused: nil, said: said)
    case 300..<400:
      throw .failed("\(said): it leads elsewhere, and is not followed", retryAfter: nil)
    default: throw .failed(said, retryAfter: answer.retryAfter)
    }
  }

  /// Reads how much of the data was refused. An endpoint may answer with nothing, or not with JSON.
  private static func partial(_ answer: HTTPAnswer, _ line: (String) -> String) -> Answer {
    guard let json = try? JSONValue(parsing: answer.body, replacesLoneSurrogates: true),
      let partial = json.objectValue?["partialSuccess"]?.objectValue
    else { return Answer() }
    let number = partial["rejectedSpans"] ?? partial["rejectedDataPoints"]
    let count = number?.integerValue ?? number?.stringValue.flatMap { Int($0) } ?? 0
    return Answer(
      refused: max(0, count), said: line(partial["errorMessage"]?.stringValue ?? ""))
  }

  /// The beginning of a text on one line, without the values of the headers.
  private func line(_ text: String) -> String {
    WorkerRun.line(Redactor.redacted(text, removing: secrets))
  }
}
