import TestSupport
import Testing

/// A folder after a fault, and what has to be true of it.
struct FaultAftermath {
  let rehearsal: FaultRehearsal
  let folder: FaultFolder
  /// What happened, for messages.
  let story: Comment

  func check(_ trace: Strace.Trace, _ fault: Fault) throws {
    #expect(trace.ending.signal == (fault == .killed ? 9 : 0), story)
    // The queue is never half a file.
    let text = folder.queue
    switch rehearsal.command.outcome {
    case .oneStep:
      #expect(rehearsal.texts.contains(text), story)
      try checkOneStep(trace.ending, fault)
    case .steps(let again):
      checkAcknowledged(in: text)
      try checkSteps(trace.ending, fault, again)
    }
  }

  // MARK: All or nothing

  private func checkOneStep(_ ending: ChildProcess.Ending, _ fault: Fault) throws {
    let state = try folder.stateAfterNext(rehearsal.command)
    let isChanged = state.text == rehearsal.new.text
    if !isChanged { state.expect([rehearsal.old], story) }
    checkNames(state)
    // What is said is so.
    if ending.output != "" { #expect(isChanged, story) }
    guard fault != .killed else { return }
    if ending.status == 0 {
      #expect(isChanged && ending.output != "", story)
    } else {
      checkError(ending, fault)
      #expect(!isChanged || !ending.errors.contains("nothing was changed"), story)
    }
  }

  // MARK: Step by step

  private func checkSteps(
    _ ending: ChildProcess.Ending, _ fault: Fault, _ again: FaultCommand.Step
  ) throws {
    if fault != .killed, ending.status != 0 { checkError(ending, fault) }
    try again(folder)
    let state = try folder.stateAfterNext(rehearsal.command)
    state.expect([rehearsal.new], story)
    checkNames(state)
  }

  private func checkAcknowledged(in text: [UInt8]?) {
    guard let text, rehearsal.texts[0] != nil else { return }
    let isThere = String(decoding: text, as: UTF8.self).contains("acknowledged")
    #expect(isThere || rehearsal.texts.contains(text), story)
  }

  // MARK: Both

  private func checkError(_ ending: ChildProcess.Ending, _ fault: Fault) {
    #expect(ending.errors.contains("ERROR: "), story)
    let reasons = [fault.reason] + Self.ofSQLite
    #expect(reasons.contains { ending.errors.contains($0) }, story)
  }

  /// SQLite does not always pass on what the system said.
  private static let ofSQLite = [
    "database or disk is full", "disk I/O error", "unable to open database file",
    "attempt to write a readonly database",
  ]

  /// A report that was routed, but not put away, is refused when it is routed again, and kept.
  private static let refused = [".orch/inbox/refused/#.report", ".orch/inbox/refused"]

  /// What the fault left half done is gone.
  private func checkNames(_ state: FaultState) {
    let known = rehearsal.old.names.union(rehearsal.new.names)
    // The temporary file of a killed init or trust stays; no command reads it.
    let unnamed = state.names.filter {
      $0.wholeMatch(of: /(QUEUE\.md|.*trust\.json)\.[0-9]+\.new/) != nil
    }
    #expect(
      state.names.subtracting(known).subtracting(Self.refused).subtracting(unnamed) == [], story)
  }
}

extension FaultState {
  /// Checks that the state is one of `states`.
  func expect(_ states: some Collection<FaultState>, _ story: Comment) {
    if let differences = differences(from: states) { Issue.record("\(story)\n\(differences)") }
  }
}
