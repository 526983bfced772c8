import Host
import QueueStorage

extension Session {
  func inbox() throws(CommandError) -> Inbox {
    let path = try storePath()
    guard (try? FileStatus(of: path)) != nil else {
      // The store says best what is missing.
      _ = try snapshot()
      throw CommandError(.missing(path: path))
    }
    return Inbox(sidecar: try sidecarFolder(), forQueueAt: path)
  }

  /// Whether a report waits that was sent for the claim with this token.
  func hasReport(of attempt: String) throws(CommandError) -> Bool {
    let inbox = try inbox()
    do throws(SystemError) { return try inbox.hasReport(of: attempt) } catch {
      throw CommandError(error)
    }
  }
}
