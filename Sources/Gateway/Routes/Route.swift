import HTTPServer
import Settings

/// One path and method, and what it does.
struct Route: Sendable {
  typealias Answer = @Sendable (Call) throws -> HTTPResponse

  let method: HTTPRequest.Method
  /// Words, and `*` for any one.
  let path: [String]
  let scope: Scope
  let need: SettingsNeed
  /// Whether it adds or edits, which is limited.
  let isSubmit: Bool
  /// Whether it may take long, as git does: it is then answered by a thread of its own.
  let isSlow: Bool
  let answer: Answer

  static func get(
    _ path: String, isSlow: Bool = false, _ answer: @escaping Answer
  ) -> Route {
    Route(.get, path, .read, .reading, isSlow: isSlow, answer)
  }

  static func change(
    _ method: HTTPRequest.Method = .post, _ path: String, _ scope: Scope,
    need: SettingsNeed = .writing(times: true), isSubmit: Bool = false,
    _ answer: @escaping Answer
  ) -> Route {
    Route(method, path, scope, need, isSubmit: isSubmit, isSlow: true, answer)
  }

  private init(
    _ method: HTTPRequest.Method, _ path: String, _ scope: Scope, _ need: SettingsNeed,
    isSubmit: Bool = false, isSlow: Bool, _ answer: @escaping Answer
  ) {
    self.method = method
    self.path = path.split(separator: "/").map(String.init)
    (self.scope, self.need) = (scope, need)
    (self.isSubmit, self.isSlow, self.answer) = (isSubmit, isSlow, answer)
  }

  /// The parts of the path that it leaves open; `nil` where it is another one.
  func parameters(of path: [String]) -> [String]? {
    guard path.count == self.path.count else { return nil }
    var parameters: [String] = []
    for (word, part) in zip(self.path, path) {
      if word == "*" {
        parameters.append(part)
      } else if word != part {
        return nil
      }
    }
    return parameters
  }
}

extension [Route] {
  /// The route of a request, with the parts of its path that are open.
  ///
  /// - Throws: also the methods that the path takes.
  func route(
    of request: HTTPRequest
  ) throws(RequestError) -> (route: Route, parameters: [String]) {
    let found = compactMap { route in
      route.parameters(of: request.path).map { (route: route, parameters: $0) }
    }
    // A HEAD is a GET whose body is not sent.
    let method = request.method == .head ? .get : request.method
    if let match = found.first(where: { $0.route.method == method }) { return match }
    throw found.isEmpty ? .noRoute : .wrongMethod(found.map(\.route.method))
  }
}
