#!/usr/bin/env python3
"""Asks a real libpq what the inputs of the corpora in this folder mean, and writes its answers back.

    libpq-oracle.py LIBPQ_SO     (last run: libpq 18.6, which the wheel psycopg-binary 3.3.6 of PyPI brings along)

The inputs are in the corpora; to add one, append a line "< input" and run this. Nothing listens at the ports
used (all below 20), so that each attempt to connect fails and names the address in its error message.

Blocks are separated by empty lines; backslash escapes are those of Python (\\n, \\t, \\\\).

    conninfo.corpus    < connection string
                       keyword = value            (PQconninfoParse)
                       ! error
    addresses.corpus   < connection string
                       host:port or socket path   (PQconnectdb, in the order dialled)
                       ! error
    passfile.corpus    < content of the password file
                       ? connection string
                       = password, or ! for none  (PQpass)
    keywords.corpus    keyword [environment variable]   (PQconndefaults)
"""
import ctypes
import os
import re
import sys
import tempfile


class Option(ctypes.Structure):
    _fields_ = [(name, ctypes.c_char_p) for name in
                ("keyword", "envvar", "compiled", "val", "label", "dispchar")] + [("dispsize", ctypes.c_int)]


def load(path):
    libpq = ctypes.CDLL(path)
    libpq.PQconninfoParse.restype = ctypes.POINTER(Option)
    libpq.PQconninfoParse.argtypes = [ctypes.c_char_p, ctypes.POINTER(ctypes.c_char_p)]
    libpq.PQconndefaults.restype = ctypes.POINTER(Option)
    libpq.PQconnectdb.restype = ctypes.c_void_p
    libpq.PQconnectdb.argtypes = [ctypes.c_char_p]
    libpq.PQerrorMessage.restype = ctypes.c_char_p
    libpq.PQerrorMessage.argtypes = [ctypes.c_void_p]
    libpq.PQpass.restype = ctypes.c_char_p
    libpq.PQpass.argtypes = [ctypes.c_void_p]
    libpq.PQfinish.argtypes = [ctypes.c_void_p]
    return libpq


def unescape(text):
    return text.encode("latin-1", "backslashreplace").decode("unicode_escape")


def escape(text):
    if text.endswith(" "):  # editors take spaces off the ends of lines
        return escape(text[:-1]) + "\\x20"
    return "".join(c if c.isprintable() and c != "\\" else c.encode("unicode_escape").decode() for c in text)


def options(array):
    index = 0
    while array[index].keyword:
        yield array[index]
        index += 1


def one_line(text):
    return escape(" ".join(text.split()))


def conninfo(libpq, text):
    error = ctypes.c_char_p()
    parsed = libpq.PQconninfoParse(text.encode(), ctypes.byref(error))
    if not parsed:
        return ["! " + one_line(error.value.decode(errors="replace"))]
    return [("%s = %s" % (o.keyword.decode(), escape(o.val.decode(errors="replace")))).rstrip()
            for o in options(parsed) if o.val is not None]


def addresses(libpq, text):
    connection = libpq.PQconnectdb(text.encode())
    message = libpq.PQerrorMessage(connection).decode(errors="replace")
    libpq.PQfinish(connection)
    found = re.findall(
        r'connection to server (?:on socket "([^"]*)"|at "([^"]*)"(?: \(([^)]*)\))?, port\s+\+?(\d+)\s*) failed: (.*)',
        message)
    if not found or "integer value" in message:
        return ["! " + one_line(message)]
    dialled = [socket or "%s:%s" % (host, port) for socket, host, numeric, port, _ in found]
    twice = "prefer-standby" in text  # a second round takes any server
    return dialled[:len(dialled) // 2] if twice else dialled


def password(libpq, content, text):
    with tempfile.NamedTemporaryFile("wb") as file:  # mode 0600
        file.write(content.encode())
        file.flush()
        connection = libpq.PQconnectdb((text + " passfile=" + file.name).encode())
        answer = libpq.PQpass(connection).decode()
        libpq.PQfinish(connection)
    return "= " + escape(answer) if answer else "!"


def blocks(name):
    with open(name, encoding="utf-8") as file:
        text = file.read()
    head, _, body = text.partition("\n\n")
    return head, [block.split("\n") for block in re.split(r"\n\n+", body.strip("\n")) if block]


def rewrite(name, answer):
    head, found = blocks(name)
    with open(name, "w", encoding="utf-8") as file:
        file.write(head + "\n\n")
        file.write("\n\n".join("\n".join(answer(block)) for block in found) + "\n")


def main():
    libpq = load(sys.argv[1])
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    os.environ.clear()
    os.environ["HOME"] = "/nonexistent"
    rewrite("conninfo.corpus", lambda b: b[:1] + conninfo(libpq, unescape(b[0][2:])))
    rewrite("addresses.corpus", lambda b: b[:1] + addresses(libpq, unescape(b[0][2:])))
    rewrite("passfile.corpus",
            lambda b: b[:2] + [password(libpq, unescape(b[0][2:]), unescape(b[1][2:]))])
    with open("keywords.corpus", "w", encoding="utf-8") as file:
        file.write("# Keywords and environment variables of libpq, by libpq-oracle.py.\n\n")
        for option in options(libpq.PQconndefaults()):
            words = [option.keyword.decode()] + ([option.envvar.decode()] if option.envvar else [])
            file.write(" ".join(words) + "\n")


main()
