public import Door

// Pull requests.

extension TaskQueue {
  /// Makes pull requests of work that passed, and applies what happened to them to the rows.
  ///
  /// - Parameters:
  ///   - id: the only row to sync; `nil` for all that wait for a merge.
  ///   - asksNow: whether the forge is asked even if it was asked less than a minute ago.
  ///   - caller: who asks.
  public func syncPullRequests(
    _ id: String? = nil, askingNow asksNow: Bool = false, as caller: Caller
  ) throws(Problem) -> SyncedForge {
    try asking {
      if let problem = settingProblems().first { throw problem }
      return try SyncForge(
        queue: queue(as: caller, for: "pr sync"),
        lockTimeout: value(Settings.lockTimeout))(id, asksNow: asksNow)
    }
  }

  /// The address of a row's pull request, as the forge last gave it; `nil` if none is known.
  public func pullRequestAddress(of id: String) -> String? {
    guard let workspace = try? workspace() else { return nil }
    return (try? ForgeFolder(workspace).state().rows[id]?.url) ?? nil
  }
}
