import Text

/// An argument that a tool takes. The tool's schema and the check of calls are made from it.
public struct Parameter: Sendable {
  public indirect enum Kind: Sendable {
    case text
    /// One of these texts.
    case choice([String])
    case texts
    case whole(ClosedRange<Int>)
    case flag
    /// An object whose members another reader knows; it may come as a text.
    case object
    /// A list of objects with these members, not empty.
    case list([Parameter])
  }

  public let name: String
  public let kind: Kind
  public let isRequired: Bool
  /// The meaning, for the model; it may be empty if the name says it.
  let meaning: String

  public init(_ name: String, _ kind: Kind, _ meaning: String = "", isRequired: Bool = false) {
    (self.name, self.kind, self.meaning) = (name, kind, meaning)
    self.isRequired = isRequired
  }

  /// The JSON Schema (2020-12) of an object with these members.
  static func schema(of parameters: [Parameter]) -> JSONObject {
    var properties = JSONObject()
    for parameter in parameters { properties[parameter.name] = .object(parameter.schema) }
    var schema: JSONObject = ["type": "object", "properties": .object(properties)]
    let required = parameters.filter(\.isRequired).map { JSONValue.string($0.name) }
    if !required.isEmpty { schema["required"] = .array(required) }
    schema["additionalProperties"] = false
    return schema
  }

  private var schema: JSONObject {
    var schema: JSONObject =
      switch kind {
      case .text: ["type": "string"]
      case .choice(let words): ["type": "string", "enum": .array(words.map(JSONValue.string))]
      case .texts: ["type": "array", "items": ["type": "string"]]
      case .whole(let range):
        [
          "type": "integer", "minimum": .integer(range.lowerBound),
          "maximum": .integer(range.upperBound),
        ]
      case .flag: ["type": "boolean"]
      case .object: ["type": "object"]
      case .list(let members):
        ["type": "array", "minItems": 1, "items": .object(Parameter.schema(of: members))]
      }
    if !meaning.isEmpty { schema["description"] = .string(meaning) }
    return schema
  }
}

/// The arguments of a call, checked against the parameters of its tool.
public struct Arguments: Sendable {
  private let members: [String: JSONValue]

  /// What is wrong with the arguments of a call, for the model that made it.
  struct Mistake: Error, Equatable {
    let text: String
  }

  /// - Parameters:
  ///   - object: the arguments as they came; a `null` counts as missing.
  ///   - parameters: the parameters of the tool.
  ///   - owner: the name of the tool or list, for messages.
  init(
    _ object: JSONObject, _ parameters: [Parameter], of owner: String
  ) throws(Mistake) {
    var members: [String: JSONValue] = [:]
    for (key, value) in object.members where value != .null {
      guard let parameter = parameters.first(where: { $0.name == key }) else {
        let known = parameters.map(\.name).joined(separator: ", ")
        throw Mistake(text: "\(owner) takes no '\(key.cut(toBytes: 100))' (it takes \(known))")
      }
      guard parameter.kind.fits(value) else {
        throw Mistake(text: "'\(key)' of \(owner) is not \(parameter.kind.label)")
      }
      if case .list(let inner) = parameter.kind {
        for (place, element) in (value.arrayValue ?? []).enumerated() {
          _ = try Arguments(element.objectValue ?? [:], inner, of: "\(key)[\(place)]")
        }
      }
      members[key] = value
    }
    for parameter in parameters where parameter.isRequired && members[parameter.name] == nil {
      throw Mistake(text: "\(owner) needs '\(parameter.name)', \(parameter.kind.label)")
    }
    self.members = members
  }

  private init(known members: JSONObject) {
    self.members = Dictionary(members.members.filter { $0.value != .null }) { $1 }
  }

  public func text(_ name: String) -> String? { members[name]?.stringValue }

  /// A text whose presence was checked.
  public func requiredText(_ name: String) -> String { text(name) ?? "" }

  public func texts(_ name: String) -> [String] { members[name]?.stringValues ?? [] }

  public func number(_ name: String) -> Int? { members[name]?.wholeValue }

  public func flag(_ name: String) -> Bool { members[name]?.boolValue ?? false }

  /// The text of an object, whether it came as an object or as a text.
  public func objectText(_ name: String) -> String? {
    members[name].map { $0.stringValue ?? $0.description }
  }

  /// The elements of a list of objects.
  public func list(_ name: String) -> [Arguments] {
    (members[name]?.arrayValue ?? []).map { Arguments(known: $0.objectValue ?? [:]) }
  }
}

extension Parameter.Kind {
  fileprivate func fits(_ value: JSONValue) -> Bool {
    switch self {
    case .text: value.stringValue != nil
    case .choice(let words): value.stringValue.map(words.contains) ?? false
    case .texts: value.stringValues != nil
    case .whole(let range): value.wholeValue.map(range.contains) ?? false
    case .flag: value.boolValue != nil
    case .object: value.objectValue != nil || value.stringValue != nil
    case .list: value.arrayValue.map { !$0.isEmpty && $0.allSatisfy(\.isObject) } ?? false
    }
  }

  fileprivate var label: String {
    switch self {
    case .text: "a text"
    case .choice(let words): "one of \(words.joined(separator: ", "))"
    case .texts: "a list of texts"
    case .whole(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .flag: "true or false"
    case .object: "an object"
    case .list: "a list of objects that is not empty"
    }
  }
}

extension JSONValue {
  fileprivate var isObject: Bool { objectValue != nil }
}
