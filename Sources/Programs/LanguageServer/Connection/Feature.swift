import Door
import Text

/// One thing that the server does for an editor: what it announces, and the requests that it answers.
struct Feature: Sendable {
  /// The capability of `initialize`; `nil` if the client can't use it.
  let capability: @Sendable (ClientFeatures) -> (key: String, value: JSONValue)?
  let methods: [Method]

  init(
    _ key: String,
    _ value: @escaping @Sendable (ClientFeatures) -> JSONValue? = { _ in true },
    methods: [Method]
  ) {
    capability = { client in value(client).map { (key, $0) } }
    self.methods = methods
  }

  /// All features, in the order in which they are announced.
  static let all: [Feature] = [
    .completion, .hover, .outline, .search, .definition, .references, .links, .hints, .lenses,
    .actions,
    .commands, .formatting, .rangeFormatting, .typing, .saving,
  ]
}

/// A request of a client.
struct Method: Sendable {
  let name: String
  /// The answer to its parameters, on the server's thread.
  let answer: @Sendable (LanguageServer, JSONObject) throws -> Answer

  init(_ name: String, _ answer: @escaping @Sendable (LanguageServer, JSONObject) throws -> Answer)
  {
    (self.name, self.answer) = (name, answer)
  }

  enum Answer {
    case now(JSONValue)
    /// Work that may take long, on a thread of its own, and how the server's thread then answers.
    case work(@Sendable () throws -> Finish)

    typealias Finish = @Sendable (LanguageServer) throws -> JSONValue

    /// An answer that takes long to find.
    static func later(_ answer: @escaping @Sendable () throws -> JSONValue) -> Answer {
      .work {
        let answer = try answer()
        return { _ in answer }
      }
    }
  }
}

/// Why a person's request can't be carried out.
struct Obstacle: Error { let sentence: Sentence }

extension RPCError {
  /// A request that was understood and could not be carried out, by the codes of the protocol.
  static func failed(_ reason: String) -> RPCError { RPCError(code: -32803, message: reason) }

  static let cancelled = RPCError(code: -32800, message: "the request was cancelled")
  static let notInitialized = RPCError(code: -32002, message: "send 'initialize' first")

  /// - Parameter error: of a handler.
  init(_ error: any Error, in language: Language) {
    if let error = error as? RPCError {
      self = error
    } else if let obstacle = error as? Obstacle {
      self = .failed(obstacle.sentence(language))
    } else {
      let problem = Problem(error)
      let (text, hint) = (problem.sentence(language), problem.hint(language))
      self = .failed(hint.isEmpty ? text : "\(text) (\(hint))")
    }
  }
}
