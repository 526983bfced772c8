public import Table
public import Text

extension DocumentError {
  /// Why the file is not a queue.
  public var sentence: Sentence {
    switch reason {
    case .empty: Sentence("the file is empty", "파일이 비어 있습니다")
    case .noTable: Sentence("there is no queue table", "큐 표가 없습니다")
    case .missingColumns(let names):
      Sentence(
        "the table lacks the \(names.count == 1 ? "column" : "columns") \(names.joined(separator: ", "))",
        "표에 열이 없습니다: \(names.joined(separator: ", "))")
    case .repeatedColumn(let name):
      Sentence("the table has the column \(name) twice", "\(name) 열이 표에 두 번 있습니다")
    case .notUTF8: Sentence("not UTF-8", "UTF-8이 아닙니다")
    case .nulByte: Sentence("a NUL byte", "NUL 바이트가 있습니다")
    case .conflictMarker(let marker):
      Sentence("a merge conflict marker '\(marker)' in the table", "표에 병합 충돌 표시 '\(marker)'가 있습니다")
    case .endsInsideRow: Sentence("the file ends inside a row", "파일이 행 중간에서 끝납니다")
    }
  }

  /// What to do.
  public var hint: Sentence {
    switch reason {
    case .empty, .noTable, .missingColumns:
      Sentence(
        "a queue is a table with a header row and the columns "
          + "id, status, priority, task, success_criteria, owner_session, started_at_kst, "
          + "due_at_kst, notes; orch init --path DIR writes an example",
        "큐는 머리글 행과 다음 열이 있는 표입니다: id, status, priority, task, success_criteria, "
          + "owner_session, started_at_kst, due_at_kst, notes. orch init --path DIR이 예를 만듭니다")
    case .repeatedColumn: Sentence("rename one of the two", "둘 중 하나의 이름을 바꾸십시오")
    case .notUTF8: Sentence("save the file as UTF-8", "파일을 UTF-8로 저장하십시오")
    case .nulByte:
      Sentence(
        "the file is damaged: take it from a backup or from git",
        "파일이 손상되었습니다. 백업이나 git에서 가져오십시오")
    case .conflictMarker:
      Sentence(
        "finish the merge first: keep the rows you want, remove the markers; or move the file away, "
          + "and orch restore --file brings back the table before the merge",
        "먼저 병합을 마치십시오. 필요한 행을 남기고 표시를 지우십시오. 또는 파일을 다른 곳으로 옮기면 orch restore "
          + "--file이 병합 전의 표를 되돌립니다")
    case .endsInsideRow:
      Sentence(
        "complete the row (the save may have been cut short), and end it with a line break",
        "행이나 중단된 저장을 마치고 줄 바꿈으로 끝내십시오")
    }
  }
}
