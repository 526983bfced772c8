public import Text
public import Workers

/// A key of `orch.json` or of an object in it, with a function that stores its value in `Root`.
public struct SettingKey<Root>: Sendable {
  /// The key's path in the file, with dots between an object's name and its members; for a key of
  /// an object whose own name varies, only the name in the object.
  public let key: String
  /// The form of its value, worded to follow "must be".
  public let form: Sentence
  /// The default; empty if `meaning` names it.
  public let fallback: String
  /// The meaning of the key, with code in backticks.
  public let meaning: String
  /// Whether the key is required in its object.
  public let isRequired: Bool
  /// The adapters for which a worker's key is allowed.
  public let adapters: [WorkerProfile.Adapter]
  /// Reads a value; returns `false` for a value of another form.
  package let read: @Sendable (JSONValue, inout Root) throws(SettingMistake) -> Bool
  /// The programs that the value names; none of them starts before `orch trust`.
  public private(set) var programs: @Sendable (Root) -> [NamedProgram] = { _ in [] }

  package init(
    _ key: String, _ form: Sentence, fallback: String = "", _ meaning: String = "",
    for adapters: [WorkerProfile.Adapter] = WorkerProfile.Adapter.allCases,
    isRequired: Bool = false,
    read: @escaping @Sendable (JSONValue, inout Root) throws(SettingMistake) -> Bool
  ) {
    (self.key, self.form, self.fallback, self.meaning) = (key, form, fallback, meaning)
    (self.adapters, self.isRequired, self.read) = (adapters, isRequired, read)
  }

  /// A key whose value is read by `parse`, which returns `nil` for a value of another form.
  package init<Value>(
    _ key: String, _ form: Sentence, fallback: String = "", _ meaning: String,
    for adapters: [WorkerProfile.Adapter] = WorkerProfile.Adapter.allCases,
    isRequired: Bool = false, _ place: any WritableKeyPath<Root, Value> & Sendable,
    _ parse: @escaping @Sendable (JSONValue) -> Value?
  ) {
    self.init(
      key, form, fallback: fallback, meaning, for: adapters, isRequired: isRequired
    ) { value, root in
      guard let value = parse(value) else { return false }
      root[keyPath: place] = value
      return true
    }
  }

  /// A key of an object that the documents describe as a whole.
  package init<Value>(
    _ key: String, _ form: Sentence, isRequired: Bool = false,
    _ place: any WritableKeyPath<Root, Value> & Sendable,
    _ parse: @escaping @Sendable (JSONValue) -> Value?
  ) {
    self.init(key, form, "", isRequired: isRequired, place, parse)
  }

  /// The object that contains the key; `nil` at the top level.
  var object: String? {
    let words = key.split(separator: ".")
    return words.count == 2 ? String(words[0]) : nil
  }

  /// The key's name in that object.
  public var name: String { key.split(separator: ".").last.map(String.init) ?? key }

  /// Returns the key with a function that finds the programs that its value names.
  package func naming(_ programs: @escaping @Sendable (Root) -> [NamedProgram]) -> SettingKey {
    var key = self
    key.programs = programs
    return key
  }
}

extension SettingKey {
  /// A number of seconds within a range.
  package static func seconds(
    _ key: String, in range: ClosedRange<Int>, fallback: Int, _ meaning: String,
    _ place: any WritableKeyPath<Root, Int> & Sendable
  ) -> SettingKey {
    SettingKey(
      key,
      Sentence(
        "seconds, \(range.lowerBound) to \(range.upperBound)",
        "초, \(range.lowerBound)부터 \(range.upperBound)까지"),
      fallback: String(fallback), meaning, place
    ) { $0.integer(in: range) }
  }

  /// The key of a limit; without it there is no limit.
  package static func limit(
    _ key: String, upTo highest: Int, _ form: Sentence, _ meaning: String,
    _ place: any WritableKeyPath<Root, Int?> & Sendable
  ) -> SettingKey {
    SettingKey(key, form, fallback: "no limit", meaning, place) {
      $0.integer(in: 1...highest).map(Optional.some)
    }
  }

  package static func flag(
    _ key: String, _ meaning: String,
    for adapters: [WorkerProfile.Adapter] = WorkerProfile.Adapter.allCases,
    _ place: any WritableKeyPath<Root, Bool> & Sendable
  ) -> SettingKey {
    SettingKey(key, .boolean, fallback: "false", meaning, for: adapters, place) { $0.boolValue }
  }

  package static func flag(
    _ key: String, _ place: any WritableKeyPath<Root, Bool> & Sendable
  ) -> SettingKey { .flag(key, "", place) }
}

extension JSONObject {
  /// Reads each member by the key of its name.
  ///
  /// - Parameter place: the key of this object in the file, with dots.
  package func read<Root>(
    into root: inout Root, by keys: [SettingKey<Root>], at place: String
  ) throws(SettingMistake) {
    for (name, value) in members {
      guard let key = keys.first(where: { $0.key == name }) else {
        throw .unknownKey(name, in: place, of: keys.map(\.key))
      }
      guard try key.read(value, &root) else {
        throw .value(value, key: "\(place).\(name)", form: key.form)
      }
    }
    if let key = keys.first(where: { $0.isRequired && self[$0.key] == nil }) {
      throw .missing(key: "\(place).\(key.key)", form: key.form)
    }
  }
}
