import Git
import Model
import Text
import Workers

extension Settings {
  /// `worktrees`: where the worktrees of rows begin, stand and land.
  static let worktrees: [SettingKey<FileSettings>] = [
    SettingKey(
      "worktrees.base", branchForm, fallback: "the branch that is checked out",
      "where the work on rows in worktrees begins", \.named.worktrees.base
    ) { value in branch(value).map(Optional.some) },
    SettingKey(
      "worktrees.integration", branchForm, fallback: "orch/integration",
      "the branch on which the work of workers with `integrate: merge` lands",
      \.named.worktrees.integration, branch),
    SettingKey(
      "worktrees.branch_prefix",
      Sentence("the beginning of a branch's name, such as orch/", "브랜치 이름의 앞부분. 예: orch/"),
      fallback: "orch/", "what precedes the id in the name of a row's branch",
      \.named.worktrees.branchPrefix
    ) { value in
      value.stringValue.flatMap { $0.hasSuffix("/") && isBranch($0 + "x") ? $0 : nil }
    },
    SettingKey(
      "worktrees.root", Sentence("an absolute path", "절대 경로"),
      fallback: "~/.local/state/orch/worktrees",
      "the folder of the worktrees, outside of the project", \.named.worktrees.root
    ) { value in
      value.stringValue.flatMap { $0.hasPrefix("/") && $0.escaped == $0 ? .some($0) : nil }
    },
    SettingKey(
      "worktrees.min_free",
      Sentence("a number of bytes, such as 1000000000 or 1GB", "바이트 수. 예: 1000000000, 1GB"),
      fallback: "1GB",
      "the free space of the disk below which no row starts in a worktree",
      \.named.worktrees.leastFreeBytes, bytes),
    SettingKey(
      "worktrees.setup", WorkerKey.words, fallback: "[]",
      "the program that is run in a new worktree, before its worker",
      \.named.worktrees.setup,
      WorkerKey.command
    ).naming { settings in
      settings.named.worktrees.setup.isEmpty
        ? [] : [NamedProgram(key: "worktrees.setup", words: settings.named.worktrees.setup)]
    },
    .seconds(
      "worktrees.setup_seconds", in: 1...86400, fallback: 600, "how long that may take",
      \.named.worktrees.setupSeconds),
    SettingKey(
      "worktrees.base_checks", baseChecksForm, fallback: "[]",
      "the checks that must pass on a commit before rows begin on it",
      \.named.worktrees.baseChecks
    ) { $0.stringValues },
    SettingKey(
      "worktrees.non_git", Sentence("needs_human or shared", "needs_human, shared"),
      fallback: "needs_human",
      "what becomes of rows where the project is no git repository: they wait, or are worked in "
        + "the project's own folder",
      \.named.worktrees.withoutRepository
    ) { $0.stringValue.flatMap(WorktreeSettings.WithoutRepository.init) },
    SettingKey(
      "worktrees.checkout", Sentence("approve or remark", "approve, remark"),
      fallback: "remark",
      "what a change of the project's checkout by a worker does: a person has to approve the "
        + "report, or the verdict names it",
      \.named.worktrees.checkout
    ) { $0.stringValue.flatMap(WorktreeSettings.CheckoutRule.init) },
  ]

  /// `forge`: where pull requests go.
  static let forge: [SettingKey<FileSettings>] = [
    SettingKey(
      "forge.repo",
      Sentence("OWNER/NAME or HOST/OWNER/NAME", "OWNER/NAME 또는 HOST/OWNER/NAME"),
      fallback: "what the address of the remote says",
      "the repository of pull requests", \.named.forge.repository
    ) { value in value.stringValue.flatMap { ForgeRepository($0) == nil ? nil : .some($0) } },
    SettingKey(
      "forge.remote", Sentence("the name of a remote", "원격 저장소의 이름"),
      fallback: "origin", "the remote to which the branches of pull requests are pushed",
      \.named.forge.remote, branch),
    SettingKey(
      "forge.base", branchForm, fallback: "worktrees.base",
      "the branch that pull requests are to be merged into", \.named.forge.base
    ) { value in branch(value).map(Optional.some) },
  ]

  /// `repositories`: the other repositories in which rows are worked.
  static let repositories = SettingKey<FileSettings>(
    "repositories",
    Sentence(
      #"paths by name, such as {"web": "../web"}"#, #"이름마다 경로. 예: {"web": "../web"}"#),
    fallback: "{}",
    "the paths of other repositories, from the project root: a row with `repo=NAME` is worked in "
      + "a worktree of that one",
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
  static let baseChecksForm = Sentence(
    "a list of names of review.checks", "review.checks에 있는 이름의 목록")

  private static let branchForm = Sentence("the name of a branch, such as main", "브랜치 이름. 예: main")

  @Sendable private static func branch(_ value: JSONValue) -> String? {
    value.stringValue.flatMap { isBranch($0) ? $0 : nil }
  }

  /// Whether git takes a name for that of a branch. Source: git-check-ref-format(1).
  private static func isBranch(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let forbidden = Set(" ~^:?*[\\".unicodeScalars)
    return name != "@" && !name.hasPrefix("-") && !name.hasSuffix(".") && name.escaped == name
      && !name.unicodeScalars.contains { forbidden.contains($0) }
      && !zip(name, name.dropFirst()).contains { ["..", "@{"].contains("\($0)\($1)") }
      && parts.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") && !$0.hasSuffix(".lock") }
  }

  private static let units = ["": 1, "KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000]

  @Sendable private static func bytes(_ value: JSONValue) -> Int? {
    if let number = value.integerValue { return number >= 0 ? number : nil }
    guard let text = value.stringValue else { return nil }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let number = Int(digits), let unit = units[String(text.dropFirst(digits.count))] else {
      return nil
    }
    let product = number.multipliedReportingOverflow(by: unit)
    return product.overflow ? nil : product.partialValue
  }
}
