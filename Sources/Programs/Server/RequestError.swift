import Door
import HTTP
import Host
import Model
import Plans
import Requests
package import Text

package struct RequestError: Error {
  private(set) var status: Int
  let code: String
  let message: Sentence
  let hint: Sentence
  var headers: [(name: String, value: String)] = []
  /// The engine's refusal; `nil` if only HTTP knows the problem.
  private(set) var problem: Problem?
  var mistakes: [PlanMistake] = []
  /// All fields that are wrong; the error itself is about the first.
  private(set) var fields: [FieldFault] = []

  init(
    _ status: Int, _ code: String, _ message: Sentence, hint: Sentence,
    headers: [(name: String, value: String)] = []
  ) {
    (self.status, self.code) = (status, code)
    (self.message, self.hint, self.headers) = (message, hint, headers)
  }

  init(_ problem: Problem) {
    self.init(
      problem.kind == .badCursor ? 400 : problem.httpStatus, problem.code,
      Sentence(problem.message, problem.sentence(.korean)), hint: problem.hint)
    self.problem = problem
    if status == 503 { headers.append(("Retry-After", "2")) }
    if let mistakes = problem.planMistakes { self.mistakes = mistakes.kept }
  }

  init(_ faults: FieldFaults) {
    self.init(faults.problem)
    fields = faults.all
  }

  /// Any error of the layers below.
  init(of error: any Error) {
    switch error {
    case let error as RequestError: self = error
    case let faults as FieldFaults: self.init(faults)
    default: self.init(Problem(error))
    }
  }

  /// - Parameter queue: the queue, which existed when the server began.
  init(_ problem: Problem, of queue: ServedQueue) {
    self.init(problem)
    if status == 500, (try? FileStatus.ifExists(queue.path)) == .some(nil) { status = 404 }
  }

  /// The JSON form of an error.
  package static var shape: any Shaped.Type { ErrorAnswer.self }

  func response(in language: Language) -> HTTPResponse {
    .json(status, Map([("error", ErrorAnswer(error: self, language: language))]), headers)
  }
}

/// An error as JSON, in the language of the caller.
private struct ErrorAnswer: Shaped {
  let error: RequestError
  let language: Language

  static var shapeName: StaticString { "error" }
  static func shape(_ fields: inout Fields<ErrorAnswer>) {
    fields.add("code", \.error.code)
    fields.add("message") { $0.error.message($0.language) }
    fields.add("hint") { $0.error.hint($0.language) }
    fields.addIfAny("field", { $0.error.problem?.changedField?.name })
    fields.addIfAny(
      "now", { answer in answer.error.problem?.changedField.map { $0.text } })
    fields.addIfNotEmpty("mistakes", \.error.mistakes)
    fields.addIfNotEmpty(
      "fields",
      { answer in answer.error.fields.map { FaultAnswer($0, in: answer.language) } },
      "all fields that are wrong, each with words for the person who filled it in")
  }
}

// MARK: Those of HTTP

extension RequestError {
  static func usage(_ english: String, _ korean: String, hint: Sentence) -> RequestError {
    RequestError(400, "usage", Sentence(english, korean), hint: hint)
  }

  static var noRoute: RequestError {
    RequestError(
      404, "no_route", Sentence("there is nothing at this path", "이 경로에는 아무것도 없습니다"),
      hint: Sentence("docs/server.md has the routes", "docs/server.ko.md에 경로가 있습니다"))
  }

  static func wrongMethod(_ allowed: [HTTPRequest.Method]) -> RequestError {
    let names = allowed.map(\.rawValue).sorted().joined(separator: ", ")
    return RequestError(
      405, "wrong_method", Sentence("this path takes \(names)", "이 경로는 \(names)만 받습니다"),
      hint: Sentence("docs/server.md has the routes", "docs/server.ko.md에 경로가 있습니다"),
      headers: [("Allow", names)])
  }

  static var noToken: RequestError {
    RequestError(
      401, "unauthorized",
      Sentence(
        "the request has no valid token", "요청에 유효한 토큰이 없습니다"),
      hint: Sentence(
        "make one with orch token add NAME --scope read, and send 'Authorization: Bearer TOKEN'",
        "orch token add NAME --scope read 명령으로 만들어 'Authorization: Bearer TOKEN'으로 보내십시오"),
      headers: [("WWW-Authenticate", "Bearer")])
  }

  static var noKeyHere: RequestError {
    .usage(
      "'idempotency-key' is not supported here", "여기서는 'idempotency-key'를 쓰지 않습니다",
      hint: Sentence("leave it out; it is for new rows and plans", "빼십시오. 새 행과 계획에만 씁니다"))
  }

  static func lacksScope(_ scope: Scope) -> RequestError {
    RequestError(
      403, "lacks_scope",
      Sentence(
        "the token lacks the scope '\(scope.rawValue)'",
        "토큰에 '\(scope.rawValue)' 권한이 없습니다"),
      hint: Sentence(
        "make one that has it with orch token add NAME --scope \(scope.rawValue)",
        "orch token add NAME --scope \(scope.rawValue) 명령으로 그 권한이 있는 토큰을 만드십시오"))
  }

  static func tooMany(_ what: Sentence, after seconds: Int) -> RequestError {
    RequestError(
      429, "too_many_requests", what,
      hint: Sentence("try again in \(seconds) s", "\(seconds)초 뒤에 다시 시도하십시오"),
      headers: [("Retry-After", String(seconds))])
  }

  static var foreignHost: RequestError {
    RequestError(
      403, "foreign_host",
      Sentence(
        "the request names another host", "다른 이름의 호스트로 온 요청입니다"),
      hint: Sentence(
        "use orch serve --allow-host NAME to serve that name, too",
        "orch serve --allow-host NAME으로 시작하면 그 이름으로도 제공합니다"))
  }

  static var foreignOrigin: RequestError {
    RequestError(
      403, "foreign_origin",
      Sentence("a page of another origin sent the request", "다른 출처의 페이지가 보낸 요청입니다"),
      hint: Sentence(
        "open the board itself with orch open", "orch open 명령으로 보드를 직접 여십시오"))
  }

  init(_ fault: HTTPFault) {
    let (code, message): (String, Sentence) =
      switch fault {
      case .badTarget: ("usage", Sentence("the target is not a path", "요청 대상이 경로가 아닙니다"))
      case .repeatedHeader(let name):
        ("usage", Sentence("the header '\(name)' is repeated", "'\(name)' 헤더가 두 번 있습니다"))
      case .badHeader(let name):
        (
          "usage",
          Sentence("the header '\(name.escaped)' is wrong", "'\(name.escaped)' 헤더가 잘못되었습니다")
        )
      case .noHost: ("usage", Sentence("the header 'host' is missing", "'host' 헤더가 없습니다"))
      case .longBody:
        ("too_long", Sentence("the body has more than 256 KB", "본문이 256 KB보다 깁니다"))
      case .longHead:
        ("too_long", Sentence("the headers are too long", "헤더가 너무 깁니다"))
      case .transferEncoding:
        (
          "length_required",
          Sentence("'transfer-encoding' is not supported", "'transfer-encoding'은 받지 않습니다")
        )
      case .unavailable:
        (
          "unavailable",
          Sentence("the server is ending or overloaded", "서버가 끝나는 중이거나 할 일이 너무 많습니다")
        )
      }
    guard fault != .unavailable else {
      self.init(
        fault.status, code, message,
        hint: Sentence("nothing was changed; try again", "아무것도 바꾸지 않았습니다. 다시 시도하십시오"),
        headers: [("Retry-After", "2")])
      return
    }
    let hint =
      switch fault {
      case .longHead:
        Sentence(
          "the first line and the headers may have 16 KB", "첫 줄과 헤더는 합쳐서 16 KB까지입니다")
      case .longBody: Sentence("send less at once", "한 번에 더 적게 보내십시오")
      case .badTarget:
        Sentence(
          "send a path such as /v1/rows, with % as %25 in it and in parameters",
          "/v1/rows 같은 경로를 보내십시오. 경로와 매개변수의 %는 %25로 씁니다")
      case .repeatedHeader: Sentence("send it once", "한 번만 보내십시오")
      case .noHost, .badHeader, .transferEncoding, .unavailable:
        Sentence(
          "send an HTTP/1.1 request with a 'content-length'",
          "HTTP/1.1 요청을 'content-length'와 함께 보내십시오")
      }
    self.init(fault.status, code, message, hint: hint)
  }
}

extension HTTPResponse {
  /// A response with a JSON document on one line.
  static func json(
    _ status: Int = 200, _ value: some FieldValue, _ headers: [(name: String, value: String)] = []
  ) -> HTTPResponse {
    var body: [UInt8] = []
    value.write(to: &body)
    body.append(10)
    return HTTPResponse(status, [("Content-Type", "application/json")] + headers, body: body)
  }

  static func text(_ body: [UInt8], type: String = "text/plain; charset=utf-8") -> HTTPResponse {
    HTTPResponse(200, [("Content-Type", type)], body: body)
  }
}

/// Turns the engine's refusals into request errors.
func asking<Value>(_ body: () throws(Problem) -> Value) throws(RequestError) -> Value {
  do { return try body() } catch { throw RequestError(error) }
}
