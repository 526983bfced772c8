package import Door
import Model
package import Text

/// A member that the object of a request may have.
package struct BodyMember: Sendable {
  package enum Kind: Sendable {
    case text, texts, flag, objects
    case number(ClosedRange<Int>)
  }

  package let name: String
  package let kind: Kind
  package let isRequired: Bool

  package static func text(_ name: String, isRequired: Bool = false) -> BodyMember {
    BodyMember(name: name, kind: .text, isRequired: isRequired)
  }

  package static func texts(_ name: String) -> BodyMember {
    BodyMember(name: name, kind: .texts, isRequired: false)
  }

  package static func number(_ name: String, in range: ClosedRange<Int>) -> BodyMember {
    BodyMember(name: name, kind: .number(range), isRequired: false)
  }

  package static func flag(_ name: String) -> BodyMember {
    BodyMember(name: name, kind: .flag, isRequired: false)
  }

  package static func objects(_ name: String) -> BodyMember {
    BodyMember(name: name, kind: .objects, isRequired: true)
  }
}

/// The object of a request, with members that are known.
package struct Body: Sendable {
  private let members: [String: JSONValue]
  /// What is wrong with members that the object has or lacks.
  let faults: [FieldFault]

  /// - Parameters:
  ///   - bytes: the body; an empty one is an empty object.
  ///   - known: the members that it may have; `nil` if the body is not an object that is read here.
  /// - Throws: a `Problem` if the body is not an object; `FieldFaults` if it has other members,
  ///   lacks one, or has one of another type.
  package init(_ bytes: [UInt8], _ known: [BodyMember]?) throws {
    self = try Body(gatheringFaults: bytes, known)
    try FieldFault.check(faults)
  }

  /// - Throws: if the body is not an object; what else is wrong with it is in `faults`.
  package init(gatheringFaults bytes: [UInt8], _ known: [BodyMember]?) throws(Problem) {
    guard let known else {
      self.init(gatheringFaults: [:], [])
      return
    }
    let json: JSONValue
    do { json = bytes.isEmpty ? [:] : try JSONValue(parsing: bytes) } catch {
      throw .request(
        Sentence("the body is not JSON: \(error)", "본문이 JSON이 아닙니다: \(error)"),
        hint: Sentence(
          "send an object with \(Self.names(known))", "\(Self.names(known)) 객체를 보내십시오"))
    }
    guard let object = json.objectValue else {
      throw .request(
        Sentence("the body is not a JSON object", "본문이 JSON 객체가 아닙니다"),
        hint: Sentence(
          "send an object with \(Self.names(known))", "\(Self.names(known)) 객체를 보내십시오"))
    }
    self.init(gatheringFaults: object, known)
  }

  /// What is wrong with the object is in `faults`.
  package init(gatheringFaults object: JSONObject, _ known: [BodyMember]) {
    var members: [String: JSONValue] = [:]
    var faults: [FieldFault] = []
    for (key, value) in object.members {
      guard let member = known.first(where: { $0.name == key }) else {
        let problem = Problem.request(
          Sentence(
            "the body has the unknown member '\(key.escaped)'",
            "본문의 '\(key.escaped)'은(는) 여기서 쓰지 않습니다"),
          hint: Sentence("it may have \(Self.names(known))", "쓸 수 있는 것: \(Self.names(known))"))
        faults.append(FieldFault(key, problem))
        continue
      }
      if value == .null { continue }
      if member.kind.fits(value) { members[key] = value } else { faults.append(member.badFault) }
    }
    for member in known where member.isRequired && Self.isEmpty(members[member.name]) {
      if !faults.contains(where: { $0.field == member.name }) { faults.append(member.lackFault) }
    }
    (self.members, self.faults) = (members, faults)
  }

  private static func isEmpty(_ value: JSONValue?) -> Bool {
    guard let text = value?.stringValue else { return value == nil }
    return !text.contains { !$0.isWhitespace }
  }

  private static func names(_ known: [BodyMember]) -> String {
    known.isEmpty ? "no members" : known.map(\.name).joined(separator: ", ")
  }

  package subscript(name: String) -> JSONValue? { members[name] }

  package func text(_ name: String) -> String? { members[name]?.stringValue }

  /// A text whose presence was checked.
  package func requiredText(_ name: String) -> String { text(name) ?? "" }

  package func flag(_ name: String) -> Bool { members[name]?.boolValue ?? false }

  package func number(_ name: String) -> Int? { members[name]?.integerValue }

  package func texts(_ name: String) -> [String]? {
    members[name]?.arrayValue?.compactMap(\.stringValue)
  }
}

extension BodyMember.Kind {
  fileprivate func fits(_ value: JSONValue) -> Bool {
    switch self {
    case .text: value.stringValue != nil
    case .texts: value.arrayValue?.allSatisfy { $0.stringValue != nil } ?? false
    case .number(let range): value.integerValue.map(range.contains) ?? false
    case .flag: value.boolValue != nil
    case .objects: value.arrayValue?.allSatisfy { $0.objectValue != nil } ?? false
    }
  }

  fileprivate var label: Sentence {
    switch self {
    case .text: Sentence("a text", "텍스트")
    case .texts: Sentence("a list of texts", "텍스트 목록")
    case .number(let range) where range.upperBound == .max:
      Sentence("a whole number from \(range.lowerBound) on", "\(range.lowerBound) 이상의 정수")
    case .number(let range):
      Sentence(
        "a whole number from \(range.lowerBound) to \(range.upperBound)",
        "\(range.lowerBound)에서 \(range.upperBound)까지의 정수")
    case .flag: Sentence("true or false", "true 또는 false")
    case .objects: Sentence("a list of objects", "객체 목록")
    }
  }
}

extension BodyMember {
  /// That it has a value of another type.
  fileprivate var badFault: FieldFault {
    let (label, problem) = (kind.label, Problem.badMember(name, kind.label))
    return FieldFault(
      name, problem, Sentence("this is not \(label.english)", "값은 \(label.korean)이어야 합니다"),
      hint: problem.hint)
  }

  fileprivate var lackFault: FieldFault {
    FieldFault(
      name, .missingMember(name), .nothingWritten,
      hint: Sentence("it must not be empty", "비워 둘 수 없습니다"))
  }
}

extension Problem {
  /// A mistake in a request.
  static func request(_ sentence: Sentence, hint: Sentence) -> Problem {
    .adapter(.usage, sentence, hint: hint)
  }

  package static func missingMember(_ name: String) -> Problem {
    .request(
      Sentence("the body has no '\(name)'", "본문에 '\(name)'이(가) 없습니다"),
      hint: Sentence("send {\"\(name)\": …}", "{\"\(name)\": …} 형식으로 보내십시오"))
  }

  package static func badMember(_ name: String, _ kind: Sentence) -> Problem {
    .request(
      Sentence("'\(name)' is not \(kind.english)", "'\(name)'의 값은 \(kind.korean)이어야 합니다"),
      hint: Sentence("docs/server.md has the bodies", "docs/server.ko.md에 본문 형식이 있습니다"))
  }

  /// A member or parameter whose text is none of the known ones.
  package static func badChoice(_ name: String, _ text: String, _ known: [String]) -> Problem {
    let others = known.dropFirst().joined(separator: ", ")
    return .request(
      Sentence(
        "'\(text.escaped)' is not a value of '\(name)'", "'\(text.escaped)'은(는) '\(name)'의 값이 아닙니다"),
      hint: Sentence(
        "use \(known.first ?? ""), or \(others)", "\(known.first ?? ""), \(others) 중에서 쓰십시오"))
  }
}
