import Gate
import Host
import Model
import Text

/// A chat endpoint, called with `curl`: the message of the row is one request, and the text of the
/// answer is read like the output of the adapter `report`. Source: `docs/workers.md`, "A model
/// behind an endpoint".
struct ChatAdapter: WorkerAdapter {
  /// The start of the times that an endpoint names.
  var clock = Clock.system

  var longestAnswer: Int? { CurlCall.mostOutput }

  func prepare(_ order: inout WorkerOrder, by profile: WorkerProfile) {
    for (variable, value) in [(ChatEndpoint.Variable.url, profile.url), (.model, profile.model)] {
      guard let value, order.environment[variable.rawValue] ?? "" == "" else { continue }
      order.environment[variable.rawValue] = value
    }
  }

  func argv(for order: WorkerOrder, by profile: WorkerProfile) -> [String] {
    [profile.program ?? CurlCall.program]
      + CurlCall.arguments(timeoutSeconds: order.timeoutSeconds)
  }

  /// The message without secrets, because it leaves this machine.
  func request(for order: WorkerOrder) -> String? {
    endpoint(of: order).map { endpoint in
      let message = Redactor.redacted(order.message, removing: secrets(of: order))
      return "\(ChatRequest(to: endpoint, [.init(.user, message)]).json)\n"
    }
  }

  func command(for order: WorkerOrder) -> WorkerCommand {
    var command = WorkerCommand(argv: order.argv, input: "")
    command.withheld = Set(ChatEndpoint.Variable.allCases.map(\.rawValue))
    // Without an address curl exits with status 2.
    guard let file = order.requestFile, let endpoint = endpoint(of: order) else { return command }
    let call = endpoint.call(with: .file(file), timeoutSeconds: order.timeoutSeconds)
    command.input = call.configuration
    return command
  }

  /// `nil` if the endpoint has a fault, which preflight reports.
  private func endpoint(of order: WorkerOrder) -> ChatEndpoint? {
    func value(_ variable: ChatEndpoint.Variable) -> String? {
      order.environment[variable.rawValue]
    }
    return try? ChatEndpoint(url: value(.url), model: value(.model), key: value(.key))
  }

  private func secrets(of order: WorkerOrder) -> SecretValues {
    SecretValues(order.secretNames.compactMap { order.environment[$0] })
  }

  func interpret(_ run: WorkerRun, of order: WorkerOrder) -> WorkerResult {
    let secrets = secrets(of: order)
    var transcript = AgentTranscript()
    var result = WorkerResult(.finished)
    switch ChatEnding(
      run.ending, output: run.answer[...], errors: run.errors.lastLine ?? "",
      timeoutSeconds: order.timeoutSeconds, removing: secrets)
    {
    case _ where run.isKeeperKilled:
      result.ending = run.failure(of: .agent).map(WorkerEnding.failed) ?? .finished
    case .answer(let answer):
      (transcript.report, transcript.ending) = (answer.text, .succeeded)
      (transcript.model, transcript.usage) = (answer.model, answer.usage)
      transcript = transcript.withoutSecrets(secrets)
      result.report = transcript.report.flatMap { text in
        Report(reading: text, of: order.id).isReport ? text : nil
      }
      guard result.report == nil else { break }
      let note = answer.isCut ? WorkerFailure.answerCut : WorkerFailure.noReport
      result.ending = .failed(WorkerFailure(.agent, note: note, exit: run.exit))
    case .failure(let failure):
      if failure.isFree { transcript.usage = .nothing }
      result.ending = .failed(
        WorkerFailure(
          failure.classOfAttempt, note: WorkerRun.line(failure.note), exit: run.exit,
          retryAt: failure.retryAfter.map { clock.now() / 1_000_000_000 + $0 }))
    }
    result.transcript = transcript
    return result
  }

  func log(of result: WorkerResult) -> String { ChatLog.text(of: result) }
}

extension ChatFailure {
  /// The class of an attempt at a row. An answer that every row would get, or a mistake of `curl`,
  /// is the fault of the settings.
  fileprivate var classOfAttempt: FailureClass {
    switch reason {
    case .redirect, .status(404, _): .setting
    case .notStarted, .noConnection, .brokenOff, .timedOut, .interrupted, .tooLarge, .status, .busy,
      .malformed, .noRequestLeft:
      failureClass == .spawn ? .setting : failureClass
    }
  }
}
