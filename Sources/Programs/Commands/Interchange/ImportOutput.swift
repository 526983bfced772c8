import Interchange
import Model
import Text

/// What `orch import` and `orch export` print in addition to data.
enum ImportOutput {
  /// What was imported, or would be in a dry run.
  case summary(ImportOutcome, InterchangeForm, isDryRun: Bool)
  /// How many losses are not listed one by one.
  case moreLosses(Int, like: ForeignLoss)
  /// How many briefs are written so far.
  case briefs(Int, of: Int)
  case exported(rows: Int, path: String)
  case rowsLeftOut(Int)
  case wholeQueue(rows: Int, path: String)

  var sentence: Sentence {
    switch self {
    case .summary(let outcome, let form, let isDryRun): Self.summary(outcome, form, isDryRun)
    case .moreLosses(let count, let loss):
      Sentence(
        "\(loss.sentence.english); and \(count) more like it (--json lists all)",
        "\(loss.sentence.korean). 같은 것이 \(count)개 더 있습니다 (--json이 모두 보여 줍니다)")
    case .briefs(let written, let count):
      Sentence(
        "writing briefs: \(written) of \(count)", "브리프 쓰는 중: \(count)개 중 \(written)개")
    case .exported(let rows, let path):
      Sentence(
        "Exported \(rows.counted("row")) to \(path.escaped)", "\(path.escaped): \(rows)행을 내보냈습니다")
    case .wholeQueue(let rows, let path):
      Sentence(
        "Imported \(rows.counted("row")) with their history to \(path.escaped)",
        "\(path.escaped): \(rows)행을 이력과 함께 가져왔습니다")
    case .rowsLeftOut(let count):
      Sentence(
        "\(count.counted("malformed row")) left out (orch lint says why)",
        "잘못된 행 \(count)개를 뺐습니다 (이유는 orch lint)")
    }
  }

  private static func summary(
    _ outcome: ImportOutcome, _ form: InterchangeForm, _ isDryRun: Bool
  ) -> Sentence {
    let (added, changed) = (outcome.count(.added), outcome.count(.changed))
    let alone = outcome.rows.count - added - changed
    let counts = Sentence(
      "\(added) added, \(changed) changed, \(alone) left alone, \(outcome.leftOut) left out",
      "추가 \(added), 변경 \(changed), 그대로 \(alone), 제외 \(outcome.leftOut)")
    let started =
      outcome.startedThere == 0
      ? Sentence(same: "")
      : Sentence(
        "; \(outcome.startedThere) in progress there, PENDING here",
        ". 그쪽에서 진행 중이던 \(outcome.startedThere)행은 PENDING입니다")
    let (english, korean) = (
      counts.english + started.english, counts.korean + started.korean
    )
    return isDryRun
      ? Sentence("\(form.rawValue) would be: \(english)", "\(form.rawValue)을(를) 가져오면: \(korean)")
      : Sentence("Imported \(form.rawValue): \(english)", "\(form.rawValue) 가져옴: \(korean)")
  }
}

extension ImportOutcome.Row {
  /// Why the row differs from its task; `nil` if it does not.
  var sentence: Sentence? {
    let name = id == nil || id == key ? key.escaped : "\(id ?? "") (\(key.escaped))"
    switch fate {
    case .added, .changed, .unchanged: return nil
    case .changedHere:
      return Sentence(
        "= \(name) changed both here and there: it stays", "= \(name): 양쪽에서 바뀌어 그대로 둡니다")
    case .atWork:
      return Sentence(
        "= \(name) changed there, and is worked on or has ended here: it stays",
        "= \(name): 그쪽에서 바뀌었지만 여기서 작업 중이거나 끝나 그대로 둡니다")
    case .unreadable:
      return Sentence(
        "= \(name) can't be read here: it stays (orch lint says why)",
        "= \(name): 여기서 읽을 수 없어 그대로 둡니다 (이유는 orch lint)")
    case .gone:
      return Sentence(
        "= \(name) was removed or archived here: it does not come again",
        "= \(name): 여기서 제거하거나 보관해 다시 가져오지 않습니다")
    }
  }
}
