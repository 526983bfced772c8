import Commands
import Door
import Foundation
import Host
import Model
import Operator
import Plans
import Programs
import Runner
import Stores
import TestSupport

@testable import LanguageServer
@testable import ReferencePages
@testable import Server
@testable import Text

/// What other programs use of `orch` and `ops`, a line each, from the programs' own tables.
enum Contract {
  static func lines() throws -> [String] {
    let plan = try JSONValue(parsing: Array(PlanSchema.text.utf8))
    let all: [[String]] = [
      commands, statuses, file, json, http, agentTools, editor, variables,
      SchemaKeys.lines(of: SettingsSchema.json, at: "setting"),
      SchemaKeys.lines(of: plan, at: "plan"), try errorCodes().map { "error code \($0)" },
    ]
    return Set(all.joined()).sorted()
  }

  // MARK: Commands

  private static var commands: [String] {
    var lines = Orch.program.sharedDescriptions.flatMap { Self.lines(of: $0, at: "every command") }
    for program in [Orch.program, Ops.program] {
      for command in program.commandDescriptions {
        lines += Self.lines(of: command, at: "\(program.name) \(command.name)")
      }
    }
    return lines
  }

  private static func lines(of command: CommandDescription, at place: String) -> [String] {
    var lines = [place, needs(command.options.filter(\.isRequired).map(\.name), at: place)]
    for (index, argument) in command.arguments.enumerated() {
      lines.append("\(place): argument \(index + 1) is \(argument.name)")
    }
    for option in command.options { lines += Self.lines(of: option, at: place) }
    return lines
  }

  private static func lines(of option: OptionDescription, at place: String) -> [String] {
    var lines: [String] = []
    for name in [option.name, option.short].compactMap(\.self) {
      let spelling = "\(place) \(name)"
      lines.append(option.placeholder == nil ? spelling : "\(spelling) VALUE")
      if option.isRepeatable { lines.append("\(spelling) may be repeated") }
      lines += words(of: option.kind).map { "\(spelling) \($0)" }
    }
    return lines
  }

  private static func words(of kind: ValueKind) -> [String] {
    switch kind {
    case .words(let words): words
    case .several(let kind): words(of: kind)
    case .text, .file, .folder, .listed, .dependent: []
    }
  }

  /// A line that is lost as soon as something else is required.
  fileprivate static func needs(_ names: [String], at place: String) -> String {
    "\(place) needs \(names.isEmpty ? "nothing" : names.sorted().joined(separator: ", "))"
  }

  private static var statuses: [String] {
    ExitStatus.allCases.map { "exit status \($0.rawValue)" }
  }

  private static var variables: [String] {
    (Settings.descriptions.map(\.variable) + EnvironmentVariable.all.map(\.name))
      .map { "variable \($0)" }
  }

  // MARK: Files

  private static var file: [String] {
    let columns =
      Column.allCases.flatMap { [$0.heading(.korean), $0.heading(.zoned)] } + [Column.afterName]
    let names: [(String, [String])] = [
      ("column", columns), ("column", FieldColumn.allCases.map(\.rawValue)),
      ("status", Status.allCases.map(\.rawValue)),
      ("note", Notes.ControlKey.allCases.map(\.rawValue)),
      ("event", QueueEvent.Kind.allCases.map(\.rawValue)),
      ("event in a database", Event.allCases.map(\.rawValue)),
      ("journal", JournalEntry.Field.allCases.map(\.rawValue)),
      ("lint rule", Finding.Rule.allCases.map(\.rawValue)),
      ("reason", WaitReason.Code.allCases.map(\.rawValue)),
      ("failure class", FailureClass.allCases.map(\.rawValue)),
    ]
    return names.flatMap { kind, words in words.map { "\(kind) \($0)" } }
  }

  // MARK: JSON

  /// The codes in the table of `docs/json.md`.
  static func errorCodes() throws -> [String] {
    let section = try Project.text("docs/json.md").components(separatedBy: "\n## Errors\n")[1]
    let rows = section.components(separatedBy: "\n## ")[0].split(separator: "\n")
      .filter { $0.hasPrefix("| ") }
    return rows.flatMap { $0.matches(of: /`(\w+)`/).map { String($0.1) } }
  }

  private static var json: [String] {
    var shapes: [any Shaped.Type] = JSONShape.all.map(\.type) + Route.all.compactMap(\.gives)
    shapes += [Ready.self, SessionAnswer.self, RequestError.shape]
    var known = Set<String>()
    var lines: [String] = []
    while let shape = shapes.popLast() {
      guard known.insert(shape.form).inserted else { continue }
      shapes += shape.document.shapes
      // The meaning of a field, behind a comma, may get other words.
      lines += shape.document.lines.map { line in
        "json \(shape.form): \(line.split(separator: ", ", maxSplits: 1)[0])"
      }
    }
    return lines
  }

  // MARK: Servers

  private static var http: [String] {
    let paths = OpenAPI.document(version: "1").at("paths")?.objectValue?.members ?? []
    return paths.flatMap { path, methods in
      (methods.objectValue?.members ?? []).flatMap { method, operation in
        lines(of: operation, at: "http \(method.uppercased()) \(path)")
      }
    }
  }

  private static func lines(of operation: JSONValue, at place: String) -> [String] {
    let scope = (operation.at("description")?.stringValue ?? "").split(separator: "`")
    var lines = [place]
    if scope.first == "Scope: " { lines.append("\(place) with the scope \(scope[1])") }
    for parameter in operation.at("parameters")?.arrayValue ?? [] {
      let shared = parameter.at("$ref")?.stringValue?.split(separator: "/").last
      let name = parameter.at("name")?.stringValue ?? shared.map(String.init) ?? ""
      lines.append("\(place) takes \(name)")
    }
    for (type, content) in operation.at("requestBody", "content")?.objectValue?.members ?? [] {
      lines.append("\(place) takes \(type)")
      let schema = content.at("schema") ?? [:]
      lines += SchemaKeys.lines(of: schema, at: "\(place) body")
    }
    for (status, answer) in operation.at("responses")?.objectValue?.members ?? []
    where status.hasPrefix("2") {
      lines.append("\(place) gives \(status)")
      for (type, content) in answer.at("content")?.objectValue?.members ?? [] {
        let form = content.at("schema", "$ref")?.stringValue?.split(separator: "/").last
        lines.append("\(place) gives \(status) \(type)\(form.map { " \($0)" } ?? "")")
      }
    }
    return lines
  }

  private static var agentTools: [String] {
    let queue = AgentQueue(
      session: "me", claimToken: nil, Environment([:]), .system, { Problem($0) },
      opened: { _, _ in })
    return queue.tools.flatMap { tool in
      ["mcp \(tool.name)"]
        + SchemaKeys.lines(
          of: .object(Parameter.schema(of: tool.parameters)), at: "mcp \(tool.name)")
    }
  }

  /// What a client gets that offers all that the server uses.
  private static var editor: [String] {
    var client = ClientFeatures()
    (client.appliesEdits, client.showsActions, client.showsMarkdown) = (true, true, true)
    (client.insertsSnippets, client.refreshesHints, client.refreshesLenses) = (true, true, true)
    (client.nestsSymbols, client.asksChoices) = (true, true)
    var lines: [String] = []
    for feature in Feature.all {
      lines += feature.methods.map { "lsp request \($0.name)" }
      guard let (key, value) = feature.capability(client) else { continue }
      lines.append("lsp capability \(key)")
      lines += (value.at("commands")?.stringValues ?? []).map { "lsp command \($0)" }
    }
    return lines
  }
}

/// The keys that a JSON Schema allows in an object, with their types and words.
enum SchemaKeys {
  /// - Parameter place: the beginning of each line.
  static func lines(of schema: JSONValue, at place: String) -> [String] {
    var lines: [String] = []
    collect(schema, at: place, separator: " ", in: schema, &lines)
    return lines
  }

  /// - Parameters:
  ///   - separator: what stands between the place and a key.
  ///   - document: has what `$ref` names.
  private static func collect(
    _ schema: JSONValue, at place: String, separator: String = ".", in document: JSONValue,
    _ lines: inout [String]
  ) {
    if let reference = schema.at("$ref")?.stringValue {
      let keys = reference.split(separator: "/").dropFirst().map(String.init)
      let target = keys.reduce(document) { $0.at($1) ?? .null }
      collect(target, at: place, separator: separator, in: document, &lines)
    }
    for choice in (schema.at("anyOf")?.arrayValue ?? []) + (schema.at("allOf")?.arrayValue ?? []) {
      collect(choice, at: place, separator: separator, in: document, &lines)
    }
    lines += texts(schema.at("type")).filter { $0 != "object" }.map { "\(place): \($0)" }
    let words = texts(schema.at("enum")) + texts(schema.at("const"))
    lines += words.map { "\(place): \"\($0)\"" }
    if let items = schema.at("items") { collect(items, at: "\(place)[]", in: document, &lines) }
    if let values = schema.at("additionalProperties"), values.objectValue != nil {
      collect(values, at: "\(place)\(separator)*", in: document, &lines)
    }
    guard let members = schema.at("properties")?.objectValue?.members else { return }
    lines.append(Contract.needs(schema.at("required")?.stringValues ?? [], at: place))
    for (key, value) in members {
      lines.append("\(place)\(separator)\(key)")
      collect(value, at: "\(place)\(separator)\(key)", in: document, &lines)
    }
  }

  /// A text, or a list of texts.
  private static func texts(_ value: JSONValue?) -> [String] {
    value?.stringValues ?? value?.stringValue.map { [$0] } ?? []
  }
}
