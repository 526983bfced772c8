// statements DATABASE N: picks a row and ends it as DONE, N times, by SQL alone. `storeloop`, which
// does the same with the store, is compared with it.
//
// The statements are those of the store, compiled once: in one transaction the first PENDING row by
// rank and arrival, the number of its claim, the row, and its event. It checks only that SQLite
// succeeds. It uses the time, the actor and the texts of Tools/storeloop, so that both write the
// same rows and events.

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#define NOTES "검토 완료, all checks pass"
#define MEMBERS "\"trace_id\":\"trace-000000000000\",\"ts\":\"2026-01-31T18:00:00+09:00\"}"
#define PICKED                                                                                    \
  "{\"actor\":\"bench\",\"after\":{\"owner_session\":\"bench\",\"started_at_kst\":"               \
  "\"2026-01-31 18:00\",\"status\":\"IN_PROGRESS\"},\"before\":{\"owner_session\":\"-\","         \
  "\"started_at_kst\":\"-\",\"status\":\"PENDING\"},\"command\":\"storeloop\","                   \
  "\"owner_session\":\"bench\"," MEMBERS
#define DONE                                                                                      \
  "{\"actor\":\"bench\",\"after\":{\"notes\":\"" NOTES "\",\"status\":\"DONE\"},\"before\":"      \
  "{\"notes\":\"%s\",\"status\":\"IN_PROGRESS\"},\"command\":\"storeloop\",\"notes\":\"" NOTES    \
  "\"," MEMBERS

#define COLUMNS                                                                                   \
  "id, status, priority, task, success_criteria, owner_session, started_at_kst, due_at_kst, "     \
  "notes, lease_owner, lease_expires_at, attempt_count, max_attempts, idempotency_key, "          \
  "lease_heartbeat, claim_number, claim_nonce, claimed_at, lost_claims"
#define RANK "CASE priority WHEN 'P0' THEN 0 WHEN 'P1' THEN 1 WHEN 'P2' THEN 2 ELSE 3 END"

static sqlite3 *database;

static void must(int code) {
  if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return;
  fprintf(stderr, "statements: %s\n", sqlite3_errmsg(database));
  exit(1);
}

static sqlite3_stmt *prepared(const char *sql) {
  sqlite3_stmt *statement;
  must(sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL));
  return statement;
}

static void bind_text(sqlite3_stmt *statement, int place, const char *text) {
  must(sqlite3_bind_text(statement, place, text, -1, SQLITE_TRANSIENT));
}

static void run(sqlite3_stmt *statement) {
  must(sqlite3_step(statement));
  must(sqlite3_reset(statement));
}

// The row that a statement returns: its id, and its notes as the history stores them.
struct row {
  char id[64], notes[512];
};

static struct row read_row(sqlite3_stmt *statement) {
  const int code = sqlite3_step(statement);
  must(code);
  if (code == SQLITE_DONE) fputs("statements: no row is left\n", stderr), exit(1);
  const char *notes = (const char *)sqlite3_column_text(statement, 8);
  struct row row;
  snprintf(row.id, sizeof row.id, "%s", sqlite3_column_text(statement, 0));
  snprintf(row.notes, sizeof row.notes, "%s", *notes ? notes : "-");
  must(sqlite3_reset(statement));
  return row;
}

int main(int count, char **arguments) {
  if (count != 3) return fputs("usage: statements DATABASE N\n", stderr), 1;
  must(sqlite3_open_v2(arguments[1], &database, SQLITE_OPEN_READWRITE, NULL));
  must(sqlite3_exec(database, "PRAGMA synchronous = FULL", NULL, NULL, NULL));

  sqlite3_stmt *begin = prepared("BEGIN IMMEDIATE"), *commit = prepared("COMMIT");
  sqlite3_stmt *first = prepared("SELECT " COLUMNS " FROM queue_items WHERE status = 'PENDING' "
                                 "ORDER BY " RANK ", rowid");
  sqlite3_stmt *by_id = prepared("SELECT " COLUMNS " FROM queue_items WHERE id = ?");
  sqlite3_stmt *last = prepared("SELECT value FROM queue_meta WHERE key = 'last_claim'");
  sqlite3_stmt *claim =
      prepared("UPDATE queue_meta SET value = max(value, ?) WHERE key = 'last_claim'");
  sqlite3_stmt *pick = prepared(
      "UPDATE queue_items SET status = 'IN_PROGRESS', owner_session = 'bench', started_at_kst = "
      "'2026-01-31 18:00', lease_owner = 'bench', lease_expires_at = 1769853600, lease_heartbeat "
      "= 0, claim_number = ?, claim_nonce = '000000', claimed_at = 1769850000, lost_claims = 0, "
      "updated_at = '2026-01-31 18:00' WHERE id = ?");
  sqlite3_stmt *finish = prepared(
      "UPDATE queue_items SET status = 'DONE', notes = '" NOTES "', lease_owner = NULL, "
      "lease_expires_at = NULL, lease_heartbeat = 1, claim_number = NULL, claim_nonce = NULL, "
      "claimed_at = NULL, lost_claims = 0, last_error = '', updated_at = '2026-01-31 18:00' "
      "WHERE id = ?");
  sqlite3_stmt *event = prepared("INSERT INTO queue_events(item_id, event_type, payload_json, "
                                 "created_at) VALUES(?, ?, ?, '2026-01-31 18:00')");

  for (long left = strtol(arguments[2], NULL, 10); left > 0; left--) {
    run(begin);
    const struct row row = read_row(first);
    must(sqlite3_step(last));
    const sqlite3_int64 number = sqlite3_column_int64(last, 0) + 1;
    must(sqlite3_reset(last));
    must(sqlite3_bind_int64(claim, 1, number));
    run(claim);
    must(sqlite3_bind_int64(pick, 1, number));
    bind_text(pick, 2, row.id);
    run(pick);
    bind_text(event, 1, row.id);
    bind_text(event, 2, "picked");
    bind_text(event, 3, PICKED);
    run(event);
    run(commit);

    char payload[2048];
    run(begin);
    const struct row mine = read_row((bind_text(by_id, 1, row.id), by_id));
    bind_text(finish, 1, mine.id);
    run(finish);
    snprintf(payload, sizeof payload, DONE, mine.notes);
    bind_text(event, 1, mine.id);
    bind_text(event, 2, "done");
    bind_text(event, 3, payload);
    run(event);
    run(commit);
  }

  sqlite3_stmt *all[] = {begin, commit, first, by_id, last, claim, pick, finish, event};
  for (size_t index = 0; index < sizeof all / sizeof *all; index++) sqlite3_finalize(all[index]);
  must(sqlite3_close(database));
  return 0;
}
