import CommandLineKit
import JSON

extension Configuration {
  /// The members of a nested object.
  static func object(
    _ key: String, _ value: JSONValue, _ path: String
  ) throws(CommandError) -> [JSONObject.Member] {
    guard let object = value.objectValue else {
      throw invalid(value, for: key, form: "an object", path)
    }
    return object.members
  }

  static func invalid(
    _ value: JSONValue, for key: String, form: String, _ path: String
  ) -> CommandError {
    .setting("\(path): invalid value \(value) for '\(key)'", hint: "it must be \(form)")
  }

  /// - Parameter object: the one that the key is in.
  static func unknown(_ key: String, in object: String?, _ path: String) -> CommandError {
    let full = object.map { "\($0).\(key)" } ?? key
    return .setting(
      "\(path): unknown key '\(full)'",
      hint: Spelling.nearest(to: key, in: Settings.keys(in: object)).map { "did you mean \($0)?" }
        ?? "docs/cli.md lists the settings")
  }
}

extension Settings {
  /// The keys that hold an object.
  static let objects = Set(inFileOnly.compactMap(\.object))

  /// - Parameter object: the one that the key is in; `nil` for the whole file.
  static func inFileOnly(_ key: String, in object: String?) -> FileSetting? {
    inFileOnly.first { $0.object == object && $0.name == key }
  }

  /// The known keys of the file, or of an object in it.
  static func keys(in object: String?) -> [String] {
    let names = inFileOnly.filter { $0.object == object }.map(\.name)
    return object == nil ? descriptions.map(\.key) + names + objects.sorted() : names
  }
}
