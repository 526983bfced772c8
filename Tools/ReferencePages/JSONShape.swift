import CommandLineKit
import Console
import OpsCLI
import OrchCLI

/// A JSON object that commands print, or that such an object holds: `QueueCommand.json`.
struct JSONShape {
  let name: String
  /// What it has, a line each, in the notation of `QueueCommand.json`.
  let declared: [String]
  /// The commands that print it, such as `orch add`.
  var commands: [String] = []

  /// All of them, in the order of the commands; those that no command prints come last.
  static let all: [JSONShape] = {
    let commands = [("orch", Orch.program.commands), ("ops", Ops.program.commands)]
      .flatMap { program, commands in
        commands.compactMap { $0 as? any QueueCommand.Type }.filter { !$0.isHidden }.map {
          ("\(program) \($0.name)", Declaration.all(in: $0.json, printedBy: $0.name))
        }
      }
    let declarations = commands.flatMap(\.1) + Declaration.all(in: SharedJSON.shapes)
    var shapes: [JSONShape] = []
    for (command, printed) in commands {
      for declaration in printed where declaration.isPrinted {
        let name = declaration.alias ?? declaration.name
        if let place = shapes.firstIndex(where: { $0.name == name }) {
          shapes[place].commands.append(command)
        } else if let shape = declarations.first(where: { $0.name == name && $0.alias == nil }) {
          shapes.append(JSONShape(name: name, declared: shape.lines, commands: [command]))
        }
      }
    }
    let known = Set(shapes.map(\.name))
    return shapes
      + declarations.filter { $0.alias == nil && !known.contains($0.name) }
      .map { JSONShape(name: $0.name, declared: $0.lines) }
  }()

  /// What a text says of one object.
  private struct Declaration {
    let name: String
    let lines: [String]
    let isPrinted: Bool

    /// The object that it is, when it is another one and no more.
    var alias: String? {
      lines.count == 1 && lines[0].hasPrefix("as ") ? String(lines[0].dropFirst(3)) : nil
    }

    static func all(in text: String, printedBy command: String = "") -> [Declaration] {
      text.split(separator: "\n\n").map { part in
        var lines = part.split(separator: "\n").map(String.init)
        let isNamed =
          lines[0].hasSuffix(":") || !lines[0].contains(":") && !lines[0].hasPrefix("as ")
        let name = isNamed ? lines.removeFirst() : command
        let isPrinted = !name.hasSuffix(":")
        return Declaration(
          name: isPrinted ? name : String(name.dropLast()), lines: lines, isPrinted: isPrinted)
      }
    }
  }
}

extension JSONShape {
  /// Its section of `docs/json.md`.
  var section: [String] {
    let printed = commands.isEmpty ? [] : [commands.map { "`\($0)`" }.joined(separator: ", "), ""]
    return ["### \(name)", ""] + printed + declared.map(Self.item)
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

  /// What stands before and behind the first `separator`.
  private static func halves(of text: String, at separator: String) -> (String, String) {
    guard let place = text.firstRange(of: separator) else { return (text, "") }
    return (String(text[..<place.lowerBound]), String(text[place.upperBound...]))
  }
}
