import Testing
import Text

@testable import Soaking

/// What is said of a profile that cannot be used.
@Suite struct ProfileTests {
  static let text = """
    {"seed": 1, "speed": 60, "minutes": 4, "drain_minutes": 10,
     "arrivals": {"per_minute": 2, "burst_rows": 2, "burst_minutes": 1, "burst_every_minutes": 2, "submitters": 2},
     "work": {"seconds": [1, 5], "timeout_real_seconds": 20, "max_workers": 5,
       "interval_minutes": 30},
     "faults": {"transient": 0.1, "over_budget": 0, "lost_lease": 0.1,
       "duplicate_submission": 0.1, "locked_database": 0.05, "lock_real_seconds": 1,
       "daemon_killed_every_minutes": 3},
     "people": {"operator_seconds": 30, "reader_seconds": 30},
     "abort": {"check_seconds": 30, "duplicates": 0, "unblocked": 0, "success": 0.9,
       "success_rows": 50, "backlog_rows": 100, "no_progress_minutes": 20, "disk_free_mb": 10, "failed_commands": 0.05, "failed_looks": 3},
     "goals": {"attempts": 8, "success": 0.99, "lost_leases": 0, "recovered": 1,
       "p95_minutes": 15}}
    """

  private static func refusal(_ old: String, _ new: String) -> String {
    do {
      let profile = try SoakProfile(parsing: Array(text.replacing(old, with: new).utf8))
      return "is taken: \(profile)"
    } catch {
      return "\(error)"
    }
  }

  @Test func `a profile is read`() throws {
    let profile = try SoakProfile(parsing: Array(Self.text.utf8))
    #expect(profile.work.seconds == 1...5)
    #expect(profile.faults.lostLease == 0.1 && profile.faults.overBudget == 0)
  }

  @Test(arguments: [
    ("\"speed\"", "\"speedd\"", "unknown key 'speedd' (did you mean speed?)"),
    (
      "\"transient\"", "\"transiant\"",
      "unknown key 'faults.transiant' (did you mean faults.transient?)"
    ),
    (
      "\"people\"", "\"xyz\"",
      "unknown key 'xyz' (use seed, speed, minutes, drain_minutes, arrivals, work, faults, people, "
        + "abort, goals)"
    ),
    ("\"speed\": 60, ", "", "'speed' is missing (docs/soak.md explains the key)"),
    ("\"speed\": 60", "\"speed\": 0", "'speed' is 0 (it must be a whole number, 1 to 1000)"),
    (
      "\"success\": 0.99", "\"success\": 99",
      "'goals.success' is 99 (it must be a number, 0.0 to 1.0)"
    ),
    (
      "[1, 5]", "[5, 1]",
      "'work.seconds' is [5,1] (it must be the least and the most, such as [10, 90], within 0 to "
        + "3600)"
    ),
    (
      "{\"operator_seconds\": 30, \"reader_seconds\": 30}", "7",
      "people: 7 is not an object (write {\"key\": value})"
    ),
    (
      "\"transient\": 0.1", "\"transient\": 0.95",
      "the shares of failing attempts in 'faults' are more than 1 together (lower transient, over_budget or lost_lease)"
    ),
    (
      "\"burst_minutes\": 1", "\"burst_minutes\": 2",
      "'arrivals.burst_minutes' is more than half of 'arrivals.burst_every_minutes' (a burst begins in the middle of its minutes)"
    ),
    (
      "\"minutes\": 4,", "\"minutes\": 4",
      "line 1, column 39: expected ',' or '}' after a value (fix the file; it must be JSON)"
    ),
  ])
  func `a mistake is reported with its remedy`(_ old: String, _ new: String, _ message: String) {
    #expect(Self.refusal(old, new) == message)
  }
}
