public import Door
import Gate
public import Model
import Text

extension CommandContext {
  public func show(_ notice: RowNotice) { warn(notice.sentence(languageForErrors)) }

  /// Names on a terminal the new rows that have criteria, and none that is checked.
  public func noticeMissingProofs(_ items: [QueueItem]) {
    guard console.errors.isTerminal, !shared.isQuiet else { return }
    let unproved = items.filter { item in
      item.successCriteria.map { criteria in
        !Checklist(criteria).items.contains { Proof.parse($0) != nil }
      } ?? false
    }
    guard !unproved.isEmpty else { return }
    let named = unproved.prefix(5).map(\.id)
    printNotice(.addedWithoutProof(ids: named, more: unproved.count - named.count))
  }
}
