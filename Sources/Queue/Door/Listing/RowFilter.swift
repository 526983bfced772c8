public import Model
public import QueueStore

/// Selects the listed rows. Filters of one kind widen the list; filters of different kinds narrow
/// it.
public struct RowFilter: Sendable {
  public var statuses: [Status] = []
  public var priorities: [Priority] = []
  public var owner: String?
  public var searches: [RowSearch] = []
  /// A row must have all of these labels.
  public var labels: Set<String> = []
  public var plan: String?
  public var isOverdue = false
  public var isBlocked = false
  /// The policy by which `isBlocked` finds the dependencies of rows.
  public var policy = Policy()
  public var isAwaiting = false

  public init() {}

  /// Whether only some of the rows are wanted.
  public var isSet: Bool { !statuses.isEmpty || !priorities.isEmpty || asksForItems }

  /// Whether the filter needs more than status and priority. Then strings are made from each row,
  /// which takes longer.
  private var asksForItems: Bool {
    owner != nil || !searches.isEmpty || !labels.isEmpty || plan != nil || isOverdue || isBlocked
      || isAwaiting
  }

  public func matches(_ row: Int, of snapshot: some QueueSnapshot, at now: QueueTime) -> Bool {
    guard let status = snapshot.status(at: row) else { return false }
    return (statuses.isEmpty || statuses.contains(status))
      && (priorities.isEmpty || priorities.contains { $0.rank == snapshot.priorityRank(at: row) })
      && (!isBlocked || isBlocked(row, status, of: snapshot, at: now))
      && (snapshot.line(at: row).map { line in searches.allSatisfy { $0.mayFind(line) } } ?? true)
      && (!asksForItems || snapshot.item(at: row).map { matches($0, at: now) } ?? false)
  }

  private func matches(_ item: QueueItem, at now: QueueTime) -> Bool {
    (owner == nil || item.ownerSession == owner.flatMap(CellText.value))
      && (!isOverdue || item.isOverdue(at: now))
      && (!isAwaiting || item.awaitsPerson)
      && labels.isSubset(of: item.labels)
      && (plan == nil || item.planName == plan)
      && searches.allSatisfy { $0.finds(item) }
  }

  /// Whether the row is BLOCKED, or is PENDING but deferred or waiting for rows that are not DONE.
  private func isBlocked(
    _ row: Int, _ status: Status, of snapshot: some QueueSnapshot, at now: QueueTime
  ) -> Bool {
    guard status == .pending else { return status == .blocked }
    guard let item = snapshot.item(at: row) else { return false }
    if item.deferral(in: now.zone) ?? 0 > now.epochSeconds { return true }
    guard snapshot.mayWait(at: row) else { return false }
    // A snapshot can always be read.
    return (try? Dependencies.blockers(of: item, in: snapshot, policy))?.isEmpty == false
      || (try? Dependencies.plan(holding: item, in: snapshot, policy)) != nil
  }
}

/// The orders of a list. Rows that an order does not distinguish stay in the order of the table.
public enum RowOrder: String, CaseIterable, Sendable {
  /// Digits in ids are compared as numbers: `A-9` before `A-10`.
  case id
  /// Most urgent first.
  case priority
  /// PENDING, IN_PROGRESS, BLOCKED, FAILED, DONE.
  case status
  /// Earliest first; rows without a due time last.
  case due
  /// The rows that have been IN_PROGRESS longest first; rows that are not IN_PROGRESS last.
  case age
  /// By name; rows without an owner last.
  case owner
  /// By the task's text, in lower case.
  case task
  /// By the first label, then the others; rows without labels last.
  case labels

  /// - Parameters:
  ///   - rows: the indices of the rows in the snapshot.
  ///   - snapshot: has the rows.
  ///   - now: the time, in the zone of the rows' times.
  ///   - isReversed: reverses the order. Rows without the value by which the list is sorted stay
  ///     last, and equal rows stay in the order of the table.
  public func sorted(
    _ rows: [Int], of snapshot: some QueueSnapshot, at now: QueueTime, isReversed: Bool = false
  ) -> [Int] {
    func sorted<Key>(_ key: (Int) -> Key, _ precedes: (Key, Key) -> Bool) -> [Int] {
      let keyed = rows.map { (row: $0, key: key($0)) }
      return keyed.sorted { first, second in
        let (one, other) = isReversed ? (second, first) : (first, second)
        if precedes(one.key, other.key) { return true }
        return !precedes(other.key, one.key) && first.row < second.row
      }.map(\.row)
    }
    let none = isReversed ? "" : "\u{10FFFF}"
    func seconds(_ time: QueueTime?) -> Int { time?.epochSeconds ?? (isReversed ? Int.min : .max) }
    switch self {
    case .id:
      return sorted({ snapshot.item(at: $0)?.id ?? "" }, Self.precedesNaturally)
    case .priority: return sorted(snapshot.priorityRank(at:), <)
    case .status:
      return sorted(
        { snapshot.status(at: $0).flatMap { Status.summaryOrder.firstIndex(of: $0) } ?? .max }, <)
    case .due:
      return sorted(
        {
          seconds(
            snapshot.item(at: $0)?.dueAt.flatMap { QueueTime(dueCell: $0, zone: now.zone) })
        }, <)
    case .age:
      return sorted(
        { row in
          guard snapshot.status(at: row) == .inProgress else { return seconds(nil) }
          return seconds(
            snapshot.item(at: row)?.startedAt.flatMap { QueueTime($0, zone: now.zone) })
        },
        <)
    case .owner: return sorted({ snapshot.item(at: $0)?.ownerSession ?? none }, <)
    case .task: return sorted({ snapshot.item(at: $0)?.task?.lowercased() ?? "" }, <)
    case .labels:
      return sorted(
        { row in
          let labels = snapshot.item(at: row)?.labels ?? []
          return labels.isEmpty ? none : labels.joined(separator: " ")
        }, <)
    }
  }

  /// Compares byte by byte, except that groups of digits are compared as numbers.
  static func precedesNaturally(_ first: String, _ second: String) -> Bool {
    var (first, second) = (Array(first.utf8)[...], Array(second.utf8)[...])
    func number(at text: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
      let digits = text.prefix { UInt8(ascii: "0") <= $0 && $0 <= UInt8(ascii: "9") }
      text = text[digits.endIndex...]
      return digits.drop { $0 == UInt8(ascii: "0") }
    }
    while let left = first.first, let right = second.first {
      let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
      if digits.contains(left), digits.contains(right) {
        let (left, right) = (number(at: &first), number(at: &second))
        if left.count != right.count { return left.count < right.count }
        if !left.elementsEqual(right) { return left.lexicographicallyPrecedes(right) }
      } else {
        if left != right { return left < right }
        first.removeFirst()
        second.removeFirst()
      }
    }
    return first.isEmpty && !second.isEmpty
  }
}
