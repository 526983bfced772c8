import Gate
public import Model
public import Text

/// A notice for a person about a row that was just added or edited.
public enum RowNotice: Equatable, Sendable {
  /// A `|` in the row's texts became `/`.
  case replacedPipes(id: String)
  /// The row has no success criteria.
  case noCriteria(id: String)
  /// The criteria changed while the row is IN_PROGRESS.
  case criteriaDuringWork(id: String)
  /// A criterion begins like a proof but lacks a part, so it can never be met.
  case malformedProof(String, id: String)
  /// The row is due at a time that has passed.
  case duePassed(id: String, due: String)
  /// A segment of the notes was meant as control, but no rule reads it.
  case nearMissNote(NearMissNote, id: String)
}

extension RowNotice {
  public var sentence: Sentence {
    switch self {
    case .replacedPipes(let id):
      Sentence(
        "each | in the texts of \(id) became /, because other programs split the row there; its "
          + "brief, tasks/\(id).md, can have any text: write it there",
        "\(id): 텍스트의 |는 /가 되었습니다. 다른 프로그램은 거기서 행을 나눕니다. 브리프 "
          + "tasks/\(id).md에는 어떤 텍스트든 쓸 수 있으니 거기에 쓰십시오")
    case .noCriteria(let id):
      Sentence(
        "\(id) has no success criteria: nothing can show that it is done, so its report will "
          + "wait for orch approve (orch edit \(id) --criteria C adds some)",
        "\(id): 완료 기준이 없어 다 되었는지 확인할 수 없습니다. 보고가 오면 사람이 orch approve로 "
          + "승인해야 합니다 (기준 추가: orch edit \(id) --criteria C)")
    case .criteriaDuringWork(let id):
      Sentence(
        "\(id) is being worked on: its report is judged by the criteria that it had when it was "
          + "claimed",
        "\(id): 작업 중입니다. 보고서는 배정할 때의 기준으로 판정합니다")
    case .duePassed(let id, let due):
      Sentence(
        "\(id) is due at \(due.escaped), which has passed",
        "\(id): 마감 \(due.escaped)은(는) 이미 지났습니다")
    case .nearMissNote(let note, let id):
      Sentence("\(id) \(note.predicate.english)", "\(id): \(note.predicate.korean)")
        .map {
          note.holds || !note.texts.isEmpty
            ? "\($0) (\(Remedy.mendNote(id, note.texts).command))" : $0
        }
    case .malformedProof(let criterion, let id):
      Sentence(
        "\(id): the criterion '\(criterion.escaped)' looks like a proof, but can never be met "
          + "(write \(ProofKind.forms.english), with paths in the project)",
        "\(id): 기준 '\(criterion.escaped)'은(는) 증거처럼 보이지만, 이대로는 결코 충족되지 않습니다 "
          + "(\(ProofKind.forms.korean) 형식과 프로젝트 안의 경로로 쓰십시오)")
    }
  }
}

extension RowNotice {
  /// Whether a `|` of the new texts became a `/` in the row. In a proof a `|` stays.
  public static func losesPipes(
    _ texts: [EditableField: String], in item: QueueItem
  ) -> Bool {
    func pipes(_ text: String?) -> Int { text?.utf8.count { $0 == UInt8(ascii: "|") } ?? 0 }
    return pipes(texts[.task]) + pipes(texts[.notes]) > 0
      || pipes(texts[.successCriteria].map(CellText.decodingPipes)) > pipes(item.successCriteria)
  }
}

extension QueueItem {
  /// The notices about the row's criteria.
  public var malformedProofs: [RowNotice] {
    Proof.malformed(in: successCriteria).map { .malformedProof($0, id: id) }
  }
}

extension QueueItem {
  /// The notices about the row's notes.
  public var nearMissNotices: [RowNotice] {
    notes.nearMisses(.usual) { _ in false }.map { .nearMissNote($0, id: id) }
  }
}

extension QueueItem {
  /// Whether the row has no criterion; a cell of separators alone has none.
  var asksForNothing: Bool { Checklist(successCriteria ?? "").items.isEmpty }
}

extension Transition.NewItem {
  /// The notices about the row that was added.
  public func notices(of item: QueueItem) -> [RowNotice] {
    let texts: [EditableField: String] = [
      .task: task, .notes: notes, .successCriteria: successCriteria,
    ]
    return (RowNotice.losesPipes(texts, in: item) ? [.replacedPipes(id: item.id)] : [])
      + (item.asksForNothing ? [.noCriteria(id: item.id)] : []) + item.malformedProofs
      + item.nearMissNotices
  }
}
