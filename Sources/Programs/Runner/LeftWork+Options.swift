import Door
public import Text
public import Worktrees

extension LeftWork {
  /// The options that say what becomes of work beyond what was judged.
  ///
  /// - Parameter take: gets each that is named.
  public static func options<Command>(
    _ take: @escaping @Sendable (inout Command, LeftWork) -> Void
  ) -> [Option<Command>] {
    [
      .flag(
        "--with-changes",
        Sentence(
          "check and land also what changed in the worktree since the review",
          "리뷰 뒤에 작업 트리에서 바뀐 것도 검사하고 병합")
      ) { take(&$0, .included) },
      .flag(
        "--discard",
        Sentence(
          "land what was judged, and keep what changed since below refs/orch/left",
          "판정한 것만 병합하고 그 뒤에 바뀐 것은 refs/orch/left 아래에 보관")
      ) { take(&$0, .discarded) },
    ]
  }

  /// - Parameter named: as the options name it.
  public init(_ named: [LeftWork]) throws {
    guard Set(named).count <= 1 else { throw Problem.usage(.changesAndDiscard) }
    self = named.first ?? .refused
  }
}
