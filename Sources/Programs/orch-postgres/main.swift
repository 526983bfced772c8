import Glibc
import Host
import PostgreSQLStore
import Programs
import Runner

// Both programs, for queues on a server: orch and ops replace themselves by this program. The name
// by which this program was called says which of the two it is.
let isOps = CommandLine.arguments.first.map { Path.name(of: $0) == "ops" } ?? false
exit(Runner.main(isOps ? Ops.program : Orch.program, servers: PostgreSQLServers()))
