import Host
import Workers

/// Finds out when a report of a claim arrives while its worker runs. The inbox is only read if it
/// changed.
struct ReportWatch: ~Copyable {
  private let claimToken: String
  private let inbox: Inbox
  private var watch: FolderWatch
  private var isFound = false

  init(of claimToken: String, in inbox: Inbox) {
    (self.claimToken, self.inbox) = (claimToken, inbox)
    // The first report makes the folder.
    watch = FolderWatch(of: [Path.parent(of: inbox.folder), inbox.folder])
    look()
  }

  var wake: Subprocess.Wake { Subprocess.Wake(by: watch) }

  mutating func hasReport() -> Bool {
    // Changes that are not discarded would wake the supervisor again and again.
    if watch.recheckInterval != nil || watch.changes(within: .zero) {
      watch.restart()
      if !isFound { look() }
    }
    return isFound
  }

  private mutating func look() {
    isFound = (try? inbox.hasReport { $0.isOfClaim(claimToken) }) ?? false
  }
}
