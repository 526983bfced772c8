package import Text
import Workers

/// The settings of a feature: the keys that it adds to `orch.json`, and what they say.
///
/// An `Opening` names the feature settings of the program. `Configuration` checks their values when
/// it reads the file; the feature reads them again when it needs them.
public protocol FeatureSettings: Sendable {
  /// The keys, in the order of the documents: names of the file, with dots between an object's name
  /// and what is in it.
  static var keys: [SettingKey<Self>] { get }

  /// The defaults.
  init()

  /// What does not go together with other settings; `nil` for nothing.
  func mistake(among settings: FileSettings) -> SettingMistake?

  /// The variables that its programs get besides the usual ones.
  var variables: [String] { get }

  /// The files, relative to the project root, from which rows are made: no worker may change them.
  var sources: [String] { get }
}

extension FeatureSettings {
  /// - Parameter given: the values that the file gives, by key; values of other features are passed
  ///   over.
  package init(reading given: [String: JSONValue]) {
    self.init()
    if given.isEmpty { return }
    for key in Self.keys {
      // A value of another form is a mistake in the file, and leaves the default.
      if let value = given[key.key] { _ = try? key.read(value, &self) }
    }
  }

  public func mistake(among settings: FileSettings) -> SettingMistake? { nil }
  public var variables: [String] { [] }
  public var sources: [String] { [] }

  static func mistake(in settings: FileSettings) -> SettingMistake? {
    Self(reading: settings.given).mistake(among: settings)
  }

  /// The keys as keys of the whole file, which only check a value.
  public static var keysOfFile: [SettingKey<FileSettings>] {
    keys.map { key in
      SettingKey<FileSettings>(
        key.key, key.form, fallback: key.fallback, key.meaning
      ) { (value, _) throws(SettingMistake) in
        var settings = Self()
        return try key.read(value, &settings)
      }.naming { key.programs(Self(reading: $0.given)) }
    }
  }
}
