import Engine
import Host
import QueueModel
import QueueStore
import TeamProtocol

extension CommandContext {
  /// A row with what it waits for and what happened to it.
  ///
  /// - Throws: also where there is no such row.
  public func view(ofRow id: String) throws(CommandError) -> RowView {
    let (item, blockers) = try read { table in
      let item = try table.existing(id)
      return (item, item.status == .pending ? try Dependencies.blockers(of: item, in: table) : [])
    }
    let (queue, workspace) = (try queue(), try workspace())
    let history = try engine { () throws(EngineError) in try queue.history(of: id) }
    var view = RowView(item: item, blockers: blockers, history: history, now: queue.clock.now)
    let home = workspace.home
    view.brief = workspace.brief(of: id)
    view.evidence = workspace.evidence(of: id).flatMap {
      (try? FileStatus.ifExists($0.path)) != nil ? Path.relative($0.path, to: home) : nil
    }
    view.log = lastWorkerLog(of: id, in: home)
    return view
  }

  /// What the row's worker said last: `logs/workers/ID-CLAIM.log`.
  private func lastWorkerLog(of id: String, in home: String) -> String? {
    let folder = Path.join(home, "logs/workers")
    let logs = ((try? Directory.names(in: folder)) ?? []).compactMap { name -> (Int, String)? in
      guard name.hasPrefix("\(id)-"), name.hasSuffix(".log") else { return nil }
      return Int(name.dropFirst(id.count + 1).dropLast(".log".count)).map { ($0, name) }
    }
    return logs.max { $0.0 < $1.0 }.map { "logs/workers/\($0.1)" }
  }
}
