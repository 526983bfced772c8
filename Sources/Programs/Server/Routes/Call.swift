import Door
import HTTP
import Host
import Model
import QueueStore
import Requests
import Text

/// One request to a queue that is opened for it.
final class Call {
  let request: HTTPRequest
  /// The parts of the path that the route leaves open.
  let parts: [String]
  let body: Body
  let caller: Caller
  let queue: TaskQueue
  let version: String
  private let warnings: Warnings

  init(
    _ request: HTTPRequest, _ parts: [String], _ body: Body, as credential: Credential,
    to opening: Opening, needing need: SettingsNeed, version: String
  ) {
    var opening = opening
    opening.settingsNeed = need
    let file = Path.name(of: opening.file ?? opening.database ?? "QUEUE.md")
    let warnings = Warnings(in: request.language, of: file)
    (self.request, self.parts, self.body) = (request, parts, body)
    caller = credential.caller
    (self.warnings, self.version) = (warnings, version)
    queue = TaskQueue.open(opening) { event in warnings.add(event) }
  }

  /// The language of messages that the caller wants.
  var language: Language { request.language }

  var zone: QueueZone? { queue.zoneOfJSON }

  func commandLine(_ remedy: Remedy) -> String { remedy.command }

  /// Adds a warning to the answer.
  func warn(_ sentence: Sentence) { warnings.add(sentence) }

  /// An answer, with the warnings of the engine.
  func answer(
    _ value: some FieldValue, status: Int = 200,
    _ headers: [(name: String, value: String)] = []
  ) -> HTTPResponse {
    var headers = headers
    // A page that says what "tomorrow" means needs the queue's clock.
    if let now = try? queue.now() { headers.append(("Orch-Time", now.iso8601)) }
    if request.method != .get, request.method != .head {
      headers.append(("orch-command", queue.commandKey))
    }
    var response = HTTPResponse.json(status, value, headers)
    let texts = warnings.texts
    // All answers are objects.
    if !texts.isEmpty, response.body.suffix(2) == Array("}\n".utf8) {
      var end: [UInt8] = []
      texts.write(to: &end)
      let comma = response.body.dropLast(2).last == UInt8(ascii: "{") ? "" : ","
      response.body.removeLast(2)
      response.body += Array("\(comma)\"warnings\":".utf8) + end + Array("}\n".utf8)
    }
    return response
  }

  private final class Warnings {
    private(set) var texts: [String] = []
    private let language: Language
    /// The name of the queue's file.
    private let file: String

    init(in language: Language, of file: String) { (self.language, self.file) = (language, file) }

    func add(_ sentence: Sentence) { texts.append(sentence(language)) }

    func add(_ event: EngineEvent) {
      switch event {
      case .storeWarnings(let warnings):
        texts += warnings.notices.map { $0.sentence(language) }
        if let malformed = warnings.malformedRows { add(malformed) }
      case .warning(let notice): texts.append(notice.sentence(queueOption: "")(language))
      case .changed, .stepBegan, .stepEnded: break
      }
    }

    private func add(_ malformed: MalformedRows) {
      let place = malformed.first.place(in: file, language)
      let more = malformed.count - 1
      add(
        Sentence(
          "\(place)\(more > 0 ? ", and \(more) more" : "")",
          "\(place)\(more > 0 ? " 외 \(more)건" : "")"))
    }
  }
}

// MARK: Parameters

extension HTTPRequest {
  /// The language of messages: Korean if the caller prefers it, otherwise English.
  var language: Language {
    self[header: "accept-language"]?.lowercased().hasPrefix("ko") ?? false ? .korean : .english
  }

  /// Refuses parameters that the route does not have, since a misspelled filter would show too
  /// much.
  func checkParameters(_ known: [String]) throws(RequestError) {
    guard let other = query.first(where: { $0.name != "queue" && !known.contains($0.name) }) else {
      return
    }
    let names = known.isEmpty ? "queue" : known.joined(separator: ", ")
    throw .usage(
      "there is no parameter '\(other.name.escaped)'", "'\(other.name.escaped)' 매개변수가 없습니다",
      hint: Sentence("this path takes \(names)", "이 경로가 받는 매개변수: \(names)"))
  }

  func values(_ name: String) -> [String] { query.filter { $0.name == name }.map(\.value) }

  func value(_ name: String) -> String? { values(name).last }

  func flag(_ name: String) throws(RequestError) -> Bool {
    switch value(name) {
    case nil, "0", "false": return false
    case "1", "true", "": return true
    case let text?: throw RequestError(.badChoice(name, text, ["1", "0"]))
    }
  }

  func number(_ name: String) throws(RequestError) -> Int? {
    guard let text = value(name) else { return nil }
    guard let number = Int(text), number > 0 else {
      throw .usage(
        "'\(text.escaped)' is not a value of '\(name)'", "'\(text.escaped)'은(는) '\(name)'의 값이 아닙니다",
        hint: Sentence("use a whole number from 1 on", "1 이상의 정수를 쓰십시오"))
    }
    return number
  }

  func choices<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, _ type: Choice.Type
  ) throws(RequestError) -> [Choice] {
    var found: [Choice] = []
    for word in values(name).flatMap({ $0.split(separator: ",") }) {
      guard let choice = Choice(rawValue: String(word)) else {
        throw RequestError(
          .badChoice(name, String(word), Choice.allCases.map(\.rawValue)))
      }
      found.append(choice)
    }
    return found
  }
}
