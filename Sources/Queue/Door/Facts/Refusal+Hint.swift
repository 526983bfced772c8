public import Model
public import Text

extension Refusal {
  /// What to do.
  public var hint: Sentence {
    switch self {
    case .notFound: Sentence("orch list shows the rows", "orch list로 행을 볼 수 있습니다")
    case .alreadyExists:
      Sentence(
        "choose another id, or leave --id out for the next free one",
        "다른 id를 고르거나, --id를 빼면 다음 빈 id를 씁니다")
    case .illFormedID: ItemID.hint
    case .repeatedID(let id, let lines):
      Sentence(
        "orch edit \(id.escaped) --line \(lines.last ?? 0) --id NEW gives one of them another id",
        "하나에 다른 id를 줍니다: orch edit \(id.escaped) --line \(lines.last ?? 0) --id NEW")
    case .notRepeated(_, _, let lines) where lines.count > 1:
      Sentence(
        "they are in \(Self.list(lines).english)", "그 행들은 \(Self.list(lines).korean)에 있습니다")
    case .notRepeated:
      Sentence("only an id that several rows share can be changed", "한 행에만 있는 id는 바꿀 수 없습니다")
    case .malformedRow(_, line: nil, _):
      Sentence(
        "fix the row in the database; ops verify lists malformed rows",
        "데이터베이스의 행을 고치십시오. ops verify로 볼 수 있습니다")
    case .malformedRow:
      Sentence(
        "fix the line in the file; orch lint shows where",
        "파일의 그 줄을 고치십시오. orch lint가 위치를 알려 줍니다")
    case .wrongState(let item, let action): hint(inWrongState: item, action)
    case .notOwner(let item, let action, _): hint(ifNotOwnerOf: item, action)
    case .waits(_, let blockers):
      Sentence(
        "finish \(blockers.map(\.id.escaped).joined(separator: ", ")) first",
        "먼저 끝내십시오: \(blockers.map(\.id.escaped).joined(separator: ", "))")
    case .nearMiss(let id, let note):
      Sentence(
        "\(Remedy.mendNote(id, note.texts).command), or fix the file",
        "\(Remedy.mendNote(id, note.texts).command)을(를) 실행하거나 파일을 고치십시오")
    case .backsOff(let id, _, _), .deferred(let id, _, _):
      Sentence(
        "wait, or let it start at once: ops retry \(id)",
        "기다리거나 바로 시작하게 하십시오: ops retry \(id)")
    case .needsApproval(let item) where item.withdrawnDigest != nil:
      item.approvalHint.map { "orch diff \(item.id.escaped) --since-approval; \($0)" }
    case .needsApproval(let item): item.approvalHint
    case .dependencyCycle: Sentence("leave one of them out of --after", "그중 하나를 --after에서 빼십시오")
    case .unmetProofs(let id, _):
      Sentence(
        "orch check \(id.escaped) checks again; --force makes it DONE anyway",
        "다시 확인하기: orch check \(id.escaped). --force를 주면 그래도 DONE이 됩니다")
    case .permanentFailure:
      Sentence("--force tries it again anyway", "--force를 주면 그래도 다시 시도합니다")
    case .attemptsUsedUp:
      Sentence("--force tries it again anyway", "--force를 주면 그래도 다시 시도합니다")
    case .leased(let item, _, let action, _): hint(whileLeased: item, action)
    case .leaseEnded(let item, let lease):
      Sentence(
        "orch lease acquire --id \(item.id.escaped) --owner-session \(lease.owner.escaped) takes "
          + "it again, unless another session has taken it",
        "다른 세션이 먼저 가져가지 않았다면 다시 얻습니다: orch lease acquire --id \(item.id.escaped) "
          + "--owner-session \(lease.owner.escaped)")
    case .noLease(let item, let session?):
      Sentence(
        "orch lease acquire --id \(item.id.escaped) --owner-session \(session.escaped) takes "
          + "one, unless another session has it",
        "다른 세션에 없다면 얻습니다: orch lease acquire --id \(item.id.escaped) "
          + "--owner-session \(session.escaped)")
    case .noLease(_, nil):
      Sentence("name a session with --owner-session", "--owner-session으로 세션을 지정하십시오")
    case .staleClaim(let item, _, let action): hint(afterStaleClaimOf: item, action)
    case .missingClaimToken:
      Sentence(
        "pass it with --attempt (workers have it in ORCH_ATTEMPT), or use --force",
        "--attempt로 지정하십시오. 워커에는 ORCH_ATTEMPT로 있습니다. --force는 검사를 건너뜁니다")
    case .nothingToUndo(let id?):
      Sentence(
        "orch history --id \(id.escaped) shows what happened to it",
        "무슨 일이 있었는지 봅니다: orch history --id \(id.escaped)")
    case .irreversible(_, .renaming):
      Sentence(
        "orch undo --id ID takes back the last change of another row",
        "orch undo --id ID는 다른 행의 마지막 변경을 되돌립니다")
    case .irreversible(let entry, .unknownStatus):
      Sentence(
        "orch history --id \(entry.escapedID) shows both; change the row itself",
        "둘 다 봅니다: orch history --id \(entry.escapedID). 행을 직접 바꾸십시오")
    case .irreversible(let entry, .endOfAttempt) where entry.newStatus == .done:
      Sentence(
        "ops replan \(entry.escapedID) --force lets another attempt begin",
        "다시 시도하게 합니다: ops replan \(entry.escapedID) --force")
    case .irreversible(let entry, .endOfAttempt):
      Sentence(
        "ops retry \(entry.escapedID) lets another attempt begin",
        "다시 시도하게 합니다: ops retry \(entry.escapedID)")
    case .irreversible(let entry, .addedInEditor):
      Sentence("orch rm \(entry.escapedID) removes it", "제거하기: orch rm \(entry.escapedID)")
    case .irreversible(let entry, .claim):
      Sentence(
        "nothing was changed; orch release \(entry.escapedID) gives it back",
        "바뀐 것은 없습니다. 돌려주기: orch release \(entry.escapedID)")
    case .irreversible(let entry, .landed), .irreversible(let entry, .approvalOfLanded):
      Sentence(
        "nothing was changed; git revert takes the work back, and ops replan \(entry.escapedID) --force "
          + "opens the row again",
        "바뀐 것은 없습니다. 작업은 git revert로 되돌리고 행은 ops replan \(entry.escapedID) --force로 다시 여십시오")
    case .irreversible(let entry, .report), .irreversible(let entry, .forgottenBrief):
      Sentence(
        "nothing was changed; orch undo \(entry.escapedID) takes back what it did to the row",
        "바뀐 것은 없습니다. 행에 한 일을 되돌리기: orch undo \(entry.escapedID)")
    case .otherCommand:
      Sentence(
        "nothing was changed; orch undo --list shows what could be taken back",
        "바뀐 것은 없습니다. 되돌릴 수 있는 것을 봅니다: orch undo --list")
    case .noMergeToUndo:
      Sentence("orch history shows what was saved and merged", "orch history로 저장과 병합을 볼 수 있습니다")
    case .nothingToUndo(nil):
      Sentence(
        "orch history shows what happened; orch undo --id ID takes back a row's last change",
        "orch history로 변경을 봅니다. orch undo --id ID는 행의 마지막 변경을 되돌립니다")
    case .notYours:
      Sentence("a person can take it back: leave the session out", "사람은 되돌릴 수 있습니다. 세션을 빼고 실행하십시오")
    case .changedSince(let entry, _, _):
      Sentence(
        "orch history --id \(entry.escapedID) shows both; change the row itself",
        "둘 다 봅니다: orch history --id \(entry.escapedID). 행을 직접 바꾸십시오")
    case .briefChangedSince(let entry):
      Sentence(
        "nothing was changed; orch show \(entry.escapedID) shows the brief",
        "바뀐 것은 없습니다. 브리프 보기: orch show \(entry.escapedID)")
    case .editedMeanwhile(let item, _):
      Sentence(
        "nothing was changed; orch show \(item.id.escaped) shows the row; run orch edit again",
        "아무것도 바꾸지 않았습니다. orch show \(item.id.escaped)(으)로 보고 orch edit을 다시 하십시오")
    case .neededBy(let id, _):
      Sentence(
        "remove \(id.escaped) from the 'after' of those rows first, or use orch rm --force",
        "먼저 그 행들의 after에서 \(Korean.with(id.escaped, .object)) 빼십시오. 그래도 제거하기: orch rm --force")
    case .notDeleted: Sentence("it is in the table, not deleted", "삭제되지 않았고 표에 있습니다")
    case .neverDeleted:
      Sentence("the history has no deleted row with this id", "이력에 이 id의 삭제된 행이 없습니다")
    case .unreadableDeletion(let id):
      Sentence(
        "orch history --id \(id.escaped) shows its cells; write the row into the table by hand",
        "셀을 보고 표에 직접 적으십시오: orch history --id \(id.escaped)")
    case .otherStatus:
      Sentence(
        "nothing was changed; check the row, then run the command again",
        "아무것도 바꾸지 않았습니다. 지금은 무엇이 바뀌는지 다시 보십시오")
    case .movedOn:
      Sentence(
        "nothing was changed; the verdict is for an earlier claim or state",
        "아무것도 바꾸지 않았습니다. 판정은 이전 배정이나 상태의 것입니다")
    case .criteriaChanged:
      Sentence("nothing was changed; review it again", "아무것도 바꾸지 않았습니다. 다시 리뷰하십시오")
    case .notAwaited(let item, _):
      switch item.awaited {
      case .answer:
        Sentence(
          "a worker asked: orch answer \(item.id.escaped) TEXT",
          "워커가 질문했습니다: orch answer \(item.id.escaped) TEXT")
      case .approval: item.approvalHint
      case .merge:
        Sentence(
          "its pull request is merged on the forge, not here (ops pr sync \(item.id.escaped))",
          "풀 리퀘스트는 여기가 아니라 포지에서 병합합니다 (ops pr sync \(item.id.escaped))")
      case nil:
        Sentence(
          "orch show \(item.id.escaped) shows its state",
          "상태를 봅니다: orch show \(item.id.escaped)")
      }
    case .contentChanged(let item, let change):
      item.lookingHint.map { "\($0); --digest \(change.now)" }
    case .nothingApproved(let item, _):
      Sentence(
        "orch history --id \(item.id.escaped) shows its changes",
        "변경 이력을 봅니다: orch history --id \(item.id.escaped)")
    case .keyUsed(_, let ids):
      Sentence(
        "it added \(ids.map(\.escaped).joined(separator: ", ")); use another key for other rows",
        "그 키로 추가된 행: \(ids.map(\.escaped).joined(separator: ", ")). 다른 행에는 다른 키를 쓰십시오")
    case .otherQuestion(let item, _):
      Sentence(
        "orch show \(item.id.escaped) has the question in its notes",
        "질문은 notes에 있습니다: orch show \(item.id.escaped)")
    case .reserved(let id, let what, let caller): what.hint(of: id.escaped, for: caller)
    }
  }

  private func hint(inWrongState item: QueueItem, _ action: Action) -> Sentence {
    switch action {
    case .pick:
      Sentence(
        "only PENDING rows can be picked; \(item.nextCommand.english)",
        "PENDING 행만 맡을 수 있습니다. \(item.nextCommand.korean)")
    case .assign:
      Sentence(
        "only IN_PROGRESS rows have an owner; \(item.nextCommand.english)",
        "IN_PROGRESS 행에만 소유자가 있습니다. \(item.nextCommand.korean)")
    case .release:
      Sentence(
        "only IN_PROGRESS rows can be released; \(item.nextCommand.english)",
        "IN_PROGRESS 행만 놓아줄 수 있습니다. \(item.nextCommand.korean)")
    case .beginAnew where item.status == .inProgress:
      Sentence(
        "ops cancel \(item.id.escaped) ends its worker first",
        "먼저 워커를 끝내십시오: ops cancel \(item.id.escaped)")
    case .beginAnew:
      Sentence(
        "only FAILED and BLOCKED rows can start over; orch fail --id \(item.id.escaped) --force "
          + "makes it FAILED",
        "FAILED와 BLOCKED 행만 새로 시작합니다. 먼저 할 것: orch fail --id \(item.id.escaped) --force")
    case .retry where item.record != nil:
      Sentence(
        "only rows that are FAILED, back off or have an expired lease can be retried, and "
          + "BLOCKED rows with --force",
        "FAILED 행, 재시도를 미루는 행, 리스가 끝난 행만 재시도합니다. BLOCKED 행은 --force로 합니다")
    case .retry:
      Sentence(
        "only FAILED and BLOCKED rows and rows that back off can be retried; "
          + "\(item.nextCommand.english)",
        "FAILED와 BLOCKED 행, 재시도를 미루는 행만 재시도합니다. \(item.nextCommand.korean)")
    case .lease:
      Sentence(
        "only unfinished rows can be leased; \(item.nextCommand.english)",
        "끝나지 않은 행만 리스할 수 있습니다. \(item.nextCommand.korean)")
    case .finish(.blocked):
      Sentence("orch block --force changes it anyway", "그래도 바꾸기: orch block --force")
    case .finish(.failed):
      Sentence("orch fail --force changes it anyway", "그래도 바꾸기: orch fail --force")
    case .finish(.done), .finish(.pending), .finish(.inProgress):
      Sentence("orch done --force changes it anyway", "그래도 바꾸기: orch done --force")
    case .cancel: Sentence("only unfinished rows can be cancelled", "끝나지 않은 행만 취소할 수 있습니다")
    case .edit:
      Sentence(
        "orch show \(item.id.escaped) shows its state",
        "상태를 봅니다: orch show \(item.id.escaped)")
    case .split where item.status == .inProgress:
      Sentence(
        "orch release --id \(item.id.escaped) --force frees it first",
        "먼저 풀어 주십시오: orch release --id \(item.id.escaped) --force")
    case .split:
      Sentence(
        "only unfinished rows can be split; \(item.nextCommand.english)",
        "끝나지 않은 행만 나눌 수 있습니다. \(item.nextCommand.korean)")
    case .remove:
      Sentence(
        "orch release --id \(item.id.escaped) --force frees it; --force removes it anyway",
        "풀어 주기: orch release --id \(item.id.escaped) --force. 그래도 제거하기: --force")
    case .undo:
      Sentence(
        "orch history --id \(item.id.escaped) shows what happened to it",
        "무슨 일이 있었는지 봅니다: orch history --id \(item.id.escaped)")
    case .replan: Sentence("ops replan --force opens it again", "다시 열기: ops replan --force")
    case .review:
      Sentence(
        "only unfinished rows can be reviewed; \(item.nextCommand.english)",
        "끝나지 않은 행만 리뷰합니다. \(item.nextCommand.korean)")
    case .report where item.status.isFinished:
      Sentence(
        "reports are only accepted for IN_PROGRESS rows; \(item.nextCommand.english)",
        "보고서는 IN_PROGRESS 행에만 받습니다. \(item.nextCommand.korean)")
    case .report:
      Sentence(
        "reports are only accepted for IN_PROGRESS rows; \(item.nextCommand.english), or use "
          + "--force",
        "보고서는 IN_PROGRESS 행에만 받습니다. \(item.nextCommand.korean). --force는 그래도 받습니다")
    }
  }

  private func hint(whileLeased item: QueueItem, _ action: Action) -> Sentence {
    switch action {
    case .finish, .report:
      Sentence(
        "the work has passed to that session; --force overrides",
        "작업이 그 세션으로 넘어갔습니다. --force는 그래도 바꿉니다")
    case .edit, .remove: Sentence("--force overrides the lease", "--force는 그래도 바꿉니다")
    case .release:
      Sentence(
        "orch release --id \(item.id.escaped) --force frees it",
        "풀어 주기: orch release --id \(item.id.escaped) --force")
    case .pick, .lease, .assign, .cancel, .replan, .retry, .beginAnew, .undo, .review,
      .split:
      switch item.status {
      case .pending, .inProgress:
        Sentence(
          "wait until then, or free it: orch release --id \(item.id.escaped) --force",
          "그때까지 기다리거나 풀어 주십시오: orch release --id \(item.id.escaped) --force")
      case .done, .failed, .blocked: Sentence("wait until then", "그때까지 기다리십시오")
      }
    }
  }

  private func hint(afterStaleClaimOf item: QueueItem, _ action: Action) -> Sentence {
    let state =
      item.status == .inProgress
      ? Sentence("it was claimed again since then", "그 뒤에 새로 배정되었습니다") : item.nextCommand
    return switch action {
    case .lease, .undo, .review: state
    case .report where item.status.isFinished: state
    case .pick, .assign, .release, .cancel, .replan, .retry, .beginAnew, .finish, .report, .edit,
      .split, .remove:
      Sentence("\(state.english); --force overrides", "\(state.korean). --force는 그래도 바꿉니다")
    }
  }

  private func hint(ifNotOwnerOf item: QueueItem, _ action: Action) -> Sentence {
    switch action {
    case .assign:
      Sentence("name its owner with --from, or use --force", "--from으로 소유자를 지정하거나 --force를 쓰십시오")
    case .release:
      Sentence(
        "release it with --owner-session \(item.ownerLabel.english), or use --force",
        "그 세션으로 놓아주거나 --force를 쓰십시오: --owner-session \(item.ownerLabel.korean)")
    case .finish, .pick, .cancel, .replan, .retry, .beginAnew, .lease, .undo, .review, .report,
      .edit, .split, .remove:
      Sentence("--force overrides the owner", "--force를 주면 소유자와 관계없이 바꿉니다")
    }
  }
}

extension QueueItem {
  fileprivate var approvalHint: Sentence {
    Sentence(
      "orch approve \(id.escaped), or orch reject \(id.escaped) --reason R",
      "orch approve \(id.escaped), 또는 orch reject \(id.escaped) --reason R")
  }

  /// The commands that show the content of the decision.
  fileprivate var lookingHint: Sentence {
    let commands =
      "orch show \(id.escaped)"
      + (lastApprovedDigest == nil ? "" : ", orch diff \(id.escaped) --since-approval")
    return Sentence("look at it again: \(commands)", "다시 보십시오: \(commands)")
  }

  /// The command that changes the status of the row.
  fileprivate var nextCommand: Sentence {
    let id = id.escaped
    return switch status {
    case .pending: Sentence("orch pick --id \(id) claims it", "맡기: orch pick --id \(id)")
    case .inProgress:
      Sentence("orch release --id \(id) --force frees it", "풀어 주기: orch release --id \(id) --force")
    case .failed, .blocked:
      Sentence("ops retry --id \(id) takes it back", "다시 대기시키기: ops retry --id \(id)")
    case .done:
      Sentence(
        "ops replan --id \(id) --force --notes WHY opens it again",
        "다시 열기: ops replan --id \(id) --force --notes WHY")
    }
  }
}

extension ItemID {
  public static var hint: Sentence {
    Sentence(
      rule, "A-Z a-z 0-9 . _ - 를 64자까지 쓰고, 글자나 숫자로 시작하며, '..'은 쓸 수 없습니다")
  }
}
