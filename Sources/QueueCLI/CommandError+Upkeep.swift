import CommandLineKit
import Host
import QueueModel

extension CommandError {
  static func failedCopy(_ path: String, of source: String) -> CommandError {
    CommandError(
      code: "input_output", message: "\(path), read back, is not what \(source) is",
      hint: "it was removed; check the disk", status: .inputOutput)
  }

  static func missingColumns(_ names: [String], in path: String) -> CommandError {
    let file = Path.name(of: path)
    let list = names.map { "'\($0.escaped)'" }.joined(separator: ", ")
    return CommandError(
      code: "malformed_queue",
      message: "\(file) has no \(names.count == 1 ? "column" : "columns") \(list)",
      hint: "nothing was changed; add what the queue has to the header of \(file)",
      status: .malformedData)
  }
}
