import StoreTestSupport
import TestSupport
import Testing

@testable import Model

/// Segments of notes that were meant as control.
@Suite struct NearMissNoteTests {
  enum Verdict: Equatable, CustomStringConvertible, Sendable {
    /// A rule reads it, or it is prose.
    case nothing
    /// It is a finding with this right form.
    case warned(String)
    /// The row waits, too.
    case held(String)

    var description: String {
      switch self {
      case .nothing: "nothing"
      case .warned(let form): "warned: \(form)"
      case .held(let form): "held: \(form)"
      }
    }
  }

  private static func verdict(on notes: String, _ keys: Notes.ControlKeys = .all) -> [Verdict] {
    Notes(notes).nearMisses(keys) { ["lunch", "build"].contains($0) }
      .map { $0.holds ? .held($0.form) : .warned($0.form) }
  }

  private static let approvals = "approval=start or approval=done"
  private static let segments: [(String, Verdict)] = [
    // Who must approve, in other words, other case, with other signs.
    ("approval=yes", .held(approvals)), ("approval: start", .held("approval=start")),
    ("approval: yes", .held(approvals)), ("Approval=start", .held("approval=start")),
    ("APPROVAL=DONE", .held("approval=done")), ("approval=Start", .held("approval=start")),
    ("approval = start", .held("approval=start")), ("approval =start", .held("approval=start")),
    ("approval=start.", .held("approval=start")), ("aproval=start", .held("approval=start")),
    ("approvl=start", .held("approval=start")), ("appproval=start", .held("approval=start")),
    ("approvla=start", .held("approval=start")), ("approvel=done", .held("approval=done")),
    ("approval=start please", .held("approval=start / please")),
    ("approval=required", .held(approvals)),
    ("approval=yes of Ann", .held("\(approvals) / of Ann")),
    ("approval:start", .warned("approval=start")),
    ("approval=start", .nothing), ("approval=done", .nothing),
    ("approval: Ann said that it is fine", .nothing), ("approval by Ann", .nothing),
    ("Approval: start", .nothing), ("aproval: start", .nothing), ("approval=", .nothing),
    // Full-width signs, other blanks, what can't be seen, and letters of other scripts.
    ("approval\u{FF1D}start", .held("approval=start")),
    ("approval\u{FF1A} start", .held("approval=start")),
    ("approval\u{FF1A}start", .held("approval=start")),
    (
      "\u{FF41}\u{FF50}\u{FF50}\u{FF52}\u{FF4F}\u{FF56}\u{FF41}\u{FF4C}=start",
      .held("approval=start")
    ),
    ("approval\u{FE66}start", .held("approval=start")),
    ("\u{A0}approval=start", .nothing),
    ("approval\u{A0}=\u{A0}start", .held("approval=start")),
    ("\u{3000}approval=start", .nothing),
    ("appro\u{200B}val=start", .held("approval=start")),
    ("\u{FEFF}approval=start", .nothing),
    ("approval\u{AD}=start", .held("approval=start")),
    ("\u{430}pproval=start", .held("approval=start")),
    ("appr\u{43E}val=start", .held("approval=start")),
    ("after\u{FF1D}A", .held("after=A")), ("after=A\u{FF0C}B C", .held("after=A,B,C")),
    ("x\u{A0}/\u{A0}approval=start", .held("x / approval=start")),
    ("승인 \u{FF0F} approval=start", .held("승인 / approval=start")),
    ("승인=필요", .nothing), ("비고\u{FF1A}확인", .nothing), ("비율\u{FF1A}1:2", .nothing),
    ("API 문서: after 다음", .nothing), ("`x\u{A0}/ approval=start`", .nothing),
    ("plan\u{FF1A}call Ann", .nothing), ("see https://a.b/길?after=A", .nothing),
    // What comes before.
    ("after=A B", .held("after=A,B")), ("after=A , B", .held("after=A,B")),
    ("after: A", .held("after=A")), ("after: A, B", .held("after=A,B")),
    ("After=A", .held("after=A")), ("AFTER=T-1,T-2", .held("after=T-1,T-2")),
    ("afer=A", .held("after=A")), ("aftre=A", .held("after=A")), ("after = A", .held("after=A")),
    ("after=lunch build", .held("after=lunch,build")), ("After=lunch", .held("after=lunch")),
    ("after: lunch", .held("after=lunch")), ("After=tomorrow", .warned("after=tomorrow")),
    ("after: tomorrow", .warned("after=tomorrow")), ("after:A", .warned("after=A")),
    ("after=A", .nothing), ("after=A, B", .nothing), ("after=lunch", .nothing),
    ("after=A is what I meant", .nothing), ("after: we ship it", .nothing),
    ("after=the next deploy", .nothing), ("comes after=A", .nothing), ("x/after=A", .nothing),
    ("see https://a.b/c?after=A", .nothing), ("https://a.b/c?approval=yes", .nothing),
    ("`after=A B`", .nothing), ("`approval=yes`", .nothing), ("\"approval=yes\"", .nothing),
    // A blank for a slash.
    ("after=A approval=start", .held("after=A / approval=start")),
    ("approval=start after=A", .held("approval=start / after=A")),
    ("after=A, B approval=start", .held("after=A,B / approval=start")),
    ("Approval=yes After=A", .held("\(approvals) / after=A")),
    ("labels=a worker=sim", .held("labels=a / worker=sim")),
    ("labels=a plan=p", .warned("labels=a / plan=p")),
    ("branch=a/b approval=start", .held("branch=a/b / approval=start")),
    ("branch=a/b and approval=start", .nothing), ("see approval=start after=A", .nothing),
    // What people write for it otherwise.
    ("approval=start /after=A", .held("approval=start / after=A")),
    ("approval=start/after=A", .held("approval=start / after=A")),
    ("approval=start;after=A", .held("approval=start / after=A")),
    ("approval=start, after=A", .held("approval=start / after=A")),
    ("after=A, approval=start", .held("after=A / approval=start")),
    ("after=A,approval=start", .held("after=A / approval=start")),
    ("labels=a,plan=p", .warned("labels=a / plan=p")), ("labels=env=x", .nothing),
    ("idempotency_key=a,after=A", .nothing), ("source=beads:a,csv:after=A", .nothing),
    // Other words beside it stay.
    ("approval=start after=T-3 owner=ann", .held("approval=start / after=T-3 / owner=ann")),
    (
      "approval=start limit=3 timeout=soon after=NOPE-1 x",
      .held("approval=start / limit=3 / timeout=soon / after=NOPE-1 / x")
    ),
    (
      "timeout=soon approval=start plan=My Plan",
      .held("timeout=soon / approval=start / plan=My Plan")
    ),
    ("approval=start max_attempts=two", .held("approval=start / max_attempts=two")),
    ("after=B owner=ann", .held("after=B / owner=ann")),
    ("owner=ann after=B", .held("owner=ann / after=B")),
    ("not_before=2026-02-01 owner=ann", .held("not_before=2026-02-01 / owner=ann")),
    ("not_before=soon I hope", .held("not_before=YYYY-MM-DDTHH:MM / I hope")),
    ("owner=ann labels=a", .nothing), ("owner=ann and approval=start", .nothing),
    ("after=A is what owner=ann meant", .nothing), ("note: see approval=start", .nothing),
    // When.
    ("retry_not_before=tomorrow", .held("retry_not_before=SECONDS, counted since 1970")),
    (
      "retry_not_before=2026-02-01 09:00", .held("retry_not_before=SECONDS, counted since 1970")
    ),
    ("retry_not_before: 1767225600", .held("retry_not_before=1767225600")),
    ("retry-not-before=9", .held("retry_not_before=9")), ("retry_not_before=9", .nothing),
    ("retry_not_before: Ann is back then", .nothing),
    // By whom.
    ("worker: sim", .held("worker=sim")), ("Worker=sim", .held("worker=sim")),
    ("workr=sim", .held("worker=sim")), ("worker=sim", .nothing),
    ("worker:sim", .warned("worker=sim")),
    ("workers=4 in prod.yml", .nothing), ("worker: ask Ann", .nothing),
    // What else people write.
    ("labels=a b", .warned("labels=a,b")), ("label=a", .warned("labels=a")),
    ("labels: a", .warned("labels=a")), ("labels: what we agreed on", .nothing),
    ("Labels=a", .warned("labels=a")), ("touches=a/b c/d", .warned("touches=a/b,c/d")),
    ("max-attempts=5", .warned("max_attempts=5")), ("timeout: 2h", .warned("timeout=2h")),
    ("Timeout=2h", .warned("timeout=2h")), ("plan=a.b", .warned("plan=NAME")),
    ("on_failure=stop", .warned("on_failure=continue or on_failure=cancel")),
    ("on_failure: cancel", .warned("on_failure=cancel")),
    ("idempotency_key: x", .warned("idempotency_key=x")), ("repo: site", .warned("repo=site")),
    ("Plan: call Ann", .nothing), ("plan: call Ann", .nothing), ("Timeout: 2h", .nothing),
    // What only orch writes is prose with other values.
    ("branch=main", .nothing), ("ci: green", .nothing), ("question: which one?", .nothing),
    ("merged=yes", .nothing), ("source: https://a.b", .nothing), ("was=x y", .nothing),
    ("pr=#12", .nothing), ("p=3", .nothing), ("rep=3", .nothing), ("x=y", .nothing),
    ("a: b", .nothing), ("", .nothing), ("=", .nothing), (":", .nothing), ("after", .nothing),
    // What transitions write.
    ("review:PASS approval=yes", .nothing), ("cancelled_by_operator: after=A B", .nothing),
    ("needs_human: approval: start", .nothing), ("answer1: approval=start (ann, 01-31)", .nothing),
    ("rejected: after: A (ann, 01-31)", .nothing), ("timeout after 2h", .nothing),
    ("exit 1: approval=yes", .nothing),
  ]

  @Test(arguments: segments.indices)
  func `a segment is control, prose, or neither`(_ index: Int) {
    let (segment, verdict) = Self.segments[index]
    let expected = verdict == .nothing ? [] : [verdict]
    #expect(Self.verdict(on: segment) == expected, "\(segment)")
    // Wherever it stands.
    #expect(Self.verdict(on: "x /  \(segment) | worker=sim / y") == expected, "\(segment)")
  }

  @Test func `each wrong segment of a row is named`() {
    #expect(
      Self.verdict(on: "Approval=start / After=A / labels: a")
        == [.held("approval=start"), .held("after=A"), .warned("labels=a")])
  }

  @Test func `a key counts where it is control in the queue`() {
    for segment in ["worker: sim", "Worker=sim", "timeout: 2h", "repo: site"] {
      #expect(Self.verdict(on: segment, .usual) == [], "\(segment)")
    }
    #expect(Self.verdict(on: "approval=yes", .usual) == [.held(Self.approvals)])
    #expect(
      Self.verdict(on: "timeout=soon approval=start after=B worker=x", .usual)
        == [.held("timeout=soon / approval=start / after=B / worker=x")])
  }

  @Test(arguments: segments.indices)
  func `what a transition says of it is never a near miss`(_ index: Int) {
    let (segment, verdict) = Self.segments[index]
    var notes = Notes()
    notes.append(segment)
    #expect(Self.verdict(on: notes.text, .usual) == [], "\(segment)")
    notes.replaceProse(with: "x / \(segment)")
    #expect(Self.verdict(on: notes.text, .usual) == [], "\(segment)")
    // What somebody types stays what it is.
    var typed = Notes()
    typed.append(typed: segment, .all)
    if case .held = verdict, Notes.control(segment, .all) == nil {
      #expect(Self.verdict(on: typed.text) == [verdict], "\(segment)")
    }
  }

  @Test func `a row that waits for a person's mend is not handed out`() throws {
    let table = MemoryTable([
      .sample("A", notes: "approval=yes"), .sample("B", notes: "after=A C"),
      .sample("C", notes: "labels: x"),
    ])
    let context = TransitionContext(session: "s1", now: now)
    // `pick` and a dispatch pass it over.
    let first = try Transition.pick(id: nil).decide(in: table, context: context)
    #expect(first.changes.map(\.before?.id) == ["C"])
    let all = try Transition.dispatch(.init(maxWorkers: 9, limit: 9))
      .decide(in: table, context: context)
    #expect(all.changes.map(\.before?.id) == ["C"])
    for (id, form) in [("A", Self.approvals), ("B", "after=A,C")] {
      let texts: [EditableField: String] = id == "A" ? [:] : [.after: "A,C"]
      let note = NearMissNote(
        segment: id == "A" ? "approval=yes" : "after=A C", form: form, holds: true, texts: texts)
      #expect(throws: Refusal.nearMiss(id, note)) {
        try Transition.pick(id: id).decide(in: table, context: context)
      }
      let analysis = WaitAnalysis(maxWorkers: 9, context: context)
      let explanation = try analysis.explanation(of: id, in: table)
      #expect(explanation.reason == .nearMiss(note))
      #expect(explanation.remedy == .mendNote(id, texts) && explanation.reason.isStuck)
    }
  }

  @Test(
    arguments: [
      // A field that is set takes the place of what was typed for it.
      ("approval=start after=B", [.approval: "start"], "after=B / approval=start, waits for B"),
      ("approval=start after=B", [.approval: "start", .after: "B"], "approval=start, waits for B"),
      ("x / approval=yes of Ann / y", [.approval: ""], "x / of Ann / y"),
      ("after=B, approval=start", [.after: "B"], "approval=start, waits for B"),
      ("After=B owner=ann", [.after: "C"], "owner=ann, waits for C"),
      ("approval=yes / plan: call Ann", [.task: "t"], "approval=yes / plan: call Ann"),
      // Notes that are typed anew hold the row as the old ones did.
      (
        "approval=start after=B", [.notes: "approval=start / after=B"], "approval: start / after: B"
      ),
      ("approval=yes", [.notes: "Ann said no"], "Ann said no"),
      ("approval=yes", [.notes: "approval=yes"], "approval=yes"),
      (
        "approval=yes", [.notes: "approval=start", .approval: "start"],
        "approval:start / approval=start"
      ),
      ("x", [.notes: "approval=start"], "approval:start"),
    ] as [(String, [EditableField: String], String)])
  func `a field that is set takes the place of its near miss`(
    _ notes: String, _ texts: [EditableField: String], _ expected: String
  ) throws {
    let table = MemoryTable([.sample("A", notes: notes), .sample("B"), .sample("C")])
    let decision = try Transition.edit(.init(id: "A", texts))
      .decide(in: table, context: TransitionContext(session: nil, now: now))
    let row = try #require(decision.item)
    let after = row.after.isEmpty ? "" : ", waits for " + row.after.joined(separator: ",")
    #expect(row.notes.text + after == expected)
  }
}
