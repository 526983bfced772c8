"""Plays the suite: see automation/agents.sh."""
import argparse
import concurrent.futures
import os
import shutil
import sys
import tempfile
import time
import traceback

import cases
import habits  # adds its cases
import pilot
import play
import programs


def main():
    parser = argparse.ArgumentParser(prog="automation/agents.sh")
    parser.add_argument("--venv", required=True)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--only")
    parser.add_argument("--pilot")
    options = parser.parse_args()
    found = programs.find(options.venv)
    for program in programs.PROGRAMS:
        if program in found:
            print(f"{program.name} {program.version}, from PyPI's {program.package}", flush=True)
        else:
            print(f"{program.name}: PyPI's {program.package} can't be installed here:"
                  " none of its cases is played")
    runs = os.path.join(options.venv, "runs")
    os.makedirs(runs, exist_ok=True)
    # Not below /tmp, where Codex can't make its sandbox.
    folder = tempfile.mkdtemp(dir=runs)
    try:
        if programs.CODEX in found and not programs.check_sandbox(folder):
            print("codex: its sandbox can't be made here, so it is played without")
        if options.pilot:
            newer = [program for program in found if program is not programs.OLDER_CODEX]
            return pilot.main(newer, options.bin, folder, options.pilot)
        return suite(options, found, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def suite(options, found, folder):
    chosen = [
        (sentence, program, function)
        for sentence, for_programs, is_long, function in cases.CASES
        for program in for_programs
        if program in found and (options.only or "") in sentence
        and (options.long or options.only or not is_long and program is not programs.OLDER_CODEX)]
    began, failures, unknown = time.monotonic(), 0, {}

    def one(place):
        sentence, program, function = chosen[place]
        began, unseen = time.monotonic(), set()
        scene = play.Play(os.path.join(folder, str(place)), [program], options.bin)
        try:
            function(scene, program)
            kinds = {program.kind(event) for _, _, event in scene.events()}
            unseen = kinds - program.known
        except play.Failed as error:
            scene.differences.append(str(error))
        except Exception:
            scene.differences.append(traceback.format_exc())
        finally:
            scene.close()
        return time.monotonic() - began, sentence, program, scene.differences, unseen

    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        plays = [pool.submit(one, place) for place in range(len(chosen))]
        for ended in concurrent.futures.as_completed(plays):
            seconds, sentence, program, differences, unseen = ended.result()
            failures += bool(differences)
            verdict = "FAIL" if differences else "ok  "
            name = f"{program.name} {program.version}"
            print(f"{verdict} {name:14} {seconds:5.1f} s  {sentence}")
            for difference in differences:
                print("  " + difference.replace("\n", "\n  "))
            for kind in unseen:
                unknown.setdefault((name, kind), sentence)
            sys.stdout.flush()
    for (name, kind), sentence in sorted(unknown.items()):
        print(f"FAIL {name} prints an event that the suite does not know: {kind} ({sentence})")
    wanted = f"'{options.only}'" if options.only else "all" if options.long else "the short tier"
    missing = [program for program in programs.PROGRAMS if program not in found]
    print(f"agents: {len(chosen) - failures} of {len(chosen)} cases hold, {wanted},"
          f" {time.monotonic() - began:.0f} s")
    return 1 if failures or unknown or missing and options.long else 0


if __name__ == "__main__":
    sys.exit(main())
