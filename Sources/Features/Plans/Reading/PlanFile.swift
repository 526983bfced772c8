/// The file of a plan, in our form or in the form of another tool.
public struct PlanFile: Sendable {
  public let plan: Plan
  /// The names of all workers in the file, before they are mapped to others.
  public let workers: Set<String>
  /// The ids of the tasks to which another tool gave a `policy`.
  public let tasksWithPolicy: Set<String>
  /// The ids of the tasks to which another tool gave a checkout that orch does not use.
  public let tasksWithCheckout: [String]

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: the contents of the file, as for `Plan(parsing:)`.
  ///   - form: the form of another tool; `nil` to detect it by the keys.
  ///   - names: the names that the project defines; `nil` to check the plan without them.
  ///   - workers: names of workers in the file, and the names that replace them.
  /// - Throws: all mistakes, with their places in the file.
  public init(
    parsing bytes: [UInt8], in form: PlanForm? = nil, names: PlanNames? = nil,
    mappingWorkers workers: WorkerNames = WorkerNames()
  ) throws(PlanMistakes) {
    var reader = PlanReader(names, mappingWorkers: workers)
    guard let value = reader.json(bytes) else { throw reader.mistakes }
    let plan: Plan?
    if let form = form ?? PlanForm(of: value) {
      let foreign = ForeignPlan.read(value, in: form, by: &reader)
      plan = foreign?.canonical(by: &reader)
      tasksWithPolicy = foreign?.tasksWithPolicy ?? []
      tasksWithCheckout = foreign?.tasksWithOtherCheckout ?? []
    } else {
      plan = reader.plan(value)
      (tasksWithPolicy, tasksWithCheckout) = ([], [])
    }
    guard let plan, reader.mistakes.isEmpty else { throw reader.mistakes }
    self.plan = plan
    self.workers = reader.workers
  }
}
