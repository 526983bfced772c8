import Door
import Git
import Model
import Text

extension IntegrationChange {
  /// The remark `integration_changed`, with the commits and the two ways on.
  var words: Words {
    let name = branch.name.escaped
    let (new, old) = (added.shortList, lost.shortList)
    let what =
      switch (tip, added.isEmpty, lost.isEmpty) {
      case (nil, _, _):
        Sentence(
          "\(name) was deleted with \(old), which landed", "병합한 \(old)을(를) 담은 \(name)이(가) 지워졌습니다")
      case (_, false, true):
        Sentence(
          "\(name) has \(new), which no row landed and the base does not have",
          "\(name)에 어느 행도 병합하지 않았고 기준 브랜치에도 없는 \(new)이(가) 있습니다")
      case (_, true, _):
        Sentence("\(name) lost \(old), which landed", "\(name)에서 병합한 \(old)이(가) 없어졌습니다")
      case (_, false, false):
        Sentence(
          "\(name) lost \(old), which landed, and has \(new), which no row landed",
          "\(name)에서 병합한 \(old)이(가) 없어졌고, 어느 행도 병합하지 않은 \(new)이(가) 있습니다")
      }
    let accept = "ops integrate --accept \(accepted.short)"
    let ways =
      tip == nil
      ? Sentence(
        "\(accept) begins it again at the base, \(restoration.escaped) puts it back",
        "기준 브랜치에서 다시 시작하기: \(accept), 되돌리기: \(restoration.escaped)")
      : Sentence(
        "\(accept) keeps it as it is, \(restoration.escaped) puts it back",
        "그대로 두기: \(accept), 되돌리기: \(restoration.escaped)")
    let range =
      added.isEmpty ? "\(accepted.short)..\(landed.short)" : "\(landed.short)..\(accepted.short)"
    return (
      Sentence(
        "integration_changed: \(what.english): \(ways.english)",
        "integration_changed: \(what.korean). \(ways.korean)"),
      Sentence(
        "nothing lands until a person decides; git log \(range) shows the commits",
        "사람이 정할 때까지 병합하지 않습니다. 커밋 보기: git log \(range)")
    )
  }

  /// The command that puts the branch back where orch left it.
  private var restoration: String {
    let git = folder.map { "git -C \($0)" } ?? "git"
    guard let tip else { return "\(git) branch \(branch) \(landed.short)" }
    return "\(git) update-ref \(branch.ref) \(landed.short) \(tip.short)"
  }
}

extension [ObjectID] {
  /// The ids for people, the newest first; the others of many are counted.
  var shortList: String { Verdict.Reason.list(reversed().map(\.short)) }
}
