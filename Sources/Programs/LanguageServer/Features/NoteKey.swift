import Text

/// A key of notes that people set, and what it means.
struct NoteKey {
  let key: String
  /// The form of its values.
  let form: String
  let values: [String]
  let meaning: Sentence

  var label: String { "\(key)=\(form)" }

  private init(_ key: String, _ form: String, _ meaning: Sentence, values: [String] = []) {
    (self.key, self.form, self.meaning, self.values) = (key, form, meaning, values)
  }

  static let all = [
    NoteKey("after", "ID,ID", Sentence("waits for these rows", "이 행들을 기다립니다")),
    NoteKey("labels", "WORD,WORD", Sentence("words to sort rows by", "행을 분류하는 낱말")),
    NoteKey("worker", "NAME", Sentence("the worker, of orch.json", "orch.json의 워커")),
    NoteKey(
      "approval", "start|done",
      Sentence("a person approves its start, or its work", "시작 또는 작업을 사람이 승인합니다"),
      values: ["start", "done"]),
    NoteKey(
      "on_failure", "continue|cancel",
      Sentence("what becomes of the rows that wait for it", "이 행을 기다리는 행이 어떻게 되는지"),
      values: ["continue", "cancel"]),
    NoteKey(
      "not_before", "2026-12-01T09:00",
      Sentence("the earliest start", "가장 이른 시작")),
    NoteKey(
      "timeout", "30m", Sentence("how long an attempt may take", "시도 한 번의 제한 시간"),
      values: ["30m", "1h", "2h"]),
    NoteKey(
      "max_attempts", "3", Sentence("how many attempts it may take", "시도할 수 있는 횟수"),
      values: ["1", "3", "5"]),
    NoteKey("repo", "NAME", Sentence("the repository, of orch.json", "orch.json의 저장소")),
    NoteKey("plan", "NAME", Sentence("the plan that it belongs to", "행이 속하는 계획")),
    NoteKey("touches", "PATH,PATH", Sentence("the paths that its work touches", "작업이 건드리는 경로")),
    NoteKey(
      "idempotency_key", "KEY",
      Sentence("rows with one key are the same work", "키가 같은 행은 같은 작업입니다")),
  ]
}
