"""Tells the module what it needs to know about a Python, and makes a hosted Python see what that one sees.

Run as a program it describes the Python that runs it, in one line of JSON; ``adopt`` runs in the hosted one, which has
no time to lose: each function imports what it alone needs.
"""  # noqa: INP001 - a data file of the PowerShell module, not a package
# ruff: noqa: PLC0415, PTH119 - see above

import json
import os
import sys


def describe() -> dict:
    """The facts: where its shared library and pythonnet's assembly are, empty where there is none.

    ``distribution`` is the folder that pip made for the installed version of pyupsync: another version has another.
    """
    import struct
    from importlib import metadata

    def version(package: str) -> str:
        try:
            return metadata.version(package)
        except metadata.PackageNotFoundError:
            return ""

    return {
        "executable": sys.executable,
        "implementation": sys.implementation.name,
        "version": list(sys.version_info[:3]),
        "bits": struct.calcsize("P") * 8,
        "prefix": sys.prefix,
        "base_prefix": sys.base_prefix,
        "library": library(),
        "runtime": beside_package("pythonnet", "runtime", "Python.Runtime.dll"),
        "pythonnet": version("pythonnet"),
        "pythons": (metadata.metadata("pythonnet")["Requires-Python"] or "") if version("pythonnet") else "",
        "pyupsync": beside_package("pyupsync", "bridge.py"),
        "distribution": on_path(f"pyupsync-{version('pyupsync')}.dist-info"),
        "site": [entry for entry in sys.path if is_site(entry)],
    }


def library() -> str:
    """The shared library of this Python: python311.dll, libpython3.11.so.1.0, a framework's Python."""
    import ctypes
    import sysconfig
    from pathlib import Path

    if os.name == "nt":
        buffer = ctypes.create_unicode_buffer(32768)
        ctypes.windll.kernel32.GetModuleFileNameW(ctypes.c_void_p(sys.dllhandle), buffer, len(buffer))
        return buffer.value
    value = sysconfig.get_config_var
    folders = [value("LIBDIR"), value("PYTHONFRAMEWORKPREFIX"), str(Path(sys.base_prefix, "lib"))]
    for name in filter(None, (value("INSTSONAME"), value("LDLIBRARY"))):
        for folder in filter(None, folders):
            for path in (Path(folder, name), Path(folder, value("MULTIARCH") or "", name)):
                if path.is_file() and path.suffix != ".a":
                    return str(path)
    return ""


def beside_package(package: str, *parts: str) -> str:
    """A file inside an importable package, found without importing it."""
    import importlib.util
    from pathlib import Path

    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder, *parts)
        if path.is_file():
            return str(path)
    return ""


def on_path(name: str) -> str:
    """A folder of that name beside the packages."""
    from pathlib import Path

    found = (Path(entry, name) for entry in sys.path if Path(entry, name).is_dir())
    return str(next(found, ""))


def is_site(entry: str) -> bool:
    """Whether an entry of sys.path is a folder of installed packages."""
    return os.path.basename(entry) in ("site-packages", "dist-packages")


def adopt(text: str) -> str:
    """Make the hosted Python see the packages of the described one: a venv's, say, and not its base's.

    Normally it does already, since the host names the executable before it starts Python.
    """
    described = json.loads(text)
    if list(sys.version_info[:2]) != described["version"][:2]:
        found = ".".join(map(str, sys.version_info[:2]))
        raise RuntimeError(f"the library is Python {found}'s and the packages are another Python's")
    others = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    sys.path[:] = [entry for entry in sys.path if entry not in others]
    if os.path.normcase(sys.prefix) == os.path.normcase(described["prefix"]):
        return "same"
    import site

    sys.prefix = sys.exec_prefix = described["prefix"]
    sys.executable = described["executable"]
    sys.path[:] = [entry for entry in sys.path if not is_site(entry)]
    for folder in described["site"]:
        site.addsitedir(folder)
    return "adopted"


if __name__ == "__main__":
    sys.stdout.write(json.dumps(describe()) + "\n")
