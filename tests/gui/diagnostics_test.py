"""The page Diagnostics. Runs inside tests/support/with_session."""

import os
import re
import sys
import unittest
from pathlib import Path

from desktop import Focus, wait_for
from window_case import WindowTest

SETTINGS = """version = 1
delivery = "environment"
[custom_proxy]
enabled = true
host = "127.0.0.1"
port = 1
bypass = "intranet.example"
"""


class RouteTest(WindowTest):
    def setUp(self):
        super().setUp()
        self.home.write_settings(SETTINGS)

    def choose_program(self, window, *keys):
        # The button inside a combo box, which takes the focus, has no place in the tree.
        address = window.field("Address")
        address.focus()
        window.key("Tab")
        wait_for(lambda: not address.focused, "the focus at Asked by")
        window.key(*keys)

    def test_the_way_is_told_while_the_address_is_typed(self):
        window = self.open("--page", "diagnostics")
        window.says("^Through the proxy 127.0.0.1:1")
        window.says("The rule comes from the custom proxy")
        window.fill("Address", "https://wiki.intranet.example/")
        window.says("^Directly, without a proxy")
        window.says('matches the bypass entry "intranet.example"')
        window.says("bypass list of the custom proxy, on the page Proxy")
        window.fill("Address", "http://")
        window.says("^The URL needs a host name")
        wait_for(lambda: "host name" in window.field("Address").description, "the error at the field")

    def test_each_program_reads_the_list_in_its_own_way(self):
        window = self.open("--page", "diagnostics")
        window.fill("Address", "https://badintranet.example/")
        window.says("^Through the proxy")
        window.says("The custom proxy is on")
        self.choose_program(window, "Home", "Down")
        window.says("^curl finds this host in no entry of its list")
        window.key("Down", "Down", "Down")
        window.says("^requests .Python. finds this host in the entry")
        window.says("^Directly")

    def test_the_form_counts_before_it_is_saved(self):
        window = self.open("--page", "diagnostics")
        window.says("^Through the proxy 127.0.0.1:1")
        window.find("page tab list", ".*").focus()
        window.key("Home")
        window.fill("Port", "8888")
        window.find("page tab list", ".*").focus()
        window.key("End")
        window.says("^Through the proxy 127.0.0.1:8888")
        window.find("page tab list", ".*").focus()
        window.key("Home")
        window.fill("Port", "0")
        window.find("page tab list", ".*").focus()
        window.key("End")
        window.says("^Correct the settings first")

    def test_the_page_is_the_one_of_last_time(self):
        window = self.open("--page", "diagnostics")
        window.says("^Through the proxy")
        window.key("Escape")
        window.wait_until_closed()
        self.open().says("^Through the proxy")


class FindingsTest(WindowTest):
    BASHRC = "alias ll='ls -l'\nexport https_proxy=http://bob:canary@old.example.com:3128\n"

    TITLE = r"~/\.bashrc [^\n]* the settings\."

    def setUp(self):
        super().setUp()
        self.home.write_settings(SETTINGS)
        self.bashrc = Path(os.environ["HOME"]) / ".bashrc"
        self.bashrc.write_text(self.BASHRC)
        self.addCleanup(self.remove_files)

    def remove_files(self):
        for file in self.bashrc.parent.glob(".bashrc*"):
            file.unlink()

    def select(self, window, title):
        window.find("table cell", title)
        window.find(None, "Findings").focus()
        for _ in range(20):
            if re.match(title, window.field("Details").text):
                return
            before = window.field("Details").text
            window.key("Down")
            wait_for(lambda: window.field("Details").text != before, "another finding")
        raise AssertionError(f"'{title}' is not reached by the keyboard")

    def test_a_finding_is_shown_with_its_evidence_and_fixed_after_a_look(self):
        window = self.open("--page", "diagnostics")
        window.says("^[0-9]+ problems?")
        window.find("table cell", "Warning|Problem")
        self.select(window, self.TITLE)
        details = window.field("Details").text
        self.assertIn("~/.bashrc:2: https_proxy=http://bob:***@old.example.com:3128", details)
        self.assertIn("The fix: ", details)
        self.assertNotIn("canary", details)

        window.press("push button", "Apply fix…")
        dialog = window.find("dialog", "Apply this fix.")
        diff = window.field("What is changed", within=dialog).text
        self.assertIn("--- ~/.bashrc", diff)
        self.assertIn("-export https_proxy=http://bob:***@old.example.com:3128", diff)
        window.key("Escape")
        window.lacks("dialog", "Apply this fix.")
        self.assertEqual(self.bashrc.read_text(), self.BASHRC)

        window.press("push button", "Apply fix…")
        window.press("push button", "Apply", within=window.find("dialog", "Apply this fix."))
        window.lacks("table cell", self.TITLE)
        self.assertIn("ll='ls -l'", self.bashrc.read_text())
        self.assertNotIn("\nexport https_proxy", self.bashrc.read_text())
        backups = list(self.bashrc.parent.glob(".bashrc.sallyport-backup-*"))
        self.assertEqual([backup.read_text() for backup in backups], [self.BASHRC])
        window.says(re.escape(backups[0].name))

    def test_looking_again_sees_what_has_changed(self):
        window = self.open("--page", "diagnostics")
        window.find("table cell", self.TITLE)
        self.bashrc.write_text("")
        window.press("push button", "Look again")
        window.lacks("table cell", self.TITLE)

    def test_the_keyboard_alone_reaches_everything(self):
        window = self.open("--page", "diagnostics")
        window.find("table cell", "Problem|Warning")
        wait_for(lambda: window.find("push button", "Look again").sensitive, "the end of the look")
        focus = Focus()
        self.addCleanup(focus.close)
        window.field("Address").focus()
        reached = [wait_for(focus.now, "the focus")]
        while True:
            window.key("Tab")
            wait_for(lambda: focus.now() != reached[-1], f"the focus to leave {reached[-1]}")
            if focus.now() == reached[0]:
                break
            reached.append(focus.now())
            self.assertLess(len(reached), 40)
        names = [name for _, name in focus.heard]
        for name in ("Address", "Asked by", "Look again", "Findings", "Details", "About Sallyport"):
            self.assertIn(name, names)


if __name__ == "__main__":
    unittest.main(argv=sys.argv, verbosity=2)
