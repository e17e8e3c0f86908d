"""Reads `cargo metadata` and says which packages have a licence that is not on the list."""

import json
import re
import sys

# Licences that ask for no more than their text and names being kept. None of the GPL family.
ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    # Asks that changes to its own files be given on. matrix-sdk brings some such packages, which are used as they are.
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
}


def allowed(expression):
    """Whether an SPDX expression can be met from the list."""
    # Older packages write `/` for OR.
    words = re.findall(r"[()]|[^\s()]+", expression.replace("/", " OR "))
    # `MPL-2.0+` is that or a later one.
    words = [word.removesuffix("+") for word in words]
    words = re.sub(r" WITH ", "\0", " ".join(words)).split(" ")
    result, rest = either([word.replace("\0", " WITH ") for word in words])
    if rest:
        raise ValueError(f"cannot read {expression!r}")
    return result


def either(words):
    result, words = both(words)
    while words[:1] == ["OR"]:
        other, words = both(words[1:])
        result = result or other
    return result, words


def both(words):
    result, words = one(words)
    while words[:1] == ["AND"]:
        other, words = one(words[1:])
        result = result and other
    return result, words


def one(words):
    if words[:1] == ["("]:
        result, words = either(words[1:])
        if words[:1] != [")"]:
            raise ValueError("a bracket is not closed")
        return result, words[1:]
    if not words or words[0] in {")", "AND", "OR"}:
        raise ValueError("a licence is missing")
    return words[0] in ALLOWED, words[1:]


def check_itself():
    """The reader is small enough to be wrong, so it shows that it is not."""
    for good in ["MIT", "MIT OR GPL-3.0", "MIT/Apache-2.0", "(MIT OR GPL-2.0) AND ISC",
                 "Apache-2.0 WITH LLVM-exception OR GPL-2.0"]:
        assert allowed(good), good
    for bad in ["GPL-3.0", "MIT AND GPL-3.0", "(GPL-2.0 OR LGPL-3.0) AND MIT", "GPL-2.0 WITH LLVM-exception",
                "AGPL-3.0-only"]:
        assert not allowed(bad), bad


def complaint(package):
    name = f"{package['name']} {package['version']}"
    expression = package["license"]
    if expression is None:
        return f"{name}: names no licence"
    try:
        return None if allowed(expression) else f"{name}: {expression}"
    except ValueError as error:
        return f"{name}: {error}"


check_itself()
packages = json.load(sys.stdin)["packages"]
complaints = [line for line in map(complaint, packages) if line]
print(*complaints, sep="\n", end="\n" if complaints else "")
print(f"{len(packages)} packages, {len(complaints)} with a licence that is not on the list")
sys.exit(bool(complaints))
