/// The formats of other tools that `orch import --from` reads, by their names there.
public enum InterchangeForm: String, CaseIterable, Sendable {
  case json, csv, beads, backlog, taskmaster, speckit, openspec, kiro
  case todoTxt = "todo.txt"
  case github, markdown, devops, job
}
