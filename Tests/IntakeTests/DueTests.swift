import Intake
import Testing

/// When an item is due, by what it says. It is Saturday, 2026-01-31, 17:30.
@Suite struct DueTests {
  private let now = Moment(year: 2026, month: 1, day: 31, hour: 17, minute: 30)

  private func due(_ request: String) -> String {
    Proposal.propose(request, now: now).items.first?.due?.text ?? "-"
  }

  @Test(arguments: [
    ("로그인 버그 수정 내일 18:00까지", "2026-02-01 18:00"),
    ("오늘까지 배너 교체", "2026-01-31 23:59"),
    ("오늘 중으로 배너 교체", "2026-01-31 23:59"),
    ("모레까지 문서 갱신해줘", "2026-02-02 23:59"),
    ("내일 오후 6시 30분까지 배포", "2026-02-01 18:30"),
    ("2월 8일까지 보고서 작성", "2026-02-08 23:59"),
    ("2월 8일 18시까지 보고서 작성", "2026-02-08 18:00"),
    ("2/8까지 보고서 작성", "2026-02-08 23:59"),
    ("1월 3일까지 결산 준비", "2027-01-03 23:59"),
    ("18:00까지 배포", "2026-01-31 18:00"),
    ("마감: 2026-02-08, 보고서 작성", "2026-02-08 23:59"),
    ("Fix the login by tomorrow 18:00", "2026-02-01 18:00"),
    ("Fix the login by 6pm tomorrow", "2026-02-01 18:00"),
    ("Fix the login by 2026-02-08 18:00", "2026-02-08 18:00"),
    ("Fix the login by 2026-02-08T18:00", "2026-02-08 18:00"),
    ("Fix the login (due 2026-02-08)", "2026-02-08 23:59"),
    ("Fix the login by Feb 8, 2027 at 9:30", "2027-02-08 09:30"),
    ("Fix the login by 8 February", "2026-02-08 23:59"),
    ("Fix the login, deadline: 2026-02-08 18:00", "2026-02-08 18:00"),
    ("明日18:00までにログを圧縮", "2026-02-01 18:00"),
    ("2月8日18時までにログを圧縮", "2026-02-08 18:00"),
    ("明天18:00前修复登录错误", "2026-02-01 18:00"),
    ("2月8日之前更新文档", "2026-02-08 23:59"),
    ("Исправить вход до 2026-02-08 18:00", "2026-02-08 18:00"),
    ("Исправить вход до завтра", "2026-02-01 23:59"),
    ("Исправить вход завтра до 18:00", "2026-02-01 18:00"),
    ("Исправить вход до 8 февраля", "2026-02-08 23:59"),
  ])
  func `a deadline is read`(_ request: String, _ expected: String) {
    #expect(due(request) == expected)
  }

  @Test(arguments: [
    "Move the deadline to 2026-02-08", "오늘 날짜를 화면에 표시", "점검 시각을 18:00에서 22:30으로 변경",
    "2월 8일까지의 로그 삭제", "Sort the rows by 2026-02-08", "Keep the banner until 2026-02-08",
    "문구를 '내일 18:00까지'로 변경", "2026-02-30까지 작성", "17:00까지 작성", "删除2026年2月8日前的日志",
    "Fix the login by 2/8", "Set the timer to 25:00",
  ])
  func `what may mean something else is none`(_ request: String) {
    #expect(due(request) == "-")
  }

  @Test func `what introduces a list holds for all that do not say otherwise`() {
    let request = "내일 18:00까지 할 일:\n- 로그인 수정\n- 배포 2026-02-08까지\n"
    let items = Proposal.propose(request, now: now).items
    #expect(items.map { $0.due?.text } == ["2026-02-01 18:00", "2026-02-08 23:59"])
    #expect(items.map(\.text) == ["로그인 수정", "배포 2026-02-08까지"])
  }

  @Test func `a day that introduces a list is when it is due`() {
    #expect(due("오늘 할 일:\n- 로그인 수정") == "2026-01-31 23:59")
    #expect(due("오늘 할 일을 정리하는 화면 추가") == "-")
  }

  @Test func `each item has its own`() {
    let items = Proposal.propose("로그인 버그 수정 내일까지; 문서 갱신", now: now).items
    #expect(items.map { $0.due?.text } == ["2026-02-01 23:59", nil])
  }

  @Test func `without a clock only whole dates are read`() {
    #expect(Proposal.propose("내일까지 배포").items.first?.due == nil)
    #expect(Proposal.propose("2026-02-08까지 배포").items.first?.due?.text == "2026-02-08 23:59")
  }

  @Test func `a year has an end, and February has its days`() {
    let last = Moment(year: 2027, month: 12, day: 31)
    #expect(
      Proposal.propose("내일까지 배포", now: last).items.first?.due?.text == "2028-01-01 23:59")
    #expect(Moment(year: 2028, month: 2, day: 29) != nil)
    #expect(Moment(year: 2027, month: 2, day: 29) == nil)
  }
}
