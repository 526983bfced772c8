import Glibc
import Host
import TestSupport
import Testing

@Suite struct ProcessIdentityTests {
  /// A program that runs until it is ended.
  private func sleeper(_ program: String = "/bin/sleep") throws -> ChildProcess {
    try ChildProcess(starting: program, ["1000"], in: "/", environment: [:])
  }

  private func identity(of child: ChildProcess) throws -> ProcessIdentity {
    try #require(ProcessIdentity(of: Int(child.id)))
  }

  @Test func `this process knows itself`() throws {
    let current = try #require(ProcessIdentity.current)
    #expect(current.id == CurrentProcess.id)
    #expect(current == ProcessIdentity(of: CurrentProcess.id))
    let boot = try String(
      decoding: FileDescriptor(
        opening: "/proc/sys/kernel/random/boot_id", for: .reading
      ).read(36, at: 0), as: UTF8.self)
    #expect(current.boot.hasPrefix(boot) && current.boot.hasSuffix("]"))
    #expect(current.isAlive)
    #expect(!current.hasEnded(within: .milliseconds(1)))
  }

  @Test(arguments: [0, -1, .max, .min, 1 << 22])
  func `what is no process has no identity`(id: Int) {
    #expect(ProcessIdentity(of: id) == nil)
    let unknown = ProcessIdentity(id: id, start: 1, boot: "")
    #expect(
      !unknown.isAlive && !unknown.signal(.terminate)
        && unknown.hasEnded(within: .seconds(1_000_000)))
  }

  @Test func `one that started later or after a restart is another`() throws {
    let current = try #require(ProcessIdentity.current)
    let (id, start, boot) = (current.id, current.start, current.boot)
    for other in [
      ProcessIdentity(id: id, start: start + 1, boot: boot),
      ProcessIdentity(id: id, start: start, boot: "00000000-0000-0000-0000-000000000000"),
    ] {
      #expect(other != current && !other.isAlive)
      // It would end the tests.
      #expect(!other.signal(.kill))
      #expect(other.hasEnded(within: .seconds(1_000_000)))
    }
  }

  @Test func `the end of a process is noticed, also before its parent waits for it`() throws {
    let child = try sleeper()
    let process = try identity(of: child)
    #expect(process.isAlive && !process.hasEnded(within: .milliseconds(1)))
    #expect(process.signal(.terminate))
    #expect(process.hasEnded(within: .milliseconds(60_000)))
    // Its parent has not waited for it yet: its id is still its own.
    #expect(ProcessIdentity(of: process.id) == process)
    #expect(!process.isAlive && !process.signal(.kill))
    #expect(child.wait().signal == SIGTERM)
    #expect(process.hasEnded(within: .zero) && !process.signal(.terminate))
  }

  @Test func `a wait ends with the process`() throws {
    let child = try ChildProcess(
      starting: "sh", ["-c", "sleep 0.1"], in: "/", environment: plainEnvironment)
    #expect(try identity(of: child).hasEnded(within: .seconds(1_000_000)))
    #expect(child.wait().status == 0)
  }

  @Test(arguments: [") Z 1 1 1 1 (", "((", "))", "a b", "x) R\n1 2 (3"])
  func `a name that looks like other fields is only a name`(_ name: String) throws {
    try withTemporaryDirectory { folder in
      symlink("/bin/sleep", "\(folder)/\(name)")
      let plain = try sleeper()
      let strange = try sleeper("\(folder)/\(name)")
      let ticks = try identity(of: strange).start - identity(of: plain).start
      #expect((0...6000).contains(ticks))
      #expect(try identity(of: strange).isAlive)
      for child in [plain, strange] {
        child.send(SIGKILL)
        _ = child.wait()
      }
    }
  }
}
