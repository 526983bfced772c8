public import Model
public import Text

extension Finding {
  /// The sentence that lint prints.
  public var sentence: Sentence { fact.sentence(inLine: line) }
}

extension Finding.Fact {
  /// - Parameter line: the line of the row; `nil` in stores other than the file.
  package func sentence(inLine line: Int?) -> Sentence {
    switch self {
    case .cellCount(let expected, let found):
      Sentence(
        "expected \(expected) cells, found \(found)"
          + (found > expected ? ": a pipe inside a cell is written \\|" : ""),
        "셀이 \(expected)개여야 하는데 \(found)개입니다"
          + (found > expected ? ". 셀 안의 파이프는 \\|로 씁니다" : ""))
    case .unknownStatus(let text): Self.unknownStatus(text)
    case .emptyID:
      Sentence(
        "the id is empty; orch fmt --ids gives the row one", "id가 비어 있습니다. orch fmt --ids가 id를 줍니다")
    case .illFormedID(let id):
      Sentence(
        "the id '\(id.escaped)' is ill-formed: \(ItemID.rule)",
        "id '\(id.escaped)'의 형식이 잘못되었습니다: \(ItemID.hint.korean)")
    case .repeatedID(let id, let lines):
      Self.repeatedID(
        id, lines, "orch edit \(id.escaped) --line \(max(line ?? 0, lines.max() ?? 0)) --id NEW")
    case .dependencyCycle(let ids):
      Sentence(
        "rows wait for each other: \(ids.map(\.escaped).joined(separator: " -> "))",
        "서로를 기다리는 행들입니다: \(ids.map(\.escaped).joined(separator: " -> "))")
    case .unknownDependency(let id, nil):
      Sentence("waits for \(id.escaped), which does not exist", "기다리는 \(id.escaped) 행이 없습니다")
    case .unknownDependency(let id, .removed?):
      Sentence("waits for \(id.escaped), which was removed", "기다리는 \(id.escaped) 행이 삭제되었습니다")
    case .unknownDependency(let id, .archived(let status)?):
      Sentence(
        "waits for \(id.escaped), which is archived as \(status.rawValue)",
        "기다리는 \(id.escaped) 행이 \(status.rawValue) 상태로 보관되었습니다")
    case .unknownPriority(let text):
      Sentence(
        "unknown priority '\(text.escaped)' sorts after P2: use P0, P1, P2",
        "알 수 없는 우선순위 '\(text.escaped)': P2 다음으로 봅니다. P0, P1, P2를 쓰십시오")
    case .unreadableTime(let text):
      Sentence(
        "unreadable time '\(text.escaped)': use YYYY-MM-DD HH:MM",
        "읽을 수 없는 시각 '\(text.escaped)': YYYY-MM-DD HH:MM으로 쓰십시오")
    case .unreadableTimeout(let text):
      Sentence(
        "unreadable timeout '\(text.escaped)': use a time such as 90s, 30m or 2h, up to 168h",
        "읽을 수 없는 timeout '\(text.escaped)': 90s, 30m, 2h 같은 시간을 쓰십시오, 168h까지")
    case .unreadableLimit(let text):
      Sentence(
        "unreadable max_attempts '\(text.escaped)': use a whole number such as 3",
        "읽을 수 없는 max_attempts '\(text.escaped)': 3 같은 정수를 쓰십시오")
    case .absolutePath(let path):
      Self.absolutePath(path.escaped, String(path.drop { $0 == "/" }).escaped)
    case .nearMissNote(let note): note.sentence
    case .badBrief(let path, let problem):
      Sentence(
        "the brief \(path.escaped) \(problem.sentence.english): make it a plain file, or move it away",
        "브리프 \(path.escaped): \(problem.sentence.korean). 일반 파일로 바꾸거나 옮기십시오")
    case .longBrief(let path, let bytes, let limit):
      Sentence(
        "the brief \(path.escaped) has \(bytes) bytes: a worker is sent the first \(limit)",
        "브리프 \(path.escaped): \(bytes)바이트. 워커에는 처음 \(limit)바이트만 보냅니다")
    case .missingCheck(let name, let known): Self.missingCheck(name.escaped, known.map(\.escaped))
    case .malformedProof(let criterion):
      Sentence(
        "'\(criterion.escaped)' looks like a proof, but can never be met: write "
          + "\(ProofKind.forms.english), with paths in the project",
        "'\(criterion.escaped)'은(는) 증거처럼 보이지만, 이대로는 결코 충족되지 않습니다: "
          + "\(ProofKind.forms.korean) 형식과 프로젝트 안의 경로로 쓰십시오")
    case .unreadableSchema(let path, let reason):
      Sentence(
        "the JSON Schema \(path.escaped) can't be used, so the row will wait for approval: "
          + "\(reason.escaped)",
        "JSON 스키마 \(path.escaped)을(를) 쓸 수 없어 행이 승인을 기다리게 됩니다: \(reason.escaped)")
    case .unknownPlaceholder(let word, let key, let known):
      Sentence(
        "\(key): \(word) is not a placeholder and is left as is; the placeholders are "
          + known.joined(separator: ", "),
        "\(key): 모르는 자리표시자 \(word)은(는) 그대로 둡니다. 있는 것: " + known.joined(separator: ", "))
    case .unknownRepository(let name, let known):
      Self.unknownRepository(name, known.joined(separator: ", "))
    case .unknownWorker(let unknown, let rows): Self.unknownWorker(unknown, rows)
    case .deceptiveCharacter(let character):
      Sentence(
        "invisible or bidirectional character \(character.escaped): "
          + "what people see is not what agents get",
        "보이지 않거나 방향을 바꾸는 문자 \(character.escaped): 사람이 보는 것과 에이전트가 받는 것이 다릅니다")
    case .htmlComment:
      Sentence(
        "an HTML comment: agents read it, people do not see it",
        "HTML 주석: 에이전트는 읽지만 사람에게는 보이지 않습니다")
    case .unseenText(let text, let path):
      Sentence(
        (path.map { "the brief \($0.escaped) says" } ?? "the title of a link says")
          + " '\(text.escaped)': agents read it, people do not see it",
        (path.map { "브리프 \($0.escaped)" } ?? "링크의 제목")
          + "의 '\(text.escaped)': 에이전트는 읽지만 사람에게는 보이지 않습니다")
    case .rowOutsideTable:
      Sentence(
        "looks like a row, but the table ended above it: remove what is between them",
        "행처럼 보이지만 표가 위에서 끝났습니다: 사이에 있는 것을 지우십시오")
    case .secondTable(let rows):
      Sentence(
        "a second table with the columns of a queue: no command sees its \(rows.counted("row")); move them "
          + "into the first",
        "큐의 열을 가진 두 번째 표: 그 \(rows)행은 어떤 명령에도 보이지 않습니다. 첫 번째 표로 옮기십시오")
    case .blankAround(let scalar, let text):
      Sentence(
        "\(scalar.codePoint) around '\(text.escaped)' is not a plain space and is ignored: orch "
          + "fmt removes it",
        "'\(text.escaped)' 주위의 일반 공백이 아닌 \(scalar.codePoint): 없는 것으로 읽습니다. orch fmt로 지울 수 있습니다")
    case .blankWithin(let scalar, let text):
      Sentence(
        "\(scalar.codePoint) within '\(text.escaped)' is not a plain space and counts as part of "
          + "the word: type a plain one",
        "'\(text.escaped)' 안에 있는 일반 공백이 아닌 \(scalar.codePoint): 단어의 일부로 읽습니다. 일반 공백을 쓰십시오")
    }
  }

  /// - Parameter meaning: the path of the project for which the path counts.
  private static func absolutePath(_ path: String, _ meaning: String) -> Sentence {
    Sentence(
      "'\(path)' in touches counts as '\(meaning)': write paths from the project's folder",
      "touches의 '\(path)': '\(meaning)'(으)로 봅니다. 프로젝트 폴더에서 시작하는 경로를 쓰십시오")
  }

  private static func unknownStatus(_ text: String) -> Sentence {
    let known = Status.allCases.map(\.rawValue).joined(separator: ", ")
    return Sentence(
      "unknown status '\(text.escaped)': use \(known)",
      "알 수 없는 상태 '\(text.escaped)': \(known) 중 하나를 쓰십시오")
  }

  /// - Parameter renaming: the command that gives another id to the last of the rows with the id.
  private static func repeatedID(_ id: String, _ lines: [Int], _ renaming: String) -> Sentence {
    let shown = lines.prefix(5).map(String.init).joined(separator: ", ")
    let more = lines.count - 5
    return Sentence(
      "the id '\(id.escaped)' is also in line \(shown)\(more > 0 ? " and \(more) more" : ""): "
        + "give one of the rows another id (\(renaming))",
      "같은 id '\(id.escaped)'의 행이 다른 줄에도 있습니다: \(shown)\(more > 0 ? " 외 \(more)곳" : ""). "
        + "하나에 다른 id를 주십시오 (\(renaming))")
  }

  private static func missingCheck(_ name: String, _ known: [String]) -> Sentence {
    let list = known.joined(separator: ", ")
    return Sentence(
      "cmd: \(name) is not in review.checks, so the row will wait for approval; review.checks has "
        + (known.isEmpty ? "no entries" : list),
      "cmd: \(name): 충족할 수 없습니다. review.checks에 있는 것: " + (known.isEmpty ? "없음" : list))
  }

  private static func unknownRepository(_ name: String, _ known: String) -> Sentence {
    Sentence(
      "unknown repository '\(name.escaped)': orch.json has \(known.isEmpty ? "none" : known)",
      "알 수 없는 저장소 '\(name.escaped)'. orch.json의 저장소: \(known.isEmpty ? "없음" : known)")
  }

  private static func unknownWorker(_ unknown: UnknownWorker, _ rows: Int) -> Sentence {
    let name = unknown.source.name.escaped
    let known = unknown.known.joined(separator: ", ")
    let count = rows.counted("row")
    let (english, korean) =
      switch unknown.source {
      case .row: ("unknown worker '\(name)'", "알 수 없는 워커 '\(name)'")
      case .route(let place, _):
        (
          "routes[\(place)] sends \(count) to the unknown worker '\(name)'",
          "routes[\(place)]: \(rows)행에 알 수 없는 워커 '\(name)'"
        )
      case .fallback:
        (
          "no route matches \(count), and there is no worker '\(name)'",
          "\(rows)행에 맞는 routes가 없고, 워커 '\(name)'도 없습니다"
        )
      }
    return Sentence(
      "\(english): orch.json has \(known)", "\(korean). orch.json의 워커: \(known)")
  }
}

extension NearMissNote {
  /// The sentence that lint prints about the note.
  fileprivate var sentence: Sentence {
    let wait =
      holds ? Sentence("; the row waits until then", ". 그때까지 행은 기다립니다") : Sentence(same: "")
    return Sentence(
      "no rule reads the note '\(segment.escaped)': \(advice.english)\(wait.english)",
      "메모 '\(segment.escaped)'은(는) 어떤 규칙도 읽지 않습니다. \(advice.korean)\(wait.korean)")
  }

  /// Why a row waits, as a predicate of the row.
  var predicate: Sentence {
    Sentence(
      "has the note '\(segment.escaped)', which no rule reads: \(advice.english)",
      "메모 '\(segment.escaped)'을(를) 어떤 규칙도 읽지 않습니다. \(advice.korean)")
  }

  private var advice: Sentence {
    Sentence(
      "write \(form.escaped), or put it in backticks", "\(form.escaped)(으)로 쓰거나 백틱으로 감싸십시오")
  }
}

extension BriefProblem {
  /// A sentence about the brief.
  public var sentence: Sentence {
    switch self {
    case .folder: Sentence("is a folder", "폴더입니다")
    case .link: Sentence("is a symbolic link", "심볼릭 링크입니다")
    case .noFile: Sentence("is not a plain file", "일반 파일이 아닙니다")
    case .unreadable(let reason): Sentence("can't be read: \(reason)", "읽을 수 없습니다: \(reason)")
    case .unassigned(let other):
      Sentence(
        "may belong to \(other.escaped): one of the two rows had the other's id",
        "\(other.escaped)의 것일 수도 있습니다. 두 행의 id가 같았습니다")
    }
  }
}

extension Unicode.Scalar {
  /// `U+00A0`.
  fileprivate var codePoint: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

extension Finding {
  /// `QUEUE.md:17:42: message [rule]`, as compilers write it.
  package func place(in file: String, _ language: Language = .english) -> String {
    let prefix =
      switch severity {
      case .problem: ""
      case .warning: "warning: "
      }
    return "\(file):\(line):\(column): \(prefix)\(sentence(language)) [\(rule.rawValue)]"
  }
}
