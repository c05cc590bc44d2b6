"""Pictures of the settings window, light and dark, at 100 % and 200 %: kept in $SALLYPORT_SCREENSHOTS for people."""

import os
import re
import subprocess
import sys
import unittest
from pathlib import Path

from desktop import Display, Home, Window, wait_for
from fake_supervisor import FakeSupervisor
from network import Origin, SilentProxy, Squid
from window_case import CUSTOM

PROGRAM = os.environ["SALLYPORT_SETTINGS_PROGRAM"]
OUTPUT = Path(os.environ["SALLYPORT_SCREENSHOTS"])

SETTINGS = """version = 1
[custom_proxy]
enabled = true
host = "proxy.example.com"
authentication = true
username = "alice"
bypass = "localhost, *.corp.example, 10.0.0.0/8"
[[clients]]
id = "postman"
name = "Postman"
command = "/opt/Postman/app/Postman"
menu = true
[[clients]]
id = "curl"
name = "curl"
command = "curl"
arguments = ["https://example.com"]
"""

BASHRC = """alias ll='ls -l'
export https_proxy=http://bob:pass@old.example.com:3128
export no_proxy=localhost
"""
PROXY_VARIABLES = {"http_proxy": "http://alice:pass@proxy.corp.example:3128",
                   "https_proxy": "http://alice:pass@proxy.corp.example:3128", "no_proxy": "localhost, .corp.example"}


def edit(window):
    window.says("Postman")
    window.press("push button", "Edit…")
    dialog = window.find("dialog", "Edit .*")
    window.fill("Command", "", within=dialog)
    window.key("Return")
    window.says("Enter")


def pick(window):
    window.says("Postman")
    window.press("push button", "Add an app…")
    window.find("dialog", "Add an app")
    window.lacks(None, "Looking for installed apps…")


def show_environment(window):
    window.says("Stored in the keychain for alice")
    window.press("push button", "Show environment…")
    window.find("dialog", "Environment .*")


def show_about(window):
    window.says("Stored in the keychain for alice")
    window.key("F1")
    window.find("dialog", "About .*")


def ask_about_changes(window):
    window.says("Stored in the keychain for alice")
    window.fill("Port", "8081")
    window.key("Escape")
    window.find("alert", ".*")


def carried():
    """Requests of five minutes, as a person might make them."""
    record = FakeSupervisor.record
    direct = {"proxy": None, "rule": "bypass:*.corp.example",
              "reason": 'wiki.corp.example matches the bypass entry "*.corp.example" of the custom proxy.'}
    requests = [record("download.example.com", 260, 90, received=180_000_000, sent=90_000, tunnel=True),
                record("upload.example.net", 120, 45, received=20_000, sent=60_000_000, tunnel=True)]
    for i in range(40):
        requests.append(record("api.example.com", 280 - 7 * i, 0.08 + i % 5 / 3, sent=900 * i,
                               received=400_000 * (1 + i * i % 13), status=(200, 200, 304, 404)[i % 4]))
        if i % 4 == 0:
            requests.append(record("wiki.corp.example", 279 - 7 * i, 0.3, received=90_000, **direct))
    return sorted(requests, key=lambda each: each["started"])


def under_way():
    return [FakeSupervisor.record("video.example.org", 60, 60, received=90_000_000, sent=200_000, tunnel=True),
            FakeSupervisor.record("chat.example.org", 250, 250, received=300_000, sent=200_000, tunnel=True)]


def select_a_request(window):
    window.find("table cell", "api.example.com:443")
    window.find(None, "Requests").focus()
    window.key("End")
    window.key("Up")
    window.says("api.example.com:443 went through")


def type_bypass(window):
    window.fill("Bypass", "*.corp.example, 10.0.0.0/8, build:8080")
    window.says("wget, urllib, undici and proxy-from-env send 10.0.0.0/8 through the proxy")


def check(url, said):
    def go(window):
        window.says("^Apps started now use")
        window.press("push button", "Check connection…")
        window.fill("Address", url, within=window.find("dialog", "Check connection"))
        window.key("Return")
        window.says(said)
    return go


def select_a_finding(window):
    title = r"~/\.bashrc [^\n]* the settings\."
    window.find("table cell", title)
    window.find(None, "Findings").focus()
    for _ in range(20):
        details = window.field("Details").text
        if re.match(title, details):
            return
        window.key("Down")
        wait_for(lambda: window.field("Details").text != details, "another finding")
    raise AssertionError("the finding is not reached")


def look_at_a_fix(window):
    select_a_finding(window)
    window.press("push button", "Apply fix…")
    window.find("dialog", "Apply this fix.")


def look_at_an_import(window):
    window.says("Stored in the keychain for alice")
    window.press("push button", "Import…")
    window.find("table cell", "proxy.corp.example", window.find("dialog", "Import a proxy"))


ASKED = ("--focus", "custom_proxy.password", "--message",
         "The proxy proxy.example.com:8080 refused the user name or the password of alice. So that the account is not "
         "locked, they are not sent again: enter the password anew, and save.")

DIALOGS = {
    "edit": ("apps", edit),
    "picker": ("apps", pick),
    "environment": ("proxy", show_environment),
    "about": ("proxy", show_about),
    "unsaved": ("proxy", ask_about_changes),
    "diagnostics": ("diagnostics", select_a_finding),
    "fix": ("diagnostics", look_at_a_fix),
    "import": ("proxy", look_at_an_import),
}


class ScreenshotsTest(unittest.TestCase):
    def colours(self, path):
        """How many there are: a blank or black screen has hardly any."""
        return int(subprocess.run(["identify", "-format", "%k", str(path)], capture_output=True, check=True).stdout)

    def picture(self, display, name, page, environment, prepare=lambda window: None, arguments=(), settings=SETTINGS):
        home = Home()
        self.addCleanup(home.close)
        home.write_settings(settings)
        supervisor = None
        if page == "activity":
            supervisor = FakeSupervisor(home.settings, "postman", "Postman", carried(), under_way())
        window = Window(display, PROGRAM, ["--page", page, *arguments], home.environment | environment)
        try:
            prepare(window)
            path = OUTPUT / f"{name}.png"
            display.screenshot(path)
            self.assertGreater(self.colours(path), 50)
        finally:
            window.close()
            if supervisor:
                supervisor.close()

    def test_light_and_dark_at_100_and_200_percent(self):
        OUTPUT.mkdir(parents=True, exist_ok=True)
        subprocess.run(["secret-tool", "store", "--label=test", "protocol", "http", "server", "proxy.example.com", "port",
                        "8080", "user", "alice", "xdg:schema", "io.github.sallyport.Proxy"], input=b"x", check=True)
        Path(os.environ["HOME"], ".bashrc").write_text(BASHRC)
        origin = Origin()
        self.addCleanup(origin.close)
        squid = Squid("alice", "s3cret")
        self.addCleanup(squid.close)
        squid.store("wrong")
        silent = SilentProxy()
        self.addCleanup(silent.close)
        # The first check has the wrong password refused, the later ones remember that.
        checks = {"failed": (squid.settings(), "^What to do"),
                  "running": (CUSTOM.replace("3128", str(silent.port)), "Sign-in at the proxy: Under way")}
        for scale, size in (("1", "800x860"), ("2", "1600x1720")):
            display = Display(size)
            self.addCleanup(display.close)
            for theme in ("Adwaita", "Adwaita:dark"):
                environment = {"GTK_THEME": theme, "GDK_SCALE": scale}
                name = f"{'dark' if 'dark' in theme else 'light'}-{scale}00"
                self.picture(display, f"proxy-{name}", "proxy", environment,
                             lambda window: window.says("Stored in the keychain for alice"))
                self.picture(display, f"apps-{name}", "apps", environment, lambda window: window.says("Postman"))
                self.picture(display, f"activity-{name}", "activity", environment, select_a_request)
                self.picture(display, f"asked-{name}", "proxy", environment,
                             lambda window: window.says("^The proxy .* refused"), ASKED)

                def break_something(window):
                    window.fill("Server", "http://proxy")
                    window.fill("Port", "0")
                    window.key("ctrl+s")
                    window.says("Not saved")
                self.picture(display, f"errors-{name}", "proxy", environment, break_something)
                self.picture(display, f"bypass-{name}", "proxy", environment, type_bypass,
                             settings=SETTINGS.replace("[custom_proxy]", 'delivery = "environment"\n[custom_proxy]'))
                for dialog, (page, prepare) in DIALOGS.items():
                    # What is diagnosed is tried.
                    settings = SETTINGS.replace("proxy.example.com", "127.0.0.1") if page == "diagnostics" else SETTINGS
                    self.picture(display, f"{dialog}-{name}", page, environment | PROXY_VARIABLES, prepare,
                                 settings=settings)
                for state, (settings, said) in checks.items():
                    self.picture(display, f"check-{state}-{name}", "proxy", environment,
                                 check(f"http://origin.test:{origin.port}/", said), settings=settings)


if __name__ == "__main__":
    unittest.main(argv=sys.argv, verbosity=2)
