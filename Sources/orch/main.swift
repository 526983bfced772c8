import Console
import Glibc
import OrchCLI

exit(Runner.main(Orch.program))
