"""How the settings window opens: where a failed launch from the menu concerns it. Runs inside tests/support/with_session."""

import sys
import unittest

from desktop import wait_for
from window_case import CLIENT, CUSTOM, LAUNCHER, WindowTest

LOGIN = "authentication = true\nusername = \"carol\"\n"
FROM_MENU = {"DESKTOP_STARTUP_ID": "menu-1-test_TIME0"}


class OpeningTest(WindowTest):
    def launch_from_menu(self, client):
        """The launcher as a menu starts it: when it fails, it becomes the window."""
        return self.open("launch", client, environment=FROM_MENU, program=LAUNCHER)

    def test_a_launch_without_its_password_leads_to_the_password(self):
        self.home.write_settings(CUSTOM + LOGIN + CLIENT)
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

    def test_a_client_that_is_gone_opens_no_dialog(self):
        self.home.write_settings(CUSTOM + CLIENT)
        window = self.open("--focus", "clients.gone.command", "--message", "It is gone.")
        window.says("^It is gone.$")
        window.find("push button", "Launch")
        self.assertIsNone(next(window.all("dialog"), None))


if __name__ == "__main__":
    unittest.main(argv=sys.argv, verbosity=2)
