extension Refusal {
  /// What would work.
  public var hint: String {
    switch self {
    case .notFound: "orch list shows the rows"
    case .alreadyExists: "choose another id, or leave --id out for the next free one"
    case .illFormedID: ItemID.rule
    case .repeatedID: "give all but one of them another id"
    case .malformedRow: "mend the line in the file; orch lint shows where"
    case .wrongState(let item, let action): remedy(item, action)
    case .notOwner(let item, let action, _): remedy(notOwner: item, action)
    case .waits(_, let blockers):
      "finish \(blockers.map(\.id.escaped).joined(separator: ", ")) first"
    case .backsOff: "wait, or remove retry_not_before from its notes"
    case .dependencyCycle: "leave one of them out of --after"
    case .permanentFailure: "--force tries it again all the same"
    case .nothingToUndo(let id?): "orch history --id \(id.escaped) shows what happened to it"
    case .nothingToUndo(nil):
      "orch history shows what happened; orch undo --id ID takes a row's last change back"
    case .notYours: "a person may take it back: leave the session out"
    case .changedSince(let entry, _, _):
      "orch history --id \(entry.escapedID) shows both; change the row itself"
    case .neededBy(let id, _): "take \(id.escaped) out of their after first"
    case .notDeleted: "it is in the table, not deleted"
    case .neverDeleted: "the history tells of no row of this id that was deleted"
    case .unreadableDeletion(let id):
      "orch history --id \(id.escaped) shows its cells; write the row into the table by hand"
    }
  }

  private func remedy(_ item: QueueItem, _ action: Action) -> String {
    switch action {
    case .pick: "only PENDING rows are picked; \(next(item))"
    case .assign: "only IN_PROGRESS rows have an owner; \(next(item))"
    case .release: "only IN_PROGRESS rows are released; \(next(item))"
    case .retry: "only FAILED and BLOCKED rows are retried; \(next(item))"
    case .finish(.blocked): "orch block --force changes it all the same"
    case .finish(.failed): "orch fail --force changes it all the same"
    case .finish(.done), .finish(.pending), .finish(.inProgress):
      "orch done --force changes it all the same"
    case .cancel: "only unfinished rows are cancelled"
    case .replan: "ops replan --force opens it again"
    }
  }

  /// The command that moves a row on from where it stands.
  private func next(_ item: QueueItem) -> String {
    let id = item.id.escaped
    return switch item.status {
    case .pending: "orch pick --id \(id) claims it"
    case .inProgress: "orch release --id \(id) --force frees it"
    case .failed, .blocked: "ops retry --id \(id) takes it back"
    case .done: "ops replan --id \(id) --force opens it again"
    }
  }

  private func remedy(notOwner item: QueueItem, _ action: Action) -> String {
    switch action {
    case .assign: "name its owner with --from, or use --force"
    case .release: "release it as --owner-session \(item.shownOwner), or use --force"
    case .finish, .pick, .cancel, .replan, .retry: "--force overrides the owner"
    }
  }
}
