import Host
import Model
import Text

/// A chat completions endpoint, called with `curl`. It works on no rows; `ops worker test` uses
/// this adapter to send it one request, as to agents.
struct ChatAdapter: WorkerAdapter {
  func prepare(_ order: inout WorkerOrder, by profile: WorkerProfile) {
    for (variable, value) in [(ChatEndpoint.Variable.url, profile.url), (.model, profile.model)] {
      guard let value, order.environment[variable.rawValue] ?? "" == "" else { continue }
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
    // Preflight reports what is wrong with the endpoint; without an address curl ends with 2.
    let endpoint = try? ChatEndpoint(url: value(.url), model: value(.model), key: value(.key))
    let call = endpoint.map { endpoint in
      let request = ChatRequest(
        model: endpoint.model, messages: [ChatRequest.Message(.user, order.message)])
      return ChatCall(
        endpoint: endpoint, body: .text("\(request.json)"), timeoutSeconds: order.timeoutSeconds)
    }
    var command = WorkerCommand(argv: order.argv, input: call?.configuration ?? "")
    command.withheld = Set(ChatEndpoint.Variable.allCases.map(\.rawValue))
    return command
  }

  func interpret(_ run: WorkerRun, of order: WorkerOrder) -> WorkerResult {
    let said = Array(run.output.text.utf8)
    let ending = ChatEnding(
      run.ending, output: said[...], errors: run.errors.lastLine ?? "",
      timeoutSeconds: order.timeoutSeconds,
      removing: SecretValues(order.secretNames.compactMap { order.environment[$0] }))
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
