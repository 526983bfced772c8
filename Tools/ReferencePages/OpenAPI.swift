import HTTP
import Runner
import Server
import Text

/// The description of the server's routes for programs: `templates/openapi.json`. Paths, parameters and
/// bodies are those of the routes; the objects are those of `docs/json.md`.
enum OpenAPI {
  /// The file.
  static var page: String { json.indented + "\n" }

  private static var json: JSONValue {
    [
      "openapi": "3.1.0",
      "info": [
        "title": "orch serve", "version": .string(Version.current),
        "description":
          "docs/server.md says what the routes do, and docs/json.md what objects mean.",
      ],
      "security": [["token": []]],
      "paths": .object(paths),
      "components": [
        "securitySchemes": ["token": ["type": "http", "scheme": "bearer"]],
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
        "responses": [
          "error": [
            "description": "Why it is refused.",
            "content": [
              "application/json": [
                "schema": ["type": "object", "properties": ["error": reference(to: "error")]]
              ]
            ],
          ]
        ],
        "schemas": .object(schemas),
      ],
    ]
  }

  // MARK: Paths

  private static var paths: JSONObject {
    var paths: JSONObject = [:]
    for route in Route.all {
      let path = "/" + route.path.joined(separator: "/")
      var methods = paths[path]?.objectValue ?? [:]
      methods[route.method.rawValue.lowercased()] = operation(route)
      paths[path] = .object(methods)
    }
    for (path, text, type, isOpen) in others {
      var content: JSONObject = [:]
      content[type] = ["schema": [:]]
      var operation: JSONObject = [
        "description": .string(text),
        "responses": ["2XX": ["description": "The answer.", "content": .object(content)]],
      ]
      if isOpen { operation["security"] = [] }
      paths[path] = ["get": .object(operation)]
    }
    return paths
  }

  /// What is answered besides, to GET: the path, what it is, its type, and whether it needs no token.
  private static let others: [(path: String, text: String, type: String, isOpen: Bool)] = [
    (
      "/v1/events", "Scope: `read`. Each event as it happens, behind `Last-Event-ID`.",
      "text/event-stream", false
    ),
    ("/health/live", "The process answers.", "application/json", true),
    (
      "/health/ready", "Scope: `read`. Each queue can be read and written.", "application/json",
      false
    ),
    ("/session", "Who calls, and the queues.", "application/json", false),
  ]

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
    var operation: JSONObject = [
      "description": .string("Scope: `\(route.scope.rawValue)`."),
      "parameters": .array(
        open + others + key + [["$ref": "#/components/parameters/queue"]]),
    ]
    if route.method != .get { operation["requestBody"] = body(route) }
    var content: JSONValue = ["text/plain": ["schema": ["type": "string"]]]
    if let type = route.gives {
      content = ["application/json": ["schema": reference(to: type.form)]]
    }
    operation["responses"] = [
      "2XX": ["description": "What became of it.", "content": content],
      "default": ["$ref": "#/components/responses/error"],
    ]
    return .object(operation)
  }

  private static func body(_ route: Route) -> JSONValue {
    guard let members = route.body else {
      let isReport = route.path.last == "report"
      var content: JSONObject = [:]
      content[isReport ? "text/plain" : "application/json"] = ["schema": [:]]
      return ["content": .object(content)]
    }
    var properties: JSONObject = [:]
    for member in members { properties[member.name] = schema(of: member.kind) }
    return [
      "content": [
        "application/json": [
          "schema": [
            "type": "object", "additionalProperties": false, "properties": .object(properties),
            "required": .array(members.filter(\.isRequired).map { .string($0.name) }),
          ]
        ]
      ]
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
    var shapes: [JSONShape] = []
    for route in Route.all {
      if let type = route.gives { shapes.append(JSONShape(type: type)) }
    }
    shapes.append(JSONShape(type: RequestError.shape))
    var names = Set(shapes.map { $0.name })
    var next = 0
    while next < shapes.count {
      for inner in shapes[next].type.document.shapes where names.insert(inner.form).inserted {
        shapes.append(JSONShape(type: inner))
      }
      next += 1
    }
    var schemas: JSONObject = [:]
    for shape in shapes.sorted(by: { $0.name < $1.name }) {
      schemas[key(shape.name)] = schema(of: shape.type.document.lines)
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
    guard let place = text.firstRange(of: separator) else { return (text, "") }
    return (String(text[..<place.lowerBound]), String(text[place.upperBound...]))
  }
}
