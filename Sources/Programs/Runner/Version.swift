import Interchange
import Stores
package import Text

/// The version of both executables, which `CHANGELOG.md` describes.
public enum Version {
  public static let current = "1.0.0"
}

/// The answer to `--version --json`.
package struct VersionAnswer: Shaped {
  package static var shapeName: StaticString { "version" }
  let program: String
  let version: String

  package static func shape(_ fields: inout Fields<VersionAnswer>) {
    fields.add("program", \.program, "`orch` or `ops`")
    fields.add("version", \.version)
    fields.add(
      "database_version", { _ in DatabaseSchema.version },
      "the `user_version` of the SQLite databases that it writes; it also reads lower ones")
    fields.add(
      "export_version", { _ in QueueJSON.version },
      "the `version` of the documents of `orch export --to json`")
  }
}
