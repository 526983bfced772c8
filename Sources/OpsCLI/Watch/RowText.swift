import CommandLineKit
import CommandSupport
import Engine
import Host
import QueueModel
import QueueStore
import TeamProtocol
import TextWidth

/// The last report of a row, or the log of its last worker, as it was read.
struct RowText: Sendable {
  enum Kind: Sendable { case report, log }

  enum Content: Sendable {
    case log(FileTail)
    case report(KeptReport, evidence: [String])
    case missing
    case problem(CommandError)
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
      let workspace = try context.workspace()
      switch kind {
      case .log: content = try Self.log(of: id, in: workspace.home, context, &watched)
      case .report:
        watched = workspace.reportFolders(of: id)
        let report = workspace.lastReport(of: id)
        content =
          report.map { .report($0, evidence: Self.evidence(of: id, in: workspace)) } ?? .missing
      }
    } catch {
      content = .problem(context.commandError(error))
    }
    self.watched = watched
  }

  private static func log(
    of id: String, in home: String, _ context: CommandContext, _ watched: inout [String]
  ) throws -> Content {
    let folder = Path.join(home, "logs/workers")
    watched = [folder]
    guard let path = context.lastWorkerLog(of: id, in: folder) else { return .missing }
    watched.append(path)
    do { return .log(try FileTail(of: path, upTo: longest)) } catch {
      return .problem(.system(error))
    }
  }

  /// The files that proofs of the row left, relative to home, oldest first.
  private static func evidence(of id: String, in workspace: Workspace) -> [String] {
    guard let folder = workspace.evidence(of: id)?.path else { return [] }
    return ((try? Directory.names(in: folder)) ?? []).filter { $0.hasSuffix(".txt") }.sorted()
      .map { Path.relative(Path.join(folder, $0), to: workspace.home) }
  }
}

extension RowText {
  /// Each line, escaped, in as many lines of the screen as it takes.
  func lines(width: Int, _ messages: Messages) -> [String] {
    text(messages).flatMap { Paragraph.chopped($0, width: width) }
  }

  private func text(_ messages: Messages) -> [String] {
    switch content {
    case .log(let tail): omission(tail, messages) + Self.lines(of: tail)
    case .report(let report, let evidence):
      source(of: report.report, report.place, messages) + [""] + omission(report.message, messages)
        + Self.lines(of: report.message)
        + (evidence.isEmpty ? [] : ["", messages.text(of: WatchText.evidence)])
        + evidence.map { "  \($0.escaped)" }
    case .missing: [messages.text(of: kind == .log ? WatchText.noLog : .noReport)]
    case .problem(let error): [messages.text(of: error).escaped]
    }
  }

  private func source(
    of report: SpooledReport, _ place: KeptReport.Place, _ messages: Messages
  ) -> [String] {
    let text = WatchText.reportSource(
      at: report.receivedAt, session: report.session, place, refusal: report.refusal)
    return [messages.text(of: text)]
  }

  private func omission(_ tail: FileTail, _ messages: Messages) -> [String] {
    tail.omitted > 0 ? [messages.text(of: WatchText.omitted(bytes: tail.omitted))] : []
  }

  /// The lines of a text of any bytes. Each version of a line that was written over, as progress
  /// bars are, is a line; tabs become blanks, and colours are left out.
  private static func lines(of tail: FileTail) -> [String] {
    var lines = tail.bytes.split(separator: 10, omittingEmptySubsequences: false)
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    return lines.flatMap { line in
      let versions = line.split(separator: 13)
      return (versions.isEmpty ? [[]] : versions).map {
        expanded(String(decoding: unstyled($0), as: UTF8.self)).escaped
      }
    }
  }

  /// The bytes without `CSI m` sequences, which show nothing by themselves.
  private static func unstyled(_ line: ArraySlice<UInt8>) -> [UInt8] {
    let escape: UInt8 = 0x1B
    guard line.contains(escape) else { return Array(line) }
    var result: [UInt8] = []
    var rest = line
    while let byte = rest.popFirst() {
      if byte == escape, rest.first == UInt8(ascii: "[") {
        let end = rest.dropFirst().drop { (0x30...0x3B).contains($0) }
        if end.first == UInt8(ascii: "m") {
          rest = end.dropFirst()
          continue
        }
      }
      result.append(byte)
    }
    return result
  }

  /// The text with blanks up to the next multiple of eight in place of each tab.
  private static func expanded(_ text: String) -> String {
    guard text.utf8.contains(9) else { return text }
    var result = ""
    for (index, part) in text.split(separator: "\t", omittingEmptySubsequences: false).enumerated()
    {
      if index > 0 { result = DisplayWidth.pad(result, to: (DisplayWidth.of(result) / 8 + 1) * 8) }
      result += part
    }
    return result
  }
}
