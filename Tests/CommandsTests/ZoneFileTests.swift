import Foundation
import Host
import Model
import TestSupport
import Testing

@testable import Door
@testable import Runner

/// The machine's zone, as `TZ` or the files of `/etc` name it.
@Suite struct ZoneFileTests {
  private static let zones = "/usr/share/zoneinfo"

  private func name(_ zone: QueueZone?) -> String? { zone?.text }

  @Test(arguments: [
    ("linked", "\(zones)/Europe/Berlin", nil, "Europe/Berlin"),
    ("copied, with its name", nil, "Europe/Berlin\n", "Europe/Berlin"),
    ("copied, with another name", nil, "America/New_York\n", nil),
    ("copied, without a name", nil, nil, nil),
  ])
  func `etc says the zone where TZ does not`(
    _ kind: String, link: String?, written: String?, found: String?
  ) throws {
    try withScene(nil) { scene in
      let folder = scene.folder
      let localtime = "\(folder)/localtime"
      if let link {
        try FileManager.default.createSymbolicLink(
          atPath: localtime, withDestinationPath: link)
      } else {
        try FileManager.default.copyItem(atPath: "\(Self.zones)/Europe/Berlin", toPath: localtime)
      }
      if let written { try writeAged(written, to: "\(folder)/timezone") }
      let zone = QueueZone.ofMachine(Environment([:]), folder: folder, around: 1_769_850_000)
      #expect(name(zone) == found)
      // TZ counts first, and may lead to the same file.
      let named = QueueZone.ofMachine(
        Environment(["TZ": "Asia/Kolkata"]), folder: folder, around: 1_769_850_000)
      #expect(name(named) == "Asia/Kolkata")
      let path = QueueZone.ofMachine(
        Environment(["TZ": ":\(localtime)"]), folder: folder, around: 1_769_850_000)
      #expect(name(path) == found)
    }
  }

  @Test func `a copy of a zone that keeps one offset is that offset`() throws {
    try withScene(nil) { scene in
      let folder = scene.folder
      try FileManager.default.copyItem(
        atPath: "\(Self.zones)/Asia/Kolkata", toPath: "\(folder)/localtime")
      let zone = QueueZone.ofMachine(Environment([:]), folder: folder, around: 1_769_850_000)
      #expect(zone == .fixed(19_800))
    }
  }

  @Test func `without a file there is no zone`() throws {
    try withScene(nil) { scene in
      let folder = scene.folder
      #expect(QueueZone.ofMachine(Environment([:]), folder: folder, around: 0) == nil)
      #expect(QueueZone.nameOfMachine(Environment([:]), folder: folder) == nil)
    }
  }

  @Test(arguments: [
    (["TZ": "Europe/Nowhere"], "", "TZ=Europe/Nowhere"), (["TZ": "UTC"], "", nil),
    (["TZ": ":Etc/UTC"], "", nil), ([:], "/usr/share/zoneinfo/Etc/UTC", nil),
    ([:], "/usr/share/zoneinfo/Europe/Nowhere", "localtime"),
  ])
  func `what names the machine's zone`(
    _ variables: [String: String], link: String, name: String?
  ) throws {
    try withScene(nil) { scene in
      let folder = scene.folder
      let localtime = "\(folder)/localtime"
      if !link.isEmpty {
        try FileManager.default.createSymbolicLink(
          atPath: localtime, withDestinationPath: link)
      }
      let found = QueueZone.nameOfMachine(Environment(variables), folder: folder)
      #expect(found == (name == "localtime" ? localtime : name))
    }
  }

  @Test(arguments: [
    "", "/", "/usr/share/zoneinfo/Europe/Berlin", "../zoneinfo/Europe/Berlin", "Europe/../UTC",
    "Europe//Berlin", "Europe/", "Europe", "./UTC", "zone.tab", "europe/berlin", "Europe/Berlin ",
    "Nowhere/At_All",
  ])
  func `no zone`(_ name: String) { #expect(ZoneFile.rules(of: name) == nil) }
}
