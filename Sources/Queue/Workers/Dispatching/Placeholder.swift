import Host

/// A placeholder in the arguments of a worker.
///
/// No value is free text from the table: ids and labels have a fixed form, and orch chooses the
/// paths. Source: `docs/workers.md`, "Profiles and routes".
public enum Placeholder: String, CaseIterable, Sendable {
  case id = "{id}"
  case label = "{label}"
  /// A file with the message.
  case messageFile = "{message_file}"
  /// The folder of the attempt's record.
  case attemptFolder = "{attempt_dir}"

  public func isIn(_ argument: String) -> Bool {
    Array(argument.utf8).firstOffset(of: Array(rawValue.utf8), from: 0) != nil
  }

  /// Words in braces that look like placeholders but are not: `{foo}`, `--id={foo}`. Words in
  /// braces in source code, in JSON and in the syntax of other programs, such as `%{foo}`, do not
  /// count.
  public static func unknown(in argument: String) -> [String] {
    if argument.utf8.contains(where: { " \t\n\"'`;$\\".utf8.contains($0) }) { return [] }
    var found: [String] = []
    var rest = argument.utf8[...]
    while let brace = rest.firstIndex(of: UInt8(ascii: "{")) {
      let isOther = argument.utf8[..<brace].last.map { "{%#@".utf8.contains($0) } ?? false
      rest = rest[brace...].dropFirst()
      let name = rest.prefix {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "_")
      }
      guard !isOther, !name.isEmpty, rest[name.endIndex...].first == UInt8(ascii: "}") else {
        continue
      }
      rest = rest[name.endIndex...].dropFirst()
      let word = "{\(Substring(name))}"
      if rest.first != UInt8(ascii: "}"), Self(rawValue: word) == nil { found.append(word) }
    }
    return found
  }

  /// Replaces the placeholders by their values. Values are not searched for placeholders again.
  public static func fill(_ arguments: [String], with values: [Placeholder: String]) -> [String] {
    arguments.map { fill($0, with: values) }
  }

  private static func fill(_ argument: String, with values: [Placeholder: String]) -> String {
    var rest = argument.utf8[...]
    var filled: [UInt8] = []
    while let brace = rest.firstIndex(of: UInt8(ascii: "{")) {
      filled += rest[..<brace]
      rest = rest[brace...]
      let found = values.keys.first { rest.starts(with: $0.rawValue.utf8) }
      filled += (found.flatMap { values[$0] } ?? "{").utf8
      rest = rest.dropFirst(found?.rawValue.utf8.count ?? 1)
    }
    return String(decoding: filled + rest, as: UTF8.self)
  }
}
