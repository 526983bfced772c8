import Host
import Text
public import Workers

/// The contents of `orch.json` in home, as far as they can be read.
public struct Configuration: Sendable {
  /// The settings for which variables exist too, as text by key.
  public private(set) var values: [String: String] = [:]
  /// The settings that only the file can hold.
  public private(set) var inFileOnly = FileSettings()
  /// The file; `nil` if there is none.
  public private(set) var bytes: [UInt8]?
  /// The settings that can't be read, with the reasons.
  public private(set) var problems: [SettingProblem] = []
  /// The keys whose values can't be read, and the known keys nearest to unknown ones; `nil` if no
  /// value can be read.
  private var unreadKeys: Set<String>? = []
  /// The features that may have keys in the file; `nil` if unknown keys are ignored.
  private var features: [any FeatureSettings.Type]?

  public init() {}

  /// The keys of settings that only the file can hold, in the order of the documents.
  private var keys: [SettingKey<FileSettings>] { Settings.inFileOnly(with: features ?? []) }

  /// The programs that the file names, and the settings that name them.
  public var programs: [NamedProgram] {
    // If the file gives no values, the keys are not computed, because most commands do not need
    // them.
    inFileOnly.given.isEmpty ? [] : keys.flatMap { $0.programs(inFileOnly) }
  }

  /// The variables that the programs of features get in addition to the usual ones.
  package var variables: [String] { ofFeatures(\.variables) }

  /// The files, relative to the project root, from which features make rows.
  var sources: [String] { ofFeatures(\.sources) }

  private func ofFeatures(_ names: (any FeatureSettings) -> [String]) -> [String] {
    guard let features, !inFileOnly.given.isEmpty else { return [] }
    return features.flatMap { names($0.init(reading: inFileOnly.given)) }
  }

  /// Whether the value of a key is known: the value in the file, or the default.
  public func isKnown(_ key: String) -> Bool { unreadKeys.map { !$0.contains(key) } ?? false }

  /// Whether the file has `workers`. Also `true` if `workers` can't be read, so that no row loses
  /// its worker.
  public var namesWorkers: Bool { inFileOnly.named.isNamed || !isKnown("workers") }

  /// Whether the file has a `spawn` that starts a program. Also `true` if `spawn` can't be read.
  public var spawnsWorker: Bool {
    inFileOnly.spawn.worker != nil || !isKnown("spawn") || !isKnown("spawn.kind")
  }

  /// Reads `orch.json`; a missing file is an empty one.
  ///
  /// - Parameter features: as in `Opening.features`.
  public init(reading home: String, with features: [any FeatureSettings.Type]?) {
    self.features = features
    let path = Path.join(home, "orch.json")
    do throws(SettingProblem) {
      bytes = try Self.bytes(of: path)
      let members = try Self.members(of: bytes, path)
      if !members.isEmpty { read(members, path) }
      checkZones(path)
    } catch {
      problems.append(error)
      unreadKeys = nil
    }
  }

  /// The known names of the file, or of an object in it.
  private static func names(
    in object: String?, of keys: [SettingKey<FileSettings>]
  ) -> [String] {
    let names = keys.filter { $0.object == object }.map(\.name)
    guard object == nil else { return names }
    return Settings.descriptions.map(\.key) + names + Set(keys.compactMap(\.object)).sorted()
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

  /// A link is followed only within home, because an error message quotes the contents of the file.
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

  /// If two settings give the zone, this is a problem, and both are ignored.
  private mutating func checkZones(_ path: String) {
    let (key, other) = (Settings.tz.description.key, Settings.tzOffset.description.key)
    guard values[key] != nil, values[other] != nil else { return }
    problems.append(.mistake(.twoZones(key: key, other: other), path: path))
    for key in [key, other] {
      values[key] = nil
      unreadKeys?.insert(key)
    }
  }

  private mutating func read(_ members: [JSONObject.Member], _ path: String) {
    let keys = keys
    for member in members { read(member, in: nil, by: keys, path) }
    let mistakes = [inFileOnly.mistake] + (features ?? []).map { $0.mistake(in: inFileOnly) }
    if let mistake = mistakes.compactMap(\.self).first {
      problems.append(.mistake(mistake, path: path))
    }
  }

  /// Reads a member, or adds it to the problems.
  ///
  /// - Parameters:
  ///   - object: the object that contains the member; `nil` for the top level.
  ///   - keys: the keys of the settings that only the file can hold.
  ///   - path: the path of the file, for messages.
  private mutating func read(
    _ member: JSONObject.Member, in object: String?, by keys: [SettingKey<FileSettings>],
    _ path: String
  ) {
    let key = object.map { "\($0).\(member.key)" } ?? member.key
    // The key names the schema by which editors complete settings.
    if object == nil, key == "$schema" { return }
    do throws(SettingMistake) {
      if let setting = Settings.descriptions.first(where: { $0.key == key }) {
        try read(setting, member.value)
      } else if let setting = keys.first(where: { $0.key == key && $0.object == object }) {
        try read(setting, member.value)
      } else if object == nil, keys.contains(where: { $0.object == key }) {
        for inner in try member.value.object(at: key).members {
          read(inner, in: key, by: keys, path)
        }
      } else if object != nil || features != nil {
        throw .unknownKey(member.key, in: object, of: Self.names(in: object, of: keys))
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
    inFileOnly.given[setting.key] = value
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
