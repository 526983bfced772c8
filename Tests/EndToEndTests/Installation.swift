import Foundation
import TestSupport

/// A fresh folder that `automation/install.sh` installs the built programs into.
final class Installation {
  let scene: Scene
  /// Where to, below the scene's folder.
  let place: String
  var prefix: String { scene.path(place) }

  init(_ place: String = "usr") throws {
    scene = try Scene()
    self.place = place
  }

  static let script = "\(DocumentExampleTests.root)/automation/install.sh"
  static let binaries = URL(filePath: BuiltBinaries.orch).deletingLastPathComponent().path

  /// What is installed, below the prefix.
  static let files = programs + completions + documents + manuals

  private static let programs = ["bin/ops", "bin/orch"]
  private static let completions = [
    "share/bash-completion/completions/ops", "share/bash-completion/completions/orch",
  ]
  private static let manuals = [
    "share/fish/vendor_completions.d/ops.fish", "share/fish/vendor_completions.d/orch.fish",
    "share/man/man1/ops.1", "share/man/man1/orch.1", "share/zsh/site-functions/_ops",
    "share/zsh/site-functions/_orch",
  ]

  /// The guides and templates, as they lie in the repository.
  private static let documents: [String] = {
    let root = DocumentExampleTests.root
    let folders = ["docs", "docs/images", "templates"].flatMap { folder in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? []
      return names.filter { folder != "docs" || $0.hasSuffix(".md") }.map { "\(folder)/\($0)" }
    }
    return (folders + ["README.md", "README.ko.md", "CHANGELOG.md"])
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { "share/doc/orch/\($0)" }
  }()

  /// The files as an installation prints them, the documents by their folder.
  static let listed = (programs + completions + ["share/doc/orch/"] + manuals)
    .map { "  \($0)\n" }.joined()

  /// What every installation says at its end.
  static let trustLine =
    "The programs in a queue's orch.json start once you have said orch trust in its folder.\n"

  static let manifest = "share/orch/installed"

  func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Outcome {
    try scene.run("/bin/bash", [Self.script] + arguments, environment: environment)
  }

  func install(environment: [String: String] = [:]) throws -> Outcome {
    try run(["--prefix", prefix, "--from", Self.binaries], environment: environment)
  }

  func uninstall() throws -> Outcome { try run(["--prefix", prefix, "--uninstall"]) }

  /// Every file and folder below the scene's folder, sorted; folders end with a slash.
  func tree() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: scene.folder).map { name in
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: scene.path(name), isDirectory: &isFolder)
      return isFolder.boolValue ? name + "/" : name
    }.sorted()
  }

  /// The files below the prefix, sorted.
  func installed() throws -> [String] {
    try tree().filter { $0.hasPrefix("\(place)/") && !$0.hasSuffix("/") }
      .map { String($0.dropFirst(place.count + 1)) }
  }
}
