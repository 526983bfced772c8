import Foundation
import Text

/// The fault that the system injects into a call.
package enum Fault: String, CaseIterable, Sendable {
  case killed = "SIGKILL"
  case full = "ENOSPC"
  case broken = "EIO"

  /// The reason that a command's error gives for the fault.
  package var reason: String {
    switch self {
    case .killed: ""
    case .full: "No space left on device"
    case .broken: "Input/output error"
    }
  }
}

/// A run of a command of the table without a fault. It shows the states that are allowed after a
/// fault.
package struct FaultRehearsal<Call: Sendable>: Sendable {
  package let command: FaultCommand
  /// The folder before the command.
  package let image: FolderImage
  /// The calls that change something, in order.
  package let calls: [Call]
  /// The state of the folder without the command, and after it.
  package let old: FaultState, new: FaultState
  /// The contents of the queue's file before and after the command; `nil` if there is no file.
  package let texts: [[UInt8]?]
  private let execution: FaultFolder.Execution

  /// - Parameters:
  ///   - command: the command.
  ///   - execution: runs the commands before and after it.
  ///   - run: runs the command itself, and lists its calls.
  /// - Throws: ``FaultFolder/UnexpectedEnding`` if the command fails, or changes nothing.
  package init(
    of command: FaultCommand, by execution: @escaping FaultFolder.Execution,
    _ run: (FaultFolder) throws -> (ending: ChildProcess.Ending, calls: [Call])
  ) throws {
    (self.command, self.execution) = (command, execution)
    let image = try command.image(by: execution)
    self.image = image
    old = try command.inCopy(of: image, by: execution) { folder in
      if case .steps(let again) = command.outcome { try again(folder) }
      return try folder.stateAfterNext(command)
    }
    let (played, text, new) = try command.inCopy(of: image, by: execution) { folder in
      (try run(folder), folder.queue, try folder.stateAfterNext(command))
    }
    let isWhole = if case .oneStep = command.outcome { true } else { false }
    guard played.ending.status == 0, played.ending.output != "", !isWhole || old != new else {
      throw FaultFolder.UnexpectedEnding(description: "\(command): \(played.ending)")
    }
    (calls, self.new) = (played.calls, new)
    texts = [image.text, text]
  }

  package func inCopy<Result>(_ body: (FaultFolder) throws -> Result) throws -> Result {
    try command.inCopy(of: image, by: execution, body)
  }
}

extension FaultCommand {
  /// Makes the folder that the command finds.
  package func image(by execution: @escaping FaultFolder.Execution) throws -> FolderImage {
    try withTemporaryDirectory { path in
      try prepare { FaultFolder(path: path, of: self, time: $0, execution: execution) }
      return try FolderImage(of: path)
    }
  }

  /// Runs `body` in a fresh copy of the folder.
  package func inCopy<Result>(
    of image: FolderImage, by execution: @escaping FaultFolder.Execution,
    _ body: (FaultFolder) throws -> Result
  ) throws -> Result {
    try withTemporaryDirectory { path in
      try image.write(to: path)
      if way == .withAttribute { try FaultWay.giveAttribute(to: path + "/QUEUE.md") }
      return try body(FaultFolder(path: path, of: self, execution: execution))
    }
  }
}

// MARK: - After a fault

/// The differences that are allowed if commands run in another way.
package struct FaultAllowance: Sendable {
  /// The reasons that a command's error may give instead of the system's reason.
  package var reasons: [String]
  /// Whether a fault may leave the file of this name, in addition to the files that it may always
  /// leave.
  package var isLeft: @Sendable (String) -> Bool

  package init(
    reasons: [String] = [], isLeft: @escaping @Sendable (String) -> Bool = { _ in false }
  ) {
    (self.reasons, self.isLeft) = (reasons, isLeft)
  }
}

extension FaultRehearsal {
  /// The problems in a folder in which the command met a fault.
  package func problems(
    after fault: Fault, _ ending: ChildProcess.Ending, in folder: FaultFolder,
    _ allowance: FaultAllowance
  ) throws -> [String] {
    let text = folder.queue
    var problems: [String] = []
    func expect(_ isTrue: Bool, _ problem: String) { if !isTrue { problems.append(problem) } }
    let state: FaultState
    var isChanged = true
    switch command.outcome {
    case .oneStep:
      // The queue file is never half written. Only a file that is written in place may be, and the
      // next command repairs it.
      expect(command.way == .inPlace || texts.contains(text), "QUEUE.md is neither old nor new")
      state = try folder.stateAfterNext(command)
      isChanged = state.text == new.text
      if !isChanged { problems += [state.differences(from: [old])].compactMap(\.self) }
    case .steps(let again):
      let hasAll = text.map { String(decoding: $0, as: UTF8.self).contains("acknowledged") }
      expect(hasAll ?? true || texts[0] == nil || texts.contains(text), "a change is gone")
      try again(folder)
      state = try folder.stateAfterNext(command)
      problems += [state.differences(from: [new])].compactMap(\.self)
    }
    var left = state.names.subtracting(old.names.union(new.names))
      .filter { !Self.mayStay($0) && !allowance.isLeft($0) }
    if !left.isEmpty {
      // `ops gc` removes the temporary files of a killed process an hour later.
      try folder.at("2099-01-01 00:00").run("ops gc --older-than 36500d")
      left.formIntersection(try folder.names())
    }
    expect(left == [], "left: \(left)")
    if case .oneStep = command.outcome {
      if command.kept == .inFile { problems += try folder.sidecarProblems() }
      problems += command.way.problems(in: folder)
      // A command that reported success has made its change.
      expect(ending.output == "" || isChanged, "it said that it did it")
    }
    if fault == .killed { return problems }
    if ending.status != 0 {
      let isSaid = ([fault.reason] + allowance.reasons).contains { ending.errors.contains($0) }
      let error = command.line.contains("--json") ? #"{"error":"# : "ERROR: "
      expect(ending.errors.contains(error) && isSaid, "the error does not say why")
    }
    if case .oneStep = command.outcome {
      expect(ending.status != 0 || isChanged && ending.output != "", "it did nothing")
      let deniesIt = ending.status != 0 && ending.errors.contains("nothing was changed")
      expect(!isChanged || !deniesIt, "it said that nothing was changed")
    }
    return problems
  }

  /// The temporary file of a killed init or trust stays; no command reads it. If a report was
  /// routed, but not moved out of the inbox, the next command refuses it and keeps it in `refused`.
  private static func mayStay(_ name: String) -> Bool {
    [".orch/inbox/refused/#.report", ".orch/inbox/refused"].contains(name)
      || name.wholeMatch(
        of: /(QUEUE\.md|orch\.json|scripts\/worker\.sh|.*trust\.json)\.[0-9]+\.new/) != nil
  }
}

extension FaultFolder {
  /// The problems of the journal and the generations after one more command. The entries have to be
  /// numbered from 1, the last entry has to describe the file at the queue's path, and there has to
  /// be one generation.
  fileprivate func sidecarProblems() throws -> [String] {
    try expect("orch pick")
    let journal = text(of: ".orch/journal.jsonl")
    let entries = journal.split(separator: "\n")
      .map { (try? JSONValue(parsing: Array($0.utf8)))?.objectValue }
    // A rewrite in place has two lines with one number.
    let numbers = Set(entries.compactMap { $0?["seq"]?.integerValue })
    let inode = entries.last??["identity"]?.objectValue?["ino"]?.stringValue
    let present = try FileManager.default.attributesOfItem(atPath: "\(path)/QUEUE.md")
    var problems: [String] = []
    if !journal.hasSuffix("}\n") || entries.contains(nil) { problems.append("a torn journal") }
    if numbers != Set(1...max(1, numbers.count)) { problems.append("numbers \(numbers.sorted())") }
    if inode != present[.systemFileNumber].map({ "\($0)" }) { problems.append("another file") }
    if names(in: ".orch/gen") != ["\(numbers.count)"] {
      problems.append("generations \(names(in: ".orch/gen"))")
    }
    return problems
  }
}
