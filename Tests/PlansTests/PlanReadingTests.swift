import Plans
import Testing

@Suite struct PlanReadingTests {
  @Test func `a plan reads back`() throws {
    let plan = Plan(name: "login", tasks: [PlanTask(id: "schema", task: "Add a table")])
    #expect(try Plan(parsing: plan.canonicalJSON) == plan)
  }
}
