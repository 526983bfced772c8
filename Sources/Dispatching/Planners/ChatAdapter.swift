import Host
import JSON
import QueueModel
import TeamProtocol

/// An endpoint of chat completions, asked by `curl`. It works no rows; `ops worker test` sends it one
/// request by this, as it does to agents.
struct ChatAdapter: WorkerAdapter {
  func prepare(_ order: inout WorkerOrder, by profile: WorkerProfile) {
    for (variable, value) in [(ChatEndpoint.Variable.url, profile.url), (.model, profile.model)] {
      guard let value, order.environment[variable.rawValue] == nil else { continue }
      order.environment[variable.rawValue] = value
    }
  }

  func argv(for order: WorkerOrder, by profile: WorkerProfile) -> [String] {
    [profile.program ?? ChatCall.program]
      + ChatCall.arguments(timeoutSeconds: order.timeoutSeconds)
  }

  func command(for order: WorkerOrder) -> WorkerCommand {
    func value(_ variable: ChatEndpoint.Variable) -> String? {
      order.environment[variable.rawValue]
    }
    // Preflight says what is wrong with one; without an address curl ends with 2.
    let endpoint = try? ChatEndpoint(url: value(.url), model: value(.model), key: value(.key))
    let call = endpoint.map { endpoint in
      let request = ChatRequest(
        model: endpoint.model, messages: [ChatRequest.Message(.user, order.message)])
      return ChatCall(
        endpoint: endpoint, body: .text("\(request.json)"), timeoutSeconds: order.timeoutSeconds)
    }
    return WorkerCommand(argv: order.argv, input: call?.configuration ?? "")
  }

  func interpret(_ run: WorkerRun, of order: WorkerOrder) -> WorkerResult {
    let said = Array(run.output.text.utf8)
    let ending = ChatEnding(
      run.ending, output: said[...], errors: run.errors.lastLine ?? "",
      timeoutSeconds: order.timeoutSeconds)
    switch ending {
    case .answer(let answer):
      var result = WorkerResult(.finished, report: answer.text)
      var transcript = AgentTranscript()
      (transcript.model, transcript.usage) = (answer.model, answer.usage)
      (transcript.report, transcript.ending) = (answer.text, .succeeded)
      result.transcript = transcript
      return result
    case .failure(let failure):
      return WorkerResult(
        .failed(
          WorkerFailure(failure.failureClass, note: WorkerRun.line(failure.note), exit: run.exit)))
    }
  }
}

/// What the end of `curl` means.
enum ChatEnding {
  case answer(ChatAnswer)
  case failure(ChatFailure)

  /// - Parameters:
  ///   - ending: how `curl` ended; `lingered` where it was ended because the answer grew too long.
  ///   - output: what it printed.
  ///   - errors: the line that it said at last.
  ///   - timeoutSeconds: what it had.
  init(
    _ ending: Subprocess.Ending, output: ArraySlice<UInt8>, errors: String, timeoutSeconds: Int
  ) {
    self =
      switch ending {
      case .exited(0): Self.read(output)
      case .exited(28), .timedOut, .silent: .failed(.timedOut(seconds: timeoutSeconds))
      case .exited(63), .lingered: .failed(.tooLarge)
      // CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_HTTP2_STREAM.
      case .exited(18), .exited(52), .exited(56), .exited(92):
        .failed(.brokenOff(said: WorkerRun.line(errors)))
      case .exited(let status):
        .failed(.noConnection(status: Int(status), said: WorkerRun.line(errors)))
      case .signalled(let signal):
        .failed(.noConnection(status: Int(signal), said: "curl ended by signal \(signal)"))
      case .interrupted(let signal): .failed(.interrupted(signal: signal))
      }
  }

  private static func failed(_ reason: ChatFailure.Reason) -> ChatEnding {
    .failure(ChatFailure(reason))
  }

  private static func read(_ output: ArraySlice<UInt8>) -> ChatEnding {
    guard let answer = HTTPAnswer(output) else {
      return failed(.malformed(WorkerRun.line(String(decoding: output.prefix(200), as: UTF8.self))))
    }
    guard answer.body.count <= ChatCall.mostBytes else { return failed(.tooLarge) }
    let said = answer.status < 300 ? "" : ChatAnswer.message(in: answer.body)
    switch answer.status {
    case 200..<300: break
    case 300..<400: return failed(.redirect(to: WorkerRun.line(answer.headers["location"] ?? "-")))
    case 429, 500...: return failed(.busy(answer.status, said: said, retryAfter: answer.retryAfter))
    default: return failed(.status(answer.status, said: said))
    }
    guard let json = try? JSONValue(parsing: answer.body, replacesLoneSurrogates: true),
      let completion = ChatAnswer(json)
    else { return failed(.malformed(ChatAnswer.message(in: answer.body))) }
    return .answer(completion)
  }
}
