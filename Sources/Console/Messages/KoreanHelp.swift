/// The Korean of what the help says, by the English text, as gettext has it.
///
/// A text without a twin stays English. A test names those, and twins whose English is gone.
package enum KoreanHelp {
  /// The tables, each of one part of the programs. They are read only for a help in Korean.
  package static var tables: [KeyValuePairs<String, String>] {
    [frame, rows, work, attempts, files, ops]
  }

  package static func text(_ english: String) -> String? {
    tables.lazy.compactMap { table in table.first { $0.key == english }?.value }.first
  }

  /// The headings, and the options of every command.
  private static let frame: KeyValuePairs<String, String> = [
    "Usage": "사용법",
    "Commands": "명령",
    "Options": "옵션",
    "Options of every command": "모든 명령의 옵션",
    "Examples": "예",
    "shows the options of a command.": "(그 명령의 옵션을 보여 줍니다)",
    "the queue file": "큐 파일",
    "searched for upwards": "위쪽 폴더로 올라가며 찾음",
    "work on this SQLite database instead of the queue file": "큐 파일 대신 이 SQLite 데이터베이스에서 작업",
    "the session that you act as": "실행하는 세션",
    "a person": "사람",
    "the claim that you work on, from orch pick --json": "작업 중인 배정의 토큰. orch pick --json이 줍니다",
    "how long to wait for the queue's lock": "큐의 잠금을 기다리는 시간",
    "the run log": "실행 로그",
    "logs/orch_runs.jsonl beside the queue": "큐 옆의 logs/orch_runs.jsonl",
    "write no run log": "실행 로그를 쓰지 않음",
    "names the run in log and journal": "로그와 저널에서 이 실행의 이름",
    "trace- and hex digits": "trace-와 16진수",
    "one JSON document instead of text": "텍스트 대신 JSON 문서 하나",
    "colour; auto is: on a terminal": "색. auto는 터미널에서만",
    "no warnings and notices on standard error": "표준 오류에 경고와 알림을 쓰지 않음",
    "show this help": "이 도움말을 보여 줍니다",
    "print the version": "버전을 출력합니다",
  ]
}
