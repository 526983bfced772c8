import Door
package import HTTP
import Requests

/// What the server answers by itself; a `Route` opens a queue.
package enum Endpoint: CaseIterable, Sendable {
  /// The page.
  case board
  /// The description of all paths.
  case description
  case live
  /// The same, in the form of a tool with jobs.
  case health
  case ready
  /// The session of a browser.
  case session
  /// The stream of events.
  case events

  package init?(_ path: [String]) {
    guard let endpoint = Self.allCases.first(where: { $0.path == path }) else { return nil }
    self = endpoint
  }

  /// The words of its path.
  package var path: [String] {
    switch self {
    case .board: []
    case .description: ["openapi.json"]
    case .live: ["health", "live"]
    case .health: ["health"]
    case .ready: ["health", "ready"]
    case .session: ["session"]
    case .events: ["v1", "events"]
    }
  }

  package var methods: [HTTPRequest.Method] {
    switch self {
    case .board, .description, .live, .health, .ready, .events: [.get]
    case .session: [.delete, .get, .post]
    }
  }

  /// The body with which a session begins.
  static let sessionMembers: [BodyMember] = [.text("code", isRequired: true)]

  /// - Throws: if the path does not take the method.
  func check(_ method: HTTPRequest.Method) throws(RequestError) {
    // A HEAD is a GET whose body is not sent; a stream has no end.
    let isHead = method == .head && self != .events
    guard methods.contains(isHead ? .get : method) else { throw .wrongMethod(methods) }
  }
}
