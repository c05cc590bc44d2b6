"""How the settings window opens: where a failed launch from the menu concerns it. Runs inside tests/support/with_session."""

import os
import subprocess
import sys
import unittest

from desktop import PATIENCE, Display, OpenedWindow, wait_for
from window_case import CLIENT, CUSTOM, LAUNCHER, PROGRAM, WindowTest

LOGIN = "authentication = true\nusername = \"carol\"\n"
# Through the relay an app starts without its password, and the relay says what is missing.
NEEDS_PASSWORD = CUSTOM.replace("\n", "\ndelivery = \"environment\"\n", 1) + LOGIN
FROM_MENU = {"DESKTOP_STARTUP_ID": "menu-1-test_TIME0"}


class OpeningTest(WindowTest):
    def launch_from_menu(self, client):
        """The window that the launcher, as a menu starts it, leaves behind when it fails."""
        failed = self.start_again("launch", client, program=LAUNCHER, environment=FROM_MENU)
        self.assertIn(failed.returncode, (125, 126, 127), failed.stderr)
        window = OpenedWindow(self.display, PROGRAM)
        self.addCleanup(window.close)
        return window

    def test_a_launch_without_its_password_leads_to_the_password(self):
        self.home.write_settings(NEEDS_PASSWORD + CLIENT)
        window = self.launch_from_menu("sleeper")
        window.says("^No password is stored for carol")
        wait_for(lambda: window.field("Password", nth=1).focused, "the focus at the password")

    def test_the_system_proxys_password_can_be_named(self):
        self.home.write_settings("version = 1\n[system_proxy]\n" + LOGIN)
        window = self.open("--page", "apps", "--focus", "system_proxy.password", "--message", "No password.")
        window.says("^No password.$")
        wait_for(lambda: window.field("Password").focused, "the focus at the password")

    def test_a_launch_whose_command_is_gone_leads_to_the_command(self):
        self.home.write_settings(CUSTOM + CLIENT.replace('"sleeper"', '"org.example.sleeper"').replace(
            '"sleep"', '"/nonexistent/program"'))
        window = self.launch_from_menu("org.example.sleeper")
        dialog = window.find("dialog", "Edit Sleeper")
        command = window.field("Command", within=dialog)
        wait_for(lambda: command.focused, "the focus at the command")
        self.assertIn("/nonexistent/program", command.description)
        self.assertTrue(next(window.all(None, ".*/nonexistent/program.*", dialog), None))
        window.fill("Command", "sleep", within=dialog)
        window.key("Return")
        window.lacks("dialog", "Edit Sleeper")
        window.press("push button", "Save")
        window.says("^Saved")
        self.assertEqual(self.settings()["clients"][0]["command"], "sleep")

    def test_a_launch_whose_folder_is_gone_leads_to_the_folder(self):
        self.home.write_settings(CUSTOM + CLIENT + 'directory = "/nonexistent/folder"\n')
        window = self.launch_from_menu("sleeper")
        folder = window.field("Folder", within=window.find("dialog", "Edit Sleeper"))
        wait_for(lambda: folder.focused, "the focus at the folder")
        self.assertIn("/nonexistent/folder", folder.description)

    def test_a_launch_under_settings_that_break_a_rule_leads_to_the_first(self):
        self.home.write_settings(CUSTOM.replace("3128", "70000") + CLIENT)
        window = self.launch_from_menu("sleeper")
        wait_for(lambda: window.field("Port").focused, "the focus at the port")

    def test_every_field_of_a_client_can_be_named(self):
        self.home.write_settings(CUSTOM + CLIENT)
        for key, label in (("name", "Name"), ("command", "Command"), ("arguments", "Arguments"),
                           ("directory", "Folder"), ("variables", "Variables")):
            window = self.open("--focus", f"clients.sleeper.{key}", "--message", "Look here.")
            dialog = window.find("dialog", "Edit Sleeper")
            field = window.field(label, within=dialog)
            wait_for(lambda: field.focused, f"the focus at {label}")
            self.assertEqual(field.description, "Look here.")
            window.close()

    def test_what_has_no_line_of_its_own_is_said_below(self):
        self.home.write_settings(CUSTOM + CLIENT)
        for key, role, label in (("admit", "check box", "The relay serves only .*"), ("menu", "check box", "In the .*"),
                                 ("id", "text", "Name"), ("desktop_id", "text", "Name")):
            window = self.open("--focus", f"clients.sleeper.{key}", "--message", "Look here.")
            dialog = window.find("dialog", "Edit Sleeper")
            self.assertTrue(wait_for(lambda: next(window.all(None, "Look here.", dialog), None), "the words"))
            widget = window.find(role, label, within=dialog)
            wait_for(lambda: widget.focused, f"the focus at {label}")
            self.assertEqual(widget.description, "Look here.")
            window.close()

    def test_an_error_that_the_dialog_cannot_correct_is_said_in_it(self):
        self.home.write_settings(CUSTOM + CLIENT.replace('name = "Sleeper"', 'name = "Sleeper"\ndesktop_id = "a/b"'))
        window = self.open("--focus", "clients.sleeper.name")
        dialog = window.find("dialog", "Edit Sleeper")
        window.key("Return")
        window.says("^The name of a desktop entry cannot contain a slash")
        self.assertTrue(dialog.showing)

    def test_a_client_that_is_gone_opens_no_dialog(self):
        self.home.write_settings(CUSTOM + CLIENT)
        window = self.open("--focus", "clients.gone.command", "--message", "It is gone.")
        window.says("^It is gone.$")
        window.find("push button", "Launch")
        self.assertIsNone(next(window.all("dialog"), None))

    def start_again(self, *arguments, program=PROGRAM, environment=None, display=None):
        """A second start, which hands over to the first window and ends."""
        return subprocess.run(
            [program, *arguments], timeout=PATIENCE, capture_output=True, text=True,
            env=os.environ | self.home.environment | {"DISPLAY": (display or self.display).name} | (environment or {}))

    def active_pid(self):
        shown = subprocess.run(["xdotool", "getactivewindow", "getwindowpid"], capture_output=True, text=True,
                               env=os.environ | {"DISPLAY": self.display.name})
        return int(shown.stdout) if shown.returncode == 0 and shown.stdout.strip() else 0

    def test_a_second_start_raises_the_first_window(self):
        self.home.write_settings(CUSTOM + CLIENT)
        window = self.open()
        window.says("127.0.0.1:3128")
        elsewhere = self.home.path / "elsewhere.toml"
        other = self.open("--settings", str(elsewhere))  # another file has a window of its own
        wait_for(lambda: self.active_pid() == other.process.pid, "the other window in front")
        self.assertEqual(self.start_again().returncode, 0)
        wait_for(lambda: self.active_pid() == window.process.pid, "the first window in front")
        subprocess.run(["xdotool", "getactivewindow", "windowminimize"], env=window.environment, check=True)
        wait_for(lambda: self.active_pid() != window.process.pid, "the first window to be minimised")
        self.assertEqual(self.start_again("--page", "apps").returncode, 0)
        wait_for(lambda: self.active_pid() == window.process.pid, "the first window in front")
        window.find("push button", "Launch")

    def test_a_second_start_hands_over_where_to_go(self):
        self.home.write_settings(NEEDS_PASSWORD)
        window = self.open()
        window.says("127.0.0.1:3128")
        # A client that the first window has not read yet.
        self.assertEqual(self.launcher("client", "add", "--name", "Late", "--", "sleep", "600").returncode, 0)
        failed = self.start_again("launch", "late", program=LAUNCHER, environment=FROM_MENU)
        self.assertEqual(failed.returncode, 125, failed.stderr)
        window.says("^No password is stored for carol")
        wait_for(lambda: window.field("Password", nth=1).focused, "the focus at the password")
        self.assertEqual(self.start_again("--focus", "clients.late.command", "--message", "It is gone.").returncode, 0)
        dialog = window.find("dialog", "Edit Late")
        wait_for(lambda: window.field("Command", within=dialog).focused, "the focus at the command")
        # No dialog opens over a dialog, and what was typed in it stays.
        window.fill("Command", "env", within=dialog)
        self.assertEqual(self.start_again("--focus", "clients.late.name", "--message", "Again.").returncode, 0)
        window.says("^Again.$")
        self.assertEqual(window.field("Command", within=dialog).text, "env")
        self.assertEqual(len(list(window.all("dialog"))), 1)

    def test_a_second_start_keeps_what_is_not_saved(self):
        self.home.write_settings(CUSTOM + LOGIN)
        window = self.open()
        window.fill("Port", "4000")
        self.assertEqual(self.start_again("--focus", "custom_proxy.password").returncode, 0)
        wait_for(lambda: window.field("Password", nth=1).focused, "the focus at the password")
        self.assertEqual(window.field("Port").text, "4000")

    def test_two_windows_on_two_displays_keep_each_others_changes(self):
        self.home.write_settings(CUSTOM)
        display = Display()
        self.addCleanup(display.close)
        one = self.open()
        two = self.open(display=display)
        one.fill("Port", "4001")
        two.fill("Bypass", "intranet.example")
        one.key("ctrl+s")
        one.says("^Saved")
        two.key("ctrl+s")
        two.says("^Saved")
        proxy = self.settings()["custom_proxy"]
        self.assertEqual((proxy["port"], proxy["bypass"]), (4001, "intranet.example"))
        self.assertEqual(two.field("Port").text, "4001")

    def test_a_window_opens_after_the_first_was_killed(self):
        self.home.write_settings(CUSTOM)
        window = self.open()
        window.process.kill()
        window.process.wait()
        self.open().says("127.0.0.1:3128")


if __name__ == "__main__":
    unittest.main(argv=sys.argv, verbosity=2)
