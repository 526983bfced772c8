import Host
public import Text
public import Workers

/// What `orch.json` in home says, as far as it can be read.
public struct Configuration: Equatable, Sendable {
  /// The settings that a variable could give, too, as text by key.
  public private(set) var values: [String: String] = [:]
  /// The settings that only the file can hold.
  public private(set) var inFileOnly = FileSettings()
  /// The values of `inFileOnly` that the file gives, by key.
  public private(set) var given: [String: JSONValue] = [:]
  /// The file; `nil` where there is none.
  public private(set) var bytes: [UInt8]?
  /// What can't be read.
  public private(set) var problems: [SettingProblem] = []
  /// The keys whose values can't be read, and the known keys nearest to unknown ones; `nil` where
  /// no value can be read.
  private var unreadKeys: Set<String>? = []

  public init() {}

  /// The programs that the file names, and the settings that name them.
  public var programs: [NamedProgram] {
    // Without a look at the keys, which most commands need for nothing else.
    given.isEmpty ? [] : Settings.inFileOnly.flatMap { $0.programs(inFileOnly) }
  }

  /// Whether the value of a key is known: the file's, or the default.
  public func isKnown(_ key: String) -> Bool { unreadKeys.map { !$0.contains(key) } ?? false }

  /// Whether the file has `workers`; `true` also where that can't be read, so that no row loses
  /// its worker.
  public var namesWorkers: Bool { inFileOnly.named.isNamed || !isKnown("workers") }

  /// Whether the file has a `spawn` that starts something, or one that can't be read.
  public var spawnsWorker: Bool {
    inFileOnly.spawn.worker != nil || !isKnown("spawn") || !isKnown("spawn.kind")
  }

  /// Reads `orch.json`; a missing file is an empty one.
  public init(reading home: String) {
    let path = Path.join(home, "orch.json")
    do throws(SettingProblem) {
      bytes = try Self.bytes(of: path)
      for member in try Self.members(of: bytes, path) { read(member, in: nil, path) }
      if let mistake = inFileOnly.mistake {
        problems.append(.mistake(mistake, path: path))
      }
      checkZones(path)
    } catch {
      problems.append(error)
      unreadKeys = nil
    }
  }

  /// The configuration of a queue that is not found: no value is known.
  public static var unknown: Configuration {
    var configuration = Configuration()
    configuration.unreadKeys = nil
    return configuration
  }

  private static func members(
    of bytes: [UInt8]?, _ path: String
  ) throws(SettingProblem) -> [JSONObject.Member] {
    guard let bytes else { return [] }
    if let object = try parse(bytes, path).objectValue { return object.members }
    throw .noObject(path: path)
  }

  /// A link is followed only within home, because an error quotes what was read.
  private static func bytes(of path: String) throws(SettingProblem) -> [UInt8]? {
    let home = Path.parent(of: path)
    if let target = Path.linkTarget(path) {
      do throws(SystemError) { try Path.checkText(of: path) } catch { throw .unreadable(error) }
      if let place = Path.resolved(path), !Path.isInside(place, Path.resolved(home) ?? home) {
        throw .leadsOut(path: path, home: home, target: target)
      }
    }
    do throws(SystemError) {
      let file = try FileDescriptor(opening: path, for: .reading)
      let kind = try file.status().kind
      if kind != .regular { throw .notARegularFile(path, kind) }
      return try file.readWhole(upTo: 1 << 20)
    } catch {
      if error.isMissing { return nil }
      throw error.isDirectory ? .isFolder(error) : .unreadable(error)
    }
  }

  private static func parse(_ bytes: [UInt8], _ path: String) throws(SettingProblem) -> JSONValue {
    do { return try JSONValue(parsing: bytes) } catch {
      throw .noJSON(path: path, error)
    }
  }

  /// Two settings of the zone are a problem, and neither counts.
  private mutating func checkZones(_ path: String) {
    let (key, other) = (Settings.tz.description.key, Settings.tzOffset.description.key)
    guard values[key] != nil, values[other] != nil else { return }
    problems.append(.mistake(.twoZones(key: key, other: other), path: path))
    for key in [key, other] {
      values[key] = nil
      unreadKeys?.insert(key)
    }
  }

  /// Reads a member, or adds it to the problems.
  ///
  /// - Parameters:
  ///   - member: a key and its value.
  ///   - object: the object that it is in; `nil` for the top level.
  ///   - path: the file's, for messages.
  private mutating func read(_ member: JSONObject.Member, in object: String?, _ path: String) {
    let key = object.map { "\($0).\(member.key)" } ?? member.key
    // For editors, which complete by it.
    if object == nil, key == "$schema" { return }
    do throws(SettingMistake) {
      if let setting = Settings.descriptions.first(where: { $0.key == key }) {
        try read(setting, member.value)
      } else if let setting = Settings.inFileOnly(member.key, in: object) {
        try read(setting, member.value)
      } else if object == nil, Settings.objects.contains(key) {
        for inner in try member.value.object(at: key).members { read(inner, in: key, path) }
      } else {
        throw .unknownKey(member.key, in: object, of: Settings.keys(in: object))
      }
    } catch {
      problems.append(.mistake(error, path: path))
      unreadKeys?.insert(key)
      if case .unknownKey(_, let nearest?) = error { unreadKeys?.insert(nearest) }
    }
  }

  private mutating func read(
    _ setting: SettingDescription, _ value: JSONValue
  ) throws(SettingMistake) {
    guard let text = value.settingText, setting.requirement(for: text) == nil else {
      let form =
        value.settingText.flatMap(setting.requirement(for:))
        ?? Sentence("a text or a number", "텍스트나 수")
      throw .value(value, key: setting.key, form: form)
    }
    values[setting.key] = text
  }

  private mutating func read(
    _ setting: SettingKey<FileSettings>, _ value: JSONValue
  ) throws(SettingMistake) {
    var settings = inFileOnly
    guard try setting.read(value, &settings) else {
      throw .value(value, key: setting.key, form: setting.form)
    }
    inFileOnly = settings
    given[setting.key] = value
  }
}

extension JSONValue {
  /// The text of an environment variable with the same value.
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

extension Settings {
  /// The keys that hold an object.
  static let objects = Set(inFileOnly.compactMap(\.object))

  /// - Parameter object: the one that the key is in; `nil` for the whole file.
  static func inFileOnly(_ key: String, in object: String?) -> SettingKey<FileSettings>? {
    inFileOnly.first { $0.object == object && $0.name == key }
  }

  /// The known keys of the file, or of an object in it.
  static func keys(in object: String?) -> [String] {
    let names = inFileOnly.filter { $0.object == object }.map(\.name)
    return object == nil ? descriptions.map(\.key) + names + objects.sorted() : names
  }
}
