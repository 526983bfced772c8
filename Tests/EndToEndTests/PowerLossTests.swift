import TestSupport
import Testing

/// The power goes at every moment of a command, and the disk keeps what it has to, with all or
/// nothing or some of the rest: what was acknowledged is there, and the next command works.
///
/// Rows and leases are compared. The history has every acknowledged change, for its entry is
/// synced before (`SyncOrderTests`); one that was not acknowledged may stand there as a save.
///
/// The model of the disk is `PowerLossDisk`. It is no disk: it stands for one that keeps what
/// it was asked to keep. `automation/test.sh --long` tries all, the ordinary run some.
@Suite(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"))
struct PowerLossTests {
  @Test(arguments: LongTests.areWanted ? PowerLossScene.all : PowerLossScene.ways)
  func `what was acknowledged outlives a loss of power`(scene: PowerLossScene) throws {
    let loss = try PowerLoss.following(scene.commands, injecting: scene.injections)
    try #require(loss.operations.count >= 3)
    var seen: Set<FolderImage> = []
    for (disk, moment) in LongTests.sample(4, of: loss.moments, named: "\(scene)") {
      let fresh = disk.remains().filter { seen.insert($0).inserted }
      for image in LongTests.sample(2, of: fresh, named: "\(scene)") {
        try check(
          image, "\(scene), power lost \(moment)", acknowledged: disk.acknowledged, scene, loss)
      }
    }
  }

  private func check(
    _ image: FolderImage, _ story: String, acknowledged: Int, _ scene: PowerLossScene,
    _ loss: PowerLoss
  ) throws {
    if scene.isInPlace, try keepsBothVersions(image, acknowledged: acknowledged, scene, loss) {
      return
    }
    try loss.commands[0].inCopy(of: image, by: FaultFolder.processes) { folder in
      let story: Comment = "\(story): \(image.listing)"
      if case .steps(let again) = scene.commands.last?.outcome {
        try again(folder)
        let state = try folder.stateAfterNext(loss.commands[0])
        #expect(state.differences(from: loss.states.suffix(1)) == nil, story)
      } else {
        let state = try folder.stateAfterNext(loss.commands[0])
        #expect(state.differences(from: loss.states[acknowledged...]) == nil, story)
      }
    }
  }
}

extension PowerLossTests {
  /// Whether the next command kept for people what it may not choose between: the disk mixed
  /// the two versions of a file that was written over.
  private func keepsBothVersions(
    _ image: FolderImage, acknowledged: Int, _ scene: PowerLossScene, _ loss: PowerLoss
  ) throws -> Bool {
    let versions = loss.images.compactMap(\.text)[acknowledged...].prefix(2)
    let left = try loss.commands[0].inCopy(of: image, by: FaultFolder.processes) { folder in
      try folder.run("orch done B --notes again --force")
      return try FolderImage(of: folder.path)
    }
    let found = left.names.filter { $0.key.hasPrefix(".orch/found/") }.values
      .compactMap { left.files[$0]?.bytes }
    return versions.count == 2 && versions.allSatisfy(found.contains)
  }
}

extension FolderImage {
  /// The names, with how long the files are.
  fileprivate var listing: String {
    names.sorted { $0.key < $1.key }
      .map { "\($0.key) #\($0.value) (\(files[$0.value]?.bytes.count ?? 0))" }
      .joined(separator: ", ")
  }
}

/// What the model of a disk may lose, and what not.
@Suite struct PowerLossDiskTests {
  private static let create = [
    DiskOperation.create("a", .ordinary), .write("a", at: 0, Array("ab".utf8)),
  ]

  private static let cases: [(String, [DiskOperation], Set<String>)] = [
    ("nothing is synced", [], ["", "a=", "a=a", "a=..", "a=ab"]),
    ("a file without its name", [.sync("a")], ["", "a=ab"]),
    ("a name without the file", [.sync("")], ["a=", "a=a", "a=..", "a=ab"]),
    ("both", [.sync("a"), .sync("")], ["a=ab"]),
    (
      "renamed", [.sync("a"), .sync(""), .rename("a", to: "b")], ["a=ab", "b=ab"]
    ),
    (
      "shorter", [.sync("a"), .sync(""), .resize("a", 1)], ["a=ab", "a=a"]
    ),
    (
      "written over", [.sync("a"), .sync(""), .write("a", at: 0, Array("xy".utf8))],
      ["a=ab", "a=xb", "a=..", "a=xy"]
    ),
    (
      "names in their order",
      [.sync("a"), .sync(""), .rename("a", to: "b"), .rename("b", to: "c")],
      ["a=ab", "b=ab", "c=ab"]
    ),
    (
      "the folder of a folder",
      [.sync("a"), .create("d", .folder), .rename("a", to: "d/a"), .sync("d")], ["d= d/a=ab"]
    ),
  ]

  /// What is found: each file with its bytes, a point for a zero.
  private func found(_ operations: [DiskOperation]) -> Set<String> {
    var disk = PowerLossDisk(FolderImage())
    for operation in operations { disk.perform(operation) }
    return Set(
      disk.remains().map { image in
        image.names.sorted { $0.key < $1.key }
          .map { name, inode in
            let bytes = image.files[inode]?.bytes.map { $0 == 0 ? UInt8(ascii: ".") : $0 } ?? []
            return "\(name)=\(String(decoding: bytes, as: UTF8.self))"
          }.joined(separator: " ")
      })
  }

  @Test(arguments: cases)
  func `what was not synced is lost, kept, or kept in part`(
    name: String, then: [DiskOperation], expected: Set<String>
  ) {
    #expect(found(Self.create + then) == expected, "\(name)")
  }

  @Test func `names are swapped whole`() {
    let other = [DiskOperation.create("b", .ordinary), .write("b", at: 0, Array("z".utf8))]
    let synced = [DiskOperation.sync("a"), .sync("b"), .sync(""), .exchange("a", "b")]
    #expect(found(Self.create + other + synced) == ["a=ab b=z", "a=z b=ab"])
  }
}
