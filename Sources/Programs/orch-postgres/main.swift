import Glibc
import Host
import PostgreSQLStore
import Programs
import Runner

// Both programs, for queues on a server: orch and ops become it, and it has the name of the one that
// it was called by.
let isOps = CommandLine.arguments.first.map { Path.name(of: $0) == "ops" } ?? false
exit(Runner.main(isOps ? Ops.program : Orch.program, servers: PostgreSQLServers()))
