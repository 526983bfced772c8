/// Which parts of an `orch.json` with a problem a command needs. The other parts are read as far as
/// possible, and replaced by the defaults if they can't be read.
///
/// Source: `docs/cli.md`, "Settings".
public enum SettingsNeed: Sendable {
  /// All parts, because the command starts programs, or gives a guarantee that a setting promises.
  case all
  /// The settings that decide whether the file may be written, because it may be a copy of a
  /// database. With `times`, also the offset of the written times; with `newIDs`, also the prefix
  /// of new ids.
  case writing(times: Bool, newIDs: Bool = false)
  /// No part, because the command only reads.
  case reading
}
