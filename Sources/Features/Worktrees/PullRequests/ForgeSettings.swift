public import Door
import Git
import Text

/// `forge` in `orch.json`: where pull requests go. Source: `docs/forge.md`, "Settings".
public struct ForgeSettings: FeatureSettings, Equatable {
  /// `OWNER/NAME`, or `HOST/OWNER/NAME`; `nil` for the repository at the remote's address.
  public var repository: String?
  /// The remote to which branches are pushed.
  public var remote = "origin"
  /// The branch that pull requests are to be merged into; `nil` for `worktrees.base`.
  public var base: String?

  public init() {}
}

extension ForgeSettings {
  public static let keys: [SettingKey<ForgeSettings>] = [
    SettingKey(
      "forge.repo",
      Sentence("OWNER/NAME or HOST/OWNER/NAME", "OWNER/NAME 또는 HOST/OWNER/NAME"),
      fallback: "the address of the remote",
      "the repository of pull requests", \.repository
    ) { value in value.stringValue.flatMap { ForgeRepository($0) == nil ? nil : .some($0) } },
    SettingKey(
      "forge.remote", Sentence("the name of a remote", "원격 저장소의 이름"),
      fallback: "origin", "the remote to which the branches of pull requests are pushed",
      \.remote
    ) { $0.branchName },
    SettingKey(
      "forge.base", .branchName, fallback: "worktrees.base",
      "the branch that pull requests are to be merged into", \.base
    ) { $0.branchName.map(Optional.some) },
  ]
}

extension Workspace {
  var forgeSettings: ForgeSettings { ForgeSettings(reading: settings.given) }
}
