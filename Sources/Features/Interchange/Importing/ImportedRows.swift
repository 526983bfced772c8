import Door
import Host
import Model
import QueueStore

/// The rows that the tasks of another tool become in the present queue: their ids, their
/// dependencies, and which rows may change.
struct ImportedRows {
  private(set) var rows: [Transition.ImportedRows.Row] = []
  private(set) var briefs: BriefChanges
  private(set) var outcome = ImportOutcome()
  private let form: InterchangeForm
  private let policy: Policy
  private let workspace: Workspace
  private let snapshot: any QueueSnapshot
  private let past: GoneSources
  /// The tasks whose rows are gone and are not added again.
  private let gone: Set<ForeignSource>
  /// The rows of the tasks of any tool.
  private var known: [ForeignSource: QueueItem] = [:]
  /// The tasks of this form that have or had rows, if the tool numbers tasks by their positions.
  private var earlier: [EarlierTask] = []
  private let idsOfBriefs: Set<String>

  /// - Parameters:
  ///   - tasks: the tasks, with different keys.
  ///   - form: the form of the tasks' tool.
  /// - Throws: if a brief can't be written.
  init(of tasks: [ImportedTask], from form: InterchangeForm, in queue: Queue) throws {
    (self.form, workspace) = (form, queue.workspace)
    policy = try queue.settings.get().policy
    snapshot = try queue.snapshot()
    past = try GoneSources(in: queue)
    let rowsGone = past.gone
    gone = Set(rowsGone.flatMap(\.sources))
    briefs = BriefChanges(in: workspace)
    idsOfBriefs = Set(workspace.idsOfBriefs)
    for index in 0..<snapshot.rowCount {
      guard let item = snapshot.item(at: index) else { continue }
      for source in item.notes.sources {
        if known[source] == nil { known[source] = item }
        guard form.numbersByPlace, source.form == form else { continue }
        let titles = past.titles(ofRow: item.id)
        earlier.append(
          EarlierTask(source, item, titles.union(item.task.map { [$0] } ?? [])))
      }
    }
    if form.numbersByPlace {
      // Another task may have the number of a task whose row is gone.
      earlier += rowsGone.flatMap { row in
        row.sources.filter { $0.form == form }.map { EarlierTask($0, nil, row.titles) }
      }.filter { !$0.titles.isEmpty || known[$0.source] == nil }
    }
    let places = form.numbersByPlace ? placesByText(of: tasks) : tasks.map { place(of: $0) }
    // In a database, the store knows the number of a removed row, which no row shows any more.
    let used = try queue.read { [policy] in try $0.highestNumber(of: policy.idPrefix) }
    let ids = ids(of: tasks, at: places, above: used)
    let after = edges(of: tasks, ids: ids, at: places)
    for (index, task) in tasks.enumerated() {
      var row = task.row.withID(ids[index] ?? "")
      row.after = after[index]
      try add(task, row, at: places[index])
    }
  }

  private func source(_ key: String) -> ForeignSource {
    ForeignSource(form: form, key: key)
  }

  // MARK: The row of each task

  private enum Place {
    case new
    /// - Parameter movedFrom: the earlier place of the task in its list, if it has moved.
    case row(QueueItem, movedFrom: ForeignSource? = nil)
    case unreadable
    case gone
  }

  /// The rows of tasks whose keys are positions in a list. A task is the same if key and text
  /// match. Otherwise it is the same if the text matches under another key; equal texts are matched
  /// in order. Otherwise it is the same if the key matches, no task has its former text, and no
  /// work on it has begun.
  private mutating func placesByText(of tasks: [ImportedTask]) -> [Place] {
    let matches = EarlierTask.matches(
      of: tasks.map { (source($0.key), $0.row.task ?? "") }, among: earlier)
    return zip(tasks, matches).map { task, match in
      let source = source(task.key)
      switch match {
      case nil: return place(ofNew: task)
      case .same(let index):
        guard let item = earlier[index].item else { return .gone }
        return .row(item, movedFrom: earlier[index].source == source ? nil : earlier[index].source)
      case .sameKey(let index):
        guard let item = earlier[index].item else {
          // It is unknown whose row this was.
          return earlier[index].titles.isEmpty ? .gone : place(ofNew: task)
        }
        if item.status == .done, task.row.status == .done { return .row(item) }
        if !item.isBegun { return .row(item) }
        lose(.otherTask(was: item.task ?? item.id), of: task)
        return place(ofNew: task)
      }
    }
  }

  private func place(of task: ImportedTask) -> Place {
    let source = source(task.key)
    if let item = known[source] { return .row(item) }
    if gone.contains(source) { return .gone }
    return place(ofNew: task)
  }

  private func place(ofNew task: ImportedTask) -> Place {
    guard ItemID.isWellFormed(task.key), snapshot.contains(task.key) else {
      return form == .json && past.hasArchived(task.key) ? .gone : .new
    }
    guard let item = (try? snapshot.item(task.key)) ?? nil else { return .unreadable }
    return form == .json && isSame(item, as: task) ? .row(item) : .new
  }

  /// Whether a row of another queue was imported with its id from that queue, or has the same task.
  private func isSame(_ item: QueueItem, as task: ImportedTask) -> Bool {
    if item.task == task.row.task { return true }
    return item.importDigest != nil && item.notes.sources == task.row.notes.sources
  }

  // MARK: Ids

  /// The id of each task's row; `nil` if the row is gone. If a task's key can be an id and is free,
  /// the row gets the key as its id.
  ///
  /// - Parameter used: the highest number of an id known to the store.
  private func ids(of tasks: [ImportedTask], at places: [Place], above used: Int) -> [String?] {
    let prefix = policy.idPrefix
    var taken: Set<String> = []
    var ids: [String?] = zip(tasks, places).map { task, place in
      switch place {
      case .row(let item, _): return item.id
      case .unreadable: return task.key
      case .gone: return nil
      case .new:
        let isFree =
          form.hasIDs && ItemID.isWellFormed(task.key) && !snapshot.contains(task.key)
          && !past.hasArchived(task.key) && isBriefFree(task.key, for: task)
        return isFree && taken.insert(task.key).inserted ? task.key : ""
      }
    }
    var number = taken.compactMap { NumberedID.number(of: $0.utf8, prefix: prefix) }
      .reduce(used, max)
    for index in ids.indices where ids[index] == "" {
      // A brief with the same text was left by a crash before its row was added. Other briefs
      // belong to old rows.
      repeat {
        number += 1
        ids[index] = NumberedID.id(number: number, prefix: prefix)
      } while !isBriefFree(ids[index] ?? "", for: tasks[index])
    }
    return ids
  }

  private func isBriefFree(_ id: String, for task: ImportedTask) -> Bool {
    guard idsOfBriefs.contains(id) else { return true }
    guard let brief = task.brief, let found = workspace.wholeBrief(of: id) else { return false }
    return found.utf8.elementsEqual(brief.utf8)
  }

  // MARK: Edges

  /// The ids of the rows for which each row waits, without unknown ids and without cycles.
  private mutating func edges(
    of tasks: [ImportedTask], ids: [String?], at places: [Place]
  ) -> [[String]] {
    var byKey: [String: String?] = [:]
    for (task, id) in zip(tasks, ids) { byKey[task.key] = id }
    var keys: [[String: String]] = []
    var after: [[String]] = []
    for task in tasks {
      var (found, names): ([String], [String: String]) = ([], [:])
      for key in task.after {
        let id: String?
        if let known = byKey[key] {
          guard let known else { continue }
          id = known
        } else if gone.contains(source(key)) {
          continue
        } else {
          id = known[source(key)]?.id ?? (form == .json && snapshot.contains(key) ? key : nil)
        }
        guard let id else {
          lose(.missingTask(key), of: task)
          continue
        }
        if names[id] == nil { found.append(id) }
        names[id] = key
      }
      after.append(found)
      keys.append(names)
    }
    // The rows that the import makes, by id. Other rows keep their present dependencies.
    var made: [String: Int] = [:]
    for (index, id) in ids.enumerated() {
      if let id, mayChange(places[index]) { made[id] = index }
    }
    let snapshot = snapshot
    var (dropped, lost): (Set<Dependency>, [Dependency]) = ([], [])
    // Whether a dependency on the path of the search was left out.
    var isPathCut: Bool
    repeat {
      isPathCut = false
      let present = after
      Dependencies.visitCycles(among: ids.compactMap(\.self)) { id in
        made[id].map { present[$0] } ?? ((try? snapshot.item(id)) ?? nil)?.after ?? []
      } _: { cycle in
        func dependency(_ id: String, _ other: String) -> Dependency? {
          made[id].map { Dependency(index: $0, other: other) }
        }
        guard let first = cycle.first, let last = cycle.last else { return }
        var next = dependency(last, first)
        if next == nil || isPathCut {
          let path = zip(cycle, cycle.dropFirst()).compactMap(dependency)
          if path.contains(where: dropped.contains) { return }
          isPathCut = isPathCut || next == nil
          next = next ?? path.last
        }
        if let next, dropped.insert(next).inserted { lost.append(next) }
      }
      for index in after.indices {
        after[index].removeAll { dropped.contains(Dependency(index: index, other: $0)) }
      }
    } while isPathCut
    for dependency in lost {
      let (task, other) = (tasks[dependency.index], dependency.other)
      lose(.cycle(keys[dependency.index][other] ?? other), of: task)
    }
    return after
  }

  /// A dependency of the task at an index.
  private struct Dependency: Hashable {
    let index: Int
    let other: String
  }

  private func mayChange(_ place: Place) -> Bool {
    switch place {
    case .new: true
    case .row(let item, _): item.status != .inProgress
    case .unreadable, .gone: false
    }
  }

  private mutating func lose(_ kind: ForeignLoss.Kind, of task: ImportedTask) {
    outcome.losses.append(ForeignLoss(kind, key: task.key, at: task.place))
  }

  // MARK: Changes

  private mutating func add(_ task: ImportedTask, _ row: QueueItem, at place: Place) throws {
    var row = row
    let digest = digest(row, task.brief)
    let source = source(task.key)
    let fate: ImportOutcome.Fate
    switch place {
    case .gone: fate = .gone
    case .unreadable: fate = .unreadable
    case .new:
      fate = .added
      // A row of another queue that keeps its id needs no second name.
      row.comes(from: form == .json && row.id == task.key ? nil : source, digest)
      rows.append(.init(row, isGenerated: row.id != task.key))
      let found = idsOfBriefs.contains(row.id) ? task.brief : nil
      if found == nil { try briefs.add(row.id, nil, task.brief, isOfNewRow: true) }
    case .row(let item, let old):
      let move = old.map { Transition.ImportedRows.Move(from: $0, to: source) }
      let brief = idsOfBriefs.contains(item.id) ? workspace.wholeBrief(of: item.id) : nil
      let now = self.digest(item, brief)
      let noted = item.importDigest
      // The row may be at work here while the task is in progress in the other tool.
      var atWork = row
      atWork.status = .inProgress
      if digest == noted || digest == now
        || task.isStarted && self.digest(atWork, task.brief) == now
      {
        fate = .unchanged
      } else if item.status == .inProgress {
        fate = .atWork
      } else if noted?.fields == now.fields,
        noted?.brief == now.brief || digest.brief == now.brief
      {
        fate = .changed
        row.comes(from: source, digest)
        rows.append(.init(row, changing: item, moved: move))
        if digest.brief != now.brief {
          try briefs.add(item.id, brief, task.brief, isOfNewRow: false)
        }
      } else {
        fate = item.status == .pending || item.status == .blocked ? .changedHere : .atWork
      }
      if let move, fate != .changed { rows.append(.init(item, changing: item, moved: move)) }
    }
    if task.isStarted, fate == .added || fate == .changed { outcome.startedThere += 1 }
    let id: String? = if case .gone = place { nil } else { row.id }
    outcome.rows.append(.init(key: task.key, id: id, fate: fate))
  }

  private func digest(_ row: QueueItem, _ brief: String?) -> ImportDigest {
    func digits(_ text: String) -> String {
      String(SHA256.hexDigest(of: Array(text.utf8)).prefix(ImportDigest.digits))
    }
    return ImportDigest(fields: digits(row.textOfImport(policy)), brief: digits(brief ?? ""))
  }
}
