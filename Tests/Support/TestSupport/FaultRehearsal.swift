import Foundation
import Text

/// What the system does to a call.
package enum Fault: String, CaseIterable, Sendable {
  case killed = "SIGKILL"
  case full = "ENOSPC"
  case broken = "EIO"

  /// What a command calls it.
  package var reason: String {
    switch self {
    case .killed: ""
    case .full: "No space left on device"
    case .broken: "Input/output error"
    }
  }
}

/// A command of the table, played through without a fault: what has to be true after one.
package struct FaultRehearsal<Call: Sendable>: Sendable {
  package let command: FaultCommand
  /// The folder before the command.
  package let image: FolderImage
  /// The calls that change something, in order.
  package let calls: [Call]
  /// What is there when the command was not run, and when it was.
  package let old: FaultState, new: FaultState
  /// The queue's file, where there is one: before and after.
  package let texts: [[UInt8]?]
  private let execution: FaultFolder.Execution

  /// - Parameters:
  ///   - command: the command.
  ///   - execution: runs what comes before it and after it.
  ///   - run: runs the command itself, and lists its calls.
  /// - Throws: ``FaultFolder/UnexpectedEnding`` when it fails, or changes nothing.
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
  /// The folder as the command finds it.
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

/// What may be different where commands run in another way.
package struct FaultAllowance: Sendable {
  /// What a command may say in place of the system's reason.
  package var reasons: [String]
  /// The files that a fault may leave, besides those that it may always leave.
  package var isLeft: @Sendable (String) -> Bool

  package init(
    reasons: [String] = [], isLeft: @escaping @Sendable (String) -> Bool = { _ in false }
  ) {
    (self.reasons, self.isLeft) = (reasons, isLeft)
  }
}

extension FaultRehearsal {
  /// What is wrong in a folder where the command met a fault.
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
      // The queue is never half a file; one that is written in place is mended by the next command.
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
      // The temporary files of a killed process go with `ops gc` an hour later.
      try folder.at("2099-01-01 00:00").run("ops gc --older-than 36500d")
      left.formIntersection(try folder.names())
    }
    expect(left == [], "left: \(left)")
    if case .oneStep = command.outcome {
      if command.kept == .inFile { problems += try folder.sidecarProblems() }
      problems += command.way.problems(in: folder)
      // What is said is so.
      expect(ending.output == "" || isChanged, "it said that it did it")
    }
    if fault == .killed { return problems }
    if ending.status != 0 {
      let isSaid = ([fault.reason] + allowance.reasons).contains { ending.errors.contains($0) }
      expect(ending.errors.contains("ERROR: ") && isSaid, "the error does not say why")
    }
    if case .oneStep = command.outcome {
      expect(ending.status != 0 || isChanged && ending.output != "", "it did nothing")
      let deniesIt = ending.status != 0 && ending.errors.contains("nothing was changed")
      expect(!isChanged || !deniesIt, "it said that nothing was changed")
    }
    return problems
  }

  /// The temporary file of a killed init or trust stays; no command reads it. A report that was
  /// routed, but not put away, is refused when it is routed again, and kept.
  private static func mayStay(_ name: String) -> Bool {
    [".orch/inbox/refused/#.report", ".orch/inbox/refused"].contains(name)
      || name.wholeMatch(
        of: /(QUEUE\.md|orch\.json|scripts\/worker\.sh|.*trust\.json)\.[0-9]+\.new/) != nil
  }
}

extension FaultFolder {
  /// What is wrong with journal and generations after one more command: the entries count from 1,
  /// the last one is of the file at the queue's path, and there is one generation.
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
