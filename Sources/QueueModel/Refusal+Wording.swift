extension Refusal {
  /// The error's name in JSON; part of the contract.
  public var code: String {
    switch self {
    case .notFound: "not_found"
    case .alreadyExists: "already_exists"
    case .illFormedID: "ill_formed_id"
    case .repeatedID: "repeated_id"
    case .malformedRow: "malformed_row"
    case .wrongState: "wrong_state"
    case .notOwner: "not_owner"
    case .waits: "waits"
    case .backsOff: "backs_off"
    case .dependencyCycle: "dependency_cycle"
    case .permanentFailure: "permanent_failure"
    case .nothingToUndo: "nothing_to_undo"
    case .notYours: "not_owner"
    case .changedSince: "changed_since"
    case .neededBy: "needed_by"
    case .notDeleted: "already_exists"
    case .neverDeleted: "not_found"
    case .unreadableDeletion: "malformed_row"
    }
  }

  /// What was found, in one sentence.
  public var message: String {
    switch self {
    case .notFound(let id): "Row id not found: \(id.escaped)"
    case .alreadyExists(let id): "Row id already exists: \(id)"
    case .illFormedID(let id): "Row id is ill-formed: \(id.escaped)"
    case .repeatedID(let id, let lines):
      "Row id stands in several rows: \(id.escaped), \(lines.listed)"
    case .malformedRow(let id, let line, let problem):
      "The row \(id.escaped) in line \(line) cannot be changed: \(problem)"
    case .wrongState(let item, _): "\(item.id.escaped) is \(item.state)"
    case .notOwner(let item, _, let session):
      "\(item.id.escaped) belongs to \(item.owner)\(session.map { ", not to \($0.escaped)" } ?? "")"
    case .waits(let id, let blockers):
      "\(id) waits for " + blockers.map(\.description).joined(separator: ", ")
    case .backsOff(let id, let until, let now):
      "\(id) is not tried again before "
        + QueueTime(epochSeconds: until, offset: now.offset).text
    case .dependencyCycle(let ids):
      "The rows would wait for each other: " + ids.map(\.escaped).joined(separator: " -> ")
    case .permanentFailure(let id): "\(id.escaped) failed for good (failure=permanent)"
    case .nothingToUndo(let id?): "There is nothing to undo of \(id.escaped)"
    case .nothingToUndo(nil): "There is nothing of yours to undo"
    case .notYours(let entry):
      "The last change of \(entry.row), \(entry.command), was made by \(entry.actor.escaped)"
    case .changedSince(let entry, let column, let text):
      "\(entry.row) was changed since \(entry.command): \(column.name) is now "
        + "\((text ?? "-").escaped)"
    case .neededBy(let id, let waiting):
      "\(waiting.map(\.escaped).joined(separator: ", ")) \(waiting.count == 1 ? "waits" : "wait") "
        + "for \(id.escaped)"
    case .notDeleted(let id): "Row id already exists: \(id.escaped)"
    case .neverDeleted(let id): "Row id not found: \(id.escaped)"
    case .unreadableDeletion(let id): "The deleted row \(id.escaped) cannot be read"
    }
  }

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
      "orch history --id \(entry.row) shows both; change the row itself"
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
    case .finish(_): "orch done --force changes it all the same"
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
    case .release: "release it as --owner-session \(item.owner), or use --force"
    case .finish, .pick, .cancel, .replan, .retry: "--force overrides the owner"
    }
  }
}

extension Dependencies.Blocker: CustomStringConvertible {
  /// `ORCH-1 (FAILED)`.
  public var description: String { "\(id.escaped) (\(status?.rawValue ?? "no readable row"))" }
}

extension HistoryEntry {
  fileprivate var row: String { (id ?? "").escaped }
}

extension QueueItem {
  fileprivate var owner: String { ownerSession?.escaped ?? "nobody" }

  fileprivate var state: String {
    status == .inProgress && ownerSession != nil
      ? "IN_PROGRESS, owned by \(owner)" : status.rawValue
  }
}

extension [Int] {
  fileprivate var listed: String { "lines " + map(String.init).joined(separator: " and ") }
}

extension String {
  /// The text with control, invisible and bidirectional characters spelled out
  /// as `\u{…}`, so that a message shows what is there.
  public var escaped: String {
    // Most texts are of this kind, and it is seen much sooner.
    if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return self }
    guard unicodeScalars.contains(where: \.isDeceptive) else { return self }
    return unicodeScalars.map { scalar in
      scalar.isDeceptive
        ? "\\u{\(String(scalar.value, radix: 16, uppercase: true))}" : String(scalar)
    }.joined()
  }
}

extension Unicode.Scalar {
  /// Whether what a person sees of this character is not what is there:
  /// controls, invisible characters, and the bidirectional overrides of
  /// "Trojan Source" (Boucher and Anderson, 2021).
  public var isDeceptive: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate: true
    case .format: !isJoiner
    default: isBlank || isSelector
    }
  }

  /// Letters and marks that show nothing.
  private var isBlank: Bool {
    [0x034F, 0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0].contains(value)
  }

  /// Variation selectors that no ordinary text has; any number of them may carry
  /// a hidden one.
  private var isSelector: Bool { (0xE0100...0xE01EF).contains(value) }

  /// ZWNJ and ZWJ are part of ordinary words and of emoji.
  private var isJoiner: Bool { value == 0x200C || value == 0x200D }
}
