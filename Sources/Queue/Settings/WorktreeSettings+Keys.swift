import Git
import Model
import Text
import Workers

extension Settings {
  /// `worktrees`: where the worktrees of rows begin, stand and land.
  static let worktrees = [
    FileSetting(
      key: "worktrees.base", form: branchForm, fallback: "the branch that is checked out",
      meaning: "where the work on rows in worktrees begins", \.named.worktrees.base
    ) { value in branch(value).map(Optional.some) },
    FileSetting(
      key: "worktrees.integration", form: branchForm, fallback: "orch/integration",
      meaning: "the branch on which the work of workers with `integrate: merge` lands",
      \.named.worktrees.integration, branch),
    FileSetting(
      key: "worktrees.branch_prefix",
      form: Sentence("the beginning of a branch's name, such as orch/", "브랜치 이름의 앞부분. 예: orch/"),
      fallback: "orch/", meaning: "what precedes the id in the name of a row's branch",
      \.named.worktrees.branchPrefix
    ) { value in
      value.stringValue.flatMap { $0.hasSuffix("/") && isBranch($0 + "x") ? $0 : nil }
    },
    FileSetting(
      key: "worktrees.root", form: Sentence("an absolute path", "절대 경로"),
      fallback: "~/.local/state/orch/worktrees",
      meaning: "the folder of the worktrees, outside of the project", \.named.worktrees.root
    ) { value in
      value.stringValue.flatMap { $0.hasPrefix("/") && $0.escaped == $0 ? .some($0) : nil }
    },
    FileSetting(
      key: "worktrees.min_free",
      form: Sentence("a number of bytes, such as 1000000000 or 1GB", "바이트 수. 예: 1000000000, 1GB"),
      fallback: "1GB",
      meaning: "the free space of the disk below which no row starts in a worktree",
      \.named.worktrees.leastFreeBytes, bytes),
    FileSetting(
      key: "worktrees.setup", form: WorkerKey.words, fallback: "[]",
      meaning: "the program that is run in a new worktree, before its worker",
      \.named.worktrees.setup,
      WorkerKey.command
    ).naming { settings in
      settings.named.worktrees.setup.isEmpty
        ? [] : [NamedProgram(key: "worktrees.setup", words: settings.named.worktrees.setup)]
    },
    .seconds(
      "worktrees.setup_seconds", in: 1...86400, fallback: 600, "how long that may take",
      \.named.worktrees.setupSeconds),
    FileSetting(
      key: "worktrees.base_checks", form: baseChecksForm, fallback: "[]",
      meaning: "the checks that must pass on a commit before rows begin on it",
      \.named.worktrees.baseChecks
    ) { $0.stringValues },
    FileSetting(
      key: "worktrees.non_git", form: Sentence("needs_human or shared", "needs_human, shared"),
      fallback: "needs_human",
      meaning:
        "what becomes of rows where the project is no git repository: they wait, or are worked in "
        + "the project's own folder",
      \.named.worktrees.withoutRepository
    ) { $0.stringValue.flatMap(WorktreeSettings.WithoutRepository.init) },
    FileSetting(
      key: "worktrees.checkout", form: Sentence("approve or remark", "approve, remark"),
      fallback: "remark",
      meaning:
        "what a change of the project's checkout by a worker does: a person has to approve the "
        + "report, or the verdict names it",
      \.named.worktrees.checkout
    ) { $0.stringValue.flatMap(WorktreeSettings.CheckoutRule.init) },
  ]

  /// `forge`: where pull requests go.
  static let forge = [
    FileSetting(
      key: "forge.repo",
      form: Sentence("OWNER/NAME or HOST/OWNER/NAME", "OWNER/NAME 또는 HOST/OWNER/NAME"),
      fallback: "what the address of the remote says",
      meaning: "the repository of pull requests", \.named.forge.repository
    ) { value in value.stringValue.flatMap { ForgeRepository($0) == nil ? nil : .some($0) } },
    FileSetting(
      key: "forge.remote", form: Sentence("the name of a remote", "원격 저장소의 이름"),
      fallback: "origin", meaning: "the remote to which the branches of pull requests are pushed",
      \.named.forge.remote, branch),
    FileSetting(
      key: "forge.base", form: branchForm, fallback: "worktrees.base",
      meaning: "the branch that pull requests are to be merged into", \.named.forge.base
    ) { value in branch(value).map(Optional.some) },
  ]

  /// `repositories`: the other repositories in which rows are worked.
  static let repositories = FileSetting(
    key: "repositories",
    form: Sentence(
      #"paths by name, such as {"web": "../web"}"#, #"이름마다 경로. 예: {"web": "../web"}"#),
    fallback: "{}",
    meaning:
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
