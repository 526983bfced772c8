public import Door
import Gate
public import Model
import Text

extension CommandContext {
  public func show(_ notice: RowNotice) { warn(notice.sentence(languageForErrors)) }

  /// Warns if a row that was just given a due time is overdue.
  public func noticePassedDue(of item: QueueItem) {
    guard let due = item.dueAt, let now = try? taskQueue.now(), item.isOverdue(at: now) else {
      return
    }
    show(.duePassed(id: item.id, due: due))
  }

  /// Names on a terminal the new rows that have criteria, but no criterion that orch can check.
  public func noticeMissingProofs(_ items: [QueueItem]) {
    guard console.errors.isTerminal, !shared.isQuiet else { return }
    let unproved = items.filter { item in
      item.successCriteria.map { criteria in
        !Checklist(criteria).items.contains { Proof.parse($0) != nil }
      } ?? false
    }
    guard !unproved.isEmpty else { return }
    let named = unproved.prefix(5).map(\.id).joined(separator: ", ")
    let more = unproved.count - min(unproved.count, 5)
    printNotice(
      named + (more > 0 ? " and \(more) more" : "")
        + ": nothing checks the result, so the report is taken at its word. orch checks criteria such as 'file: PATH', "
        + "'grep: TEXT in FILE', 'json: FILE' or 'cmd: NAME'",
      named + (more > 0 ? " 외 \(more)개" : "") + ": 결과를 확인할 방법이 없어 보고서의 말을 그대로 믿습니다. "
        + "기준을 'file: 경로', 'grep: 글 in 파일', 'json: 파일', 'cmd: 이름' 형식으로 쓰면 orch가 직접 확인합니다")
  }
}
