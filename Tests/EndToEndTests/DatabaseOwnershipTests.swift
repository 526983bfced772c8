import Foundation
import TestSupport
import Testing

/// A database belongs to one queue, whichever setting or option names it.
@Suite struct DatabaseOwnershipTests {
  private static let word = "WARNING: the database does not have this change yet: "

  /// A project with a database in `victim`, and one in `clone` whose settings name it.
  private func scene() throws -> Scene {
    let scene = try Scene()
    for name in ["victim", "clone"] {
      try scene.makeFolder(name)
      try scene.write(queueText(row("A"), row("B")), to: "\(name)/QUEUE.md")
    }
    let made = try scene.bash("cd victim && $ORCH migrate -q && $ORCH pick --db db/queue.db")
    #expect(made.status == 0, "\(made)")
    return scene
  }

  /// What is beside the database, byte for byte.
  private func state(_ scene: Scene) throws -> [String: Data] {
    let folder = scene.path("victim/db")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    return try Dictionary(
      names.map { ($0, try Data(contentsOf: URL(filePath: "\(folder)/\($0)"))) }
    ) { $1 }
  }

  @Test func `a clone's commands leave another project's database as it is`() throws {
    let scene = try scene()
    let path = scene.path("victim/db/queue.db")
    try scene.write("{\"mirror\": true, \"db_path\": \"\(path)\"}", to: "clone/orch.json")
    let before = try state(scene)
    let doctor = try scene.run(scene.opsPath, ["doctor"], in: "clone")
    #expect(
      doctor.status == 0
        && doctor.output.contains("not trusted, and these are not used: db_path \(path) ("),
      "\(doctor)")
    let variable = ["ORCH_DB_PATH": path, "ORCH_MIRROR": "1"]
    try scene.run(scene.orchPath, ["trust", "--yes"], in: "clone").check()
    for (words, variables) in [(["pick"], [:]), (["pick"], variable)] {
      let outcome = try scene.run(scene.orchPath, words, in: "clone", environment: variables)
      #expect(outcome.status == 0 && outcome.output.count == 2, "\(outcome)")
      #expect(
        outcome.errors.hasPrefix(Self.word) && outcome.errors.contains("(name the queue's own"),
        "\(outcome)")
      #expect(try state(scene) == before)
    }
    let refusal = """
      ERROR: \(path) is not the database of \(scene.path("clone/QUEUE.md")) (name the queue's own \
      with --db, or adopt this one with orch migrate --adopt)
      """
    for (program, words) in [
      (scene.orchPath, ["migrate", "--force"]), (scene.orchPath, ["render"]),
      (scene.opsPath, ["consistency-check"]),
    ] {
      let outcome = try scene.run(program, words, in: "clone", environment: variable)
      expect(outcome, is: .fails(77, refusal))
      #expect(try state(scene) == before)
    }
  }

  @Test func `a copied journal does not give access to another queue's database`() throws {
    let scene = try scene()
    let path = scene.path("victim/db/queue.db")
    try scene.write("{\"mirror\": true, \"db_path\": \"\(path)\"}", to: "clone/orch.json")
    let before = try state(scene)
    let outcome = try scene.bash(
      "cp -r victim/.orch clone && cd clone && $ORCH trust --yes && $ORCH pick && $ORCH migrate")
    #expect(
      outcome.status == 77 && outcome.errors.contains("is not the database of"), "\(outcome)")
    #expect(try state(scene) == before)
  }

  @Test func `upkeep names a database that is another queue's`() throws {
    let scene = try scene()
    let variable = ["ORCH_DB_PATH": scene.path("victim/db/queue.db")]
    func ops(_ words: String...) throws -> Outcome {
      try scene.run(scene.opsPath, words, in: "clone", environment: variable)
    }
    let name = "is not the database of \(scene.path("clone/QUEUE.md"))"
    for outcome in [try ops("verify"), try ops("backup", "--to", "b")] {
      #expect(outcome.status == 0 && outcome.errors.contains(name), "\(outcome)")
    }
    #expect(!scene.exists("clone/b.db"))
    let health = try ops("health")
    #expect(health.status == 30 && health.output.contains(name), "\(health)")
    let doctor = try ops("doctor")
    #expect(doctor.status == 1 && doctor.output.contains(name), "\(doctor)")
  }

  @Test func `adopted it belongs to the queue, and no more to the former one`() throws {
    let scene = try scene()
    let database = ["--db", scene.path("victim/db/queue.db")]
    let adopted = try scene.run(
      scene.orchPath, ["migrate", "--adopt", "--force"] + database, in: "clone")
    #expect(adopted.status == 0, "\(adopted)")
    for (folder, status) in [("clone", 0), ("victim", 77)] as [(String, Int32)] {
      let outcome = try scene.run(scene.orchPath, ["migrate"] + database, in: folder)
      #expect(outcome.status == status, "\(outcome)")
    }
  }
}
