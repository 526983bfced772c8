import CommandLineKit
import Host
import JSON

/// What `orch.json` in home says: settings by key, as text.
struct Configuration: Equatable {
  private(set) var values: [String: String] = [:]
  /// What can't be read; everything else is in `values`.
  private(set) var problems: [CommandError] = []

  /// Says nothing.
  init() {}

  /// Reads what can be read of `orch.json`; a missing one is an empty one.
  init(reading home: String) {
    let path = Path.join(home, "orch.json")
    do throws(CommandError) {
      for member in try Self.members(of: path) {
        do { try take(member.key, member.value, path) } catch { problems.append(error) }
      }
    } catch {
      problems.append(error)
    }
  }

  /// Says nothing, because of `problem`.
  init(problem: CommandError) { problems = [problem] }

  private static func members(of path: String) throws(CommandError) -> [JSONObject.Member] {
    guard let bytes = try bytes(of: path) else { return [] }
    if let object = try parse(bytes, path).objectValue { return object.members }
    throw .setting("\(path): not an object", hint: "write {\"key\": value}")
  }

  private static func bytes(of path: String) throws(CommandError) -> [UInt8]? {
    do throws(SystemError) {
      return try FileDescriptor(opening: path, for: .reading).readWhole()
    } catch {
      if error.isMissing { return nil }
      guard error.isDirectory else { throw CommandError(error) }
      throw CommandError(
        code: "input_output", message: error.description, hint: "the settings are a file",
        status: .inputOutput)
    }
  }

  private static func parse(_ bytes: [UInt8], _ path: String) throws(CommandError) -> JSONValue {
    do { return try JSONValue(parsing: bytes) } catch {
      throw .setting("\(path): \(error)", hint: "mend the file; it must be JSON")
    }
  }

  private mutating func take(
    _ key: String, _ value: JSONValue, _ path: String
  ) throws(CommandError) {
    guard let setting = Settings.descriptions.first(where: { $0.key == key }) else {
      let nearest = Spelling.nearest(to: key, in: Settings.descriptions.map(\.key))
      throw .setting(
        "\(path): unknown key '\(key)'",
        hint: nearest.map { "did you mean \($0)?" } ?? "docs/cli.md lists the settings")
    }
    guard let text = value.settingText, setting.complaint(text) == nil else {
      throw .setting(
        "\(path): invalid value \(value) for '\(key)'",
        hint: "it must be \(value.settingText.flatMap(setting.complaint) ?? "a text or a number")")
    }
    values[key] = text
  }
}

extension JSONValue {
  /// The text that an environment variable would hold for the same value.
  fileprivate var settingText: String? {
    switch self {
    case .string(let text): text
    case .integer, .number, .bool: description
    case .array(let values):
      values.contains { $0.settingText == nil }
        ? nil : values.compactMap(\.settingText).joined(separator: ",")
    case .null, .object: nil
    }
  }
}
