"""What the tests of the settings window share: a display, folders of their own, and questions to the command line."""

import json
import os
import subprocess
import tomllib
import unittest
from pathlib import Path

from desktop import Display, Home, Window

PROGRAM = os.environ["SALLYPORT_SETTINGS_PROGRAM"]
LAUNCHER = os.environ["SALLYPORT_PROGRAM"]
PASSWORD = "canary p@ss:w%rd/#?"

CUSTOM = """version = 1
[custom_proxy]
enabled = true
host = "127.0.0.1"
port = 3128
"""
CLIENT = """
[[clients]]
id = "sleeper"
name = "Sleeper"
command = "sleep"
arguments = ["600"]
"""


def stored_password(server, port, user):
    return subprocess.run(
        ["secret-tool", "lookup", "protocol", "http", "server", server, "port", str(port), "user", user],
        capture_output=True, text=True).stdout


def environment_of(pid):
    try:
        block = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return {}
    return dict(line.decode().split("=", 1) for line in block if b"=" in line)


class WindowTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.display = Display()

    @classmethod
    def tearDownClass(cls):
        cls.display.close()

    def setUp(self):
        self.home = Home()
        self.addCleanup(self.home.close)

    def open(self, *arguments, display=None, environment=None, program=PROGRAM):
        window = Window(display or self.display, program, arguments, self.home.environment | (environment or {}))
        self.addCleanup(window.close)
        return window

    def settings(self):
        return tomllib.loads(self.home.settings.read_text())

    def launcher(self, *arguments):
        return subprocess.run([LAUNCHER, *arguments], env=os.environ | self.home.environment, capture_output=True,
                              text=True)

    def running(self):
        status = self.launcher("status", "--json")
        clients = json.loads(status.stdout)["clients"] if status.returncode == 0 else []
        return [client for client in clients if client["state"] == "running"]

    def fill_custom_proxy(self, window, user):
        window.check("Use a custom proxy")
        window.fill("Server", "proxy.example.com")
        window.fill("Port", "3128")
        window.check("This proxy requires authentication", nth=1)
        window.fill("User name", user, nth=1)
        window.fill("Password", PASSWORD, nth=1)
