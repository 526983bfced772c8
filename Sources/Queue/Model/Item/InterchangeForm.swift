/// The forms of other tools that are read, by the words of `orch import --from`.
public enum InterchangeForm: String, CaseIterable, Sendable {
  case json, csv, beads, backlog, taskmaster, speckit, openspec, kiro
  case todoTxt = "todo.txt"
  case github, markdown
}
