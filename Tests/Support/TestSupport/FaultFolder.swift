import Foundation
import Glibc

/// A folder in which the commands of the table run, as processes or within this process.
package struct FaultFolder {
  /// Runs `orch` or `ops`, the first word, in a folder.
  package typealias Execution =
    @Sendable (
      _ words: [String], _ folder: String, _ environment: [String: String]
    ) throws -> ChildProcess.Ending

  package let path: String
  private let command: FaultCommand
  /// The time of the commands' clock.
  package let time: String
  private let execution: Execution

  /// - Parameter time: the time; `nil` for the command's own time.
  package init(
    path: String, of command: FaultCommand, time: String? = nil, execution: @escaping Execution
  ) {
    (self.path, self.command, self.execution) = (path, command, execution)
    self.time = time ?? command.time
  }

  package var kept: QueueKept { command.kept }

  /// The same folder with the clock at another time.
  func at(_ time: String) -> FaultFolder {
    FaultFolder(path: path, of: command, time: time, execution: execution)
  }

  /// The built programs.
  package static let processes: Execution = { words, folder, environment in
    try TestSupport.run(
      words[0] == "ops" ? BuiltBinaries.ops : BuiltBinaries.orch, Array(words.dropFirst()),
      in: folder, environment: environment)
  }

  /// A command that should have succeeded, and did not.
  package struct UnexpectedEnding: Error, CustomStringConvertible {
    package let description: String
  }

  // MARK: Commands

  package var environment: [String: String] {
    ["ORCH_NOW": time, "ORCH_TRACE_ID": "trace-test"]
  }

  /// Runs a command on the queue.
  @discardableResult
  package func run(_ words: [String]) throws -> ChildProcess.Ending {
    try runAlone(words + command.options)
  }

  /// Runs a command line of several words on the queue.
  @discardableResult
  package func run(_ line: String) throws -> ChildProcess.Ending {
    try run(line.split(separator: " ").map(String.init))
  }

  /// Runs a command without the options of the queue.
  @discardableResult
  package func runAlone(_ words: [String]) throws -> ChildProcess.Ending {
    try execution(words, path, environment)
  }

  /// Runs a command that has to succeed.
  package func expect(_ words: [String]) throws {
    let ending = try run(words)
    guard ending.status == 0 else {
      throw UnexpectedEnding(description: "\(words.joined(separator: " ")): \(ending)")
    }
  }

  package func expect(_ line: String) throws {
    try expect(line.split(separator: " ").map(String.init))
  }

  // MARK: Files

  package func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(path)/\(name)")
  }

  /// The names in a folder, sorted; empty if the folder is missing.
  package func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)")) ?? []).sorted()
  }

  package func text(of name: String) -> String {
    (try? contents(of: "\(path)/\(name)")) ?? ""
  }

  package func write(_ text: String, to name: String) throws {
    try writeAged(text, to: "\(path)/\(name)")
  }

  package func remove(_ name: String) {
    try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
  }

  package func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: "\(path)/\(name)", withIntermediateDirectories: true)
  }

  /// Gives a file a second name.
  package func link(_ name: String, to other: String) throws {
    try FileManager.default.linkItem(atPath: "\(path)/\(name)", toPath: "\(path)/\(other)")
  }

  /// Renames a file over another.
  package func rename(_ name: String, to other: String) throws {
    guard Glibc.rename("\(path)/\(name)", "\(path)/\(other)") == 0 else {
      throw CocoaError(.fileWriteUnknown)
    }
  }

  /// Edits a file as an editor does that overwrites it.
  package func replace(_ old: String, by new: String, in name: String) throws {
    try write(text(of: name).replacingOccurrences(of: old, with: new), to: name)
  }

  /// The contents of `QUEUE.md`; `nil` if it is missing.
  package var queue: [UInt8]? {
    FileManager.default.contents(atPath: "\(path)/QUEUE.md").map(Array.init)
  }

  /// The names of all files and folders.
  package func allNames() throws -> Set<String> {
    Set(try FileManager.default.subpathsOfDirectory(atPath: path))
  }
}
