import Commands
import Operator
import Programs
import Runner
import Text

/// A JSON object that commands print, or that is part of such an object.
struct JSONShape {
  let type: any Shaped.Type
  /// The commands that print the object, such as `orch add`.
  var commands: [String] = []

  var name: String { type.form }

  /// All objects: first those that commands print, in the order of the commands, then the others,
  /// sorted by name.
  static let all: [JSONShape] = {
    var shapes: [JSONShape] = []
    for (program, commands) in [("orch", Orch.program.commands), ("ops", Ops.program.commands)] {
      for command in commands.compactMap({ $0 as? any QueueCommand.Type }) where !command.isHidden {
        for answer in command.answers {
          let place = shapes.firstIndex { $0.name == answer.form } ?? shapes.count
          if place == shapes.count { shapes.append(JSONShape(type: answer)) }
          shapes[place].commands.append("\(program) \(command.name)")
        }
      }
    }
    let programs = [Orch.program.name, Ops.program.name]
    shapes.append(
      JSONShape(type: VersionAnswer.self, commands: programs.map { "\($0) --version" }))
    let printed = shapes.count
    var known = Set(shapes.map(\.name))
    var next = 0
    while next < shapes.count {
      for inner in shapes[next].type.document.shapes where known.insert(inner.form).inserted {
        shapes.append(JSONShape(type: inner))
      }
      next += 1
    }
    return shapes[..<printed] + shapes[printed...].sorted { $0.name < $1.name }
  }()

  /// The object's section of `docs/json.md`.
  var section: [String] {
    let printed = commands.isEmpty ? [] : [commands.map { "`\($0)`" }.joined(separator: ", "), ""]
    return ["### \(name)", ""] + printed + type.document.lines.map(Self.item)
  }

  private static func item(_ line: String) -> String {
    if line.hasPrefix("as ") { return "- all of \(linked(String(line.dropFirst(3))))" }
    let (key, rest) = halves(of: line, at: ": ")
    let (type, meaning) = halves(of: rest, at: ", ")
    let name = key.hasSuffix("?") ? "`\(key.dropLast())` (optional)" : "`\(key)`"
    return "- \(name): \(linked(type))\(meaning.isEmpty ? "" : ", ")\(meaning)"
  }

  /// A type with links to the objects that it names.
  private static func linked(_ type: String) -> String {
    let plain = ["text", "number", "true or false", "true or false or null", "document", "null"]
    if plain.contains(type) { return type }
    for word in ["list of ", "map of "] where type.hasPrefix(word) {
      return word + linked(String(type.dropFirst(word.count)))
    }
    let (first, second) = halves(of: type, at: " or ")
    if !second.isEmpty { return "\(linked(first)) or \(linked(second))" }
    return "[\(type)](#\(type.map { $0 == " " ? "-" : String($0) }.joined()))"
  }

  /// The texts before and after the first `separator`.
  private static func halves(of text: String, at separator: String) -> (String, String) {
    guard let place = text.firstRange(of: separator) else { return (text, "") }
    return (String(text[..<place.lowerBound]), String(text[place.upperBound...]))
  }
}
