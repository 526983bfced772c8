public import Model
public import Text

/// The maximum number of rows named in one line.
let longestList = 5

extension RunningItems {
  /// `3 of 3 workers busy: A (worker-a, since 13:10), …`.
  public func sentence(at now: QueueTime) -> Sentence {
    let list = rows.workers(at: now)
    let workers = maxWorkers == 1 ? "worker" : "workers"
    return Sentence(
      "\(rows.count) of \(maxWorkers) \(workers) busy: \(list.english)",
      "워커 \(rows.count)/\(maxWorkers) 사용 중: \(list.korean)")
  }
}

extension [QueueItem] {
  /// The owners of the first of these rows: `A (worker-a, since 13:10), …`.
  public func workers(at now: QueueTime) -> Sentence {
    let named = prefix(longestList).map { row in
      ([row.ownerLabel] + [row.start(at: now)].compactMap(\.self)).joined(separator: ", ")
        .map { "\(row.id.escaped) (\($0))" }
    }
    return (named + andMore(count - named.count)).joined(separator: ", ")
  }
}

extension IdleReason {
  public var sentence: Sentence {
    let reasons: Sentence =
      switch self {
      case .full(let runningItems, let now): runningItems.sentence(at: now)
      case .held(let rows, let more, let now):
        (rows.byProblem.map { ids, first in
          let reason = first.reason.predicate(at: now)
          return Sentence("\(ids) \(reason.english)", "\(ids): \(reason.korean)")
        } + andMore(more)).joined(separator: "; ")
      }
    return Sentence(
      "nothing starts: \(reasons.english) (ops why shows each row's reason and what to do)",
      "지금 시작할 수 있는 행이 없습니다: \(reasons.korean) (ops why가 행마다 이유와 할 일을 알려 줍니다)")
  }
}

extension [Explanation] {
  /// The rows in their order, each with its id. Rows that can't start for the same reason form one
  /// group.
  fileprivate var byProblem: [(ids: String, first: Explanation)] {
    reduce(into: []) { groups, row in
      if row.reason.isOfProgram, groups.last?.first.reason == row.reason {
        groups[groups.count - 1].ids += ", \(row.idText)"
      } else {
        groups.append((row.idText, row))
      }
    }
  }
}

extension [String] {
  /// The first of these ids, and the number of the others.
  var listed: Sentence {
    (prefix(longestList).map { Sentence(same: $0.escaped) } + andMore(count - longestList))
      .joined(separator: ", ")
  }
}

private func andMore(_ count: Int) -> [Sentence] {
  count > 0 ? [Sentence("and \(count) more", "그 밖에 \(count)행")] : []
}

extension QueueItem {
  /// `IN_PROGRESS by worker-a since 13:10, lease until 14:20`.
  func work(at now: QueueTime) -> Sentence {
    let work = Sentence(
      "IN_PROGRESS by \(ownerLabel.english)", "IN_PROGRESS, \(ownerLabel.korean)")
    let start = start(at: now).map { Sentence(" \($0.english)", ", \($0.korean)") }
    let lease = lease(at: now)?.map { ", \($0)" }
    return [work, start, lease].compactMap(\.self).joined(separator: "")
  }

  private func lease(at now: QueueTime) -> Sentence? {
    guard let lease = claim?.lease else { return nil }
    guard lease.isLive(at: now) else { return Sentence("whose lease has ended", "리스 끝남") }
    if lease.owner != ownerSession {
      let holder = lease.ownerAndEnd(at: now)
      return Sentence("leased to \(holder.english)", "리스 \(holder.korean)")
    }
    let end = lease.shortEnd(at: now)
    return Sentence("lease until \(end.english)", "리스 \(end.korean)")
  }

  fileprivate func start(at now: QueueTime) -> Sentence? {
    (start(in: now.zone)?.epochSeconds ?? claim?.madeAt).map {
      let time = QueueTime(epochSeconds: $0, zone: now.zone).shortText(at: now)
      return Sentence("since \(time)", "\(time)부터")
    }
  }
}

extension Lease {
  /// `S until 14:20`.
  func ownerAndEnd(at now: QueueTime) -> Sentence {
    let end = shortEnd(at: now)
    return Sentence("\(owner.escaped) until \(end.english)", "\(owner.escaped), \(end.korean)")
  }

  fileprivate func shortEnd(at now: QueueTime) -> Sentence {
    if expiresAt == .max { return Sentence("it is released", "놓아줄 때까지") }
    let time = end(at: now).shortText(at: now)
    return Sentence(time, "\(time)까지")
  }
}
