import TestSupport
import Testing

/// A folder after a fault, and what has to be true of it.
struct FaultAftermath {
  let rehearsal: FaultRehearsal
  let folder: FaultFolder
  /// What happened, for messages.
  let story: Comment

  func check(_ ending: ChildProcess.Ending, _ fault: FaultTests.Fault) throws {
    let text = folder.queue
    let isInPlace = rehearsal.command.way == .inPlace
    switch rehearsal.command.outcome {
    case .oneStep:
      // The queue is never half a file; one that is written in place is mended by the next command.
      if !isInPlace { #expect(rehearsal.texts.contains(text), story) }
      try checkOneStep(ending, fault)
    case .steps(let again):
      checkAcknowledged(in: text)
      if fault != .stopped, ending.status != 0 { checkError(ending, fault) }
      try again(folder)
      let state = try folder.stateAfterNext(rehearsal.command)
      expect(state, in: [rehearsal.new])
      checkNames(state)
    }
  }

  private func checkOneStep(_ ending: ChildProcess.Ending, _ fault: FaultTests.Fault) throws {
    let state = try folder.stateAfterNext(rehearsal.command)
    let isChanged = state.text == rehearsal.new.text
    if !isChanged { expect(state, in: [rehearsal.old]) }
    checkNames(state)
    if rehearsal.command.way == .inPlace {
      #expect(folder.text(of: "OTHER.md") == folder.text(of: "QUEUE.md"), story)
    }
    // What a command that is stopped says afterwards, no one hears.
    guard fault != .stopped else { return }
    // What is said is so.
    if ending.output != "" { #expect(isChanged, story) }
    if ending.status == 0 {
      #expect(isChanged && ending.output != "", story)
    } else {
      checkError(ending, fault)
      #expect(!isChanged || !ending.errors.contains("nothing was changed"), story)
    }
  }

  private func checkAcknowledged(in text: [UInt8]?) {
    guard let text, rehearsal.texts[0] != nil else { return }
    let isThere = String(decoding: text, as: UTF8.self).contains("acknowledged")
    #expect(isThere || rehearsal.texts.contains(text), story)
  }

  private func checkError(_ ending: ChildProcess.Ending, _ fault: FaultTests.Fault) {
    #expect(ending.errors.contains("ERROR: "), story)
    #expect(ending.errors.contains(fault.rawValue), story)
  }

  private func expect(_ state: FaultState, in states: [FaultState]) {
    if let differences = state.differences(from: states) {
      Issue.record("\(story)\n\(differences)")
    }
  }

  /// What the fault left half done is gone.
  private func checkNames(_ state: FaultState) {
    let known = rehearsal.old.names.union(rehearsal.new.names)
    #expect(state.names.subtracting(known).filter { !Self.isLeft($0) } == [], story)
  }

  /// A report that was routed, but not put away, is refused when it is routed again, and kept.
  /// Drafts are removed once their maker has ended, which here goes on.
  private static func isLeft(_ name: String) -> Bool {
    name.hasPrefix(".orch/inbox/refused") || name.contains(/\.[0-9]+\.new$/)
      || name.contains(/\.#(\/|$)/)
  }
}
