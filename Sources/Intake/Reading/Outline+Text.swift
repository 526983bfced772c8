import Prose

extension Outline.Entry {
  /// The entry with what stands below it: `parent: sub, sub`. One that says nothing itself
  /// gives those below as items of their own.
  func items(in request: RequestText) -> [ItemText] {
    let items = below.flatMap { $0.items(in: request) }
    return ItemText(request, text, below: items.map(\.text)).map { [$0] } ?? items
  }
}
