import CommandLineKit
import Host
public import QueueStorage

extension Session {
  public func store() throws(CommandError) -> MarkdownStore {
    try store(actor: speaker ?? CurrentProcess.actor)
  }

  /// - Parameter actor: who changes the queue, as the journal will say.
  func store(actor: String) throws(CommandError) -> MarkdownStore {
    let timeout = try value(Settings.lockTimeout)
    return MarkdownStore(
      path: try queuePath(),
      author: Author(program: program, command: command, traceID: traceID, actor: actor),
      lockTimeout: timeout, clock: clock, notice: waitNotice)
  }

  /// Refuses a change of a file that is only rendered from a database.
  func checkWritable() throws(CommandError) {
    guard try value(Settings.queueReadOnly) else { return }
    throw CommandError(
      code: "read_only", message: "QUEUE.md is read-only (ORCH_QUEUE_MD_READ_ONLY)",
      hint: "unset ORCH_QUEUE_MD_READ_ONLY, or queue_md_read_only in orch.json, to change the file",
      status: .refused)
  }
}
