"""Import fills the form with what another place says. Runs inside tests/support/with_session."""

import os
import subprocess
import sys
import unittest

from desktop import Focus, wait_for
from window_case import CUSTOM, LAUNCHER, WindowTest

ENVIRONMENT = {"http_proxy": "http://alice:c%61nary@proxy.example.com:3128",
               "https_proxy": "http://alice:c%61nary@proxy.example.com:3128", "no_proxy": ".corp.example"}


class ImportTest(WindowTest):
    def open_import(self, environment=None):
        window = self.open(environment=environment)
        window.says("^Apps started now")
        window.press("push button", "Import…")
        self.dialog = window.find("dialog", "Import a proxy")
        return window

    def choose(self, window, *keys):
        focus = Focus()
        self.addCleanup(focus.close)
        window.find("push button", "Cancel", self.dialog).focus()
        window.key("alt+f")
        wait_for(lambda: focus.now() == ("toggle button", "Import from"), "the focus at the choice")
        window.key(*keys)

    def test_the_environment_fills_the_form_and_nothing_is_saved(self):
        window = self.open_import(ENVIRONMENT)
        for cell in ("Server", "proxy.example.com", "3128", "alice", "Password", "the one that stands there"):
            window.find("table cell", cell, self.dialog)
        window.says("^Nothing is saved before you press Save")
        self.assertEqual([n.name for n in window.all() if "canary" in n.name + n.text], [])
        window.press("push button", "Fill in the form", within=self.dialog)
        window.lacks("dialog", "Import a proxy")
        window.says(r"^Apps started now use proxy\.example\.com:3128 .*signed in as alice")
        window.says("^Save stores it in the keychain for alice at proxy.example.com:3128")
        self.assertEqual(window.field("Bypass").text, ".corp.example")
        self.assertEqual(len(window.field("Password", nth=1).text), len("canary"))
        self.assertFalse(self.home.settings.exists())
        window.press("push button", "Save")
        window.says("^Stored in the keychain for alice")
        self.assertEqual(self.settings()["custom_proxy"]["host"], "proxy.example.com")

    def test_a_url_comes_from_the_clipboard(self):
        self.home.write_settings(CUSTOM)
        script = ("import gi; gi.require_version('Gtk', '3.0'); from gi.repository import Gtk, Gdk; "
                  "c = Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD); c.set_text('socks5://other.example.com:1080', -1); "
                  "print('ready', flush=True); Gtk.main()")
        with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True,
                              env=os.environ | {"DISPLAY": self.display.name}) as owner:
            self.addCleanup(owner.terminate)
            self.assertEqual(owner.stdout.readline(), "ready\n")
            window = self.open_import()
            window.find("table cell", "other.example.com", self.dialog)
            window.find("table cell", "SOCKS5", self.dialog)
            window.press("push button", "Fill in the form", within=self.dialog)
            wait_for(lambda: window.field("Server").text == "other.example.com", "the server in the form")
            owner.terminate()
        self.assertEqual(self.settings()["custom_proxy"]["host"], "127.0.0.1")

    def test_it_begins_with_what_the_command_line_takes(self):
        kioslaverc = self.home.path / "config" / "kioslaverc"
        kioslaverc.parent.mkdir(exist_ok=True)
        kioslaverc.write_text("[Proxy Settings]\nProxyType=1\nhttpProxy=http://kde.example.com 3128\n"
                              "httpsProxy=http://kde.example.com 3128\n")
        for desktop, server in (("KDE", "kde.example.com"), ("XFCE", "proxy.example.com")):
            environment = ENVIRONMENT | {"XDG_CURRENT_DESKTOP": desktop}
            shown = subprocess.run([LAUNCHER, "settings", "import", "--dry-run"], capture_output=True, text=True,
                                   env=os.environ | self.home.environment | environment)
            self.assertIn(server, shown.stdout, shown.stderr)
            window = self.open_import(environment)
            window.find("table cell", server, self.dialog)
            window.close()

    def test_a_place_that_says_nothing_fills_nothing(self):
        self.home.write_settings(CUSTOM)
        window = self.open_import()
        self.choose(window, "Home", "Down", "Down")
        window.says("^No proxy is named in the environment")
        self.assertFalse(window.find("push button", "Fill in the form", self.dialog).sensitive)
        window.key("Escape")
        window.lacks("dialog", "Import a proxy")
        self.assertEqual(window.field("Server").text, "127.0.0.1")


if __name__ == "__main__":
    unittest.main(argv=sys.argv, verbosity=2)
