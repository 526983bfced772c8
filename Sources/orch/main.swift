import Glibc
import OrchCLI
import QueueCLI

exit(Runner.main(Orch.program))
