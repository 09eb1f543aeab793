"""Makes the disk that the virtual machines start from: this machine's userland in small, the guests, and Dragoman.

What is tested lies at the same paths as here, so that a program prints the same in both places.
"""

import os
import pathlib
import shutil
import subprocess

# This machine's x86-64 programs that guests and runners start.
PACKAGES = ("bash", "coreutils", "dash", "grep", "mount", "procps", "sed", "tar", "util-linux")
# The libraries of the dynamic guests, as gcc -m32 and gcc -mx32 link against them.
LIBRARIES = ("libc6-i386", "lib32gcc-s1", "lib32stdc++6", "lib32atomic1", "libc6-x32", "libx32gcc-s1", "libx32stdc++6")
# Debian's own, which is small: there may be another one first in PATH.
PYTHON = "/usr/bin/python3"
# What the suites that run there do not need of the i386 root, and what is most of it.
UNNEEDED = ("doc", "gcc", "git-core", "i18n", "include", "locale", "man", "perl", "perl5", "perl-base")
LOCALE = "usr/lib/locale/C.utf8"
CONFIGURATION = ("passwd", "group", "ld.so.cache", "nsswitch.conf", "protocols", "services")


class Tree:
    """A folder that becomes the disk's root."""

    def __init__(self, root):
        self.root = root
        self.seen = set()
        for name in ("dev", "proc", "sys", "tmp", "run", "etc", "root", "usr/bin", "usr/sbin", "usr/lib", "usr/lib32", "usr/lib64", "usr/libx32"):
            (root / name).mkdir(parents=True, exist_ok=True)
        for name in ("bin", "sbin", "lib", "lib32", "lib64", "libx32"):
            (root / name).symlink_to(f"usr/{name}")

    def place(self, path):
        """Where `path` of this machine lies in the tree."""
        # The links of the merged /usr are in the tree already: everything goes through them.
        place = self.root / str(path).lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def add(self, path):
        """Takes a file over with what it links to and, for a program, its libraries."""
        path = pathlib.Path(path)
        path = path.parent.resolve() / path.name
        if path in self.seen or not os.path.lexists(path):
            return
        self.seen.add(path)
        if path.is_symlink():
            self.place(path).symlink_to(os.readlink(path))
            self.add(path.parent / os.readlink(path))
        elif path.is_file():
            link_or_copy(path, self.place(path))
            if os.access(path, os.X_OK) or ".so" in path.name:
                self.add_libraries(path)

    def add_libraries(self, program):
        with open(program, "rb") as file:
            if file.read(5) != b"\x7fELF\x02":
                return
        listed = subprocess.run(["ldd", str(program)], capture_output=True, text=True).stdout
        for word in listed.split():
            if word.startswith("/"):
                self.add(word)

    def add_folder(self, path, skip=()):
        for folder, folders, files in os.walk(path):
            folders[:] = [name for name in folders if name not in skip]
            for name in files:
                self.add(pathlib.Path(folder) / name)

    def add_package(self, name, only=""):
        listed = subprocess.run(["dpkg-query", "--listfiles", name], capture_output=True, text=True).stdout
        for line in listed.splitlines():
            if only in line and not line.startswith(("/usr/share", "/lib/systemd", "/etc")) and os.path.isfile(line):
                self.add(line)


def link_or_copy(source, place):
    """A second name costs nothing; where the file systems differ or the kernel forbids it, a copy."""
    try:
        os.link(source, place)
    except OSError:
        shutil.copy2(source, place)


def copy_tree(source, place, without=()):
    shutil.copytree(
        source, place, symlinks=True, copy_function=link_or_copy, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*without))


def make(image, work, top, guests):
    """Writes the disk `image`; `work` is a new folder, `top` the project's, `guests` that of the built guests."""
    tree = Tree(work)
    for package in PACKAGES:
        tree.add_package(package, only="bin/")
    for library in LIBRARIES:
        tree.add_package(library, only="libx32" if "x32" in library else "lib32")
    tree.add("/lib/ld-linux.so.2")
    tree.add("/libx32/ld-linux-x32.so.2")
    tree.add(PYTHON)
    library = subprocess.run(
        [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('stdlib'))"], capture_output=True, text=True, check=True).stdout
    tree.add_folder(library.strip(), skip=("test", "idlelib", "tkinter", "lib2to3", "ensurepip", "dist-packages"))
    for name in CONFIGURATION:
        tree.add(f"/etc/{name}")
    (work / "etc" / "hosts").write_text("127.0.0.1 localhost\n::1 localhost\n")
    # What the packages above do not have, and the network's set-up.
    busybox = shutil.which("busybox")
    tree.add(busybox)
    for name in ("ip", "hostname", "reboot"):
        if not (work / "usr" / "bin" / name).is_symlink():
            (work / "usr" / "bin" / name).symlink_to(pathlib.Path(busybox).resolve())

    place = work / str(top).lstrip("/")
    copy_tree(top / "Tests", place / "Tests")
    (place / ".build" / "release").mkdir(parents=True)
    for name in ("dragoman", "dragoman-resident"):
        program = top / ".build" / "release" / name
        link_or_copy(program, place / ".build" / "release" / name)
        tree.add_libraries(program)
    copy_tree(guests, tree.place(guests))
    root = ".cache/i386-root"
    copy_tree(top / root, place / root, UNNEEDED)
    copy_tree(top / root / LOCALE, place / root / LOCALE)
    partial = image.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    names = sum(len(folders) + len(files) for _, folders, files in os.walk(work))
    size = subprocess.run(["du", "-sm", str(work)], capture_output=True, text=True, check=True).stdout.split()[0]
    mke2fs = shutil.which("mke2fs") or "/sbin/mke2fs"
    subprocess.run(
        [mke2fs, "-q", "-F", "-t", "ext4", "-O", "^has_journal", "-N", f"{names + 20000}", "-d", str(work), str(partial), f"{int(size) + 400}M"],
        check=True, timeout=300)
    partial.rename(image)
