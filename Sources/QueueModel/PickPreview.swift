/// What may start next, and what keeps the rows that may not.
///
/// The rules of a pick say it; nothing is claimed.
public struct PickPreview: Equatable, Sendable {
  /// The row that a pick would claim now; `nil` where there is none.
  public let next: QueueItem?
  /// The first rows that wait and whose pick would be refused, in the order in which they
  /// would start.
  public let held: [Held]

  /// A row that waits, and why.
  public struct Held: Equatable, Sendable {
    public let id: String
    public let refusal: Refusal
  }

  /// - Parameters:
  ///   - table: the queue.
  ///   - limit: how many of the rows that are held are told.
  ///   - context: who would pick, and when.
  public init(of table: some QueueTable, telling limit: Int, context: TransitionContext) throws {
    let pick = try Transition.pick(id: nil).decide(in: table, context: context)
    next = pick.changes.last { $0.event == .picked }?.before
    held = try Self.held(in: table, limit, context)
  }

  private static func held(
    in table: some QueueTable, _ limit: Int, _ context: TransitionContext
  ) throws -> [Held] {
    var held: [Held] = []
    try table.visit(.pending) { item in
      do {
        _ = try Transition.pick(id: item.id).decide(in: table, context: context)
      } catch let refusal as Refusal {
        held.append(Held(id: item.id, refusal: refusal))
      }
      return held.count < limit ? .more : .enough
    }
    return held
  }
}
