import CommandLineKit
import Console
import Engine
import Facts
import Host
import QueueModel
import TeamProtocol
import Wording

/// The last report of a row, or the log of its last worker, as it was read.
struct RowText: Sendable {
  enum Kind: Sendable { case report, log }

  enum Content: Sendable {
    case log(FileTail)
    case report(KeptReport, evidence: [String])
    case missing
    case problem(Problem)
  }

  let kind: Kind
  let id: String
  let content: Content
  /// The files and folders that change with it.
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
    // The next attempt gets a folder of its own.
    watched = try context.taskQueue.attemptFolders(ofRow: id)
    guard let last = attempts.last(where: \.hasLog) else { return .missing }
    watched.append(last.log)
    do throws(SystemError) { return .log(try FileTail(of: last.log, upTo: longest)) } catch {
      return .problem(.system(error))
    }
  }
}

extension RowText {
  /// Each line, escaped, in as many lines of the screen as it takes.
  func lines(width: Int, _ language: Language) -> [String] {
    text(language).flatMap { Paragraph.chopped($0, width: width) }
  }

  private func text(_ language: Language) -> [String] {
    switch content {
    case .log(let tail): omission(tail, language) + LogText.lines(of: tail.bytes)
    case .report(let report, let evidence):
      source(of: report.report, report.place, language) + [""] + omission(report.message, language)
        + LogText.lines(of: report.message.bytes)
        + (evidence.isEmpty ? [] : ["", language.text(of: WatchText.evidence)])
        + evidence.map { "  \($0.escaped)" }
    case .missing: [language.text(of: kind == .log ? WatchText.noLog : .noReport)]
    case .problem(let error): [error.sentence(language).escaped]
    }
  }

  private func source(
    of report: SpooledReport, _ place: KeptReport.Place, _ language: Language
  ) -> [String] {
    let text = WatchText.reportSource(
      at: report.receivedAt, session: report.session, place, refusal: report.refusal)
    return [language.text(of: text)]
  }

  private func omission(_ tail: FileTail, _ language: Language) -> [String] {
    tail.omitted > 0 ? [language.text(of: WatchText.omitted(bytes: tail.omitted))] : []
  }
}
