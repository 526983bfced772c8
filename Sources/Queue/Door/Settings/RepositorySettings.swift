import Model
import Text
import Workers

extension Settings {
  /// `repositories`: the other repositories in which rows are worked.
  static let repositories = SettingKey<FileSettings>(
    "repositories",
    Sentence(
      #"paths by name, such as {"web": "../web"}"#, #"이름마다 경로. 예: {"web": "../web"}"#),
    fallback: "{}",
    "the paths of other repositories, from the project root: a row with `repo=NAME` is worked on "
      + "in a worktree of that one",
    \.named.repositories
  ) { value in
    guard let object = value.objectValue else { return nil }
    var paths: [String: String] = [:]
    for (name, value) in object.members {
      guard PlanName.isWellFormed(name), let path = value.stringValue, !path.isEmpty,
        path.escaped == path
      else { return nil }
      paths[name] = path
    }
    return paths
  }
}
