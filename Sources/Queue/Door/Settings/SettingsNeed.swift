/// What a command needs of an `orch.json` with a problem. What it does not need is read as far as
/// possible; for the rest the defaults count.
///
/// Source: `docs/cli.md`, "Settings".
public enum SettingsNeed: Sendable {
  /// All: it starts programs, or does what a setting promises.
  case all
  /// Whether the file may be written, because it may be a copy of a database; with `times` the
  /// offset of the times that it writes; with `newIDs` the prefix of the ids that it gives.
  case writing(times: Bool, newIDs: Bool = false)
  /// Nothing: it only reads.
  case reading
}
