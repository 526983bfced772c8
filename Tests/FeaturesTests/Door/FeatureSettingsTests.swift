import TestSupport
import Testing
import Text
import Workers

@testable import Door
@testable import Worktrees

/// What a program says of keys in `orch.json` that are another feature's.
@Suite struct FeatureSettingsTests {
  private static let file =
    #"{"hooks": {"chat": 3}, "worktrees": {"base": "main"}, "max_workers": 2}"#

  @Test(
    arguments: [
      ("a program without features passes over them", nil, file, nil),
      (
        "a feature's keys are known", [WorktreeSettings.self], #"{"worktrees": {"base": "main"}}"#,
        nil
      ),
      (
        "a feature's value is checked", [WorktreeSettings.self], #"{"worktrees": {"base": "-x"}}"#,
        #"invalid value "-x" for 'worktrees.base'"#
      ),
      (
        "a feature's object has no other key", [WorktreeSettings.self],
        #"{"worktrees": {"bas": "x"}}"#,
        "unknown key 'worktrees.bas'"
      ),
      (
        "a key of no feature of the program is unknown", [WorktreeSettings.self], file,
        "unknown key 'hooks'"
      ),
      (
        "an object of Door's has no other key, whatever the program", nil,
        #"{"review": {"judges": []}}"#, "unknown key 'review.judges'"
      ),
      (
        "settings that do not go together", [WorktreeSettings.self],
        #"{"worktrees": {"base_checks": ["test"]}}"#,
        #"invalid value ["test"] for 'worktrees.base_checks'"#
      ),
    ] as [(String, [any FeatureSettings.Type]?, String, String?)])
  func `a key of a feature`(
    _ name: String, _ features: [any FeatureSettings.Type]?, _ text: String, _ mistake: String?
  ) throws {
    try withTemporaryDirectory { folder in
      try writeAged(text, to: "\(folder)/orch.json")
      let configuration = Configuration(reading: folder, with: features)
      let said = configuration.problems.map { Problem.setting($0).sentence.english }
      #expect(said == (mistake.map { ["\(folder)/orch.json: \($0)"] } ?? []), "\(name)")
    }
  }

  @Test
  func `a program without features reads none of their keys, and names none of their programs`()
    throws
  {
    try withTemporaryDirectory { folder in
      try writeAged(
        #"{"worktrees": {"base": "main", "setup": ["make"]}, "hooks": {}}"#,
        to: "\(folder)/orch.json")
      let known = Configuration(reading: folder, with: [WorktreeSettings.self])
      #expect(WorktreeSettings(reading: known.inFileOnly.given).base == "main")
      #expect(known.programs.map(\.key) == ["worktrees.setup"])
      let plain = Configuration(reading: folder, with: nil)
      #expect(plain.problems == [] && plain.programs == [])
      #expect(WorktreeSettings(reading: plain.inFileOnly.given) == WorktreeSettings())
    }
  }
}
