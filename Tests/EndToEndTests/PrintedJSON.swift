import Foundation
import TestSupport
import Testing
import Text

/// Compares what a program printed with `--json` with what `docs/json.md` says.
enum PrintedJSON {
  private struct Object: Sendable {
    var commands: [String] = []
    /// The objects all of whose keys it has, too.
    var others: [String] = []
    var keys: [String: Key] = [:]
  }

  private struct Key: Sendable {
    let kind: Kind
    let isOptional: Bool
  }

  private static let objects: [String: Object] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path
    let document = (try? contents(of: "\(root)/docs/json.md")) ?? ""
    var objects: [String: Object] = [:]
    var name = ""
    for line in document.split(separator: "\n").prefix(while: { $0 != "<!-- end -->" }) {
      if line.hasPrefix("### ") {
        name = String(line.dropFirst(4))
      } else if line.hasPrefix("`") {
        objects[name, default: Object()].commands += line.matches(of: /`([^`]+)`/)
          .map { String($0.1) }
      } else if let other = line.wholeMatch(of: /- all of \[(.*)\]\(.*\)/) {
        objects[name, default: Object()].others.append(String(other.1))
      } else if let key = line.wholeMatch(of: /- `(\w+)`( \(optional\))?: (.*?)(, .*)?/) {
        objects[name, default: Object()].keys[String(key.1)] = Key(
          kind: Kind(String(key.3)), isOptional: key.2 != nil)
      }
    }
    return objects
  }()

  /// The keys of an object, those of others that it has included.
  private static func keys(of name: String) -> [String: Key] {
    guard let object = objects[name] else { return [:] }
    return object.others.reduce(object.keys) { $0.merging(keys(of: $1)) { own, _ in own } }
  }

  private indirect enum Kind: Sendable {
    case text, number, truth, document, null
    case object(String)
    case list(Kind)
    case map(Kind)
    case either(Kind, Kind)

    init(_ text: String) {
      let known = [
        "text": Kind.text, "number": .number, "true or false": .truth, "document": .document,
        "null": .null, "true or false or null": .either(.truth, .null),
      ]
      if let kind = known[text] {
        self = kind
      } else if text.hasPrefix("list of ") && !text.hasSuffix(" or null") {
        self = .list(Kind(String(text.dropFirst("list of ".count))))
      } else if text.hasPrefix("map of ") && !text.hasSuffix(" or null") {
        self = .map(Kind(String(text.dropFirst("map of ".count))))
      } else if let word = text.ranges(of: " or ").last {
        self = .either(
          Kind(String(text[..<word.lowerBound])), Kind(String(text[word.upperBound...])))
      } else {
        self = .object(text.replacing(/\[(.*)\]\(.*\)/) { String($0.1) })
      }
    }
  }

  /// The same of a command line, if it is one program with its arguments.
  static func check(_ output: String, ofLine line: String) {
    let words = line.split(separator: " ").map(String.init).drop { $0.contains("=") }
    guard let program = words.first, ["orch", "ops"].contains(program),
      !words.contains(where: { ["|", ";", "&&", "||", ">"].contains($0) })
    else { return }
    check(output, of: program, Array(words.dropFirst()))
  }

  /// Records each line that is none of the objects that the document has for the command.
  static func check(_ output: String, of program: String, _ arguments: [String]) {
    guard arguments.contains("--json"), !arguments.contains("--help"),
      let names = arguments.lazy.map({ word in
        objects.filter { $0.value.commands.contains("\(program) \(word)") }.map(\.key)
      }).first(where: { !$0.isEmpty })
    else { return }
    // Text that looks like the option may be the value of another one.
    for line in output.split(separator: "\n") where line.hasPrefix("{") {
      let mismatches = names.map { name -> String? in
        guard let json = try? JSONValue(parsing: Array(line.utf8)) else { return "is no JSON" }
        return mismatch(json, .object(name), name)
      }
      if !mismatches.contains(nil) {
        Issue.record("\(program) \(arguments): \(mismatches.compactMap(\.self)): \(line)")
      }
    }
  }

  /// What `json` has at `place` that is not of this kind; `nil` when all is.
  private static func mismatch(_ json: JSONValue, _ kind: Kind, _ place: String) -> String? {
    switch (kind, json) {
    case (.text, .string), (.number, .integer), (.number, .number), (.truth, .bool),
      (.document, .object), (.null, .null):
      return nil
    case (.either(let first, let second), _):
      guard let found = mismatch(json, first, place) else { return nil }
      return mismatch(json, second, place).map { "\(found), and \($0)" }
    case (.list(let kind), .array(let elements)):
      return elements.lazy.compactMap { mismatch($0, kind, place + "[]") }.first
    case (.map(let kind), .object(let object)):
      return object.members.lazy.compactMap { mismatch($0.value, kind, "\(place).\($0.key)") }.first
    case (.object(let name), .object(let object)): return mismatch(object, name, place)
    default: return "\(place) is no \(kind)"
    }
  }

  private static func mismatch(_ object: JSONObject, _ name: String, _ place: String) -> String? {
    let keys = keys(of: name)
    if let unknown = object.members.first(where: { keys[$0.key] == nil }) {
      return "\(place).\(unknown.key) is not in the document"
    }
    return keys.lazy.compactMap { name, key -> String? in
      guard let value = object[name] else {
        return key.isOptional ? nil : "\(place).\(name) is missing"
      }
      return mismatch(value, key.kind, "\(place).\(name)")
    }.first
  }
}
