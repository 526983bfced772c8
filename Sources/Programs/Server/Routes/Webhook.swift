import Door
import HTTP
import Host
import Plans
import Text

extension Route {
  /// The route for messages of other tools: a job, or an event of a forge, which becomes a plan.
  static var webhook: Route {
    .post(
      "v1/webhook", .submit, nil, gives: Submitted.self, statuses: [202], newIDs: true,
      isSubmit: true
    ) { call in
      let isForge = call.request[header: "x-hub-signature-256"] != nil
      guard
        let bytes = isForge ? try Webhook.plan(of: call.request) : call.request.body
      else { return call.answer(Submitted(plan: nil), status: 202) }
      let file = try call.queue.readPlan(bytes)
      let applied = try call.queue.apply(file.plan, as: call.caller)
      return call.answer(Submitted(plan: applied.plan.name), status: 202)
    }
  }
}

/// Messages of forges, signed with a shared secret.
enum Webhook {
  /// - Returns: `nil` if there is no secret here, or the message is signed with another one.
  static func credential(of request: HTTPRequest, secret: String?) -> Credential? {
    guard let secret, !secret.isEmpty, let signature = request[header: "x-hub-signature-256"],
      "sha256=\(HMAC.hexDigest(of: request.body, key: Array(secret.utf8)))"
        .isSameSecret(as: signature)
    else { return nil }
    return Credential(kind: .forge, caller: .token("webhook", mayDecide: false), scopes: [.submit])
  }

  /// The plan for an issue that was opened; `nil` for other events. Strangers open issues, so a
  /// person approves the start of its row. The plan is named after the issue, so that a second
  /// delivery adds nothing.
  static func plan(of request: HTTPRequest) throws(RequestError) -> [UInt8]? {
    let object = (try? JSONValue(parsing: request.body))?.objectValue
    guard let object else {
      throw .usage(
        "the body is not a JSON object", "본문이 JSON 객체가 아닙니다",
        hint: Sentence(
          "set the content type of the webhook to application/json",
          "웹훅의 내용 형식을 application/json으로 정하십시오"))
    }
    guard object["action"]?.stringValue == "opened", let issue = object["issue"]?.objectValue,
      let number = issue["number"]?.integerValue, let title = issue["title"]?.stringValue,
      let name = object["repository"]?.objectValue?["full_name"]?.stringValue,
      object["pull_request"] == nil
    else { return nil }
    var task: JSONObject = [
      "id": "work", "task": .string(line(title)), "approval": "start",
      "criteria": [.string("the issue \(line(name))#\(number) is solved")],
    ]
    let address = issue["html_url"]?.stringValue.map { "\n\n\(line($0))" } ?? ""
    let brief = text(issue["body"]?.stringValue ?? "", besides: address) + address
    if brief.contains(where: { !$0.isWhitespace }) { task["brief"] = .string(brief) }
    let hash = name.lowercased().sha256.prefix(8)
    let plan: JSONValue = [
      "plan": .string("issue-\(number)-\(hash)"), "title": .string(line(title)),
      "tasks": [.object(task)],
    ]
    return Array("\(plan)".utf8)
  }

  /// A text of a stranger on one line, cut to the length that a cell may have.
  private static func line(_ text: String) -> String {
    let words = plain(text).split { $0.isWhitespace || $0.isNewline || $0 == "|" }
    return String(words.joined(separator: " ").prefix(200))
  }

  /// A text of a stranger, cut to the length that the brief of a plan may have.
  private static func text(_ text: String, besides rest: String) -> String {
    let scalars = plain(text).unicodeScalars
    let cut = "\n\n(cut)"
    let most = Plan.textLimit - rest.unicodeScalars.count
    if scalars.count <= most { return String(scalars) }
    return String(scalars.prefix(most - cut.unicodeScalars.count)) + cut
  }

  /// A text without the control characters that a plan refuses, such as those of a terminal's log.
  private static func plain(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.filter {
          $0.properties.generalCategory != .control || ["\n", "\r", "\t"].contains($0)
        }))
  }
}

private struct Submitted: Shaped {
  let plan: String?

  static var shapeName: StaticString { "webhook" }
  static func shape(_ fields: inout Fields<Submitted>) {
    fields.add(
      "plan", \.plan, "the plan of what was submitted; null for an event that adds nothing")
  }
}

/// HMAC with SHA-256 (RFC 2104).
enum HMAC {
  static func hexDigest(of message: [UInt8], key: [UInt8]) -> String {
    let short = key.count > 64 ? SHA256.digest(of: key) : key
    let padded = short + [UInt8](repeating: 0, count: 64 - short.count)
    let inner = SHA256.digest(of: padded.map { $0 ^ 0x36 } + message)
    return SHA256.hexDigest(of: padded.map { $0 ^ 0x5C } + inner)
  }
}
