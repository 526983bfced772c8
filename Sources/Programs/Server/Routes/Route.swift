import Door
package import HTTP
package import Requests
package import Text

package struct Route: Sendable {
  typealias Answer = @Sendable (Call) throws -> HTTPResponse

  package let method: HTTPRequest.Method
  /// The words of the path; `{name}` stands for any word.
  package let path: [String]
  package let scope: Scope
  let need: SettingsNeed
  /// The query parameters.
  package let parameters: [String]
  /// The members that its body may have; `nil` if the body is not an object that is read here.
  package let body: [BodyMember]?
  /// The form of its answer; `nil` for a text.
  package let gives: (any Shaped.Type)?
  /// The media type of an answer that is a text; `nil` if none is.
  let text: String?
  /// The statuses of answers that are no refusals, and of refusals that no other route has.
  let statuses: [Int]
  /// Whether it adds or edits, which is rate-limited.
  let isSubmit: Bool
  /// Whether it accepts `Idempotency-Key`.
  package var takesKey = false
  /// Whether it says itself what is wrong with members of its body.
  var gathersFaults = false
  let answer: Answer

  static func get(
    _ path: String, _ parameters: [String] = [], gives: (any Shaped.Type)?, text: String? = nil,
    statuses: [Int] = [200], _ answer: @escaping Answer
  ) -> Route {
    Route(.get, path, .read, .reading, parameters, [], gives, text: text, statuses, answer)
  }

  /// - Parameter newIDs: whether it gives ids to rows.
  static func post(
    _ path: String, _ scope: Scope, _ body: [BodyMember]?, gives: any Shaped.Type,
    statuses: [Int] = [200], newIDs: Bool = false, isSubmit: Bool = false, takesKey: Bool = false,
    gathersFaults: Bool = false, _ answer: @escaping Answer
  ) -> Route {
    let need = SettingsNeed.writing(times: true, newIDs: newIDs)
    var route = Route(
      .post, path, scope, need, [], body, gives, statuses, isSubmit: isSubmit, answer)
    (route.takesKey, route.gathersFaults) = (takesKey, gathersFaults)
    return route
  }

  static func patch(
    _ path: String, _ scope: Scope, _ body: [BodyMember], gives: any Shaped.Type,
    _ answer: @escaping Answer
  ) -> Route {
    Route(.patch, path, scope, .writing(times: true), [], body, gives, isSubmit: true, answer)
  }

  private init(
    _ method: HTTPRequest.Method, _ path: String, _ scope: Scope, _ need: SettingsNeed,
    _ parameters: [String], _ body: [BodyMember]?, _ gives: (any Shaped.Type)?,
    text: String? = nil, _ statuses: [Int] = [200], isSubmit: Bool = false,
    _ answer: @escaping Answer
  ) {
    self.method = method
    self.path = path.split(separator: "/").map(String.init)
    (self.scope, self.need, self.parameters, self.body) = (scope, need, parameters, body)
    (self.gives, self.text, self.statuses) = (gives, text, statuses)
    (self.isSubmit, self.answer) = (isSubmit, answer)
  }

  /// The words at the open parts of the path; `nil` if the path does not match.
  func openParts(of path: [String]) -> [String]? {
    guard path.count == self.path.count else { return nil }
    var parts: [String] = []
    for (word, part) in zip(self.path, path) {
      if word.hasPrefix("{") {
        parts.append(part)
      } else if word != part {
        return nil
      }
    }
    return parts
  }

  /// All routes that need a token.
  package static let all = reading + changing + changingRows + working + [webhook] + jobs
}

extension [Route] {
  /// The route of a request, with the words at the open parts of its path.
  ///
  /// - Throws: an error that names the methods of the path if the method is wrong.
  func route(
    of request: HTTPRequest
  ) throws(RequestError) -> (route: Route, parts: [String]) {
    let found = compactMap { route in
      route.openParts(of: request.path).map { (route: route, parts: $0) }
    }
    // A HEAD is a GET whose body is not sent.
    let method = request.method == .head ? .get : request.method
    if let match = found.first(where: { $0.route.method == method }) { return match }
    throw found.isEmpty ? .noRoute : .wrongMethod(found.map(\.route.method))
  }
}
