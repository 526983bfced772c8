import Foundation
import JSON
import TestSupport
import Testing

/// `automation/soak.sh` with a profile of some seconds: the real daemon, its workers, and all
/// faults.
@Suite struct SoakTests {
  @Test func `a soak runs to its end, with every fault, and meets its goals`() throws {
    let soak = try SoakScene()
    let outcome = try soak.run(environment: ["ORCH_DB_PATH": "/nowhere", "ORCH_QUEUE_MD": "x"])
    let report = try soak.report()
    #expect(outcome.status == 0, "\(outcome)\n\(report)")
    #expect(report["good"] == true && report["faults"] == [])
    for figure in ["lost_leases", "over_budget", "skipped", "daemon_kills", "ticks"] {
      #expect(report[figure]?.integerValue ?? 0 > 0, "\(figure)")
    }
    #expect(report["submitted"]?.integerValue ?? 0 >= 14)
    #expect(!soak.scene.exists("work"), "what is good is cleared away")
  }

  @Test(arguments: [
    ([], 64, "soak: no profile is named (usage: "),
    (["--profil", "short"], 64, "soak: unknown option '--profil' (usage: "),
    (["--profile"], 64, "soak: --profile needs a value (usage: "),
    (
      ["--profile", "long"], 66,
      "soak: there is no profile automation/soak/long.json (there are: 24h.json 72h.json short.json)"
    ),
  ])
  func `what cannot be run is refused`(
    _ words: [String], _ status: Int32, _ message: String
  ) throws {
    let soak = try SoakScene()
    let outcome = try soak.scene.run(SoakScene.script, words, environment: soak.environment)
    #expect(outcome.status == status && outcome.errors.hasPrefix(message), "\(outcome)")
  }

  @Test func `a mistake in a profile is reported with its place`() throws {
    let soak = try SoakScene((old: "transient", new: "transiant"))
    let outcome = try soak.run()
    #expect(outcome.status == 64)
    #expect(
      outcome.errors == """
        soak: \(soak.scene.path("tiny.json")): unknown key 'faults.transiant' (did you mean \
        faults.transient?)

        """)
  }

  /// What makes something there where the soak is to be, and what shows that it stays.
  @Test(arguments: [
    ("mkdir work && echo mine > work/file", "cat work/file"),
    ("mkdir work", "ls -d work"),
    ("echo mine > work", "cat work"),
    ("mkdir other && echo mine > other/file && ln -s other work", "cat work/file"),
    ("ln -s nowhere work", "readlink work"),
  ])
  func `a folder that is there is refused, and stays`(_ before: String, _ look: String) throws {
    let soak = try SoakScene()
    _ = try soak.scene.bash(before)
    let seen = try soak.scene.bash(look)
    #expect(seen.status == 0)
    let refusal = "soak: \(soak.scene.path("work")) is there already (name a folder that is not)\n"
    // Before anything is built, or looked for.
    let outcome = try soak.run(environment: ["SOAK_BINARIES": "/nowhere"])
    #expect(outcome.status == 73 && outcome.errors == refusal, "\(outcome)")
    #expect(try soak.scene.bash(look) == seen)
    let program = try soak.start().wait()
    #expect(program.status == 73 && program.errors == refusal, "\(program)")
    #expect(try soak.scene.bash(look) == seen)
  }
}
