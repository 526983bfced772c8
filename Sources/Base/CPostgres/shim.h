// The system's libpq; only the target `PostgreSQL` may use it.
#include <postgresql/libpq-fe.h>
