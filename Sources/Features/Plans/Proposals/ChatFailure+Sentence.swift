import Model
package import Text
import Workers

extension ChatFailure {
  /// Why an endpoint gave no answer, in words.
  ///
  /// - Parameter planner: the name of the planner.
  package func sentence(of planner: String) -> Sentence {
    let name = planner.escaped
    return switch reason {
    case .notStarted(let text):
      Sentence("curl does not start: \(text.escaped)", "curl을 시작할 수 없습니다: \(text.escaped)")
    case .noConnection(let status, let said):
      Sentence(
        "the endpoint of \(name) can't be reached: \(said.escaped) (curl ended with \(status))",
        "\(name)의 주소에 연결할 수 없습니다: \(said.escaped) (curl 종료 상태 \(status))")
    case .brokenOff(let said):
      Sentence(
        "the answer of \(name) broke off: \(said.escaped)", "\(name)의 답이 끊겼습니다: \(said.escaped)")
    case .timedOut(let seconds):
      Sentence(
        "\(name) did not answer within \(DurationText.exactText(seconds))",
        "\(name): \(DurationText.exactText(seconds)) 안에 답이 없습니다")
    case .interrupted(let signal):
      Sentence(
        "the question to \(name) was interrupted by signal \(signal)",
        "\(name)에게 묻다가 시그널 \(signal)(으)로 중단되었습니다")
    case .tooLarge:
      Sentence(
        "the answer of \(name) is longer than \(CurlCall.mostMegabytes) MB",
        "\(name)의 답이 \(CurlCall.mostMegabytes) MB보다 깁니다")
    case .redirect(let address):
      Sentence(
        "the endpoint of \(name) redirects to \(address.escaped.withoutPasswords), which is not "
          + "followed",
        "\(name)의 주소가 \(address.escaped.withoutPasswords)(으)로 넘기지만 따라가지 않습니다")
    case .status(let status, let said), .busy(let status, let said, _):
      Sentence(
        "the endpoint of \(name) answered \(status)" + (said.isEmpty ? "" : ": \(said.escaped)"),
        "\(name)의 주소가 \(status)(으)로 답했습니다" + (said.isEmpty ? "" : ": \(said.escaped)"))
    case .malformed(let start):
      Sentence(
        "the answer of the endpoint of \(name) is not a chat completion: \(start.escaped)",
        "\(name)의 주소에서 온 답이 chat completion이 아닙니다: \(start.escaped)")
    case .noRequestLeft(let limit):
      Sentence(
        "\(limit.counted("request")) to \(name) gave no plan, and no more may be sent",
        "\(name)에게 \(limit)번 요청했지만 계획을 얻지 못했고, 더는 보낼 수 없습니다")
    }
  }

  package var hint: Sentence {
    switch reason {
    case .notStarted: Sentence("install curl", "curl을 설치하십시오")
    case .noConnection:
      Sentence(
        "check the address in url or LLM_URL; ops worker test tries the address",
        "url이나 LLM_URL의 주소를 확인하십시오. ops worker test로 시험합니다")
    case .timedOut:
      Sentence(
        "raise the worker's timeout, or ask for less", "워커의 timeout을 늘리거나 더 작게 물으십시오")
    case .brokenOff, .interrupted: Sentence("try again", "다시 시도하십시오")
    case .status(401, _), .status(403, _):
      Sentence(
        "set LLM_API_KEY to a valid key, and add LLM_API_KEY to the worker's env",
        "LLM_API_KEY를 유효한 키로 정하고 워커의 env에 적으십시오")
    case .redirect:
      Sentence("write that address as url, if you trust it", "믿는 주소라면 url에 그대로 쓰십시오")
    case .status, .tooLarge, .malformed:
      Sentence(
        "check url and model of the worker", "워커의 url과 model을 확인하십시오")
    case .busy: Sentence("try again later", "나중에 다시 시도하십시오")
    case .noRequestLeft:
      Sentence(
        "try again later, or reword the goal",
        "나중에 다시 시도하거나 목표를 다르게 쓰십시오")
    }
  }

  /// Whether a later request may succeed.
  var isPassing: Bool {
    switch reason {
    case .noConnection, .brokenOff, .timedOut, .interrupted, .busy, .noRequestLeft: true
    case .notStarted, .tooLarge, .redirect, .status, .malformed: false
    }
  }
}
