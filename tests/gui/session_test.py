"""The settings window and the session around it: installed apps, the keyring, the desktop's proxy. Runs inside
tests/support/with_session."""

import os
import re
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

from desktop import wait_for
from window_case import CLIENT, CUSTOM, PASSWORD, WindowTest, environment_of, stored_password

LOGIN = "authentication = true\nusername = \"carol\"\n"
DATA = Path(os.environ["XDG_DATA_DIRS"].split(":")[0])
COLLECTION = "/org/freedesktop/secrets/collection/login"
ENTRY = """[Desktop Entry]
Type=Application
Name=Example Sleeper
Exec=sleep 611
Icon=utilities-terminal
"""


def on_bus(path, method, *arguments, name="org.freedesktop.secrets"):
    return subprocess.run(["gdbus", "call", "--session", "--dest", name, "--object-path", path, "--method", method,
                           *arguments], check=True, capture_output=True, text=True).stdout


def lock_keyring():
    on_bus("/org/freedesktop/secrets", "org.freedesktop.Secret.Service.Lock",
           f"['{COLLECTION}']")


def keyring_process():
    answer = on_bus("/", "org.freedesktop.DBus.GetConnectionUnixProcessID", "org.freedesktop.secrets",
                    name="org.freedesktop.DBus")
    return int(re.search(r"uint32 (\d+)", answer)[1])


def start_keyring():
    """A new daemon over the same keyring, unlocked: what a new login gives."""
    def start():
        subprocess.run(["gnome-keyring-daemon", "--replace", "--unlock", "--components=secrets", "--daemonize"],
                       input=b"x", check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return time.monotonic()

    since = start()

    def is_unlocked():
        nonlocal since
        try:
            if "false" in on_bus(COLLECTION, "org.freedesktop.DBus.Properties.Get",
                                 "org.freedesktop.Secret.Collection", "Locked"):
                return True
        except subprocess.CalledProcessError:  # the daemon has not taken its name yet
            return False
        # Somebody asked while there was none, and the bus started a locked one, which came by the name last. Its control
        # socket may be gone with the one before, and then `--replace` does not find it.
        if time.monotonic() - since > 2:
            os.kill(keyring_process(), signal.SIGKILL)
            since = start()
        return False
    wait_for(is_unlocked, "the keyring")


def store_password():
    subprocess.run(["secret-tool", "store", "--label=test", "protocol", "http", "server", "127.0.0.1", "port", "3128",
                    "user", "carol", "xdg:schema", "io.github.sallyport.Proxy"], input=b"old", check=True)


def forget_password():
    subprocess.run(["secret-tool", "clear", "protocol", "http", "server", "127.0.0.1", "port", "3128", "user",
                    "carol"], check=False)


class InstalledAppTest(WindowTest):
    def setUp(self):
        super().setUp()
        self.entry = DATA / "applications" / "org.example.Sleeper.desktop"
        self.entry.parent.mkdir(parents=True, exist_ok=True)
        self.entry.write_text(ENTRY)
        self.addCleanup(self.entry.unlink)

    def test_an_installed_app_is_added_by_keyboard_and_its_menu_entry_starts_it(self):
        self.home.write_settings(CUSTOM)
        window = self.open("--page", "apps")
        window.press("push button", "Add an app…")
        dialog = window.find("dialog", "Add an app")
        window.find("table cell", "Example Sleeper", within=dialog)
        window.fill("Search", "example sl", within=dialog)
        window.key("Return")
        window.lacks("dialog", "Add an app")
        window.says("Not saved yet")
        window.press("push button", "Save")
        window.says("Stopped")
        client = self.settings()["clients"][0]
        self.assertEqual((client["command"], client["arguments"]), ("sleep", ["611"]))
        # The same desktop id in the user's own folder: the app's only entry, which now goes through Sallyport.
        override = self.home.path / "data" / "applications" / "org.example.Sleeper.desktop"
        self.assertIn(f" launch {client['id']}", override.read_text())
        self.assertEqual(self.entry.read_text(), ENTRY)
        self.addCleanup(self.launcher, "stop", "--all", "--force-after", "0")
        subprocess.run(["gio", "launch", str(override)], check=True, env=window.environment, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        started = wait_for(self.running, "the app")[0]
        self.assertEqual(environment_of(started["pid"])["http_proxy"], "http://127.0.0.1:3128")
        window.says("Running")

    def test_escape_leaves_the_list_of_apps_without_adding_one(self):
        self.home.write_settings(CUSTOM)
        window = self.open("--page", "apps")
        window.press("push button", "Add an app…")
        window.find("table cell", "Example Sleeper", within=window.find("dialog", "Add an app"))
        window.key("Escape")
        window.lacks("dialog", "Add an app")
        window.says("No apps yet")
        window.key("Escape")
        window.wait_until_closed()


class KeyringTest(WindowTest):
    def setUp(self):
        super().setUp()
        store_password()
        self.addCleanup(forget_password)
        self.home.write_settings(CUSTOM + LOGIN)
        self.before = self.home.settings.read_text()

    def assert_nothing_was_lost(self, window, typed):
        """Not saved, said so, and the form is as it was."""
        window.says("^Not saved")
        window.find("info bar", ".*")
        self.assertEqual(self.home.settings.read_text(), self.before)
        self.assertEqual(window.field("Port").text, "4444")
        self.assertEqual(len(window.field("Password", nth=1).text), typed)

    def test_a_locked_keyring_is_said_and_a_save_without_a_password_needs_none(self):
        lock_keyring()
        self.addCleanup(start_keyring)
        window = self.open()
        window.says("The keychain is locked")
        window.fill("Bypass", "intranet.example")
        window.press("push button", "Save")
        window.says("^Saved")
        self.assertEqual(self.settings()["custom_proxy"]["bypass"], "intranet.example")

    def test_a_password_that_a_locked_keyring_does_not_take_stays_in_the_form(self):
        window = self.open()
        window.says("Stored in the keychain for carol")
        window.fill("Port", "4444")
        window.fill("Password", "new secret", nth=1)
        lock_keyring()
        self.addCleanup(start_keyring)
        window.press("push button", "Save")
        self.assert_nothing_was_lost(window, len("new secret"))
        start_keyring()
        window.press("push button", "Save")
        window.says("^Saved")
        self.assertEqual(stored_password("127.0.0.1", 4444, "carol"), "new secret")

    def test_a_keyring_that_goes_away_in_the_middle_of_a_save_loses_nothing(self):
        window = self.open()
        window.says("Stored in the keychain for carol")
        window.fill("Port", "4444")
        window.fill("Password", "new secret", nth=1)
        daemon = keyring_process()
        self.addCleanup(start_keyring)
        os.kill(daemon, signal.SIGSTOP)  # it has the question and does not answer
        window.press("push button", "Save")
        window.says("^Saving")
        os.kill(daemon, signal.SIGKILL)
        self.assert_nothing_was_lost(window, len("new secret"))
        start_keyring()
        window.press("push button", "Save")
        window.says("^Saved")
        self.assertEqual(stored_password("127.0.0.1", 4444, "carol"), "new secret")


class DesktopProxyTest(WindowTest):
    GNOME = {"XDG_CURRENT_DESKTOP": "GNOME", "GSETTINGS_BACKEND": "keyfile"}

    def set(self, key, value):
        subprocess.run(["gsettings", "set", "org.gnome.system.proxy", key, value], check=True,
                       env=os.environ | self.home.environment | self.GNOME)

    def test_an_automatic_configuration_is_shown_with_what_it_means(self):
        self.set("autoconfig-url", "http://wpad.example.com/proxy.pac")
        self.set("mode", "auto")
        window = self.open(environment=self.GNOME)
        window.says(r"^GNOME: automatic, http://wpad\.example\.com/proxy\.pac$")
        window.says("^Apps started now .*(PAC|automatic)")
        # What changes in the desktop's settings shows without a question.
        self.set("mode", "none")
        window.says("^GNOME: no proxy$")

    def test_a_manual_configuration_without_a_server_is_pointed_out(self):
        self.set("mode", "manual")
        window = self.open(environment=self.GNOME)
        window.says("GNOME's proxy is set to manual, but names no server")


class KeyboardTest(WindowTest):
    def mnemonics(self, window, within=None):
        found = {}
        for node in window.all(within=within):
            action = node._ask(lambda it: it.get_action_iface(), None)
            key = node._ask(lambda it: action.get_key_binding(0), "") if action else ""
            letter = re.match(r"<Alt>(\w)", key or "")
            if letter:
                found.setdefault(letter.group(1), []).append(node.name)
        return found

    def assert_unique(self, mnemonics, least):
        self.assertGreaterEqual(len(mnemonics), least)
        self.assertEqual({key: names for key, names in mnemonics.items() if len(names) > 1}, {})

    def test_no_two_things_on_the_screen_share_a_mnemonic(self):
        self.home.write_settings(CUSTOM + LOGIN + CLIENT)
        window = self.open()
        window.says("127.0.0.1:3128")
        self.assert_unique(self.mnemonics(window), 15)
        window.key("ctrl+Page_Down")
        window.find("push button", "Launch")
        self.assert_unique(self.mnemonics(window), 8)
        window.key("ctrl+Page_Down")
        window.field("Filter")
        self.assert_unique(self.mnemonics(window), 5)
        window.key("ctrl+Page_Up")
        window.press("push button", "Edit…")
        dialog = window.find("dialog", "Edit Sleeper")
        self.assert_unique(self.mnemonics(window, dialog), 8)
        window.key("Escape")
        window.lacks("dialog", "Edit Sleeper")
        window.press("push button", "Add an app…")
        dialog = window.find("dialog", "Add an app")
        self.assert_unique(self.mnemonics(window, dialog), 3)

    def walk(self, window, within):
        """The names that Tab reaches from where the focus is, until it is there again."""
        def focus():
            node = next((n for n in window.all(within=within) if n.focused and n.role not in ("frame", "dialog")), None)
            return (node.role, node.name) if node else ("combo box", "Kind")
        reached = [focus()]
        while True:
            window.key("ctrl+Tab" if reached[-1][1] == "Variables" else "Tab")
            wait_for(lambda: focus() != reached[-1], f"the focus to leave {reached[-1]}")
            if focus() == reached[0]:
                return [name for _, name in reached]
            reached.append(focus())
            self.assertLess(len(reached), 40)

    def test_tab_reaches_everything_in_the_client_editor_and_escape_changes_nothing(self):
        self.home.write_settings(CUSTOM + CLIENT)
        window = self.open("--page", "apps", "--focus", "clients.sleeper.name")
        dialog = window.find("dialog", "Edit Sleeper")
        wait_for(lambda: window.field("Name", within=dialog).focused, "the focus at Name")
        names = self.walk(window, dialog)
        self.assertEqual(names, ["Name", "Command", "Browse…", "Arguments", "Folder", "Choose…", "Variables", "Kind",
                                 "In the applications menu", "The relay serves only this app's own processes", "Cancel",
                                 "OK"])
        window.fill("Name", "Another", within=dialog)
        window.key("Escape")
        window.lacks("dialog", "Edit Sleeper")
        window.key("Escape")
        window.wait_until_closed()  # without a question: nothing was changed


if __name__ == "__main__":
    unittest.main(argv=sys.argv, verbosity=2)
