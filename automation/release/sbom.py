#!/usr/bin/python3
"""Prints the SBOM of a release, in SPDX 2.3: its files, and the works that the programs contain.
The environment has SOURCE_DATE_EPOCH. licenses.sh describes COMPONENTS.

    automation/release/sbom.py VERSION COMMIT COMPONENTS FILE...
"""

import hashlib
import json
import os
import pathlib
import re
import sys
import time
import urllib.parse

version, commit, components, *files = sys.argv[1:]
created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"])))


def identifier(name):
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", name)


def package(name, number, license, **more):
    fields = {
        "SPDXID": identifier(name),
        "name": name,
        "versionInfo": number,
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": license,
        "licenseDeclared": license,
        "copyrightText": "NOASSERTION",
    }
    # Of given programs, nobody knows the versions of what they contain.
    return {key: value for key, value in {**fields, **more}.items() if value != "-"}


def relation(one, kind, other):
    return {"spdxElementId": one, "relationshipType": kind, "relatedSpdxElement": other}


packages = [package("orch", version, "MIT", sourceInfo=f"commit {commit}")]
relations = [relation("SPDXRef-DOCUMENT", "DESCRIBES", identifier("orch"))]
for file in map(pathlib.Path, files):
    checksum = hashlib.sha256(file.read_bytes()).hexdigest()
    packages.append(
        package(
            file.name, version, "NOASSERTION", packageFileName=file.name,
            checksums=[{"algorithm": "SHA256", "checksumValue": checksum}]))
    relations.append(relation(identifier(file.name), "GENERATED_FROM", identifier("orch")))
for line in pathlib.Path(components).read_text().splitlines():
    name, number, license, debian = line.split("\t")
    more = {}
    if debian != "-" and number != "-":
        purl = f"pkg:deb/debian/{name}@{urllib.parse.quote(number, safe='')}?arch=source"
        more["externalRefs"] = [
            {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
             "referenceLocator": purl}]
    packages.append(package(name, number, license, **more))
    relations.append(relation(identifier("orch"), "STATIC_LINK", identifier(name)))

document = {
    "spdxVersion": "SPDX-2.3",
    "dataLicense": "CC0-1.0",
    "SPDXID": "SPDXRef-DOCUMENT",
    "name": f"orch-{version}",
    "documentNamespace": f"https://spdx.org/spdxdocs/orch-{version}-{commit}",
    "creationInfo": {"created": created, "creators": ["Organization: the orch authors",
                                                      "Tool: automation/release/sbom.py"]},
    "packages": packages,
    "relationships": relations,
}
json.dump(document, sys.stdout, indent=2)
print()
