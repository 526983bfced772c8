import Model
import Text

extension RowMerge {
  /// The effect of a merge on the row, in one line.
  func sentence(in queue: String) -> Sentence {
    let row = id.escaped
    return switch fate {
    case .addedSince:
      Sentence(
        "\(row): put back; it was added, and the saved copy of \(queue) does not "
          + "have it (\(removing.english)orch undo --merge takes the file as it was saved)",
        "\(row): 되돌려 놓았습니다. 추가된 행인데 저장된 \(queue) 사본에 없었습니다 "
          + "(\(removing.korean)orch undo --merge는 파일을 저장된 대로 받아들입니다)")
    case .deletedButChanged:
      Sentence(
        "\(row): put back; it was deleted, but it changed since the editor loaded \(queue) "
          + "(\(removing.english)orch undo --merge takes the file as it was saved)",
        "\(row): 되돌려 놓았습니다. 삭제되었지만, 편집기가 \(queue)을(를) 읽은 뒤에 바뀐 행입니다 "
          + "(\(removing.korean)orch undo --merge는 파일을 저장된 대로 받아들입니다)")
    case .removedButSaved:
      Sentence(
        "\(row): kept; it was removed since the editor loaded \(queue), "
          + "but the editor changed it",
        "\(row): 남겼습니다. 편집기가 \(queue)을(를) 읽은 뒤에 삭제되었지만, "
          + "편집기가 바꾼 행입니다")
    case .takenBack:
      Sentence(
        "\(row): gone; one save of \(queue) added the row, but the next save, perhaps another "
          + "person's, does not have it\(restoring)",
        "\(row): 없어졌습니다. \(queue)의 한 저장이 추가했는데, 다른 사람의 것일 수 있는 다음 "
          + "저장에는 없습니다\(restoring)")
    case .addedTwice:
      Sentence(
        "\(row): two rows got this id at the same time: give one of them another",
        "\(row): 동시에 두 번 주어져 같은 id의 행이 둘입니다. 하나에 다른 id를 주십시오")
    case .merged: cells(in: queue).map { "\(row): \($0)" }
    }
  }

  private func cells(in queue: String) -> Sentence {
    var parts: [Sentence] = []
    if !putBack.isEmpty {
      let kept = Self.list(putBack, \.kept)
      parts.append(
        Sentence(
          "put back \(kept); an older copy of \(queue) was saved over it",
          "되돌려 놓음: \(kept) (\(queue)의 예전 사본이 그 위에 저장됨)"))
    }
    if !lost.isEmpty {
      let (kept, dropped) = (Self.list(lost, \.kept), Self.list(lost, \.dropped))
      parts.append(Sentence("kept \(kept) over \(dropped)", "남김: \(kept), 버림: \(dropped)"))
    }
    let cells = parts.joined(separator: ", ")
    if isClaim {
      return Sentence(
        "\(cells.english) (orch release --id \(id) --force gives it back)",
        "\(cells.korean) (풀어 주기: orch release --id \(id) --force)")
    }
    return putBack.isEmpty
      ? cells
      : Sentence(
        "\(cells.english) (orch undo --merge takes the file as it was saved)",
        "\(cells.korean) (orch undo --merge는 파일을 저장된 대로 받아들입니다)")
  }

  /// Whether the merge restored a claim that a person reset by hand, because the edit looks like an
  /// old copy of the file.
  private var isClaim: Bool {
    ItemID.isWellFormed(id)
      && putBack.contains {
        $0.column == Column.status.name && $0.kept == Status.inProgress.rawValue
      }
  }

  private var removing: Sentence {
    ItemID.isWellFormed(id)
      ? Sentence("orch rm \(id) deletes it; ", "삭제하기: orch rm \(id); ") : Sentence("", "")
  }

  /// An ill-formed id can't be an argument of a command.
  private var restoring: String { ItemID.isWellFormed(id) ? " (orch restore \(id))" : "" }

  private static func list(_ cells: [CellMerge], _ text: (CellMerge) -> String?) -> String {
    cells.map { "\(TimeHeadings.zoned.heading($0.column))=\(text($0)?.escaped ?? "-")" }.joined(
      separator: ", ")
  }
}
