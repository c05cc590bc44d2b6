"""The user is asked for a password in the window, once. Behind a real squid, with curl. Runs inside tests/support/with_session."""

import os
import pty
import subprocess
import sys
import unittest
from pathlib import Path

from desktop import OpenedWindow, pids_of, wait_for
from network import Origin, Squid
from window_case import LAUNCHER, PROGRAM, WindowTest

FETCHER = """
[[clients]]
id = "fetcher"
name = "Fetcher"
command = "sh"
arguments = ["-c", 'while read -r url; do curl -q -s -o /dev/null --max-time 30 -w "%{http_code}\\n" "$url" >> "$HOME/codes"; done']
"""
FROM_MENU = {"DESKTOP_STARTUP_ID": "menu-1-test_TIME0"}


class Client:
    """A launched app, which fetches each URL that it is told."""

    def __init__(self, test, environment, terminal=None):
        self.codes = Path(os.environ["HOME"]) / "codes"
        self.codes.write_text("")
        self.before = 0
        self.origin = test.origin
        self.process = subprocess.Popen(
            [LAUNCHER, "launch", "fetcher"], env=os.environ | test.home.environment | environment, text=True,
            stdin=subprocess.PIPE, stdout=terminal or subprocess.DEVNULL, stderr=terminal or subprocess.DEVNULL)

    def fetch(self):
        """The status that curl got."""
        self.process.stdin.write(f"http://origin.test:{self.origin.port}/page\n")
        self.process.stdin.flush()
        self.before += 1
        wait_for(lambda: len(self.codes.read_text().splitlines()) == self.before, "curl")
        return self.codes.read_text().splitlines()[-1]

    def end(self):
        self.process.stdin.close()
        self.process.wait()


class PasswordTest(WindowTest):
    def setUp(self):
        super().setUp()
        self.origin = Origin()
        self.addCleanup(self.origin.close)
        self.squid = Squid("alice", "s3cret")
        self.addCleanup(self.squid.close)
        self.home.write_settings(self.squid.settings() + FETCHER)

    def launch(self, environment=FROM_MENU, terminal=None):
        client = Client(self, {"DISPLAY": self.display.name} | environment, terminal)
        self.addCleanup(client.end)
        return client

    def opened(self):
        """The window that a supervisor has opened."""
        window = OpenedWindow(self.display, PROGRAM)
        self.addCleanup(window.close)
        return window

    def assert_no_window(self):
        self.assertEqual(self.running()[0]["id"], "fetcher")  # its supervisor has done all that it was asked to before
        self.assertEqual(pids_of(PROGRAM), [])

    def enter(self, window, password):
        wait_for(lambda: window.field("Password", nth=1).focused, "the focus at the password")
        window.type(password)
        window.key("ctrl+s")
        window.says("^Saved")

    def test_a_launch_from_the_menu_without_a_password_opens_the_window_there(self):
        client = self.launch()
        window = self.opened()
        window.says(f"^No password is stored for alice at 127.0.0.1:{self.squid.port}: enter it")
        self.assertEqual(client.fetch(), "407")
        self.assertEqual(pids_of(PROGRAM), [window.process.pid])
        self.enter(window, "s3cret")
        self.assertEqual(client.fetch(), "200")

    def test_a_password_that_the_proxy_refuses_is_asked_for_once(self):
        self.squid.store("wrong")
        client = self.launch()
        self.assertEqual(client.fetch(), "407")
        window = self.opened()
        window.says(f"^The proxy 127.0.0.1:{self.squid.port} refused the user name or the password of alice")
        wait_for(lambda: window.field("Password", nth=1).focused, "the focus at the password")
        window.key("Escape")
        window.wait_until_closed()
        for _ in range(3):
            self.assertEqual(client.fetch(), "407")
        self.assert_no_window()
        self.assertEqual(self.squid.logins(), 1)

        # Another one that is wrong is another question; the right one is none.
        self.squid.store("wrong, too")
        self.launcher("settings", "set", "custom_proxy.bypass=other.test")
        wait_for(lambda: client.fetch() == "407" and self.squid.logins() == 2, "the new password to be tried")
        window = self.opened()
        self.enter(window, "s3cret")
        self.assertEqual(client.fetch(), "200")

    def test_the_window_that_is_open_is_used(self):
        self.squid.store("wrong")
        window = self.open("--page", "apps")
        window.find("push button", "Launch")
        client = self.launch()
        self.assertEqual(client.fetch(), "407")
        window.says("refused the user name or the password of alice")
        self.enter(window, "s3cret")
        self.assertEqual(client.fetch(), "200")

    def test_on_a_terminal_a_line_is_written(self):
        ours, theirs = pty.openpty()
        self.addCleanup(os.close, ours)
        self.squid.store("wrong")
        client = self.launch({}, theirs)
        os.close(theirs)
        for _ in range(3):
            self.assertEqual(client.fetch(), "407")
        self.assert_no_window()
        written = os.read(ours, 10000).decode()
        self.assertEqual(written.count("refused the user name or the password of alice"), 1, written)


if __name__ == "__main__":
    unittest.main(argv=sys.argv, verbosity=2)
