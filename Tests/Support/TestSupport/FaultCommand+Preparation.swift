// The preparation before the commands.

extension FaultCommand {
  /// Makes the folder as the command finds it.
  ///
  /// - Parameter folder: returns the empty folder with the clock at a time.
  package func prepare(_ folder: (_ time: String) -> FaultFolder) throws {
    let folder = folder("2026-01-02 03:00")
    try folder.expect("orch init -q")
    for id in ["A", "B", "C", "D", "E", "G"] {
      try folder.expect([
        "orch", "add", "-q", "--id", id, "--priority", "P1", "--task", "Task \(id)",
        "--success-criteria", "fix the login redirect",
      ])
    }
    for id in ["B", "C"] { try folder.expect("orch pick -q \(id) --owner-session w") }
    try folder.expect("orch fail -q D --notes broken")
    try folder.expect("orch block -q E --notes waits")
    try folder.write(
      """
      [REPORT C]
      Status: DONE
      Files:
      - login.swift
      Diff-Summary:
      - Fixed the login redirect
      Validation:
      - 12 passed, 0 failed
      Risks:
      - None
      Next:
      - None

      """, to: "r.txt")
    let loaded = folder.text(of: "QUEUE.md")
    // This acknowledged change must never be lost. An editor had loaded the queue before it.
    try folder.expect("orch done -q B --owner-session w --notes acknowledged")
    try before(folder)
    try way.prepare(folder)
    let edited = loaded.replacing("Task A", with: FaultPast.typed)
    switch past {
    case .quiet: break
    case .savedInPlace: try folder.write(edited, to: "QUEUE.md")
    case .savedByRename:
      try folder.write(edited, to: "new.md")
      try folder.rename("new.md", to: "QUEUE.md")
    }
  }
}
