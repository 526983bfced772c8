// The system's SQLite; only the target `SQLite` may use it.
#include <sqlite3.h>
