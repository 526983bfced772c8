import Model
import Text

extension Reserved {
  /// The decision about the row that the caller may not make.
  func sentence(of id: String, for caller: CallerKind) -> Sentence {
    let who = caller.label
    return switch self {
    case .reply:
      Sentence(
        "\(who.english) can't answer, approve or reject",
        "\(Korean.with(who.korean, .topic)) 답하거나 승인하거나 반려할 수 없습니다")
    case .approval:
      Sentence(
        "\(id) needs a person's approval: \(who.english) can't remove that",
        "\(id): 사람의 승인이 필요합니다. \(Korean.with(who.korean, .topic)) 이를 없앨 수 없습니다")
    case .dependency(let other):
      Sentence(
        "\(id) waits for \(other.escaped), which no person has approved: \(who.english) can't change "
          + "that",
        "\(id): 사람이 아직 승인하지 않은 \(Korean.with(other.escaped, .object)) 기다립니다. "
          + "\(Korean.with(who.korean, .topic)) 이를 바꿀 수 없습니다")
    case .field(let field):
      Sentence(
        "\(who.english) can't change \(field.name(.zoned)) of \(id)",
        "\(id): \(Korean.with(who.korean, .topic)) \(Korean.with(field.name(.zoned), .object)) 바꿀 수 없습니다"
      )
    case .attempt:
      Sentence(
        "\(who.english) can't force an attempt of another row: \(id)",
        "\(id): \(Korean.with(who.korean, .topic)) 다른 행의 시도를 강제로 허용할 수 없습니다")
    case .removal:
      Sentence(
        "\(who.english) can't remove another row: \(id)",
        "\(id): \(Korean.with(who.korean, .topic)) 다른 행을 제거할 수 없습니다")
    case .cancellation:
      Sentence(
        "\(who.english) can't cancel another row: \(id)",
        "\(id): \(Korean.with(who.korean, .topic)) 다른 행을 취소할 수 없습니다")
    case .result:
      Sentence(
        "\(who.english) can't decide the result of another row: \(id)",
        "\(id): \(Korean.with(who.korean, .topic)) 다른 행의 결과를 정할 수 없습니다")
    case .name:
      Sentence(
        "\(who.english) can't give a row another id: \(id)",
        "\(id): \(Korean.with(who.korean, .topic)) 행의 id를 바꿀 수 없습니다")
    case .note(let note):
      Sentence(
        "an agent's note can't begin like '\(String(note.prefix(60)).escaped)': only orch and "
          + "people write such notes",
        "에이전트의 메모는 '\(String(note.prefix(60)).escaped)'처럼 시작할 수 없습니다. orch와 사람만 그렇게 씁니다")
    }
  }

  /// Who may make the decision, or what to do instead.
  func hint(of id: String, for caller: CallerKind) -> Sentence {
    if case .note = self { return Sentence("say it in other words", "다르게 쓰십시오") }
    return switch caller {
    case .worker:
      Sentence(
        "a person can; or unset ORCH_LABEL and ORCH_ATTEMPT if this is not a worker",
        "사람이 정합니다. 워커가 아니라면 ORCH_LABEL과 ORCH_ATTEMPT를 없애십시오")
    case .token:
      Sentence(
        "orch token add NAME --scope decide makes one that can",
        "orch token add NAME --scope decide 명령으로 그 권한이 있는 토큰을 만드십시오")
    case .session, .person:
      switch self {
      case .field(.successCriteria), .field(.maxAttempts), .field(.timeout), .field(.worker):
        Sentence("its owner can; --force overrides", "소유자가 바꿉니다. --force는 그래도 바꿉니다")
      case .approval: Self.hint(approving: id)
      case .dependency(let other): Self.hint(approving: other.escaped)
      case .reply, .field, .attempt, .removal, .cancellation, .result, .name, .note:
        Sentence("a person can, without ORCH_OWNER_SESSION", "사람이 ORCH_OWNER_SESSION 없이 합니다")
      }
    }
  }
}

extension Reserved {
  private static func hint(approving id: String) -> Sentence {
    Sentence(
      "orch approve \(id) lets its work continue; a person can remove it, without "
        + "ORCH_OWNER_SESSION",
      "작업을 계속하게 하려면: orch approve \(id). 없애는 것은 사람이 ORCH_OWNER_SESSION 없이 합니다")
  }
}

extension CallerKind {
  fileprivate var label: Sentence {
    switch self {
    case .person: Sentence("a person", "사람")
    case .session: Sentence("a session", "세션")
    case .worker: Sentence("a worker", "워커")
    case .token(mayDecide: true): Sentence("a token", "토큰")
    case .token(mayDecide: false):
      Sentence("a token without the scope 'decide'", "'decide' 권한이 없는 토큰")
    }
  }
}
