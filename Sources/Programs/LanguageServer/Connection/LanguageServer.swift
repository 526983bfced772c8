public import Door
import Host
public import Text

/// A server of the Language Server Protocol for the queues that an editor has open.
///
/// It has no rules of its own, and it writes no file that an editor has open: what it changes in a
/// buffer, it asks the editor to change. One thread reads and answers; what may take long runs on
/// threads beside it.
///
/// Source: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification.
public final class LanguageServer {
  /// Gives the opening with which commands in a folder find their queue.
  public typealias OpeningOfFolder = @Sendable (_ folder: String) -> Opening

  let version: String
  let openingOfFolder: OpeningOfFolder
  /// The name that the history has for the person in the editor.
  let person: Caller
  private let send: ([UInt8]) throws -> Void

  private(set) var client = ClientFeatures()
  /// The language of messages: the editor's, if it says so.
  private(set) var language: Language
  private(set) var documents: [String: OpenDocument] = [:]
  private var phase = Phase.new
  private let methods: [String: Method]
  private var checker = Checker()
  private var watch = StampWatch()
  private(set) var works:
    [(request: RPCRequest?, work: BackgroundWork<Result<Method.Answer.Finish, any Error>>)] = []
  /// What happens with the client's answers to requests of this server, by their ids.
  private var pending: [Int: (JSONValue?) -> Void] = [:]
  private var lastID = 0

  private enum Phase { case new, running, shutDown, ended }

  /// - Parameters:
  ///   - version: the version of the program.
  ///   - language: the language of messages, unless the editor names another.
  ///   - person: who changes rows.
  ///   - openingOfFolder: gives the opening with which commands in a folder find their queue.
  ///   - send: writes to the client.
  public init(
    version: String, language: Language, person: Caller,
    openingOfFolder: @escaping OpeningOfFolder, send: @escaping ([UInt8]) throws -> Void
  ) {
    (self.version, self.language, self.person) = (version, language, person)
    (self.openingOfFolder, self.send) = (openingOfFolder, send)
    methods = Dictionary(
      uniqueKeysWithValues: Feature.all.flatMap(\.methods).map { ($0.name, $0) })
  }

  /// Serves the client of standard input until it ends.
  ///
  /// - Returns: whether the client asked for the end with `shutdown` before.
  public func run() throws -> Bool {
    var reader = MessageReader()
    while phase != .ended {
      let others = works.map(\.work.descriptor) + checker.descriptors
      if StandardInput.wait(or: others, within: timeToNextTask()) == .input {
        var hasEnded = false
        // What is cancelled stands behind what it cancels.
        repeat {
          let bytes = try StandardInput.available()
          hasEnded = bytes.isEmpty
          reader.append(bytes)
        } while !hasEnded && StandardInput.wait(or: [], within: .zero) == .input
        var messages: [RPCMessage] = []
        while let read = reader.next() { messages.append(RPCMessage(read)) }
        try receive(messages)
        if hasEnded { return wasShutDown }
      }
      try answerWorks()
      try publishChecks()
    }
    return wasShutDown
  }

  private var wasShutDown = false

  // MARK: Messages

  /// Answers messages in their order, without those that later ones cancel.
  func receive(_ messages: [RPCMessage]) throws {
    let cancelled = messages.compactMap { message -> JSONValue? in
      guard case .notification("$/cancelRequest", let parameters) = message else { return nil }
      return parameters["id"]
    }
    for message in messages where phase != .ended {
      switch message {
      case .request(let request):
        if cancelled.contains(request.id) {
          try send(RPCError.cancelled.response(to: request.id))
        } else {
          try answer(request)
        }
      case .notification(let method, let parameters): try receive(method, parameters)
      case .response(let id, let result):
        id.integerValue.flatMap { pending.removeValue(forKey: $0) }?(result)
      case .invalid(let id, let error): try send(error.response(to: id))
      }
    }
  }

  private func answer(_ request: RPCRequest) throws {
    do {
      switch (request.method, phase) {
      case ("initialize", .new): try send(request.response(initialize(request.parameters)))
      case ("initialize", _): throw RPCError.noMessage("'initialize' comes once")
      case (_, .new): throw RPCError.notInitialized
      case ("shutdown", .running):
        (phase, wasShutDown) = (.shutDown, true)
        try send(request.response(nil))
      case (_, .shutDown), (_, .ended): throw RPCError.noMessage("the server was shut down")
      case (let name, .running):
        guard let method = methods[name] else { throw RPCError.noMethod(name) }
        switch try method.answer(self, request.parameters) {
        case .now(let result): try send(request.response(result))
        case .work(let work):
          works.append((request, try BackgroundWork { Result { try work() } }))
        }
      }
    } catch let error as ClientIsGone {
      throw error
    } catch {
      try send(RPCError(error, in: language).response(to: request.id))
    }
  }

  private func receive(_ method: String, _ parameters: JSONObject) throws {
    if method == "exit" {
      phase = .ended
      return
    }
    guard phase == .running else { return }
    do {
      switch method {
      case "textDocument/didOpen": try open(parameters)
      case "textDocument/didChange": try change(parameters)
      case "textDocument/didClose": try close(parameters)
      case "textDocument/didSave", "workspace/didChangeWatchedFiles": watch.lookNow()
      // The protocol lets a server pass over notifications.
      default: break
      }
    } catch let error as RPCError {
      // A notification has no answer; the client shows this to the person who looks for it.
      try notify("window/logMessage", ["type": 2, "message": .string(error.message)])
    }
  }

  private func initialize(_ parameters: JSONObject) -> JSONValue {
    phase = .running
    client = ClientFeatures(parameters["capabilities"]?.objectValue ?? [:])
    if let locale = parameters["locale"]?.stringValue {
      language = locale.lowercased().hasPrefix("ko") ? .korean : .english
    }
    var capabilities: JSONObject = [
      "positionEncoding": .string(client.encoding.rawValue),
      "textDocumentSync": [
        "openClose": true, "change": 2, "save": true, "willSaveWaitUntil": true,
      ],
    ]
    for feature in Feature.all {
      if let (key, value) = feature.capability(client) { capabilities[key] = value }
    }
    return [
      "capabilities": .object(capabilities),
      "serverInfo": ["name": "orch", "version": .string(version)],
    ]
  }

  // MARK: Documents

  /// The open document that a request names.
  func document(_ parameters: JSONObject) throws(RPCError) -> OpenDocument {
    let address = parameters["textDocument"]?.at("uri")?.stringValue
    guard let address, let document = documents[address] else {
      throw .badParameters("'textDocument' names no open document")
    }
    return document
  }

  private func open(_ parameters: JSONObject) throws(RPCError) {
    guard let document = parameters["textDocument"], let address = document.at("uri")?.stringValue,
      let text = document.at("text")?.stringValue
    else { throw .badParameters("'textDocument' has no 'uri' or no 'text'") }
    documents[address] = OpenDocument(
      address, text, version: document.at("version")?.integerValue ?? 0, client.encoding,
      queue: queue(at: address))
  }

  private func change(_ parameters: JSONObject) throws(RPCError) {
    let document = try document(parameters)
    let version = parameters["textDocument"]?.at("version")?.integerValue
    if let version, version < document.version { return }
    guard let changes = parameters["contentChanges"]?.arrayValue else {
      throw .badParameters("'contentChanges' is not a list")
    }
    try document.change(
      changes, to: version ?? document.version, at: Clock.system.monotonic())
  }

  private func close(_ parameters: JSONObject) throws {
    let document = try document(parameters)
    documents[document.address] = nil
    checker.forget(document)
    try publish([], of: document)
  }

  /// The opening of the queue that a document is; `nil` if commands in its folder use another one, or
  /// none.
  private func queue(at address: String) -> Opening? {
    guard let path = FileAddress.path(of: address).map({ Path.resolved($0) ?? $0 }) else {
      return nil
    }
    let opening = openingOfFolder(Path.parent(of: path))
    let queue = TaskQueue.open(opening)
    guard let found = try? queue.queuePath(), queue.chosenDatabase == nil, found == path else {
      return nil
    }
    return opening
  }

  // MARK: Tasks between messages

  private func timeToNextTask() -> Duration? {
    let now = Clock.system.monotonic()
    let times =
      documents.values.compactMap { checker.time(ofCheck: $0) }
      + (documents.values.contains { $0.queue != nil } ? [watch.next] : [])
    return times.min().map { max(.zero, $0 - now) }
  }

  func answerWorks() throws {
    var finished: [(RPCRequest?, Result<Method.Answer.Finish, any Error>)] = []
    works.removeAll { request, work in
      guard let answer = work.answer else { return false }
      finished.append((request, answer))
      return true
    }
    for (request, result) in finished {
      do {
        let answer = try result.get()(self)
        if let request { try send(request.response(answer)) }
      } catch let error as ClientIsGone {
        throw error
      } catch {
        let error = RPCError(error, in: language)
        if let request {
          try send(error.response(to: request.id))
        } else {
          try show(error.message, type: 1)
        }
      }
    }
  }

  /// Begins work for which no request waits; the person sees an error.
  func begin(_ work: @escaping @Sendable () throws -> JSONValue) {
    do {
      let work = try BackgroundWork {
        Result<Method.Answer.Finish, any Error> {
          let answer = try work()
          return { _ in answer }
        }
      }
      works.append((nil, work))
    } catch {
      try? show(RPCError(error, in: language).message, type: 1)
    }
  }

  private func publishChecks() throws {
    if watch.hasChange(in: documents.values.compactMap(\.queue)) {
      for document in documents.values where document.queue != nil { document.askForCheck() }
      try askForRefresh()
    }
    for document in checker.advance(Array(documents.values)) where document.isQueue {
      try publish(document.findings, of: document)
    }
  }

  /// Lets the client ask for what it shows beside the text again.
  private func askForRefresh() throws {
    if client.refreshesHints { try ask("workspace/inlayHint/refresh") }
    if client.refreshesLenses { try ask("workspace/codeLens/refresh") }
  }

  // MARK: To the client

  /// Sends a request, and does something with its answer.
  func ask(
    _ method: String, _ parameters: JSONValue? = nil,
    then receive: @escaping (JSONValue?) -> Void = { _ in }
  ) throws {
    lastID += 1
    pending[lastID] = receive
    var message: JSONObject = ["jsonrpc": "2.0", "id": .integer(lastID), "method": .string(method)]
    message["params"] = parameters
    try send(.object(message))
  }

  func notify(_ method: String, _ parameters: JSONValue) throws {
    try send(["jsonrpc": "2.0", "method": .string(method), "params": parameters])
  }

  private func send(_ message: JSONValue) throws {
    var body: [UInt8] = []
    message.write(to: &body)
    do { try send(Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body) } catch {
      throw ClientIsGone(error: error)
    }
  }
}

/// The client no longer reads.
struct ClientIsGone: Error { let error: any Error }

extension RPCMessage {
  fileprivate init(_ read: Result<JSONValue, RPCError>) {
    switch read {
    case .success(let json): self = RPCMessage(json)
    case .failure(let error): self = .invalid(id: nil, error)
    }
  }
}
