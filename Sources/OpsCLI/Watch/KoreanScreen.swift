import CommandLineKit
import Console
import Engine
import Facts
import QueueModel
import Wording

/// The words of the screen in Korean, whose letters take two columns each.
enum KoreanScreen {
  static func text(of text: WatchText) -> String {
    switch text {
    case .program: "ops watch"
    case .workers(let count, let limit): "워커 \(count)/\(limit)"
    case .costToday(let usd, let rest): "오늘 \(usd) USD\(rest > 0 ? ", \(rest)건 모름" : "")"
    case .daemonKilled: "데몬이 강제로 종료되었습니다. orch daemon으로 다시 시작합니다"
    case .conflicts(let count):
      "저장과 변경의 충돌 \(count)건 (orch history --conflicts)"
    case .paused(let pause, let now):
      "\(pause.sentence(at: now).korean) (ops resume)"
    case .pausedWorker(let worker, let now):
      "\(worker.sentence(at: now).korean) (ops worker resume \(worker.name.escaped))"
    case .filter(let filter, let rows, let all):
      "필터 \(words(of: filter)): \(all)행 중 \(rows)행 (esc로 해제)"
    case .needsRoom(let least, let size):
      "ops watch에는 \(least.columns)열 \(least.rows)행이 필요한데 "
        + "\(size.columns)열 \(size.rows)행입니다"

    case .section(let kind, let count): "\(name(of: kind)) \(count)"
    case .column(let column): name(of: column)
    case .lastChanges: "최근 변경"
    case .noRows: "행이 없습니다"
    case .noRowMatches: "맞는 행이 없습니다"
    case .leaseEnded: "끝남"
    case .leaseOver(let age): "\(age.label.korean) 지남"
    case .rowInLine(let line): "\(line)번째 줄"
    case .malformedRow: "잘못된 행"

    case .title(let kind, let id): title(kind, of: id)
    case .lines(let lines, let count, let follows):
      "\(count)줄 중 \(lines.lowerBound + 1)-\(lines.upperBound)\(follows ? ", 따라감" : "")"
    case .reading(let kind): "\(name(of: kind)) 읽는 중…"
    case .noLog: "orch가 시작한 워커가 이 행에 남긴 로그가 없습니다."
    case .noReport: "이 행의 보고서가 없습니다."
    case .reportSource(let time, let session, let place, let refusal):
      "\(time)에 \(session ?? "사람")에게서 받음: \(state(of: place, refusal))"
    case .evidence: "검사가 확인한 것:"
    case .omitted(let bytes): "[앞의 \(bytes)바이트는 생략]"

    case .shortcut(let shortcut, let facts):
      "\(keys(of: shortcut, isShort: true)) \(label(of: shortcut, facts))"
    case .keys(let shortcut): keys(of: shortcut, isShort: false)
    case .meaning(let shortcut, let isOnPage): meaning(of: shortcut, isOnPage)

    case .question(let action, let id, let facts, let age):
      question(action, id, facts, age)
    case .searching: "/"
    case .filtering: "필터: "
    case .match(let text, let number, let count): "/\(text)  \(count)개 중 \(number)번째"
    case .noMatch(let text): "/\(text)  없음"

    case .chooseRow: "먼저 화살표로 행을 고르십시오"
    case .noID: "이 행에는 명령이 쓸 id가 없습니다 (orch lint)"
    case .nothingChanged: "아무것도 바꾸지 않았습니다"
    case .busy: "아직 다른 작업을 하는 중입니다. 다시 시도하십시오"
    case .movedOn(let id, let row): "\(id): \(state(of: row)). 아무것도 바꾸지 않았습니다"
    case .awaitsNothing(.reject, let id): "\(id): 승인을 기다리지 않습니다"
    case .awaitsNothing(_, let id): "\(id): 답도 승인도 기다리지 않습니다"
    case .textNeeded(let action):
      action == .answer ? "먼저 답을 입력하십시오" : "먼저 이유를 입력하십시오"
    case .progress(let action, let id): progress(action, id)
    case .output(let text), .error(let text): text
    }
  }

  private static func words(of filter: RowFilter) -> String {
    let words = filter.words.split(separator: " ").joined(separator: " ")
    let labels = filter.labels.sorted().joined(separator: ",").escaped
    return [
      filter.status?.rawValue, labels.isEmpty ? nil : labels,
      words.isEmpty ? nil : "\"\(words)\"",
    ].compactMap(\.self)
      .joined(separator: " ")
  }

  // MARK: Tables

  private static func name(of kind: RowSection.Kind) -> String {
    switch kind {
    case .running: "진행 중"
    case .waiting: "대기"
    case .stopped: "중단"
    case .done: "완료"
    }
  }

  private static func name(of column: WatchText.Column) -> String {
    switch column {
    case .priority: "순위"
    case .task: "작업"
    case .criteria: "완료 기준"
    case .owner: "소유자"
    case .age: "경과"
    case .lease: "리스"
    case .due: "마감"
    case .started: "시작"
    case .why: "이유"
    case .status: "상태"
    case .command: "명령"
    case .who: "누가"
    case .when: "시각"
    case .change: "변경"
    }
  }

  // MARK: Pages

  private static func title(_ kind: Page.Kind, of id: String?) -> String {
    switch kind {
    case .details: id ?? ""
    case .report, .log: "\(id ?? ""): \(name(of: kind))"
    case .keys: "ops watch: 키"
    }
  }

  private static func name(of kind: Page.Kind) -> String {
    switch kind {
    case .details: "행"
    case .report: "보고서"
    case .log: "로그"
    case .keys: "키"
    }
  }

  private static func state(of place: KeptReport.Place, _ refusal: String?) -> String {
    switch place {
    case .waiting: "다음 틱을 기다림"
    case .accepted: "받아들임"
    case .refused: "거절\(refusal.map { ": \($0)" } ?? "")"
    }
  }

  private static func state(of row: WatchText.Row?) -> String {
    switch row {
    case nil: "없어졌습니다"
    case .malformed: "이제 잘못된 행입니다"
    case .status(let status): "이제 \(status.rawValue)입니다"
    case .other: "이제 다른 것을 기다립니다"
    }
  }
}

// MARK: - Questions

extension KoreanScreen {
  /// The keys come first, so that they fit on any screen.
  private static func question(
    _ action: RowAction, _ id: String, _ facts: RowFacts, _ age: Age?
  ) -> String {
    let effect = effect(of: action, facts, age).map { " \($0)." } ?? ""
    let keys = action.takesText ? "enter/esc" : "y/n"
    return switch action {
    case .answer: "\(keys): \(id)에 답합니까? \(facts.question ?? "")\(effect)"
    case .reject: "\(keys): \(id) 반려?\(effect) 이유:"
    case .replan: "\(keys): \(id) 재계획?\(effect) 이유(없어도 됨):"
    case .retry: "\(keys): \(id) 다시 시도?\(effect)"
    case .cancel: "\(keys): \(id) 취소?\(effect)"
    case .approve: "\(keys): \(id) 승인?\(effect)"
    }
  }

  private static func effect(
    of action: RowAction, _ facts: RowFacts, _ age: Age?
  ) -> String? {
    switch (action, facts.status) {
    case (.retry, .failed): "PENDING이 됩니다"
    case (.retry, .blocked): "\(awaited(facts))PENDING이 됩니다"
    case (.cancel, .inProgress), (.replan, .inProgress):
      "\(worker(facts, age)), BLOCKED가 됩니다"
    case (.cancel, .pending): "BLOCKED가 됩니다"
    case (.replan, .pending): "PENDING으로 남습니다"
    case (.replan, .failed), (.replan, .blocked): "PENDING이 됩니다"
    case (.answer, _): "PENDING이 되고, 다음 워커가 답을 읽습니다"
    case (.reject, _): "PENDING이 되고, 다음 워커가 이유를 읽습니다"
    case (.approve, _): "보고서를 받아들이고, DONE이 됩니다"
    case (.retry, _), (.cancel, _), (.replan, _): nil
    }
  }

  private static func awaited(_ facts: RowFacts) -> String {
    switch facts.awaited {
    case .answer: "질문은 답 없이 남고, "
    case .approval: "보고서는 승인되지 않고, "
    case nil: ""
    }
  }

  private static func worker(_ facts: RowFacts, _ age: Age?) -> String {
    let time = age.map { ", \($0.label.korean)" } ?? ""
    return switch facts.worker {
    case .running(let process): "워커(pid \(process)\(time))를 끝내고"
    case .starting: "워커를 끝내고"
    case .none: "orch가 시작하지 않은 작업이므로\(facts.owner.map { " (소유자 \($0))" } ?? "") 끝내지 않고"
    }
  }

  private static func progress(_ action: RowAction, _ id: String) -> String {
    switch action {
    case .retry: "\(id) 다시 시도하는 중 …"
    case .cancel: "\(id) 취소하고 워커가 끝나기를 기다리는 중 …"
    case .replan: "\(id) 재계획하는 중 …"
    case .answer: "\(id)에 답하는 중 …"
    case .approve: "\(id) 승인하는 중 …"
    case .reject: "\(id) 반려하는 중 …"
    }
  }
}

// MARK: - Keys

extension KoreanScreen {
  private static func keys(of shortcut: Shortcut, isShort: Bool) -> String {
    switch shortcut {
    case .quit: "q"
    case .choose, .scroll: isShort ? "화살표" : "위, 아래, k, j"
    case .page: "page up, page down, space"
    case .ends: "home, end"
    case .details: "enter"
    case .report: "e"
    case .log: "l"
    case .search: "/"
    case .matches: "n, N"
    case .filter: "f"
    case .status: "s"
    case .reply: "a"
    case .reject: "d"
    case .retry: "r"
    case .cancel: "c"
    case .replan: "p"
    case .yes: "y, n"
    case .send: isShort ? "enter" : "enter, esc"
    case .empty: "control-U"
    case .back: "esc"
    case .help: "?"
    case .redraw: "control-L"
    }
  }

  /// Its name in the last line of the screen.
  private static func label(of shortcut: Shortcut, _ facts: RowFacts?) -> String {
    switch shortcut {
    case .quit: "종료"
    case .choose: "선택"
    case .scroll: "이동"
    case .page: "쪽"
    case .ends: "끝"
    case .details: "상세"
    case .report: "보고서"
    case .log: "로그"
    case .search: "찾기"
    case .matches: "다음"
    case .filter: "필터"
    case .status: "상태"
    case .reply: facts?.awaited == .approval ? "승인" : "답"
    case .reject: "반려"
    case .retry: "다시"
    case .cancel: "취소"
    case .replan: "재계획"
    case .yes: "예, 아니요"
    case .send: "보내기"
    case .empty: "비우기"
    case .back: "뒤로"
    case .help: "키"
    case .redraw: "다시 그리기"
    }
  }

  private static func meaning(of shortcut: Shortcut, _ isOnPage: Bool) -> String {
    switch shortcut {
    case .quit: isOnPage ? "뒤로" : "종료"
    case .choose: "행 선택"
    case .scroll: "이동"
    case .page: "한 쪽씩"
    case .ends: isOnPage ? "처음, 끝" : "첫 행, 마지막 행"
    case .details: isOnPage ? "뒤로" : "고른 행의 모든 것"
    case .report: "마지막 보고서"
    case .log: "마지막 워커의 로그"
    case .search: "글자 찾기"
    case .matches: "다음 것, 앞의 것"
    case .filter: "이 낱말들이 있는 행만"
    case .status: "한 상태의 행만: 다음 상태"
    case .reply: "질문에 답하거나 보고서를 승인 (먼저 묻습니다)"
    case .reject: "이유를 적어 보고서를 반려"
    case .retry: "ops retry와 같음 (먼저 묻습니다)"
    case .cancel: "ops cancel과 같음 (먼저 묻습니다)"
    case .replan: "ops replan과 같음 (먼저 묻습니다)"
    case .yes: "물음에 대한 답"
    case .send: "입력한 것을 보내거나 그만둠"
    case .empty: "입력한 줄을 비움"
    case .back: isOnPage ? "뒤로" : "필터를, 다음에 선택을 해제"
    case .help: "키"
    case .redraw: "화면을 다시 그림"
    }
  }
}
