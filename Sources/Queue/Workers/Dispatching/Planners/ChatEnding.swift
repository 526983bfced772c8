import Host
import Text

enum ChatEnding {
  case answer(ChatAnswer)
  case failure(ChatFailure)

  /// - Parameters:
  ///   - ending: how `curl` ended; `lingered` if orch ended it because the answer was too long.
  ///   - output: the output of `curl`.
  ///   - errors: the last line of the messages of `curl`.
  ///   - timeoutSeconds: the time limit of `curl`.
  ///   - secrets: removed from messages about a failure before the messages are truncated to a
  ///     line, because truncation could leave a part of a secret.
  init(
    _ ending: Subprocess.Ending, output: ArraySlice<UInt8>, errors: String, timeoutSeconds: Int,
    removing secrets: SecretValues
  ) {
    func line(_ text: String) -> String {
      WorkerRun.line(Redactor.redacted(text, removing: secrets))
    }
    self =
      switch ending {
      case .exited(0): Self.read(output, line)
      case .exited(28), .timedOut, .silent: .failed(.timedOut(seconds: timeoutSeconds))
      case .exited(63), .lingered: .failed(.tooLarge)
      // CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR,
      // CURLE_HTTP2_STREAM.
      case .exited(18), .exited(52), .exited(55), .exited(56), .exited(92):
        .failed(.brokenOff(said: line(errors)))
      case .exited(let status): .failed(.noConnection(status: Int(status), said: line(errors)))
      case .signalled(let signal), .interrupted(let signal): .failed(.interrupted(signal: signal))
      }
  }

  private static func failed(_ reason: ChatFailure.Reason) -> ChatEnding {
    .failure(ChatFailure(reason))
  }

  private static func read(
    _ output: ArraySlice<UInt8>, _ line: (String) -> String
  ) -> ChatEnding {
    guard let answer = HTTPAnswer(output) else {
      return failed(.malformed(line(String(decoding: output, as: UTF8.self))))
    }
    guard answer.body.count <= CurlCall.mostBytes else { return failed(.tooLarge) }
    let said = answer.status < 300 ? "" : line(answer.message)
    switch answer.status {
    case 200..<300: break
    case 300..<400: return failed(.redirect(to: line(answer.headers["location"] ?? "-")))
    case 429, 500...: return failed(.busy(answer.status, said: said, retryAfter: answer.retryAfter))
    default: return failed(.status(answer.status, said: said))
    }
    guard let json = try? JSONValue(parsing: answer.body, replacesLoneSurrogates: true),
      let completion = ChatAnswer(json)
    else { return failed(.malformed(line(answer.message))) }
    return .answer(completion)
  }
}
