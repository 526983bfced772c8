import Door
import Host
import Model
import QueueStore
import Stores
import Table
import Text

extension Feature {
  /// Changes of rows, and the merge of an old buffer.
  static let commands = Feature(
    "executeCommandProvider",
    { _ in ["commands": .array(RowVerb.all.map { .string("orch/\($0.name)") } + ["orch/merge"])] },
    methods: [
      Method("workspace/executeCommand") { server, parameters in
        let name = parameters["command"]?.stringValue ?? ""
        let argument = parameters["arguments"]?.arrayValue?.first
        guard let address = argument?.at("uri")?.stringValue,
          let document = server.documents[address], let queue = document.queue
        else { throw RPCError.badParameters("the argument names no open queue") }
        if name == "orch/merge" {
          let (merge, version) = (document.merge, document.version)
          return .work {
            let edits = try merge.edits() ?? []
            return { try $0.apply(edits, to: address, version) }
          }
        }
        guard let verb = RowVerb.all.first(where: { "orch/\($0.name)" == name }) else {
          throw RPCError.badParameters("there is no command '\(name)'")
        }
        guard let id = argument?.at("id")?.stringValue else {
          throw RPCError.badParameters("the argument has no 'id'")
        }
        let call = RowCall(
          verb: verb, id: id, queue: queue, address: address, caller: server.person,
          row: (try? document.table())?.texts(ofRowWith: id))
        if let text = argument?.at("text")?.stringValue, !text.isEmpty {
          return .later { try call(text) }
        }
        if verb.choices.isEmpty { return .later { try call("") } }
        try server.askForText(of: call)
        return .now(nil)
      }
    ])
}

/// A change of a row that a person chose.
private struct RowCall: Sendable {
  let verb: RowVerb
  let id: String
  let queue: Opening
  let address: String
  let caller: Caller
  /// The row in the buffer, by column; `nil` if the buffer has none.
  let row: [String: String]?

  /// - Throws: if the buffer has changes of the row that are not saved: a person decides about what
  ///   the queue has.
  func callAsFunction(_ text: String) throws -> JSONValue {
    let queue = TaskQueue.open(queue)
    let saved = try queue.fileStore().document().texts(ofRowWith: id)
    guard saved == row else {
      throw Obstacle(
        sentence: Sentence(
          "\(id.escaped) differs from the file: save your text or bring it up to date first",
          "\(id.escaped)이(가) 파일과 다릅니다. 먼저 저장하거나 최신으로 만드십시오"))
    }
    try verb.perform(queue, id, text, caller)
    return nil
  }
}

extension QueueDocument {
  /// The texts of a row, by column.
  fileprivate func texts(ofRowWith id: String) -> [String: String]? { cells(ofRowWith: id) }
}

extension LanguageServer {
  /// Lets a person choose the text of a change, or says how to type one.
  fileprivate func askForText(of call: RowCall) throws {
    let (verb, id) = (call.verb, call.id)
    let other = Sentence(
      "For other words run: \(verb.commandLine(id))", "다른 말은: \(verb.commandLine(id))")
    guard client.asksChoices else {
      return try show(other(language), type: 3)
    }
    let actions = verb.choices.map { JSONValue.object(["title": .string($0(language))]) }
    try ask(
      "window/showMessageRequest",
      [
        "type": 3, "message": .string("\(verb.title(language)) \(id.escaped). \(other(language))"),
        "actions": .array(actions),
      ]
    ) { [unowned self] answer in
      guard let text = answer?.at("title")?.stringValue else { return }
      begin { try call(text) }
    }
  }

  func show(_ message: String, type: Int) throws {
    try notify(
      "window/showMessage", ["type": .integer(type), "message": .string(message)])
  }

  /// Asks the editor to make edits in the text that it has now.
  fileprivate func apply(
    _ edits: [JSONValue], to address: String, _ version: Int
  ) throws -> JSONValue {
    if edits.isEmpty { return nil }
    guard client.appliesEdits else {
      throw Obstacle(
        sentence: Sentence(
          "this editor does not let a server edit: save your text, and load the file again",
          "이 편집기는 서버가 글을 고치게 하지 않습니다. 저장하고 파일을 다시 여십시오"))
    }
    try ask(
      "workspace/applyEdit",
      [
        "label": .string(Sentence("Bring up to date", "최신으로 만들기")(language)),
        "edit": [
          "documentChanges": [
            [
              "textDocument": [
                "uri": .string(address), "version": .integer(version),
              ], "edits": .array(edits),
            ]
          ]
        ],
      ])
    return nil
  }
}
