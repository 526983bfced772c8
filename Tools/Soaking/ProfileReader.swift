import Text

/// A profile that cannot be used.
struct ProfileError: Error, Equatable, CustomStringConvertible {
  /// `'faults.transient' is 7`.
  let message: String
  /// What to do about the error.
  let hint: String

  var description: String { "\(message) (\(hint))" }
}

/// Reads the members of one object of a profile. All of them are required, and no others are
/// allowed.
///
/// A member that cannot be read gets any value of its range. The first mistake is thrown after all
/// members are read, because only then the unknown keys are known.
struct ProfileReader {
  private let object: JSONObject
  /// The text before keys in messages: `faults.`, or nothing.
  private let prefix: String
  private var keys: [String] = []
  private var error: ProfileError?

  private init(_ object: JSONObject, _ prefix: String) {
    self.object = object
    self.prefix = prefix
  }

  static func read<Object>(
    _ value: JSONValue, prefix: String = "", _ body: (inout ProfileReader) -> Object
  ) throws(ProfileError) -> Object {
    guard let object = value.objectValue else {
      let place = prefix.isEmpty ? "the profile" : String(prefix.dropLast())
      throw ProfileError(
        message: "\(place): \(value) is not an object", hint: "write {\"key\": value}")
    }
    var reader = ProfileReader(object, prefix)
    let result = body(&reader)
    if let error = reader.unknownKey ?? reader.error { throw error }
    return result
  }

  private var unknownKey: ProfileError? {
    guard let key = object.keys.first(where: { !keys.contains($0) }) else { return nil }
    let hint = Spelling.nearest(to: key, in: keys).map { "did you mean \(prefix)\($0)?" }
    return ProfileError(
      message: "unknown key '\(prefix)\(key)'", hint: hint ?? "use \(keys.joined(separator: ", "))")
  }

  mutating func fail(_ message: String, hint: String) {
    if error == nil { error = ProfileError(message: message, hint: hint) }
  }

  // MARK: Members

  mutating func int(_ key: String, in range: ClosedRange<Int>) -> Int {
    let form = "a whole number, \(range.lowerBound) to \(range.upperBound)"
    return member(key, form, else: range.lowerBound) { value in
      value.integerValue.flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// Reads a share, from 0 to 1.
  mutating func share(_ key: String) -> Double {
    number(key, in: 0...1)
  }

  /// Reads minutes, which may have fractions, as whole seconds.
  mutating func seconds(_ key: String, in minutes: ClosedRange<Double>) -> Int {
    Int(number(key, in: minutes) * 60)
  }

  private mutating func number(_ key: String, in range: ClosedRange<Double>) -> Double {
    let form = "a number, \(range.lowerBound) to \(range.upperBound)"
    return member(key, form, else: range.lowerBound) { value in
      let number: Double? =
        switch value {
        case .integer(let number): Double(number)
        case .number(let number): number
        case .null, .bool, .string, .array, .object: nil
        }
      return number.flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// Reads the least and the most value, such as `[10, 90]`.
  mutating func range(_ key: String, in range: ClosedRange<Int>) -> ClosedRange<Int> {
    let form =
      "the least and the most, such as [10, 90], within \(range.lowerBound) to \(range.upperBound)"
    return member(key, form, else: range) { value in
      let ends = (value.arrayValue ?? []).compactMap(\.integerValue)
      guard ends.count == 2, ends[0] <= ends[1] else { return nil }
      return range.contains(ends[0]) && range.contains(ends[1]) ? ends[0]...ends[1] : nil
    }
  }

  mutating func object<Object>(_ key: String, _ body: (inout ProfileReader) -> Object) -> Object {
    // `read` reports a value that is not an object.
    let value: JSONValue? = member(key, "an object", else: nil) { .some($0) }
    do throws(ProfileError) {
      if let value { return try Self.read(value, prefix: "\(prefix)\(key).", body) }
    } catch {
      fail(error.message, hint: error.hint)
    }
    var nothing = ProfileReader([:], "")
    return body(&nothing)
  }

  private mutating func member<Value>(
    _ key: String, _ form: String, else fallback: Value, _ parse: (JSONValue) -> Value?
  ) -> Value {
    keys.append(key)
    guard let value = object[key] else {
      fail("'\(prefix)\(key)' is missing", hint: "docs/soak.md explains the key")
      return fallback
    }
    if let parsed = parse(value) { return parsed }
    fail("'\(prefix)\(key)' is \(value)", hint: "it must be \(form)")
    return fallback
  }
}
