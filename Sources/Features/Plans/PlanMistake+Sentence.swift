import Door
import Model
public import Text

extension PlanMistake {
  /// The mistake and its place: `.tasks[2].after[0]: there is no task 'schma'; did you mean
  /// schema?`.
  public var sentence: Sentence {
    let place = path == "." ? "" : "\(path.escaped): "
    return fact.sentence.map { place + $0 }
  }
}

extension PlanMistakes {
  /// The number of mistakes that were not kept, as a sentence; `nil` if all were kept.
  public var sentenceOnOthers: Sentence? {
    others == 0
      ? nil : Sentence("and \(others.counted("more mistake"))", "그 밖에 잘못된 곳이 \(others)곳 더 있습니다")
  }
}

extension PlanMistake.Fact {
  /// The mistake, without its place.
  public var sentence: Sentence {
    switch self {
    case .tooLarge(let limit):
      Sentence(
        "a plan may have up to \(limit >> 20) MB: split it",
        "계획은 \(limit >> 20) MB까지 쓸 수 있습니다. 나누십시오")
    case .notJSON(let error): Sentence("not JSON: \(error)", "JSON이 아닙니다: \(error)")
    case .wrongType(let found, let wanted):
      Sentence(
        "it must be \(wanted.name.english), not \(found.name.english)",
        "\(Korean.with(wanted.name.korean, .object)) 써야 하는데 \(found.name.korean)입니다")
    case .missingKey(let key): Sentence("'\(key)' is missing", "'\(key)'이(가) 없습니다")
    case .unknownKey(let key, let known):
      Sentence("unknown key", "알 수 없는 키입니다").suggesting(key, of: known)
    case .empty(.list): Sentence("the plan has no task", "할 일이 하나도 없습니다")
    case .empty: Sentence("it must not be empty", "비워 둘 수 없습니다")
    case .tooLong(let count, let limit):
      Sentence(
        "\(count) characters, and the limit is \(limit): shorten it",
        "\(count)자입니다. \(limit)자까지 쓸 수 있습니다. 줄이십시오")
    case .tooManyTasks(let count, let limit):
      Sentence(
        "\(count) tasks, and the limit is \(limit): split the plan",
        "할 일이 \(count)개입니다. \(limit)개까지 쓸 수 있습니다. 계획을 나누십시오")
    case .repeated(let text):
      Sentence(
        "'\(text.shown)' is in the list twice: remove one",
        "'\(text.shown)'이(가) 목록에 두 번 있습니다. 하나를 지우십시오")
    case .badName(let name, let named): Self.badName(name.shown, named)
    case .notOneOf(let text, let words):
      Sentence(
        "'\(text.shown)' is not one of \(words.joined(separator: ", "))",
        "'\(text.shown)': \(words.joined(separator: ", ")) 중 하나여야 합니다")
    case .badNumber: Sentence("use a whole number from 0 on", "0 이상의 정수를 쓰십시오")
    case .badTimeout(let text):
      Sentence(
        "'\(text.shown)' is not a duration: use 90s, 30m or 2h, up to 168h",
        "'\(text.shown)': 시간의 길이가 아닙니다. 90s, 30m, 2h처럼 168h까지 쓰십시오")
    case .badSeconds:
      Sentence("use whole seconds from 1 to 604800, a week", "1부터 일주일인 604800까지 정수로 된 초를 쓰십시오")
    case .badTime(let text):
      Sentence(
        "'\(text.shown)' is not a time: use YYYY-MM-DD HH:MM",
        "'\(text.shown)': YYYY-MM-DD HH:MM 형식의 시각을 쓰십시오")
    case .character(let character): Self.character(character)
    case .hiddenCharacter(let character):
      Sentence(
        "\(character.codePoint) is invisible or changes the direction of the text, so that people do "
          + "not see what agents read: remove it",
        "\(character.codePoint)은(는) 보이지 않거나 글의 방향을 바꾸는 문자라서, 사람이 보는 것과 에이전트가 읽는 것이 "
          + "다릅니다. 지우십시오")
    case .severalLines:
      Sentence(
        "a title is one line; goal can have more", "title은 한 줄로 쓰십시오. goal에는 여러 줄을 쓸 수 있습니다")
    case .badPath(let path, let fault): fault.sentence(path.shown)
    case .badTag(let tag):
      Sentence(
        "'\(tag.shown)' is not a label: use a word without blanks and commas",
        "'\(tag.shown)': 공백과 쉼표가 없는 낱말을 쓰십시오")
    case .notOneCriterion(let criteria): Self.notOneCriterion(criteria.map(\.shown))
    case .unclosedCriterion:
      Sentence(
        "a quotation mark, bracket or backtick in it is closed only after its end, so the gate does not "
          + "see where it ends: close it",
        "따옴표, 괄호, 백틱이 뒤에 오는 텍스트에서야 닫혀 기준의 끝을 알 수 없습니다. 이 안에서 닫으십시오")
    case .malformedProof(let criterion):
      Finding.Fact.malformedProof(criterion.cut).sentence(inLine: nil)
    case .repeatedID(let id, let place):
      Sentence("\(place) has the id \(id) too", "id \(id)은(는) \(place)에도 있습니다")
    case .unknownTask(let id, let known):
      // A list of all tasks would help less.
      Sentence("there is no task '\(id)'", "할 일 '\(id)'이(가) 없습니다").suggesting(
        id, of: known, atMost: 5)
    case .waitsForItself: Sentence("it waits for itself", "자기 자신을 기다립니다")
    case .cycle(let ids): Self.cycle(ids)
    case .unknownWorker(let name, let known):
      Sentence("there is no worker '\(name)'", "워커 '\(name)'이(가) 없습니다").suggesting(name, of: known)
    case .unknownRepository(let name, let known):
      Sentence("repositories has no '\(name)'", "repositories에 '\(name)'이(가) 없습니다")
        .suggesting(name, of: known)
    case .unknownCheck(let name, let known):
      Sentence("review.checks has no '\(name.shown)'", "review.checks에 '\(name.shown)'이(가) 없습니다")
        .suggesting(name, of: known)
    case .otherWorker(let name):
      Sentence(
        "the worker is '\(name)' already: write either agent or routing",
        "워커가 이미 '\(name)'입니다. agent와 routing 가운데 하나만 쓰십시오")
    case .foreignRepository(let text):
      Sentence(
        "'\(text.shown)' is not a name of a repository: add its path to repositories in orch.json and write "
          + "its name here, or nothing for this project",
        "'\(text.shown)'은(는) 저장소의 이름이 아닙니다. orch.json의 repositories에 경로를 넣고 여기에는 그 이름을 "
          + "쓰십시오. 이 프로젝트라면 쓰지 않습니다")
    case .unknownPath(let path, let known):
      Sentence(
        "orch.json has no repository at '\(path.shown)' (\(known.isEmpty ? "none" : known.joined(separator: ", ").escaped)): "
          + "add the path to repositories",
        "orch.json의 repositories에 '\(path.shown)' 경로가 없습니다"
          + " (있는 것: \(known.isEmpty ? "없음" : known.joined(separator: ", ").escaped)). 추가하십시오")
    case .noPipeline:
      Sentence(
        "there are no steps, and orch.json has no plans.pipeline for goals without steps",
        "steps가 없고, 단계 없는 목표에 쓸 plans.pipeline도 orch.json에 없습니다")
    case .badAddress(let text):
      Sentence(
        "'\(text.shown)' is not an address to call: use https://HOST/PATH",
        "'\(text.shown)': 호출할 주소가 아닙니다. https://HOST/PATH 형식으로 쓰십시오")
    case .unknownHost(let host, let known):
      Sentence(
        "plans.callback_hosts of orch.json does not have the host '\(host.shown)'",
        "orch.json의 plans.callback_hosts에 호스트 '\(host.shown)'이(가) 없습니다"
      ).suggesting(host, of: known)
    case .refused(let refusal): refusal.sentence
    case .otherName(let name):
      Sentence("the plan must have the name '\(name)'", "계획의 이름은 '\(name)'입니다. 그렇게 쓰십시오")
    case .noWorker(let allowed):
      Sentence(
        "it names no worker: write one of \(allowed.joined(separator: ", "))",
        "워커가 없습니다. \(allowed.joined(separator: ", ")) 중 하나를 쓰십시오")
    case .aboveLimit(let limit):
      Sentence(
        "orch.json limits it to \(limit), which a planner can't raise",
        "orch.json의 한도는 \(limit)입니다. 플래너는 한도를 올리지 않습니다")
    case .codeWithoutProof(let start):
      Sentence(
        "work on code needs a criterion that begins with \(start.shown), or outputs that are documents",
        "코드를 다루는 할 일에는 \(start.shown)(으)로 시작하는 기준이나 문서인 outputs가 필요합니다")
    }
  }

  private static func badName(_ name: String, _ named: PlanMistake.Named) -> Sentence {
    let (english, korean, rule) =
      switch named {
      case .plan: ("name of a plan", "계획의 이름으로", PlanName.rule)
      case .task: ("id of a task", "할 일의 id로", PlanName.rule)
      case .row: ("id of a row", "행의 id로", ItemID.hint)
      case .worker: ("name of a worker", "워커의 이름으로", ItemID.hint)
      case .repository: ("name of a repository", "저장소의 이름으로", PlanName.rule)
      }
    return Sentence(
      "'\(name)' is not a valid \(english): \(rule.english)",
      "'\(name)'은(는) \(korean) 쓸 수 없습니다: \(rule.korean)")
  }

  private static func character(_ character: Unicode.Scalar) -> Sentence {
    let name: (english: String, korean: String)? =
      switch character {
      case "|": ("a |", "|")
      case "\t": ("a tab", "탭")
      case "\n", "\r", "\u{2028}", "\u{2029}": ("a line break", "줄 바꿈")
      default: nil
      }
    guard let name else {
      let shown = String(character).escaped
      return Sentence(
        "the control character \(shown) is not allowed in a text", "제어 문자 \(shown)은(는) 쓸 수 없습니다")
    }
    return Sentence(
      "\(name.english) is not allowed in a row, but is allowed in a brief",
      "행에 쓸 수 없는 것: \(name.korean). 브리프에는 쓸 수 있습니다")
  }

  private static func notOneCriterion(_ criteria: [String]) -> Sentence {
    guard let first = criteria.first else {
      return Sentence("it does not say anything that can be judged", "판정할 내용이 없습니다")
    }
    guard criteria.count > 1 else {
      return Sentence(
        "the gate reads this as '\(first)': write that instead",
        "게이트는 이것을 '\(first)'(으)로 읽습니다. 그렇게 쓰십시오")
    }
    let list = criteria.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
    let (count, more) = (criteria.count, criteria.count - 3)
    let rest = more > 0 ? Sentence(" and \(more) more", " 외 \(more)개") : Sentence(same: "")
    return Sentence(
      "the gate reads this as \(count) criteria: \(list)\(rest.english); "
        + "write each as its own criterion",
      "게이트는 이것을 기준 \(count)개로 읽습니다: \(list)\(rest.korean). 하나씩 별도의 기준으로 쓰십시오")
  }

  private static func cycle(_ ids: [String]) -> Sentence {
    let limit = 20
    let shown =
      ids.count > limit
      ? ids.prefix(limit - 1) + ["\u{2026}"] + ids.suffix(1) : ids[...]
    let path = shown.joined(separator: " → ")
    let more = ids.count > limit ? " (\(ids.count - 1))" : ""
    return Sentence(
      "these tasks wait for each other: \(path)\(more); remove one of these dependencies",
      "서로를 기다리는 할 일들입니다: \(path)\(more). 이 가운데 의존 관계 하나를 지우십시오")
  }
}

extension PlanMistake.Refusal {
  fileprivate var sentence: Sentence {
    switch self {
    case .jump(let retriesKey):
      Sentence(
        "a plan can't go back to a task: remove it; \(retriesKey) sets how often a task is tried "
          + "again",
        "계획은 다른 할 일로 되돌아가지 않습니다. 지우십시오. 다시 시도할 횟수는 \(retriesKey)에 씁니다")
    }
  }
}

extension PlanMistake.PathFault {
  fileprivate func sentence(_ path: String) -> Sentence {
    switch self {
    case .absolute:
      Sentence(
        "'\(path)' is absolute: write it relative to the project folder",
        "'\(path)': 프로젝트 폴더부터의 경로를 쓰십시오")
    case .leadsOut: Sentence("'\(path)' contains ..: write it without", "'\(path)': .. 없이 쓰십시오")
    case .ends:
      Sentence(
        "'\(path)' would end too early in the row: leave out blanks, commas, semicolons and marks",
        "'\(path)': 행에서 끝까지 읽히지 않습니다. 공백, 쉼표, 세미콜론, 부호를 빼십시오")
    }
  }
}

extension JSONKind {
  fileprivate var name: Sentence {
    switch self {
    case .null: Sentence("null", "null")
    case .bool: Sentence("true or false", "참이나 거짓")
    case .number: Sentence("a number", "숫자")
    case .text: Sentence("a text", "텍스트")
    case .list: Sentence("a list", "목록")
    case .object: Sentence("an object", "객체")
    }
  }
}

extension Sentence {
  /// Adds the known word that was probably meant, or all known words.
  fileprivate func suggesting(
    _ text: String, of known: [String], atMost limit: Int = .max
  ) -> Sentence {
    let nearest =
      text.utf8.count <= ItemID.maximumLength ? Spelling.nearest(to: text, in: known) : nil
    if let nearest {
      let suggestion = Sentence.suggestion(nearest.escaped)
      return Sentence(english + "; " + suggestion.english, korean + ". " + suggestion.korean)
    }
    guard known.count <= limit else { return self }
    let list = known.joined(separator: ", ").escaped
    return Sentence(
      "\(english) (known: \(known.isEmpty ? "none" : list))",
      "\(korean) (\(known.isEmpty ? "등록된 것 없음" : "있는 것: \(list)"))")
  }
}

extension Unicode.Scalar {
  /// The code point, such as `U+202E`.
  fileprivate var codePoint: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }
}

extension String {
  /// The text for a sentence: invisible characters are escaped, and a long text is cut.
  fileprivate var shown: String { cut.escaped }

  fileprivate var cut: String {
    let limit = 60
    let start = String(String.UnicodeScalarView(unicodeScalars.prefix(limit)))
    return start.utf8.count < utf8.count ? start + "\u{2026}" : self
  }
}
