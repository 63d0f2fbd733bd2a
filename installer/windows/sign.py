"""Signs a file, where the environment says how; otherwise does nothing.

NAGLASS_SIGN is a command in which {file} stands for the file, which is signed in its place:
    signtool sign /sha1 THUMBPRINT /fd sha256 /tr TIMESTAMP-SERVER /td sha256 {file}
or in which {signed} is where the command writes the signed one:
    osslsigncode sign -pkcs11module MODULE -certs CERTIFICATE -ts TIMESTAMP-SERVER -in {file} -out {signed}

python installer/windows/sign.py FILE...
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

VARIABLE = "NAGLASS_SIGN"


def sign(file: Path, environment: Mapping[str, str] = os.environ) -> bool:
    """Sign one file; whether there was something to sign it with.

    Raises:
        ValueError: the command does not say where the file's name belongs.
        CalledProcessError: signing failed.
    """
    command = environment.get(VARIABLE, "").strip()
    if not command:
        return False
    if "{file}" not in command:
        raise ValueError(f"{VARIABLE} must hold {{file}} where the name of the file belongs")
    signed = file.with_name(f"{file.name}.signed")
    # Windows programs keep their backslashes: only quotation marks mean something.
    words = [word.strip('"') for word in shlex.split(command, posix=False)]
    subprocess.run([word.replace("{file}", str(file)).replace("{signed}", str(signed)) for word in words], check=True)
    if "{signed}" in command:
        signed.replace(file)
    return True


if __name__ == "__main__":
    for name in sys.argv[1:]:
        sign(Path(name))
