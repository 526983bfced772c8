import Foundation
import TestSupport

/// A queue and a database as the Python tool and its users have written them:
/// nine columns, ` | ` between the notes of the database, a cell of 60 KB,
/// unknown priorities, free text in due dates.
enum PythonToolFiles {
  /// What a worker once pasted as its notes.
  static let longText = String(repeating: "단계 하나: log line, ", count: 2500)

  static let queue = """
    # ORCH Queue

    Rules: edit by hand, or by the tool.

    | id | status | priority | task | success_criteria | owner_session | started_at_kst | \
    due_at_kst | notes |
    | --- | --- | --- | --- | --- | --- | --- | --- | --- |
    | ORCH-101 | DONE | P1 | Draft plan | plan exists | agent:main | 2026-01-01 09:00 | EOD | \
    ok / by hand |
    | ORCH-102 | IN_PROGRESS | P2 | Build API | tests pass; coverage > 80% | agent:main | \
    2026-01-01 10:00 | next week | \(longText)/ owner asked |
    | ORCH-103 | PENDING | P3 | Nice to have | - | - | - | someday | |
    | ORCH-104 | PENDING | HIGH | 긴급 확인 | 확인됨 | - | - | 오늘 | a / b / c |
    | TEAM-7.a | FAILED | P0 | Ship it | shipped | | | | boom |

    ## Log

    2026-01-01 started

    """

  /// The statements that make `queue.db`. Source: the schema that the Python
  /// tool's databases have.
  static let database = """
    PRAGMA journal_mode = WAL;
    CREATE TABLE queue_items(id TEXT PRIMARY KEY, status, priority, task, success_criteria,
      owner_session DEFAULT '-', started_at_kst DEFAULT '-', due_at_kst DEFAULT '-',
      notes DEFAULT '', created_at, updated_at, lease_owner TEXT NULL,
      lease_expires_at INTEGER NULL, attempt_count INTEGER DEFAULT 0,
      max_attempts INTEGER DEFAULT 3, idempotency_key TEXT NULL, last_error TEXT DEFAULT '');
    CREATE TABLE queue_events(event_id INTEGER PRIMARY KEY AUTOINCREMENT, item_id, event_type,
      payload_json, created_at);
    INSERT INTO queue_items(id, status, priority, task, success_criteria, owner_session,
      started_at_kst, due_at_kst, notes, created_at, updated_at) VALUES
    ('ORCH-201', 'DONE', 'P1', 'Draft plan', 'plan exists', 'agent:main', '2026-01-01 09:00',
      'EOD', 'ok | Skipped duplicate | by hand', '2026-01-01 09:00', '2026-01-01 11:00'),
    ('TEAM-8.b', 'FAILED', 'P0', 'Ship it', 'shipped' || char(10) || 'and' || char(9) || 'told',
      '-', '-', '-', 'boom | ', '2026-01-01 09:01', '2026-01-01 11:00'),
    ('ORCH-203', 'PENDING', 'P3', 'grep ''a|b'' in C:\\', '', '-', '-', 'someday', '',
      '2026-01-01 09:02', '2026-01-01 09:02'),
    ('ORCH-202', 'PENDING', 'HIGH', '긴급 확인', '확인됨', NULL, '', '오늘', 'a | b | c',
      '2026-01-01 09:03', '2026-01-01 09:03'),
    ('ORCH-204', 'IN_PROGRESS', 'P2', 'Build API', 'tests pass', 'agent:main',
      '2026-01-01 10:00', 'next week', '\(longText)| owner asked', '2026-01-01 09:04',
      '2026-01-01 10:00');

    """

  /// Writes `QUEUE.md` and `db/queue.db`.
  static func write(into folder: String) throws {
    try writeAged(queue, to: "\(folder)/QUEUE.md")
    try FileManager.default.createDirectory(
      atPath: "\(folder)/db", withIntermediateDirectories: true)
    let ending = try run("sqlite3", ["db/queue.db"], in: folder, input: database)
    guard ending.status == 0, ending.errors.isEmpty else { throw Failure(ending: ending) }
  }

  /// What `sqlite3` said when it did not take the statements.
  private struct Failure: Error { let ending: ChildProcess.Ending }
}
