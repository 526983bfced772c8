import Door
public import Text
public import Worktrees

extension LeftWork {
  /// The options that decide about changes since the review.
  ///
  /// - Parameter take: is called for each option that is given.
  public static func options<Command>(
    _ take: @escaping @Sendable (inout Command, LeftWork) -> Void
  ) -> [Option<Command>] {
    [
      .flag(
        "--with-changes",
        Sentence(
          "also check and land what changed in the worktree since the review",
          "리뷰 뒤에 작업 트리에서 바뀐 것도 검사하고 병합")
      ) { take(&$0, .included) },
      .flag(
        "--discard",
        Sentence(
          "land what was reviewed, and keep later changes under refs/orch/left",
          "판정한 것만 병합하고 그 뒤에 바뀐 것은 refs/orch/left 아래에 보관")
      ) { take(&$0, .discarded) },
    ]
  }

  /// - Parameter named: the options that were given.
  /// - Throws: a usage error if both options were given.
  public init(_ named: [LeftWork]) throws {
    guard Set(named).count <= 1 else {
      throw Problem.usage(
        "--with-changes can't be used with --discard", "--with-changes와 --discard는 함께 쓸 수 없습니다",
        hint: .leaveOneOut)
    }
    self = named.first ?? .refused
  }
}
