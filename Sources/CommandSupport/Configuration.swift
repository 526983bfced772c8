import CommandLineKit
import Host
import JSON
import QueueModel

/// What `orch.json` in home says: settings by key, as text.
struct Configuration: Equatable {
  private(set) var values: [String: String] = [:]
  /// What has no text.
  private(set) var inFileOnly = FileSettings()
  /// Those of the latter that are given, by key.
  private(set) var given: [String: JSONValue] = [:]
  /// What was read; `nil` where there is no file.
  private(set) var bytes: [UInt8]?
  /// What can't be read; everything else is in `values`.
  private(set) var problems: [CommandError] = []

  /// Says nothing.
  init() {}

  /// Reads what can be read of `orch.json`; a missing one is an empty one.
  init(reading home: String) {
    let path = Path.join(home, "orch.json")
    do throws(CommandError) {
      bytes = try Self.bytes(of: path)
      for member in try Self.members(of: bytes, path) { take(member, in: nil, path) }
    } catch {
      problems.append(error)
    }
  }

  /// Says nothing, because of `problem`.
  init(problem: CommandError) { problems = [problem] }

  private static func members(
    of bytes: [UInt8]?, _ path: String
  ) throws(CommandError) -> [JSONObject.Member] {
    guard let bytes else { return [] }
    if let object = try parse(bytes, path).objectValue { return object.members }
    throw .setting("\(path): not an object", hint: "write {\"key\": value}")
  }

  /// A link is followed only within home: an error shows something of what was read.
  private static func bytes(of path: String) throws(CommandError) -> [UInt8]? {
    let home = Path.parent(of: path)
    if let target = Path.linkTarget(path) {
      do throws(SystemError) { try Path.checkText(of: path) } catch { throw CommandError(error) }
      if let place = Path.resolved(path), !Path.isInside(place, Path.resolved(home) ?? home) {
        throw CommandError(
          code: "link",
          message: "\(path) is a link that leads out of \(home), to \(target.escaped)",
          hint: "put the file itself there", status: .noPermission)
      }
    }
    do throws(SystemError) {
      let file = try FileDescriptor(opening: path, for: .reading)
      let kind = try file.status().kind
      if kind != .regular { throw .notARegularFile(path, kind) }
      return try file.readWhole(upTo: 1 << 20)
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

  /// Takes what can be read, and notes what can't.
  ///
  /// - Parameters:
  ///   - member: a key and its value.
  ///   - object: the name of the object that it is in; `nil` for the whole file.
  ///   - path: the file's, for messages.
  private mutating func take(_ member: JSONObject.Member, in object: String?, _ path: String) {
    let key = object.map { "\($0).\(member.key)" } ?? member.key
    do throws(CommandError) {
      if let setting = Settings.descriptions.first(where: { $0.key == key }) {
        try take(setting, member.value, path)
      } else if let setting = Settings.inFileOnly(member.key, in: object) {
        try take(setting, member.value, path)
      } else if object == nil, Settings.objects.contains(key) {
        for inner in try Self.object(key, member.value, path) { take(inner, in: key, path) }
      } else {
        throw Self.unknown(member.key, in: object, path)
      }
    } catch {
      problems.append(error)
    }
  }

  private mutating func take(
    _ setting: SettingDescription, _ value: JSONValue, _ path: String
  ) throws(CommandError) {
    guard let text = value.settingText, setting.complaint(text) == nil else {
      let form = value.settingText.flatMap(setting.complaint) ?? "a text or a number"
      throw Self.invalid(value, for: setting.key, form: form, path)
    }
    values[setting.key] = text
  }

  private mutating func take(
    _ setting: FileSetting, _ value: JSONValue, _ path: String
  ) throws(CommandError) {
    guard setting.take(value, &inFileOnly) else {
      throw Self.invalid(value, for: setting.key, form: setting.form, path)
    }
    given[setting.key] = value
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
