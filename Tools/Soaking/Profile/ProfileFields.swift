import CommandLineKit
import JSON

/// The members of one object of a profile. All that it knows have to be there, and no other.
struct ProfileFields {
  private let object: JSONObject
  /// What stands before a key in messages: `faults.`, or nothing.
  private let prefix: String

  init(_ value: JSONValue, _ prefix: String = "", keys: [String]) throws(ProfileError) {
    guard let object = value.objectValue else {
      let place = prefix.isEmpty ? "the profile" : String(prefix.dropLast())
      throw ProfileError("\(place): \(value) is no object", hint: "write {\"key\": value}")
    }
    for key in object.keys where !keys.contains(key) {
      let hint = Spelling.nearest(to: key, in: keys).map { "did you mean \(prefix)\($0)?" }
      throw ProfileError(
        "unknown key '\(prefix)\(key)'", hint: hint ?? "use \(keys.joined(separator: ", "))")
    }
    for key in keys where object[key] == nil {
      throw ProfileError("'\(prefix)\(key)' is missing", hint: "docs/soak.md tells what it means")
    }
    self.object = object
    self.prefix = prefix
  }

  func int(_ key: String, in range: ClosedRange<Int>) throws(ProfileError) -> Int {
    if let number = value(key).integerValue, range.contains(number) { return number }
    throw invalid(key, "a whole number, \(range.lowerBound) to \(range.upperBound)")
  }

  func number(_ key: String, in range: ClosedRange<Double>) throws(ProfileError) -> Double {
    let number: Double? =
      switch value(key) {
      case .integer(let number): Double(number)
      case .number(let number): number
      case .null, .bool, .string, .array, .object: nil
      }
    if let number, range.contains(number) { return number }
    throw invalid(key, "a number, \(range.lowerBound) to \(range.upperBound)")
  }

  /// A part of 1.
  func share(_ key: String) throws(ProfileError) -> Double { try number(key, in: 0...1) }

  /// The least and the most, such as `[10, 90]`.
  func span(_ key: String, in range: ClosedRange<Int>) throws(ProfileError) -> ClosedRange<Int> {
    let ends = (value(key).arrayValue ?? []).compactMap(\.integerValue)
    if ends.count == 2, ends[0] <= ends[1], range.contains(ends[0]), range.contains(ends[1]) {
      return ends[0]...ends[1]
    }
    throw invalid(
      key,
      "the least and the most, such as [10, 90], within \(range.lowerBound) to "
        + "\(range.upperBound)")
  }

  func fields(_ key: String, keys: [String]) throws(ProfileError) -> ProfileFields {
    try ProfileFields(value(key), "\(prefix)\(key).", keys: keys)
  }

  /// That it is there was seen when this was made.
  private func value(_ key: String) -> JSONValue { object[key] ?? .null }

  private func invalid(_ key: String, _ form: String) -> ProfileError {
    ProfileError("'\(prefix)\(key)' is \(value(key))", hint: "it must be \(form)")
  }
}
