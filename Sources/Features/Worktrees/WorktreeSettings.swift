public import Door
import Git
import Model
import Text
import Workers

/// `worktrees` in `orch.json`. Source: `docs/worktrees.md`, "Settings".
public struct WorktreeSettings: FeatureSettings, Equatable {
  /// The branch or commit where rows begin; `nil` for the branch that the project has checked out.
  public var base: String?
  /// The branch on which work lands.
  public var integration = "orch/integration"
  /// The beginning of the name of each row's branch, before the row's id; it ends with a slash.
  public var branchPrefix = "orch/"
  /// The folder of the worktrees; `nil` for one below the user's state.
  public var root: String?
  /// The bytes that have to be free before a row starts.
  public var leastFreeBytes = 1 << 30
  /// The program and its arguments that are run in a new worktree; empty for none.
  public var setup: [String] = []
  public var setupSeconds = 600
  /// The checks of `review.checks` that must pass on a commit before rows begin at the commit.
  public var baseChecks: [String] = []
  public var withoutRepository = WithoutRepository.wait
  public var checkout = CheckoutRule.remark

  public init() {}

  /// What happens to rows if the project is not a git repository.
  public enum WithoutRepository: String, CaseIterable, Sendable {
    /// The rows wait.
    case wait = "needs_human"
    /// The rows are worked in the project's own folder.
    case shared
  }

  /// What happens to a report if its worker changed the project's checkout.
  public enum CheckoutRule: String, CaseIterable, Sendable {
    /// A person has to approve the report.
    case approve
    /// The verdict names the change.
    case remark
  }
}

extension WorktreeSettings {
  public static let keys: [SettingKey<WorktreeSettings>] = [
    SettingKey(
      "worktrees.base", .branchName, fallback: "the branch that is checked out",
      "where the work on rows in worktrees begins", \.base
    ) { $0.branchName.map(Optional.some) },
    SettingKey(
      "worktrees.integration", .branchName, fallback: "orch/integration",
      "the branch on which the work of workers with `integrate: merge` lands",
      \.integration
    ) { $0.branchName },
    SettingKey(
      "worktrees.branch_prefix",
      Sentence("the beginning of a branch's name, such as orch/", "브랜치 이름의 앞부분. 예: orch/"),
      fallback: "orch/", "the beginning of the name of each row's branch, before the row's id",
      \.branchPrefix
    ) { value in
      value.stringValue.flatMap { $0.hasSuffix("/") && JSONValue.isBranch($0 + "x") ? $0 : nil }
    },
    SettingKey(
      "worktrees.root", Sentence("an absolute path", "절대 경로"),
      fallback: "~/.local/state/orch/worktrees",
      "the folder of the worktrees, outside the project", \.root
    ) { value in
      value.stringValue.flatMap { $0.hasPrefix("/") && $0.escaped == $0 ? .some($0) : nil }
    },
    SettingKey(
      "worktrees.min_free",
      Sentence("a number of bytes, such as 1000000000 or 1GB", "바이트 수. 예: 1000000000, 1GB"),
      fallback: "1GB",
      "the free space of the disk below which no row starts in a worktree",
      \.leastFreeBytes, bytes),
    SettingKey(
      "worktrees.setup", WorkerKey.words, fallback: "[]",
      "the program that is run in a new worktree, before its worker",
      \.setup,
      WorkerKey.command
    ).naming { settings in
      settings.setup.isEmpty
        ? [] : [NamedProgram(key: "worktrees.setup", words: settings.setup)]
    },
    .seconds(
      "worktrees.setup_seconds", in: 1...86400, fallback: 600,
      "how long `worktrees.setup` may "
        + "take",
      \.setupSeconds),
    SettingKey(
      "worktrees.base_checks", baseChecksForm, fallback: "[]",
      "the checks that must pass on a commit before rows begin at the commit",
      \.baseChecks
    ) { $0.stringValues },
    SettingKey(
      "worktrees.non_git", Sentence("needs_human or shared", "needs_human, shared"),
      fallback: "needs_human",
      "what happens to rows if the project is not a git repository: they wait, or are worked on "
        + "in the project's own folder",
      \.withoutRepository
    ) { $0.stringValue.flatMap(WithoutRepository.init) },
    SettingKey(
      "worktrees.checkout", Sentence("approve or remark", "approve, remark"),
      fallback: "remark",
      "what happens if a worker changes the project's checkout: a person has to approve the "
        + "report, or the verdict names it",
      \.checkout
    ) { $0.stringValue.flatMap(CheckoutRule.init) },
  ]

  private static let baseChecksForm = Sentence(
    "a list of names of review.checks", "review.checks에 있는 이름의 목록")

  public func mistake(among settings: FileSettings) -> SettingMistake? {
    let known = settings.review.checks.keys.sorted()
    guard baseChecks.contains(where: { !known.contains($0) }) else { return nil }
    let names = known.joined(separator: ", ").escaped
    return .value(
      .array(baseChecks.map { .string($0) }), key: "worktrees.base_checks",
      form: known.isEmpty
        ? Self.baseChecksForm
        : Sentence(
          "a list of names of review.checks: \(names)", "review.checks에 있는 이름의 목록: \(names)"))
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

extension Sentence {
  static let branchName = Sentence("the name of a branch, such as main", "브랜치 이름. 예: main")
}

extension JSONValue {
  /// The name of a branch; `nil` for another value. Source: git-check-ref-format(1).
  var branchName: String? {
    stringValue.flatMap { Self.isBranch($0) ? $0 : nil }
  }

  fileprivate static func isBranch(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let forbidden = Set(" ~^:?*[\\".unicodeScalars)
    return name != "@" && !name.hasPrefix("-") && !name.hasSuffix(".") && name.escaped == name
      && !name.unicodeScalars.contains { forbidden.contains($0) }
      && !zip(name, name.dropFirst()).contains { ["..", "@{"].contains("\($0)\($1)") }
      && parts.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") && !$0.hasSuffix(".lock") }
  }
}
