public import QueueDocument
public import QueueModel
public import Wording

extension Finding {
  /// What lint finds.
  public var sentence: Sentence { Sentence(message, korean) }

  private var korean: String {
    switch fact {
    case .cellCount(let expected, let found):
      "셀이 \(expected)개여야 하는데 \(found)개입니다"
        + (found > expected ? ". 셀 안의 파이프는 \\|로 씁니다" : "")
    case .unknownStatus(let text):
      "알 수 없는 상태 '\(text.escaped)': "
        + Status.allCases.map(\.rawValue).joined(separator: ", ") + " 중 하나를 쓰십시오"
        + (Finding.status(meant: text).map { ". \(Sentence.suggestion($0.rawValue).korean)" } ?? "")
    case .emptyID: "id가 비어 있습니다. orch fmt --ids가 id를 줍니다"
    case .illFormedID(let id): "id '\(id.escaped)'의 형식이 잘못되었습니다: \(ItemID.hint.korean)"
    case .repeatedID(let id, let lines):
      "같은 id '\(id.escaped)'의 행이 다른 줄에도 있습니다: \(Self.listed(lines)). 하나에 다른 id를 주십시오 "
        + "(\(renaming(id, lines)))"
    case .dependencyCycle(let ids):
      "서로를 기다리는 행들입니다: " + ids.map(\.escaped).joined(separator: " -> ")
    case .unknownDependency(let id): "기다리는 \(id.escaped) 행이 없습니다"
    case .unknownPriority(let text):
      "알 수 없는 우선순위 '\(text.escaped)': P2 다음으로 봅니다. P0, P1, P2를 쓰십시오"
    case .unreadableTime(let text):
      "읽을 수 없는 시각 '\(text.escaped)': YYYY-MM-DD HH:MM으로 쓰십시오"
    case .unreadableTimeout(let text):
      "읽을 수 없는 timeout '\(text.escaped)': 90s, 30m, 2h 같은 시간을 쓰십시오, 168h까지"
    case .unreadableLimit(let text):
      "읽을 수 없는 max_attempts '\(text.escaped)': 3 같은 정수를 쓰십시오"
    case .badBrief(let path, let problem):
      "브리프 \(path.escaped): \(problem.sentence.korean). 일반 파일로 바꾸거나 옮기십시오"
    case .longBrief(let path, let bytes, let limit):
      "브리프 \(path.escaped): \(bytes)바이트. 워커에는 처음 \(limit)바이트만 보냅니다"
    case .missingCheck(let name, let known):
      "cmd: \(name.escaped): 충족할 수 없습니다. review.checks에 있는 것: "
        + (known.isEmpty ? "없음" : known.map(\.escaped).joined(separator: ", "))
    case .malformedProof(let criterion):
      "'\(criterion.escaped)'은(는) 증거처럼 시작하지만 충족될 수 없습니다: file: PATH, grep: TEXT in FILE, json: "
        + "FILE, cmd: NAME 형식으로 쓰십시오"
    case .unknownPlaceholder(let word, let key, let known):
      "\(key): 모르는 자리표시자 \(word)은(는) 그대로 둡니다. 있는 것: "
        + known.joined(separator: ", ")
    case .unknownWorker(let unknown, let rows): Self.korean(of: unknown, for: rows)
    case .deceptiveCharacter(let character):
      "보이지 않거나 방향을 바꾸는 문자 \(character.escaped): "
        + "사람이 보는 것과 에이전트가 받는 것이 다릅니다"
    case .htmlComment: "HTML 주석: 에이전트는 읽지만 사람에게는 보이지 않습니다"
    case .rowOutsideTable: "행처럼 보이지만 표가 위에서 끝났습니다: 사이에 있는 것을 지우십시오"
    }
  }

  private static func korean(of unknown: UnknownWorker, for rows: Int) -> String {
    let name = unknown.source.name.escaped
    let known = "orch.json의 워커: \(unknown.known.joined(separator: ", "))"
    return switch unknown.source {
    case .row: "알 수 없는 워커 '\(name)'. \(known)"
    case .route(let place, _): "routes[\(place)]: \(rows)행에 알 수 없는 워커 '\(name)'. \(known)"
    case .fallback: "\(rows)행에 맞는 routes가 없고, 워커 '\(name)'도 없습니다. \(known)"
    }
  }

  /// A few numbers, and how many more there are.
  private static func listed(_ lines: [Int]) -> String {
    let shown = lines.prefix(5).map(String.init).joined(separator: ", ")
    return lines.count > 5 ? "\(shown) 외 \(lines.count - 5)곳" : shown
  }
}

extension BriefProblem {
  /// Said of the brief.
  public var sentence: Sentence { Sentence(text, korean) }

  private var korean: String {
    switch self {
    case .folder: "폴더입니다"
    case .link: "심볼릭 링크입니다"
    case .noFile: "일반 파일이 아닙니다"
    case .unreadable(let reason): "읽을 수 없습니다: \(reason)"
    case .unassigned(let other): "\(other.escaped)의 것일 수도 있습니다. 두 행의 id가 같았습니다"
    }
  }
}
