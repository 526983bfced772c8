/// The output of reading commands in a folder, and the names of all files. `#` replaces each number
/// and token that differs from run to run.
package struct FaultState: Equatable, Sendable {
  package var text: String
  package var names: Set<String>

  /// The lines in which the state differs from each of `states`; `nil` if it equals one of them.
  package func differences(from states: some Collection<FaultState>) -> String? {
    guard !states.contains(where: { $0.text == text }) else { return nil }
    let mine = text.split(separator: "\n")
    let differences = states.map { state in
      let theirs = state.text.split(separator: "\n")
      return mine.filter { !theirs.contains($0) }.map { "+\($0)" }
        + theirs.filter { !mine.contains($0) }.map { "-\($0)" } + ["or"]
    }
    return differences.joined().joined(separator: "\n")
  }
}

extension FaultFolder {
  /// The state after another command, which adds a row.
  ///
  /// - Throws: ``UnexpectedEnding`` if that command fails, or prints errors in addition to
  ///   warnings.
  package func stateAfterNext(_ command: FaultCommand) throws -> FaultState {
    let next = try run("orch add --id NEXT --priority P2 --task t --success-criteria c")
    let noise = next.errors.split(separator: "\n").filter { !$0.hasPrefix("WARNING: ") }
    guard next.status == 0, next.output == "Added NEXT\n", noise.isEmpty else {
      throw UnexpectedEnding(description: "the next command: \(next)")
    }
    let list = try run("orch list --json")
    var history = ""
    if case .oneStep = command.outcome, command.comparesHistory {
      history = try run("orch history").output
    }
    guard list.status == 0, list.errors == "" else {
      throw UnexpectedEnding(description: "\(list)")
    }
    let look = [text(of: "QUEUE.md"), list.output, history, try command.looking(self)]
    return FaultState(text: look.joined(separator: "\n").withoutNumbers, names: try names())
  }

  /// The names of all files except those of claims, which may be out of date because the journal
  /// has the claims, too.
  func names() throws -> Set<String> {
    let names = try allNames().subtracting([".orch/claims.json", ".orch/claims.json.new"])
    return Set(names.map(\.withoutNumbers))
  }
}

extension String {
  /// The text with `#` for process ids, the time of a report, tokens and the names of generations.
  fileprivate var withoutNumbers: String {
    replacing(/@[0-9]+/, with: "@#").replacing(/[0-9]{13,}-[0-9a-f]{6}/, with: "#")
      .replacing(/[0-9]+-[0-9a-f]{6,12}/, with: "#").replacing(/gen\/[0-9]+/, with: "gen/#")
  }
}
