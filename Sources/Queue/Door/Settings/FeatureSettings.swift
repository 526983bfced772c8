package import Text
import Workers

/// The settings of a feature: the keys that the feature adds to `orch.json`, and their values.
///
/// An `Opening` names the feature settings of the program. `Configuration` checks their values when
/// it reads the file; the feature reads them again when it needs them.
public protocol FeatureSettings: Sendable {
  /// The keys, in the order of the documents: names in the file, with dots between an object's name
  /// and its members.
  static var keys: [SettingKey<Self>] { get }

  /// The defaults.
  init()

  /// The conflict with other settings; `nil` if there is none.
  func mistake(among settings: FileSettings) -> SettingMistake?

  /// The variables that the feature's programs get in addition to the usual ones.
  var variables: [String] { get }

  /// The files, relative to the project root, from which rows are made. No worker may change them.
  var sources: [String] { get }
}

extension FeatureSettings {
  /// - Parameter given: the values that the file gives, by key; values of other features are
  ///   ignored.
  package init(reading given: [String: JSONValue]) {
    self.init()
    if given.isEmpty { return }
    for key in Self.keys {
      // A value of another form is a mistake in the file; the default stays.
      if let value = given[key.key] { _ = try? key.read(value, &self) }
    }
  }

  public func mistake(among settings: FileSettings) -> SettingMistake? { nil }
  public var variables: [String] { [] }
  public var sources: [String] { [] }

  static func mistake(in settings: FileSettings) -> SettingMistake? {
    Self(reading: settings.given).mistake(among: settings)
  }

  /// The same keys for the whole file; they only check the value.
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
