import Attempts
import Door
import Git
import Host
import Model
import Runner
import Text
import Workers
import Worktrees

/// The last report of a row, the log of its last worker, or the changes of its work, as they were
/// read.
struct RowText: Sendable {
  enum Kind: Sendable { case report, log, changes }

  enum Content: Sendable {
    case log(FileTail)
    case report(KeptReport, evidence: [String])
    case changes(String)
    case missing
    case problem(Problem)
  }

  let kind: Kind
  let id: String
  let content: Content
  /// The files and folders whose changes can change the text.
  let watched: [String]

  /// The most bytes of a log that are read.
  private static let longest = 128 << 10
}

extension RowText {
  init(_ kind: Kind, of id: String, in context: CommandContext) {
    self.kind = kind
    self.id = id
    var watched: [String] = []
    do {
      let queue = context.taskQueue
      switch kind {
      case .log: content = try Self.log(of: id, context, &watched)
      case .changes:
        // When an attempt ends, its changes are committed and these folders change. Until then,
        // only another press of the key shows new changes.
        watched = try queue.attemptFolders(ofRow: id)
        content = .changes(try queue.diff(ofRow: id, .patch).text)
      case .report:
        watched = try queue.reportFolders(ofRow: id)
        let report = try queue.lastReport(ofRow: id)
        content =
          try report.map { .report($0, evidence: try queue.proofFiles(ofRow: id)) } ?? .missing
      }
    } catch {
      content = .problem(context.problem(error))
    }
    self.watched = watched
  }

  private static func log(
    of id: String, _ context: CommandContext, _ watched: inout [String]
  ) throws -> Content {
    let attempts = try context.taskQueue.keptAttempts(ofRow: id)
    // The folders of attempts are watched, because the next attempt adds its own.
    watched = try context.taskQueue.attemptFolders(ofRow: id)
    guard let last = attempts.last(where: \.hasLog) else { return .missing }
    watched.append(last.log)
    do throws(SystemError) { return .log(try FileTail(of: last.openLog(), upTo: longest)) } catch {
      return .problem(.system(error))
    }
  }
}

extension RowText {
  /// The text as escaped lines, each wrapped to as many lines of the screen as it needs.
  func lines(width: Int, _ language: Language) -> [String] {
    text(language).flatMap { Paragraph.chopped($0, width: width) }
  }

  private func text(_ language: Language) -> [String] {
    switch content {
    case .log(let tail): omission(tail, language) + LogText.lines(of: tail.bytes)
    case .report(let report, let evidence):
      source(of: report.report, report.place, language) + [""] + omission(report.message, language)
        + LogText.lines(of: report.message.bytes)
        + (evidence.isEmpty
          ? [] : ["", Sentence("What proofs found:", "검사가 확인한 것:")(language)])
        + evidence.map { "  \($0.escaped)" }
    case .changes(let text):
      text.isEmpty ? [missing(language)] : LogText.lines(of: Array(text.utf8))
    case .missing: [missing(language)]
    case .problem(let error): [error.sentence(language).escaped]
    }
  }

  private func source(
    of report: SpooledReport, _ place: KeptReport.Place, _ language: Language
  ) -> [String] {
    let state =
      switch place {
      case .waiting: Sentence("waits for the next tick", "다음 틱을 기다림")
      case .accepted: Sentence("accepted", "받아들임")
      case .refused:
        Sentence("refused", "거절").map { $0 + (report.refusal.map { ": \($0)" } ?? "") }
      }
    let (time, session) = (report.receivedAt, report.session)
    let source = Sentence(
      "received \(time) from \(session ?? "a person"): \(state.english)",
      "\(time)에 \(session ?? "사람")에게서 받음: \(state.korean)")
    return [source(language).escaped]
  }

  private var missing: Sentence {
    switch kind {
    case .log:
      Sentence(
        "No worker that orch started has left a log of this row.",
        "orch가 시작한 워커가 이 행에 남긴 로그가 없습니다.")
    case .report: Sentence("No report of this row is kept.", "이 행의 보고서가 없습니다.")
    case .changes: Sentence("The work on this row changes no file.", "이 행의 작업은 아무 파일도 바꾸지 않습니다.")
    }
  }

  private func omission(_ tail: FileTail, _ language: Language) -> [String] {
    guard tail.omitted > 0 else { return [] }
    let omission = Sentence(
      "[\(tail.omitted) bytes before this are left out]", "[앞의 \(tail.omitted)바이트는 생략]")
    return [omission(language)]
  }
}
