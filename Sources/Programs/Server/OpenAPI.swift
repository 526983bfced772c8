import HTTP
import Host
import Requests
package import Text

/// The description of the server's paths for programs, in OpenAPI 3.1: `GET /openapi.json`, and
/// `templates/openapi.json`. It is made of the endpoints and routes themselves; the objects are those
/// of `docs/json.md`.
package enum OpenAPI {
  /// - Parameter basePath: the path below which the server is called.
  package static func document(
    version: String, at basePath: BasePath = .none
  ) -> JSONValue {
    var document: JSONObject = [
      "openapi": "3.1.0",
      "info": [
        "title": "orch serve", "version": .string(version),
        "description":
          "docs/server.md says what the paths do, and docs/json.md what objects mean.",
      ],
    ]
    if basePath != .none { document["servers"] = [["url": .string(basePath.text)]] }
    document["security"] = [["token": []], ["cookie": [], "secret": []]]
    document["paths"] = .object(paths)
    document["components"] = [
      "securitySchemes": [
        "token": ["type": "http", "scheme": "bearer"],
        "cookie": [
          "type": "apiKey", "in": "cookie",
          "name": .string(AccessControl.cookieName(port: "PORT")),
          "description": "PORT is the port of the address that the browser calls.",
        ],
        "secret": ["type": "apiKey", "in": "header", "name": "Orch-Secret"],
      ],
      "parameters": [
        "queue": [
          "name": "queue", "in": "query", "schema": ["type": "string"],
          "description": "Which queue, of a server of several.",
        ],
        "key": [
          "name": "Idempotency-Key", "in": "header", "schema": ["type": "string"],
          "description": "With the same key nothing is added twice.",
        ],
      ],
      "responses": .object(refusals),
      "schemas": .object(schemas),
    ]
    return .object(document)
  }

  // MARK: Paths

  private static var paths: JSONObject {
    var paths: JSONObject = [:]
    func add(_ method: HTTPRequest.Method, _ path: [String], _ operation: JSONValue) {
      let path = "/" + path.joined(separator: "/")
      var methods = paths[path]?.objectValue ?? [:]
      methods[method.rawValue.lowercased()] = operation
      paths[path] = .object(methods)
    }
    for route in Route.all { add(route.method, route.path, operation(route)) }
    for endpoint in Endpoint.allCases {
      for method in endpoint.methods { add(method, endpoint.path, operation(method, endpoint)) }
    }
    return paths
  }

  private static func operation(
    _ method: HTTPRequest.Method, _ endpoint: Endpoint
  ) -> JSONValue {
    switch (endpoint, method) {
    case (.board, _):
      return operation("The board.", responses(["200": answer("text/html")]), isOpen: true)
    case (.description, _):
      return operation(
        "This description.", responses(["200": answer("application/json")]), isOpen: true)
    case (.live, _), (.health, _):
      return operation(
        "The process answers.", responses(["200": answer("application/json")]), isOpen: true)
    case (.ready, _):
      let ready = reference(to: Ready.form)
      return operation(
        "Scope: `read`. Each queue can be read and written.",
        responses(
          [
            "200": answer("application/json", ready),
            "503": answer("application/json", ["anyOf": [ready, refusal]]),
          ], [401, 429, 500]))
    case (.session, .post):
      return operation(
        "Begins the session of a browser with the code of `orch open`.",
        responses(
          ["201": answer("application/json", reference(to: SessionAnswer.form))], [401, 429, 500]),
        body: object(Endpoint.sessionMembers), isOpen: true)
    case (.session, .delete):
      return operation(
        "Ends the session of a browser.",
        responses(["204": ["description": "It has ended."]], [401, 429, 500]))
    case (.session, _):
      return operation(
        "Who calls, and the queues.",
        responses(
          ["200": answer("application/json", reference(to: SessionAnswer.form))], [401, 429, 500]))
    case (.events, _):
      let last: JSONValue = [
        "name": "Last-Event-ID", "in": "header", "schema": ["type": "string"],
        "description": "The stream continues after this event; without it, it begins now.",
      ]
      return operation(
        "Scope: `read`. Each event as it happens.",
        responses(["200": answer("text/event-stream")], ofRoutes),
        [last, ["$ref": "#/components/parameters/queue"]])
    }
  }

  private static func operation(_ route: Route) -> JSONValue {
    let open = route.path.filter { $0.hasPrefix("{") }.map { word -> JSONValue in
      [
        "name": .string(String(word.dropFirst().dropLast())), "in": "path", "required": true,
        "schema": ["type": "string"],
      ]
    }
    let others = route.parameters.map { name -> JSONValue in
      ["name": .string(name), "in": "query", "schema": ["type": "string"]]
    }
    let key: [JSONValue] = route.takesKey ? [["$ref": "#/components/parameters/key"]] : []
    var content: JSONObject = [:]
    if let type = route.gives {
      content["application/json"] = ["schema": reference(to: type.form)]
    }
    if let text = route.text { content[text] = ["schema": ["type": "string"]] }
    var answers: JSONObject = [:]
    for status in route.statuses where status < 400 {
      answers["\(status)"] =
        status == 204
        ? ["description": "There is none."]
        : ["description": "The answer.", "content": .object(content)]
    }
    return operation(
      "Scope: `\(route.scope.rawValue)`.",
      responses(answers, ofRoutes + route.statuses.filter { $0 >= 400 }),
      open + others + key + [["$ref": "#/components/parameters/queue"]],
      body: route.method == .get ? nil : body(route))
  }

  /// - Parameter isOpen: whether it needs no token.
  private static func operation(
    _ description: String, _ responses: JSONValue, _ parameters: [JSONValue] = [],
    body: JSONValue? = nil, isOpen: Bool = false
  ) -> JSONValue {
    var operation: JSONObject = ["description": .string(description)]
    if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
    if let body { operation["requestBody"] = body }
    operation["responses"] = responses
    if isOpen { operation["security"] = [] }
    return .object(operation)
  }

  private static func answer(_ type: String, _ schema: JSONValue = [:]) -> JSONValue {
    ["description": "The answer.", "content": .object([type: ["schema": schema]])]
  }

  // MARK: Refusals

  /// The refusals of each request, whatever it asks for.
  private static let ofAll = [400, 403, 405, 411, 413, 431, 503]
  /// Those of a request to a queue.
  private static let ofRoutes = [401, 404, 409, 422, 429, 500]

  /// - Parameter refusals: those beside the ones of each request.
  private static func responses(
    _ answers: JSONObject, _ refusals: [Int] = []
  ) -> JSONValue {
    var responses = answers
    for status in (ofAll + refusals).sorted() where responses["\(status)"] == nil {
      responses["\(status)"] = ["$ref": .string("#/components/responses/\(status)")]
    }
    return .object(responses)
  }

  /// What each status means, and the header that comes with it.
  private static var refusals: JSONObject {
    let meanings: [(status: Int, meaning: String, header: String?)] = [
      (400, "The path, a parameter, a header or the body is wrong.", nil),
      (401, "The token is missing or unknown, or the code was used.", "WWW-Authenticate"),
      (403, "The scope is missing, or `Host` or `Origin` is foreign.", nil),
      (404, "There is no such path, row, plan, attempt, claim or queue.", nil),
      (405, "The path does not take the method; `Allow` lists those that it takes.", "Allow"),
      (409, "A rule refuses it, such as the state of the row.", nil),
      (411, "`Transfer-Encoding` is not supported.", nil),
      (413, "The body is too long.", nil),
      (416, "The `Range` begins behind the end of the log.", "Content-Range"),
      (422, "The form of the plan or of the queue file is wrong.", nil),
      (429, "There are too many requests.", "Retry-After"),
      (431, "The first line and the headers are too long.", nil),
      (500, "Settings can't be read, or the system failed.", nil),
      (503, "The queue is locked, or the server is busy or ending.", "Retry-After"),
    ]
    var refusals: JSONObject = [:]
    for (status, meaning, header) in meanings {
      var response: JSONObject = ["description": .string(meaning)]
      if let header { response["headers"] = .object([header: ["schema": ["type": "string"]]]) }
      if status != 416 { response["content"] = ["application/json": ["schema": refusal]] }
      refusals["\(status)"] = .object(response)
    }
    return refusals
  }

  private static var refusal: JSONValue {
    [
      "type": "object", "properties": ["error": reference(to: RequestError.shape.form)],
      "required": ["error"],
    ]
  }

  // MARK: Bodies

  private static func body(_ route: Route) -> JSONValue {
    guard let members = route.body else {
      let isReport = route.path.last == "report"
      var content: JSONObject = [:]
      content[isReport ? "text/plain" : "application/json"] = ["schema": [:]]
      return ["required": true, "content": .object(content)]
    }
    return object(members)
  }

  private static func object(_ members: [BodyMember]) -> JSONValue {
    var properties: JSONObject = [:]
    for member in members { properties[member.name] = schema(of: member.kind) }
    let required = members.filter(\.isRequired)
    return [
      "required": .bool(!required.isEmpty),
      "content": [
        "application/json": [
          "schema": [
            "type": "object", "additionalProperties": false, "properties": .object(properties),
            "required": .array(required.map { .string($0.name) }),
          ]
        ]
      ],
    ]
  }

  private static func schema(of kind: BodyMember.Kind) -> JSONValue {
    switch kind {
    case .text: ["type": "string"]
    case .texts: ["type": "array", "items": ["type": "string"]]
    case .number(let range) where range.upperBound == .max:
      ["type": "integer", "minimum": .integer(range.lowerBound)]
    case .number(let range):
      [
        "type": "integer", "minimum": .integer(range.lowerBound),
        "maximum": .integer(range.upperBound),
      ]
    case .flag: ["type": "boolean"]
    case .objects: ["type": "array", "items": ["type": "object"]]
    }
  }

  // MARK: Objects

  private static var schemas: JSONObject {
    var types: [any Shaped.Type] = Route.all.compactMap(\.gives)
    types += [Ready.self, SessionAnswer.self, RequestError.shape]
    var names = Set(types.map { $0.form })
    var next = 0
    while next < types.count {
      for inner in types[next].document.shapes where names.insert(inner.form).inserted {
        types.append(inner)
      }
      next += 1
    }
    var schemas: JSONObject = [:]
    for type in types.sorted(by: { $0.form < $1.form }) {
      schemas[key(type.form)] = schema(of: type.document.lines)
    }
    return schemas
  }

  /// From the lines of its document: `key: type, meaning`, with `key?` for one that may be missing, and
  /// `as NAME` for all of another object.
  private static func schema(of lines: [String]) -> JSONValue {
    var properties: JSONObject = [:]
    var required: [JSONValue] = []
    var others: [JSONValue] = []
    for line in lines {
      if line.hasPrefix("as ") {
        others.append(reference(to: String(line.dropFirst(3))))
        continue
      }
      let (name, rest) = halves(of: line, at: ": ")
      let (form, meaning) = halves(of: rest, at: ", ")
      let isOptional = name.hasSuffix("?")
      let key = isOptional ? String(name.dropLast()) : name
      var schema = schema(ofForm: form).objectValue ?? [:]
      if !meaning.isEmpty { schema["description"] = .string(meaning) }
      properties[key] = .object(schema)
      if !isOptional { required.append(.string(key)) }
    }
    let object: JSONValue = [
      "type": "object", "properties": .object(properties), "required": .array(required),
    ]
    return others.isEmpty ? object : ["allOf": .array(others + [object])]
  }

  private static func schema(ofForm form: String) -> JSONValue {
    switch form {
    case "text": return ["type": "string"]
    case "number": return ["type": "number"]
    case "true or false": return ["type": "boolean"]
    case "true or false or null": return ["type": ["boolean", "null"]]
    case "document": return [:]
    case "null": return ["type": "null"]
    default: break
    }
    if form.hasPrefix("list of ") {
      return ["type": "array", "items": schema(ofForm: String(form.dropFirst(8)))]
    }
    if form.hasPrefix("map of ") {
      return ["type": "object", "additionalProperties": schema(ofForm: String(form.dropFirst(7)))]
    }
    let (first, second) = halves(of: form, at: " or ")
    if second.isEmpty { return reference(to: form) }
    return ["anyOf": [schema(ofForm: first), schema(ofForm: second)]]
  }

  private static func reference(to name: String) -> JSONValue {
    ["$ref": .string("#/components/schemas/\(key(name))")]
  }

  /// `queue pause` as a component is named.
  private static func key(_ name: String) -> String {
    String(name.map { $0 == " " ? "_" : $0 }).filter { $0 != "-" }
  }

  /// What stands before and behind the first `separator`.
  private static func halves(of text: String, at separator: String) -> (String, String) {
    let bytes = Array(text.utf8)
    guard let place = bytes.firstOffset(of: Array(separator.utf8), from: 0) else {
      return (text, "")
    }
    return (
      String(decoding: bytes[..<place], as: UTF8.self),
      String(decoding: bytes[(place + separator.utf8.count)...], as: UTF8.self)
    )
  }
}
