import Host
import MarkdownStore
import Testing

@testable import OpsCLI

@Suite struct DoctorSidecarWordingTests {
  private func sidecar(
    _ state: SidecarReport.State = .folder, unwritable: [String] = [],
    journal: SidecarReport.Journal = .read(entries: 12, unreadable: 0),
    claims: SidecarReport.Claims = .missing, lock: SidecarReport.Lock = .free,
    lateSaves: [String] = []
  ) -> [String] {
    told(
      DoctorSidecar.diagnoses(
        SidecarReport(
          folder: "/q/.orch", state: state, unwritable: unwritable, journal: journal,
          claims: claims, lock: lock, lateSaves: lateSaves)))
  }

  private static let error = SystemError(code: 5, action: "read", path: "/q/x")

  @Test func `the sidecar`() {
    #expect(sidecar(.missing) == ["ok sidecar: /q/.orch is made by the first change"])
    #expect(
      sidecar(.link(path: "/q/.orch/gen")) == [
        "fail sidecar: /q/.orch/gen is a link, and none is followed there "
          + "(remove the link, or put the folder that it leads to in its place)"
      ])
    #expect(sidecar(.notAFolder) == ["fail sidecar: /q/.orch is no folder (move it away)"])
    #expect(
      sidecar() == [
        "ok sidecar: /q/.orch may be written", "ok journal: 12 entries",
        "ok claims: none", "ok lock: nobody has it now",
        "ok late saves: none",
      ])
    #expect(
      sidecar(
        unwritable: ["/q/.orch/lock", "/q/.orch/gen"], journal: .read(entries: 1, unreadable: 2),
        lock: .held(by: "12345 orch pick"), lateSaves: ["1.md", "2.md", "3.md", "4.md", "5.md"])
        == [
          "fail sidecar: /q/.orch/lock may not be written "
            + "(chmod u+w /q/.orch/lock, or ask its owner)",
          "warn journal: 1 readable entry, and 2 lines torn or changed by hand "
            + "(the history lacks what they told; look at /q/.orch/journal.jsonl)",
          "ok claims: none",
          "warn lock: 12345 orch pick has it now (wait for its end; ps -fp 12345 shows what it does)",
          "warn late saves: kept in /q/.orch/found: 1.md, 2.md, 3.md, and 2 more "
            + "(compare with the queue, copy what you need, and delete them)",
        ])
  }

  @Test func `a journal and a lock that the system refuses`() {
    #expect(sidecar(journal: .missing)[1] == "ok journal: begins with the next change")
    #expect(sidecar(journal: .read(entries: 1, unreadable: 0))[1] == "ok journal: 1 entry")
    #expect(
      sidecar(journal: .read(entries: 0, unreadable: 1))[1]
        == "warn journal: 0 readable entries, and 1 line torn or changed by hand "
        + "(the history lacks what they told; look at /q/.orch/journal.jsonl)")
    #expect(
      sidecar(journal: .failed(Self.error))[1]
        == "fail journal: cannot read /q/x: Input/output error "
        + "(check the permissions of the file, and the disk)")
    #expect(
      sidecar(lock: .failed(Self.error))[3]
        == "fail lock: cannot read /q/x: Input/output error (check the permissions of the file)")
    #expect(
      sidecar(lock: .held(by: ""))[3]
        == "warn lock: somebody has it now (wait for its end; lsof shows who has the file open)")
  }

  @Test func `claims are counted, and a file that is no use is told`() {
    #expect(sidecar(claims: .read(rows: 1))[2] == "ok claims: of 1 row")
    #expect(sidecar(claims: .read(rows: 7))[2] == "ok claims: of 7 rows")
    #expect(
      sidecar(claims: .unreadable)[2]
        == "warn claims: /q/.orch/claims.json makes no sense "
        + "(the next change writes it anew from the journal; heartbeats are not in there)")
    #expect(
      sidecar(claims: .failed(Self.error))[2]
        == "fail claims: cannot read /q/x: Input/output error "
        + "(remove it: the journal tells of claims, but not of heartbeats)")
  }
}
