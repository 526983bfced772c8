import QueueModel
import QueueStorage

extension Session {
  /// A row with what it waits for and what happened to it.
  ///
  /// - Throws: also where there is no such row.
  public func view(ofRow id: String) throws(CommandError) -> RowView {
    let (item, blockers) = try read { (table) throws(Refusal) in
      let item = try table.existing(id)
      return (item, item.status == .pending ? Dependencies.blockers(of: item, in: table) : [])
    }
    let store = try store()
    let now = try now()
    do throws(StoreError) {
      return RowView(
        item: item, blockers: blockers, history: try store.history(of: id), now: now)
    } catch {
      throw CommandError(error)
    }
  }
}
