public import Attempts
import Door
import Model
package import Text
import Workers

extension RowAttempt {
  /// The columns: claim, worker, started, took, status, class, reason; `-` for an unknown value.
  private var cells: [String] {
    [
      String(kept.claimNumber), worker, started?.text, duration.map(DurationText.text),
      isRunning ? "running" : last?.status?.rawValue, failure?.rawValue, reason,
    ].map { $0?.escaped ?? "-" }
  }

  /// The columns that an agent reports: US dollars, input tokens, output tokens, model and session;
  /// `-` for an unknown value. Empty if all values are unknown.
  private var agentCells: [String] {
    let cells = [
      usage?.dollars, usage?.inputTokens.map(String.init),
      usage?.outputTokens.map(String.init), end?.model, end?.session,
    ]
    return cells.contains { $0 != nil } ? cells.map { $0?.escaped ?? "-" } : []
  }

  /// The cells, separated by tabs.
  public var line: String { (cells + agentCells).joined(separator: "\t") }

  /// The agent's cells in a table for people: cost, with `~` if it is an estimate, tokens of input
  /// and output, and model.
  private var agentTexts: [String] {
    let cells = agentCells
    guard let dollars = cells.first else { return ["-", "-", "-"] }
    let tokens = cells[1] == "-" && cells[2] == "-" ? "-" : "\(cells[1])/\(cells[2])"
    let sign = usage?.source == .estimate ? "~$" : "$"
    return [dollars == "-" ? "-" : sign + dollars, tokens, cells[3]]
  }

  package static func table(
    of attempts: [RowAttempt], width: Int, _ paint: Paint, _ language: Language
  ) -> String {
    func title(_ heading: Heading) -> String { heading.label(language) }
    let hasAgents = attempts.contains { !$0.agentCells.isEmpty }
    let agentColumns: [TextTable.Column] = [
      .init(title(.cost), .right, dropOrder: 5), .init(title(.tokens), .right, dropOrder: 2),
      .init(title(.model), dropOrder: 1),
    ]
    let columns: [TextTable.Column] = [
      .init(title(.claim), .right), .init(title(.worker), minimum: 8, dropOrder: 6),
      .init(title(.started), dropOrder: 3), .init(title(.took), .right, dropOrder: 4),
      .init(title(.status)), .init(title(.failure)), .init(title(.reason), minimum: 12),
    ]
    var table = TextTable(columns + (hasAgents ? agentColumns : []))
    for attempt in attempts {
      let cells = attempt.cells + (hasAgents ? attempt.agentTexts : [])
      table.append(
        cells.enumerated().map { place, cell in
          let color: Paint.Color? = place == 5 && attempt.failure != nil ? .red : nil
          return .init(cell == "-" ? "" : cell, color)
        })
    }
    return table.rendered(width: width, paint: paint)
  }
}
