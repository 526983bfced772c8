import QueueModel

extension Korean {
  static func text(of refusal: Refusal) -> String {
    switch refusal {
    case .notFound(let id): "행 id를 찾을 수 없습니다: \(id.escaped)"
    case .alreadyExists(let id): "행 id가 이미 있습니다: \(id)"
    case .illFormedID(let id): "행 id의 형식이 잘못되었습니다: \(id.escaped)"
    case .repeatedID(let id, let lines):
      "행 id가 여러 행에 있습니다: \(id.escaped) (\(list(lines)))"
    case .notRepeated(let id, let line, _):
      "\(line)번째 줄에는 id \(id.escaped)의 중복된 행이 없습니다"
    case .malformedRow(let id, let line, let problem):
      "\(id.escaped)\(line.map { " (\($0)번째 줄)" } ?? ""): 행을 바꿀 수 없습니다: \(problem)"
    case .wrongState(let item, _): "\(item.id.escaped): \(state(of: item))"
    case .notOwner(let item, _, let session):
      "\(item.id.escaped): 소유자는 \(shownOwner(of: item))입니다"
        + (session.map { " (\($0.escaped) 아님)" } ?? "")
    case .waits(let id, let blockers):
      "\(id): 기다리는 행이 있습니다: " + blockers.map { text(of: $0) }.joined(separator: ", ")
    case .backsOff(let id, let until, let now):
      "\(id): \(QueueTime(epochSeconds: until, zone: now.zone).text) 전에는 다시 시도하지 않습니다"
    case .dependencyCycle(let ids):
      "행들이 서로를 기다리게 됩니다: " + ids.map(\.escaped).joined(separator: " -> ")
    case .permanentFailure(let id): "\(id.escaped): 영구 실패입니다 (failure=permanent)"
    case .attemptsUsedUp(let item, let limit):
      "\(item.id.escaped): 시도 횟수를 모두 썼습니다: \(limit)회 중 \(item.attemptCount)회"
    case .leased(let item, let lease, _, let now):
      "\(item.id.escaped): 리스 보유자 \(lease.owner.escaped), \(end(of: lease, now))"
    case .leaseEnded(let item, let lease):
      "\(item.id.escaped): \(lease.owner.escaped)의 리스가 끝났습니다"
    case .noLease(let item, let session?):
      "\(item.id.escaped): \(session.escaped)의 리스가 없습니다. 행은 \(state(of: item))"
    case .noLease(let item, nil): "\(item.id.escaped): 리스의 세션을 지정하지 않았습니다"
    case .staleClaim(let item, let claimToken, _):
      "\(item.id.escaped): 시도 \(with(claimToken.escaped, .topic)) 끝났습니다. 행은 \(state(of: item))"
    case .missingClaimToken(let item):
      "\(item.id.escaped): orch가 시작한 행이므로 그 시도의 토큰이 있어야 보고서를 받습니다"
    case .nothingToUndo(let id?): "\(id.escaped): 되돌릴 변경이 없습니다"
    case .irreversible(let entry, .renaming):
      "\(escapedID(of: entry)): 마지막 변경은 이 id를 준 것이며 되돌릴 수 없습니다"
    case .irreversible(let entry, .unknownStatus(let text)):
      "\(escapedID(of: entry)): \(entry.command) 전의 상태 '\(text.escaped)'는 없는 상태입니다"
    case .irreversible(let entry, .endOfAttempt):
      "\(escapedID(of: entry)): 작업자가 이미 끝나 그 시도를 되돌릴 수 없습니다"
    case .irreversible(let entry, .addedInEditor):
      "\(escapedID(of: entry)): 편집기에서 저장해 추가한 행이며 undo로 되돌릴 수 없습니다"
    case .noMergeToUndo: "되돌릴 저장 병합이 없습니다"
    case .nothingToUndo(nil): "되돌릴 자신의 변경이 없습니다"
    case .notYours(let entry):
      "\(escapedID(of: entry)): 마지막 변경 \(with(entry.command, .topic)) \(entry.actor.escaped)의 것입니다"
    case .changedSince(let entry, let field, let text):
      "\(escapedID(of: entry)): \(entry.command) 뒤에 바뀌었습니다. 지금 \(field): "
        + (text ?? "-").escaped
    case .editedMeanwhile(let item, let field):
      "\(item.id.escaped): 그사이에 바뀌었습니다. 지금 \(field.rawValue): "
        + (field.text(of: item, Policy()) ?? "-").escaped
    case .neededBy(let id, let waiting):
      "\(id.escaped): 이 행을 기다리는 행이 있습니다: "
        + waiting.map(\.escaped).joined(separator: ", ")
    case .notDeleted(let id): "행 id가 이미 있습니다: \(id.escaped)"
    case .neverDeleted(let id): "행 id를 찾을 수 없습니다: \(id.escaped)"
    case .unreadableDeletion(let id): "\(id.escaped): 삭제된 행을 읽을 수 없습니다"
    case .otherStatus(let item, let status):
      "\(item.id.escaped): \(state(of: item)). 더 이상 \(status.rawValue) 상태가 아닙니다"
    case .movedOn(let item):
      "\(item.id.escaped): \(state(of: item)). 보고서를 판정할 때와 다릅니다"
    case .criteriaChanged(let item, _):
      "\(item.id.escaped): 완료 기준이 판정에 쓴 기준과 다릅니다"
    case .notAwaited(let item, .answer):
      "\(item.id.escaped): 답을 기다리지 않습니다. 행은 \(state(of: item))"
    case .notAwaited(let item, .approval):
      "\(item.id.escaped): 승인을 기다리지 않습니다. 행은 \(state(of: item))"
    case .otherQuestion(let item, let number):
      "\(item.id.escaped): 지금 기다리는 질문은 \(number)번이 아니라 \(item.questionNumber)번입니다"
    }
  }

  static func text(of blocker: Dependencies.Blocker) -> String {
    "\(blocker.id.escaped) (\(blocker.status?.rawValue ?? "읽을 수 있는 행 없음"))"
  }

  static func shownOwner(of item: QueueItem) -> String { item.ownerSession?.escaped ?? "없음" }

  private static func escapedID(of entry: HistoryEntry) -> String { (entry.id ?? "").escaped }

  private static func state(of item: QueueItem) -> String {
    item.status == .inProgress && item.ownerSession != nil
      ? "IN_PROGRESS 상태입니다 (소유자 \(shownOwner(of: item)))" : "\(item.status.rawValue) 상태입니다"
  }

  /// The end of a lease, as cells have times.
  private static func end(of lease: Lease, _ now: QueueTime) -> String {
    lease.expiresAt == .max ? "놓아줄 때까지" : "\(lease.end(at: now).text)까지"
  }

  private static func list(_ lines: [Int]) -> String {
    lines.map(String.init).joined(separator: ", ") + "번째 줄"
  }
}

// MARK: Hints

extension Korean {
  static func hint(of refusal: Refusal) -> String {
    switch refusal {
    case .notFound: "orch list로 행을 볼 수 있습니다"
    case .alreadyExists: "다른 id를 고르거나, --id를 빼면 다음 빈 id를 씁니다"
    case .illFormedID: ruleOfIDs
    case .repeatedID(let id, let lines):
      "하나에 다른 id를 줍니다: orch edit \(id.escaped) --line \(lines.last ?? 0) --id NEW"
    case .notRepeated(_, _, let lines) where lines.count > 1: "그 행들은 \(list(lines))에 있습니다"
    case .notRepeated: "한 행에만 있는 id는 바꿀 수 없습니다"
    case .malformedRow(_, line: nil, _):
      "데이터베이스의 행을 고치십시오. ops verify로 볼 수 있습니다"
    case .malformedRow: "파일의 그 줄을 고치십시오. orch lint가 위치를 알려 줍니다"
    case .wrongState(let item, let action): hint(inWrongState: item, action)
    case .notOwner(let item, let action, _): hint(ifNotOwnerOf: item, action)
    case .waits(_, let blockers):
      "먼저 끝내십시오: \(blockers.map(\.id.escaped).joined(separator: ", "))"
    case .backsOff(let id, _, _): "기다리거나 바로 시작하게 하십시오: ops retry \(id)"
    case .dependencyCycle: "그중 하나를 --after에서 빼십시오"
    case .permanentFailure: "--force를 주면 그래도 다시 시도합니다"
    case .attemptsUsedUp: "--force를 주면 그래도 다시 시도합니다"
    case .leased(let item, _, let action, _): hint(whileLeased: item, action)
    case .leaseEnded(let item, let lease):
      "다른 세션이 먼저 가져가지 않았다면 다시 얻습니다: orch lease acquire --id \(item.id.escaped) "
        + "--owner-session \(lease.owner.escaped)"
    case .noLease(let item, let session?):
      "다른 세션에 없다면 얻습니다: orch lease acquire --id \(item.id.escaped) "
        + "--owner-session \(session.escaped)"
    case .noLease(_, nil): "--owner-session으로 세션을 지정하십시오"
    case .staleClaim(let item, _, let action): hint(afterStaleClaimOf: item, action)
    case .missingClaimToken:
      "--attempt로 지정하십시오. 워커에는 ORCH_ATTEMPT로 있습니다. --force는 검사를 건너뜁니다"
    case .nothingToUndo(let id?): "무슨 일이 있었는지 봅니다: orch history --id \(id.escaped)"
    case .irreversible(_, .renaming): "orch undo --id ID는 다른 행의 마지막 변경을 되돌립니다"
    case .irreversible(let entry, .unknownStatus):
      "둘 다 봅니다: orch history --id \(escapedID(of: entry)). 행을 직접 바꾸십시오"
    case .irreversible(let entry, .endOfAttempt):
      "다시 시도하게 합니다: ops retry \(escapedID(of: entry)) 또는 ops replan \(escapedID(of: entry)) --force"
    case .irreversible(let entry, .addedInEditor): "제거하기: orch rm \(escapedID(of: entry))"
    case .noMergeToUndo: "orch history로 저장과 병합을 볼 수 있습니다"
    case .nothingToUndo(nil):
      "orch history로 변경을 봅니다. orch undo --id ID는 행의 마지막 변경을 되돌립니다"
    case .notYours: "사람은 되돌릴 수 있습니다. 세션을 빼고 실행하십시오"
    case .changedSince(let entry, _, _):
      "둘 다 봅니다: orch history --id \(escapedID(of: entry)). 행을 직접 바꾸십시오"
    case .editedMeanwhile(let item, _):
      "아무것도 바꾸지 않았습니다. orch show \(item.id.escaped)로 보고 orch edit을 다시 하십시오"
    case .neededBy(let id, _):
      "먼저 그 행들의 after에서 \(with(id.escaped, .object)) 빼십시오. 그래도 제거하기: orch rm --force"
    case .notDeleted: "삭제되지 않았고 표에 있습니다"
    case .neverDeleted: "이력에 이 id의 삭제된 행이 없습니다"
    case .unreadableDeletion(let id):
      "셀을 보고 표에 직접 적으십시오: orch history --id \(id.escaped)"
    case .otherStatus: "아무것도 바꾸지 않았습니다. 지금은 무엇이 바뀌는지 다시 보십시오"
    case .movedOn: "아무것도 바꾸지 않았습니다. 판정은 이전 배정이나 상태의 것입니다"
    case .criteriaChanged: "아무것도 바꾸지 않았습니다. 다시 리뷰하십시오"
    case .notAwaited(let item, _):
      switch item.awaited {
      case .answer: "워커가 질문했습니다: orch answer \(item.id.escaped) TEXT"
      case .approval:
        "orch approve \(item.id.escaped), 또는 orch reject \(item.id.escaped) --reason R"
      case nil: "상태를 봅니다: orch show \(item.id.escaped)"
      }
    case .otherQuestion(let item, _): "질문은 notes에 있습니다: orch show \(item.id.escaped)"
    }
  }

  static var ruleOfIDs: String {
    "A-Z a-z 0-9 . _ - 를 64자까지 쓰고, 글자나 숫자로 시작하며, '..'은 쓸 수 없습니다"
  }

  private static func hint(inWrongState item: QueueItem, _ action: Refusal.Action) -> String {
    switch action {
    case .pick: "PENDING 행만 맡을 수 있습니다. \(next(item))"
    case .assign: "IN_PROGRESS 행에만 소유자가 있습니다. \(next(item))"
    case .release: "IN_PROGRESS 행만 놓아줄 수 있습니다. \(next(item))"
    case .retry where item.record != nil:
      "FAILED 행, 재시도를 미루는 행, 리스가 끝난 행만 재시도합니다. BLOCKED 행은 --force로 합니다"
    case .retry: "FAILED와 BLOCKED 행, 재시도를 미루는 행만 재시도합니다. \(next(item))"
    case .lease: "끝나지 않은 행만 리스할 수 있습니다. \(next(item))"
    case .finish(.blocked): "그래도 바꾸기: orch block --force"
    case .finish(.failed): "그래도 바꾸기: orch fail --force"
    case .finish(.done), .finish(.pending), .finish(.inProgress):
      "그래도 바꾸기: orch done --force"
    case .cancel: "끝나지 않은 행만 취소할 수 있습니다"
    case .edit: "상태를 봅니다: orch show \(item.id.escaped)"
    case .remove:
      "풀어 주기: orch release --id \(item.id.escaped) --force. 그래도 제거하기: --force"
    case .undo: "무슨 일이 있었는지 봅니다: orch history --id \(item.id.escaped)"
    case .replan: "다시 열기: ops replan --force"
    case .review: "끝나지 않은 행만 리뷰합니다. \(next(item))"
    case .report where item.status.isFinished:
      "보고서는 IN_PROGRESS 행에만 받습니다. \(next(item))"
    case .report: "보고서는 IN_PROGRESS 행에만 받습니다. \(next(item)). --force는 그래도 받습니다"
    }
  }

  /// The command that changes the status of the row.
  private static func next(_ item: QueueItem) -> String {
    let id = item.id.escaped
    return switch item.status {
    case .pending: "맡기: orch pick --id \(id)"
    case .inProgress: "풀어 주기: orch release --id \(id) --force"
    case .failed, .blocked: "다시 대기시키기: ops retry --id \(id)"
    case .done: "다시 열기: ops replan --id \(id) --force"
    }
  }

  /// What helps a session while another one has the lease of the row.
  private static func hint(whileLeased item: QueueItem, _ action: Refusal.Action) -> String {
    switch action {
    case .finish, .report: "작업이 그 세션으로 넘어갔습니다. --force는 그래도 바꿉니다"
    case .edit, .remove: "--force는 그래도 바꿉니다"
    case .release: "풀어 주기: orch release --id \(item.id.escaped) --force"
    case .pick, .lease, .assign, .cancel, .replan, .retry, .undo, .review:
      switch item.status {
      case .pending, .inProgress:
        "그때까지 기다리거나 풀어 주십시오: orch release --id \(item.id.escaped) --force"
      case .done, .failed, .blocked: "그때까지 기다리십시오"
      }
    }
  }

  /// What helps a session whose claim of the row is over.
  private static func hint(afterStaleClaimOf item: QueueItem, _ action: Refusal.Action) -> String {
    let state = item.status == .inProgress ? "그 뒤에 새로 배정되었습니다" : next(item)
    return switch action {
    case .lease, .undo, .review: state
    case .report where item.status.isFinished: state
    case .pick, .assign, .release, .cancel, .replan, .retry, .finish, .report, .edit, .remove:
      "\(state). --force는 그래도 바꿉니다"
    }
  }

  private static func hint(ifNotOwnerOf item: QueueItem, _ action: Refusal.Action) -> String {
    switch action {
    case .assign: "--from으로 소유자를 지정하거나 --force를 쓰십시오"
    case .release:
      "그 세션으로 놓아주거나 --force를 쓰십시오: --owner-session \(shownOwner(of: item))"
    case .finish, .pick, .cancel, .replan, .retry, .lease, .undo, .review, .report, .edit, .remove:
      "--force를 주면 소유자와 관계없이 바꿉니다"
    }
  }
}
