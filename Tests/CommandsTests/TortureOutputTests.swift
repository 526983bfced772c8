import Host
import Model
import Testing
import Text

@testable import Commands
@testable import Workload

@Suite struct TortureOutputTests {
  private func fileSystem(
    number: UInt32 = 0xEF53, _ ability: FileSystemProbe.Ability = .works
  ) -> TorturedFileSystem {
    TorturedFileSystem(
      kind: FileSystemKind(number: number),
      probe: FileSystemProbe(
        locks: ability, swaps: ability, leases: ability, times: ability, syncs: ability))
  }

  private func output(
    _ history: Workload.History, _ rows: [FoundQueue.Row] = [], kept: String? = nil
  ) -> TortureOutput {
    var plan = Trial.Plan(seed: 7)
    plan.seconds = 3
    let found = FoundQueue(rows: rows, problems: ["9:1: odd"], text: "")
    return TortureOutput(
      plan: plan, fileSystem: fileSystem(), oracle: Oracle(history, found: found),
      kept: kept)
  }

  private static let history = Workload.History(
    operations: [
      Operation(kind: .add, session: "a", id: "X", began: .seconds(1), ended: .seconds(2)),
      Operation(kind: .pick, session: "a", id: "X", began: .seconds(3), ended: .seconds(4)),
      Operation(
        kind: .done, session: "a", id: "X", began: .seconds(5), ended: .seconds(6),
        outcome: .refused),
      Operation(kind: .add, session: "a", id: "Y", began: .seconds(7), ended: .seconds(8)),
    ],
    typed: [TypedText(text: "(typed 1)", place: .belowTable, method: .renamed)])

  private static let twice = [3, 4].map { line in
    FoundQueue.Row(
      id: "X", state: RowState(status: .inProgress, owner: "a"), task: "t", notes: "", line: line)
  }

  @Test func `each fault has a line below its count`() {
    let lines = output(Self.history, Self.twice, kept: "/q/.orch-torture-x").lines
    #expect(
      lines.joined(separator: "\n") == """
        torture seconds=3 processes=8 seed=7
        file_system ext2/3/4
        acknowledged 3 add=2 pick=1 done=0 fail=0 release=0 refused=1 unknown=0
        lost 1
        - Y: add by a was acknowledged, the row is not there
        duplicated 1
        - X: stands in the lines 3, 4
        unexpected 1
        - 9:1: odd
        typed 1 gone=1
        - '(typed 1)' typed below the table, saved renamed
        kept /q/.orch-torture-x
        """)
  }

  @Test func `the same as JSON`() {
    #expect(
      output(Self.history, Self.twice, kept: "/q/x").jsonText == """
        {"seconds":3,"processes":8,"seed":7,\
        "file_system":{"name":"ext2/3/4","local":true,"lacks":[]},\
        "acknowledged":{"add":2,"pick":1,"done":0,"fail":0,"release":0},"refused":1,"unknown":0,\
        "typed":1,"lost":[{"id":"Y","message":"add by a was acknowledged, the row is not there"}],\
        "duplicated":[{"id":"X","message":"stands in the lines 3, 4"}],\
        "unexpected":[{"id":null,"message":"9:1: odd"}],\
        "gone":[{"id":null,"message":"'(typed 1)' typed below the table, saved renamed"}],\
        "kept":"/q/x"}
        """)
  }

  @Test func `what does not hold is named`() {
    let lacks = """
      locks do not hold; files can't be swapped at once; programs that have a file open for \
      writing are not seen; times are not kept to the nanosecond; files can't be made durable
      """
    #expect(fileSystem(.lacks).line == "ext2/3/4; \(lacks)")
    let error = SystemError(code: 5, action: .lock, path: "/q")
    #expect(
      fileSystem(number: 0x6969, .failed(error)).line
        == "nfs: locks, swaps and saves by other machines are not guaranteed; \(lacks)")
    #expect(
      fileSystem(number: 0x6573_5546).jsonText == #"{"name":"fuse","local":false,"lacks":[]}"#)
  }
}
