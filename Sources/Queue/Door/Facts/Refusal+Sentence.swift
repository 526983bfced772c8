public import Model
public import Text

extension Refusal {
  /// The reason for the refusal.
  public var sentence: Sentence {
    switch self {
    case .notFound(let id):
      Sentence("Row id not found: \(id.escaped)", "행 id를 찾을 수 없습니다: \(id.escaped)")
    case .alreadyExists(let id): Sentence("Row id already exists: \(id)", "행 id가 이미 있습니다: \(id)")
    case .illFormedID(let id):
      Sentence("Row id is ill-formed: \(id.escaped)", "행 id의 형식이 잘못되었습니다: \(id.escaped)")
    case .repeatedID(let id, let lines):
      Sentence(
        "Row id is in several rows: \(id.escaped), \(Self.list(lines).english)",
        "행 id가 여러 행에 있습니다: \(id.escaped) (\(Self.list(lines).korean))")
    case .notRepeated(let id, let line, _):
      Sentence(
        "Line \(line) is not one of several rows with the id \(id.escaped)",
        "\(line)번째 줄에는 id \(id.escaped)의 중복된 행이 없습니다")
    case .malformedRow(let id, let line, let problem):
      Sentence(
        "The row \(id.escaped)\(line.map { " in line \($0)" } ?? "") cannot be changed: "
          + problem.sentence(inLine: line).english,
        "\(id.escaped)\(line.map { " (\($0)번째 줄)" } ?? ""): 행을 바꿀 수 없습니다: "
          + problem.sentence(inLine: line).korean)
    case .wrongState(let item, _):
      Sentence(
        "\(item.id.escaped) is \(item.standing.english)",
        "\(item.id.escaped): \(item.standing.korean)")
    case .notOwner(let item, _, let session):
      Sentence(
        "\(item.id.escaped) belongs to \(item.ownerLabel.english)"
          + (session.map { ", not to \($0.escaped)" } ?? ""),
        "\(item.id.escaped): 소유자는 \(item.ownerLabel.korean)입니다"
          + (session.map { " (\($0.escaped) 아님)" } ?? ""))
    case .unmetProofs(let id, let unmet): Self.sentence(of: unmet, on: id)
    case .waits(let id, let blockers):
      Sentence(
        "\(id) waits for " + blockers.labels.english,
        "\(id): 기다리는 행이 있습니다: " + blockers.labels.korean)
    case .nearMiss(let id, let note):
      Sentence(
        "\(id.escaped) \(note.predicate.english)", "\(id.escaped): \(note.predicate.korean)")
    case .backsOff(let id, let until, let now):
      Sentence(
        "\(id) is not tried again before "
          + QueueTime(epochSeconds: until, zone: now.zone).text,
        "\(id): \(QueueTime(epochSeconds: until, zone: now.zone).text) 전에는 다시 시도하지 않습니다")
    case .deferred(let id, let until, let now):
      Sentence(
        "\(id) is put off until \(QueueTime(epochSeconds: until, zone: now.zone).text)",
        "\(id): \(QueueTime(epochSeconds: until, zone: now.zone).text)까지 미룬 행입니다")
    case .needsApproval(let item) where item.withdrawnDigest != nil:
      Sentence(
        "\(item.id.escaped) was changed since it was approved, and needs a person's approval again "
          + "before its work begins",
        "\(item.id.escaped): 승인된 뒤에 바뀌었습니다. 작업을 시작하기 전에 다시 사람의 승인이 필요합니다")
    case .needsApproval(let item):
      Sentence(
        "\(item.id.escaped) needs a person's approval before its work begins",
        "\(item.id.escaped): 작업을 시작하기 전에 사람의 승인이 필요합니다")
    case .dependencyCycle(let ids):
      Sentence(
        "The rows would wait for each other: " + ids.map(\.escaped).joined(separator: " -> "),
        "행들이 서로를 기다리게 됩니다: " + ids.map(\.escaped).joined(separator: " -> "))
    case .permanentFailure(let id):
      Sentence(
        "\(id.escaped) failed for good (failure=permanent)",
        "\(id.escaped): 영구 실패입니다 (failure=permanent)")
    case .attemptsUsedUp(let item, let limit):
      Sentence(
        "\(item.id.escaped) has used up its attempts: \(item.attemptCount) of \(limit)",
        "\(item.id.escaped): 시도 횟수를 모두 썼습니다: \(limit)회 중 \(item.attemptCount)회")
    case .leased(let item, let lease, _, let now):
      Sentence(
        "\(item.id.escaped) is leased to \(lease.owner.escaped) until \(lease.shownEnd(at: now).english)",
        "\(item.id.escaped): 리스 보유자 \(lease.owner.escaped), \(lease.shownEnd(at: now).korean)")
    case .leaseEnded(let item, let lease):
      Sentence(
        "The lease of \(lease.owner.escaped) on \(item.id.escaped) has ended",
        "\(item.id.escaped): \(lease.owner.escaped)의 리스가 끝났습니다")
    case .noLease(let item, let session?):
      Sentence(
        "\(session.escaped) has no lease on \(item.id.escaped), which is \(item.standing.english)",
        "\(item.id.escaped): \(session.escaped)의 리스가 없습니다. 행은 \(item.standing.korean)")
    case .noLease(let item, nil):
      Sentence(
        "No session is named for the lease on \(item.id.escaped)",
        "\(item.id.escaped): 리스의 세션을 지정하지 않았습니다")
    case .staleClaim(let item, let claimToken, _):
      Sentence(
        "The attempt \(claimToken.escaped) of \(item.id.escaped) is over: the row is \(item.standing.english)",
        "\(item.id.escaped): 시도 \(Korean.with(claimToken.escaped, .topic)) 끝났습니다. 행은 \(item.standing.korean)"
      )
    case .missingClaimToken(let item):
      Sentence(
        "\(item.id.escaped) was started by orch, so its report needs the token of the attempt",
        "\(item.id.escaped): orch가 시작한 행이므로 그 시도의 토큰이 있어야 보고서를 받습니다")
    case .nothingToUndo(let id?):
      Sentence("There is nothing to undo for \(id.escaped)", "\(id.escaped): 되돌릴 변경이 없습니다")
    case .irreversible(let entry, .renaming):
      Sentence(
        "The last change gave \(entry.escapedID) this id, which can't be undone",
        "\(entry.escapedID): 마지막 변경은 이 id를 준 것이며 되돌릴 수 없습니다")
    case .irreversible(let entry, .unknownStatus(let text)):
      Sentence(
        "The status of \(entry.escapedID) before \(entry.command) was '\(text.escaped)', which is not a status",
        "\(entry.escapedID): \(entry.command) 전의 상태 '\(text.escaped)'은(는) 없는 상태입니다")
    case .irreversible(let entry, .endOfAttempt):
      Sentence(
        "The worker of \(entry.escapedID) is gone: its attempt can't be given back",
        "\(entry.escapedID): 작업자가 이미 끝나 그 시도를 되돌릴 수 없습니다")
    case .irreversible(let entry, .addedInEditor):
      Sentence(
        "\(entry.escapedID) was added by a save in an editor, which undo can't take back",
        "\(entry.escapedID): 편집기에서 저장해 추가한 행이며 undo로 되돌릴 수 없습니다")
    case .irreversible(let entry, .claim):
      Sentence(
        "Your last command, \(entry.command), claimed \(entry.escapedID), which undo can't take "
          + "back",
        "마지막 명령 \(Korean.with(entry.command, .topic)) \(entry.escapedID)의 배정이며 undo로 되돌릴 수 없습니다")
    case .irreversible(let entry, .landed):
      Sentence(
        "Your last command, \(entry.command), merged or sent the work on \(entry.escapedID), "
          + "which undo can't take back",
        "마지막 명령 \(Korean.with(entry.command, .topic)) \(entry.escapedID)의 작업을 병합하거나 보냈으며 undo로 되돌릴 수 없습니다"
      )
    case .irreversible(let entry, .approvalOfLanded):
      Sentence(
        "The work on \(entry.escapedID) was merged or sent, so its approval can't be undone",
        "\(entry.escapedID): 작업을 병합하거나 보냈으므로 승인을 되돌릴 수 없습니다")
    case .irreversible(let entry, .report):
      Sentence(
        "Your last command, \(entry.command), is a report on \(entry.escapedID), which undo "
          + "can't take back",
        "마지막 명령 \(Korean.with(entry.command, .topic)) \(entry.escapedID)의 보고이며 undo로 되돌릴 수 없습니다")
    case .irreversible(let entry, .forgottenBrief):
      Sentence(
        "The brief that \(entry.escapedID) had before \(entry.command) is no longer kept",
        "\(entry.escapedID): \(entry.command) 전의 브리프는 더 이상 남아 있지 않습니다")
    case .otherCommand(let entry):
      Sentence(
        "Your last command is now another one: \(entry.command) of \(entry.escapedID)",
        "그 사이 마지막 명령이 바뀌었습니다: \(entry.command) (\(entry.escapedID))")
    case .noMergeToUndo: Sentence("There is no merged save to undo", "되돌릴 저장 병합이 없습니다")
    case .nothingToUndo(nil): Sentence("You have nothing to undo", "되돌릴 자신의 변경이 없습니다")
    case .notYours(let entry):
      Sentence(
        "The last change of \(entry.escapedID), \(entry.command), was made by \(entry.actor.escaped)",
        "\(entry.escapedID): 마지막 변경 \(Korean.with(entry.command, .topic)) \(entry.actor.escaped)의 것입니다"
      )
    case .changedSince(let entry, let field, let text):
      Sentence(
        "\(entry.escapedID) was changed since \(entry.command): "
          + "\(TimeHeadings.zoned.heading(field)) is now "
          + "\((text ?? "-").escaped)",
        "\(entry.escapedID): \(entry.command) 뒤에 바뀌었습니다. "
          + "지금 \(TimeHeadings.zoned.heading(field)): "
          + (text ?? "-").escaped)
    case .briefChangedSince(let entry):
      Sentence(
        "The brief of \(entry.escapedID) was changed since \(entry.command)",
        "\(entry.escapedID): 브리프가 \(entry.command) 뒤에 바뀌었습니다")
    case .editedMeanwhile(let item, let field):
      Sentence(
        "\(item.id.escaped) was changed meanwhile: \(field.name(.zoned)) is now "
          + "\((field.text(of: item, Policy()) ?? "-").escaped)",
        "\(item.id.escaped): 그사이에 바뀌었습니다. 지금 \(field.name(.zoned)): "
          + (field.text(of: item, Policy()) ?? "-").escaped)
    case .neededBy(let id, let waiting):
      Sentence(
        "\(waiting.map(\.escaped).joined(separator: ", ")) \(waiting.count == 1 ? "waits" : "wait") "
          + "for \(id.escaped)",
        "\(id.escaped): 이 행을 기다리는 행이 있습니다: "
          + waiting.map(\.escaped).joined(separator: ", "))
    case .notDeleted(let id):
      Sentence("Row id already exists: \(id.escaped)", "행 id가 이미 있습니다: \(id.escaped)")
    case .neverDeleted(let id):
      Sentence("Row id not found: \(id.escaped)", "행 id를 찾을 수 없습니다: \(id.escaped)")
    case .unreadableDeletion(let id):
      Sentence("The deleted row \(id.escaped) cannot be read", "\(id.escaped): 삭제된 행을 읽을 수 없습니다")
    case .otherStatus(let item, let status):
      Sentence(
        "\(item.id.escaped) is \(item.standing.english), no longer \(status.rawValue)",
        "\(item.id.escaped): \(item.standing.korean). 더 이상 \(status.rawValue) 상태가 아닙니다")
    case .movedOn(let item):
      Sentence(
        "\(item.id.escaped) is \(item.standing.english); it changed after the report was judged",
        "\(item.id.escaped): \(item.standing.korean). 보고서를 판정할 때와 다릅니다")
    case .criteriaChanged(let item, _):
      Sentence(
        "The success criteria of \(item.id.escaped) changed after the report was judged",
        "\(item.id.escaped): 완료 기준이 판정에 쓴 기준과 다릅니다")
    case .notAwaited(let item, .answer):
      Sentence(
        "\(item.id.escaped) is not waiting for an answer: it is \(item.standing.english)",
        "\(item.id.escaped): 답을 기다리지 않습니다. 행은 \(item.standing.korean)")
    case .notAwaited(let item, .merge):
      Sentence(
        "\(item.id.escaped) is not waiting for a pull request: it is \(item.standing.english)",
        "\(item.id.escaped): 풀 리퀘스트를 기다리지 않습니다. 행은 \(item.standing.korean)")
    case .notAwaited(let item, .approval):
      Sentence(
        "\(item.id.escaped) is not waiting for approval: it is \(item.standing.english)",
        "\(item.id.escaped): 승인을 기다리지 않습니다. 행은 \(item.standing.korean)")
    case .contentChanged(let item, let change):
      Sentence(
        "\(item.id.escaped) "
          + (change.given.map { "does not match \($0.escaped)" }
            ?? "was changed since it began to wait")
          + "\(change.parts.inParentheses): it is \(change.now) now",
        "\(item.id.escaped): "
          + (change.given.map { "\($0.escaped)의 내용이 아닙니다" } ?? "기다리기 시작한 뒤에 바뀌었습니다")
          + "\(change.parts.inParentheses). 지금은 \(change.now)입니다")
    case .nothingApproved(let item, nil):
      Sentence(
        "\(item.id.escaped) has no approved content", "\(item.id.escaped): 승인된 내용이 없습니다")
    case .nothingApproved(let item, let digest?):
      Sentence(
        "the approved content of \(item.id.escaped), \(digest), is not kept here",
        "\(item.id.escaped): 승인된 내용(\(digest))이 여기에 보관되어 있지 않습니다")
    case .keyUsed(let key, _):
      Sentence(
        "key '\(key.text.escaped)' was used for a request with other content",
        "키 '\(key.text.escaped)'은(는) 내용이 다른 요청에 쓰였습니다")
    case .otherQuestion(let item, let number):
      Sentence(
        "\(item.id.escaped) is waiting for an answer to question \(item.questionNumber), not "
          + "\(number)",
        "\(item.id.escaped): 지금 기다리는 질문은 \(number)번이 아니라 \(item.questionNumber)번입니다")
    case .reserved(let id, let what, let caller): what.sentence(of: id.escaped, for: caller)
    }
  }

  /// `A: not met: file: a.txt: a.txt: it does not exist`.
  static func sentence(of unmet: [String], on id: String) -> Sentence {
    let proofs = unmet.map(\.escaped).joined(separator: "; ")
    return Sentence("\(id.escaped): not met: \(proofs)", "\(id.escaped): 미충족: \(proofs)")
  }

  static func list(_ lines: [Int]) -> Sentence {
    Sentence(
      "lines " + lines.map(String.init).joined(separator: " and "),
      lines.map(String.init).joined(separator: ", ") + "번째 줄")
  }
}

extension [Dependencies.Blocker] {
  /// `ORCH-1 (FAILED), ORCH-3 (PENDING)`.
  public var labels: Sentence { map(\.label).joined(separator: ", ") }
}

extension Dependencies.Blocker {
  /// `ORCH-1 (FAILED)`.
  public var label: Sentence {
    let mark =
      status.map { Sentence(same: $0.rawValue) } ?? absence?.sentence
      ?? Sentence("no readable row", "읽을 수 있는 행 없음")
    return mark.map { "\(id.escaped) (\($0))" }
  }
}

extension QueueItem {
  public var ownerLabel: Sentence {
    Sentence(ownerSession?.escaped ?? "nobody", ownerSession?.escaped ?? "없음")
  }

  fileprivate var standing: Sentence {
    status == .inProgress && ownerSession != nil
      ? Sentence(
        "IN_PROGRESS, owned by \(ownerLabel.english)",
        "IN_PROGRESS 상태입니다 (소유자 \(ownerLabel.korean))")
      : Sentence(status.rawValue, "\(status.rawValue) 상태입니다")
  }
}

extension Lease {
  /// The end, in the form of times in cells.
  fileprivate func shownEnd(at now: QueueTime) -> Sentence {
    expiresAt == .max
      ? Sentence("it is released", "놓아줄 때까지")
      : Sentence(end(at: now).text, "\(end(at: now).text)까지")
  }
}

extension Refusal.Irreversible {
  /// A short name of the change that can't be undone.
  public var name: Sentence {
    switch self {
    case .renaming: Sentence("a new id", "새 id")
    case .unknownStatus: Sentence("an unknown status", "알 수 없는 상태")
    case .endOfAttempt: Sentence("the end of an attempt", "시도의 끝")
    case .addedInEditor: Sentence("a row from an editor", "편집기에서 추가한 행")
    case .claim: Sentence("a claim", "배정")
    case .landed, .approvalOfLanded: Sentence("merged or sent work", "병합하거나 보낸 작업")
    case .report: Sentence("a report", "보고")
    case .forgottenBrief: Sentence("a brief that is no longer kept", "남아 있지 않은 브리프")
    }
  }
}

extension HistoryEntry {
  var escapedID: String { (id ?? "").escaped }
}
