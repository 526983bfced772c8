import Host

/// The files that build tools read without being told: whoever writes them decides what the tool
/// does. Source: the manual of each tool.
enum BuildFiles {
  /// The paths of the build files that a program may read, relative to the root; some of them may
  /// not exist.
  ///
  /// - Parameter words: the program and its arguments, which may name the tool anywhere, as in
  ///   `["timeout", "60", "make", "test"]` or `["sh", "-c", "npm test"]`.
  static func read(by words: [String], in root: String) -> [String] {
    let tools = words.flatMap { $0.split(separator: " ") }.map { Path.name(of: String($0)) }
    let names = tools.flatMap { ofTool[$0] ?? [] }
    if names.isEmpty { return [] }
    // `make -C web` and `npm --prefix=web` read the files of another folder.
    let folders = words.dropFirst().map { word in
      word.utf8.lastIndex(of: UInt8(ascii: "="))
        .map { String(word[word.utf8.index(after: $0)...]) } ?? word
    }
    .filter { (try? FileStatus(of: Path.join(root, $0)))?.kind == .directory }
    .map { Path.relative(Path.resolved(Path.join(root, $0)) ?? $0, to: root) }
    return names + folders.flatMap { folder in names.map { Path.join(folder, $0) } }
  }

  private static let ofTool: [String: [String]] = {
    let make = ["GNUmakefile", "makefile", "Makefile"]
    let node = ["package.json", ".npmrc"]
    let python = ["pyproject.toml", "setup.cfg", "tox.ini"]
    let gradle = [
      "build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts",
      "gradle.properties", "gradle",
    ]
    return [
      "make": make, "gmake": make,
      "npm": node, "npx": node, "bun": node, "pnpm": node + [".pnpmfile.cjs"],
      "yarn": node + [".yarnrc.yml"],
      "cargo": ["Cargo.toml", "build.rs", ".cargo"],
      "swift": ["Package.swift"],
      "go": ["go.mod", "go.work"],
      "pytest": python + ["pytest.ini", ".pytest.ini", "conftest.py"], "tox": python,
      "gradle": gradle, "gradlew": gradle,
      "mvn": ["pom.xml", ".mvn"], "mvnw": ["pom.xml", ".mvn"],
      "just": ["justfile", "Justfile", ".justfile"],
    ]
  }()
}
