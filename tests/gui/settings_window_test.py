"""The settings window, driven through AT-SPI and the keyboard. Runs inside tests/support/with_session."""

import os
import resource
import signal
import subprocess
import sys
import unittest
from pathlib import Path

from desktop import Atspi, Focus, wait_for
from window_case import CLIENT, CUSTOM, PASSWORD, PROGRAM, WindowTest, environment_of, stored_password


class SettingsWindowTest(WindowTest):
    def test_first_start_says_what_is_in_force_and_leads_to_an_app(self):
        window = self.open()
        window.says("Apps started now use no proxy")
        window.says("No apps yet")
        window.press("push button", "Add an app…")
        dialog = window.find("dialog", "Add an app")
        window.press("push button", "Another command…", within=dialog)
        dialog = window.find("dialog", "Add a command")
        window.fill("Name", "Sleeper", within=dialog)
        window.fill("Command", "sleep", within=dialog)
        window.fill("Arguments", "600 'a b'", within=dialog)
        window.key("Return")
        window.lacks("dialog", "Add a command")
        window.says("Not saved yet")
        self.assertFalse(self.home.settings.exists())
        window.press("push button", "Save")
        window.says("Stopped")
        client = self.settings()["clients"][0]
        self.assertEqual((client["id"], client["command"], client["arguments"]), ("sleeper", "sleep", ["600", "a b"]))
        entry = self.home.path / "data" / "applications" / "sallyport-sleeper.desktop"
        self.assertIn(" launch sleeper", entry.read_text())

    def test_saves_the_proxy_in_the_file_and_the_password_in_the_keyring(self):
        window = self.open()
        self.fill_custom_proxy(window, "alice")
        window.says(r"proxy\.example\.com:3128 .*signed in as alice")
        window.press("push button", "Save")
        window.says("Stored in the keychain for alice at proxy.example.com:3128")
        proxy = self.settings()["custom_proxy"]
        self.assertEqual((proxy["host"], proxy["port"], proxy["username"]), ("proxy.example.com", 3128, "alice"))
        self.assertEqual(stored_password("proxy.example.com", 3128, "alice"), PASSWORD)
        self.assertEqual(window.field("Password", nth=1).text, "")
        for file in self.home.path.rglob("*"):
            if file.is_file():
                self.assertNotIn(b"canary", file.read_bytes(), file)
        self.assertNotIn(b"canary", Path(f"/proc/{window.process.pid}/cmdline").read_bytes())
        # Empty means keep.
        window.fill("Bypass", "localhost")
        window.press("push button", "Save")
        window.says("^Saved")
        self.assertEqual(stored_password("proxy.example.com", 3128, "alice"), PASSWORD)

    def test_errors_stand_at_their_fields_and_the_first_takes_the_focus(self):
        window = self.open()
        window.check("Use a custom proxy")
        window.check("This proxy requires authentication", nth=1)
        window.fill("Port", "99999")
        window.press("push button", "Save")
        window.says("Not saved")
        server = window.field("Server")
        wait_for(lambda: server.focused, "the focus at the first error")
        port = window.field("Port")
        for field in (server, port, window.field("User name", nth=1)):
            self.assertNotEqual(field.description, "")
            window.says("^" + field.description.replace("(", r"\(").replace(")", r"\)"))
        self.assertIn("65535", port.description)
        self.assertFalse(self.home.settings.exists())
        window.fill("Port", "8080")
        wait_for(lambda: port.description == "", "the error to go")

    def test_forget_waits_for_save_and_cancel_undoes_it(self):
        window = self.open()
        self.fill_custom_proxy(window, "bob")
        window.press("push button", "Save")
        window.says("Stored in the keychain for bob")

        def forget():
            buttons = [b for b in window.all("push button", "Forget") if b.sensitive]
            return buttons[0] if buttons else None
        wait_for(forget, "a Forget that can be pressed").press()
        window.says("Save removes the password of bob")
        self.assertEqual(stored_password("proxy.example.com", 3128, "bob"), PASSWORD)
        window.press("push button", "Cancel")
        window.wait_until_closed()
        self.assertEqual(stored_password("proxy.example.com", 3128, "bob"), PASSWORD)

        window = self.open()
        window.says("Stored in the keychain for bob")
        wait_for(forget, "a Forget that can be pressed").press()
        window.press("push button", "Save")
        window.says("No password is stored for bob")
        self.assertEqual(stored_password("proxy.example.com", 3128, "bob"), "")

    def test_save_and_restart_gives_a_running_client_the_new_environment(self):
        self.home.write_settings(CUSTOM + CLIENT)
        window = self.open("--page", "apps")
        window.press("push button", "Launch")
        before = wait_for(self.running, "the client")[0]
        self.addCleanup(self.launcher, "stop", "--all", "--force-after", "0")
        self.assertEqual(environment_of(before["pid"])["http_proxy"], "http://127.0.0.1:3128")
        window.says("Running")
        window.find("push button", "Save and Restart Sleeper")
        window.find("page tab list", ".*")
        window.key("ctrl+Page_Up")
        window.fill("Port", "3129")
        window.press("push button", "Save and Restart Sleeper")
        question = window.find("alert", ".*")
        window.press("push button", "Save and Restart", within=question)
        window.says("Sleeper is running with the new settings")
        after = self.running()[0]
        self.assertNotEqual(after["pid"], before["pid"])
        self.assertEqual(environment_of(after["pid"])["http_proxy"], "http://127.0.0.1:3129")
        self.assertEqual(self.settings()["custom_proxy"]["port"], 3129)

    def test_a_client_that_does_not_quit_can_be_forced(self):
        self.home.write_settings(CUSTOM + CLIENT.replace('"sleep"', '"bash"').replace(
            '["600"]', """["-c", "trap '' TERM; while :; do sleep 1; done"]"""))
        window = self.open("--page", "apps")
        window.press("push button", "Launch without a proxy")
        before = wait_for(self.running, "the client")[0]
        self.addCleanup(self.launcher, "stop", "--all", "--force-after", "0")
        self.assertNotIn("http_proxy", environment_of(before["pid"]))
        window.says("Running without a proxy")
        window.press("push button", "Stop")
        window.says("Sleeper has not quit")
        window.press("push button", "Force quit.*")
        window.says("Sleeper has quit")
        self.assertEqual(self.running(), [])

    def test_says_why_a_client_did_not_start(self):
        self.home.write_settings(CUSTOM + CLIENT.replace('"sleep"', '"/nonexistent/program"'))
        window = self.open("--page", "apps")
        window.press("push button", "Launch")
        window.says("/nonexistent/program")
        window.says("Sleeper was not started")

    def test_asks_about_unsaved_changes(self):
        self.home.write_settings(CUSTOM)
        window = self.open()
        window.fill("Port", "3130")
        window.key("Escape")
        question = window.find("alert", ".*")
        window.press("push button", "Cancel", within=question)
        window.lacks("alert", ".*")
        window.key("Escape")
        window.press("push button", "Save", within=window.find("alert", ".*"))
        window.wait_until_closed()
        self.assertEqual(self.settings()["custom_proxy"]["port"], 3130)

    def test_closes_without_a_question_when_nothing_was_changed(self):
        self.home.write_settings(CUSTOM)
        window = self.open()
        window.says("127.0.0.1:3128")
        window.key("Escape")
        window.wait_until_closed()
        self.assertEqual(self.home.settings.read_text(), CUSTOM)

    def test_never_overwrites_a_file_that_cannot_be_read(self):
        self.home.write_settings("version = 1\n[custom_proxy\n")
        window = self.open()
        window.says(r"settings\.toml:2:")
        self.assertFalse(window.find("push button", "Save").sensitive)
        window.key("ctrl+s")
        window.key("Escape")
        window.wait_until_closed()
        self.assertEqual(self.home.settings.read_text(), "version = 1\n[custom_proxy\n")

    def test_keeps_what_another_program_saved_meanwhile(self):
        self.home.write_settings(CUSTOM)
        window = self.open()
        window.fill("Port", "3131")
        self.assertEqual(self.launcher("settings", "set", "custom_proxy.bypass=intranet.example").returncode, 0)
        window.key("ctrl+s")
        window.says("^Saved")
        proxy = self.settings()["custom_proxy"]
        self.assertEqual((proxy["port"], proxy["bypass"]), (3131, "intranet.example"))

    def test_opens_at_the_field_that_a_failed_launch_names(self):
        self.home.write_settings(CUSTOM + "authentication = true\nusername = \"carol\"\n")
        window = self.open("--focus", "custom_proxy.password", "--message", "No password is stored for carol.")
        window.says("^No password is stored for carol.$")
        wait_for(lambda: window.field("Password", nth=1).focused, "the focus at the password")

    def assert_environment_shows(self, value):
        window = self.open()
        self.fill_custom_proxy(window, "dave")
        window.press("push button", "Show environment…")
        dialog = window.find("dialog", "Environment of apps started now")
        wait_for(lambda: next((n for n in window.all("table cell", within=dialog) if n.name == value), None), value)
        self.assertEqual([n.name for n in window.all(within=dialog) if "canary" in n.name + n.text], [])
        window.key("Escape")
        window.lacks("dialog", "Environment of apps started now")

    def test_shows_the_environment_with_the_password_masked(self):
        self.home.write_settings('version = 1\ndelivery = "environment"\n')
        self.assert_environment_shows("http://dave:***@proxy.example.com:3128")

    def test_shows_the_environment_that_leads_through_the_relay(self):
        self.assert_environment_shows("http://127.0.0.1:PORT")

    def test_the_keyboard_alone_reaches_everything(self):
        self.home.write_settings(CUSTOM + "authentication = true\nusername = \"erin\"\n")
        window = self.open()
        window.says("127.0.0.1:3128")
        focus = Focus()
        self.addCleanup(focus.close)
        window.find("check box", "Use the system proxy").focus()
        reached = [wait_for(focus.now, "the focus")]
        while True:
            window.key("Tab")
            wait_for(lambda: focus.now() != reached[-1], f"the focus to leave {reached[-1]}")
            if focus.now() == reached[0]:
                break
            reached.append(focus.now())
            self.assertLess(len(reached), 60)
        self.assertEqual([role for role, name in reached if not name and role != "page tab list"], [])
        names = [name for _, name in reached]
        for name in ("Use a custom proxy", "HTTP requests", "HTTPS requests", "Server", "Port", "User name", "Password",
                     "Bypass", "Type", "How apps get it", "Apps also trust", "Check connection…", "Cancel", "Save",
                     "Save and Restart", "Show environment…"):
            self.assertIn(name, names)
        self.assertLess(names.index("Server"), names.index("Port"))
        self.assertLess(names.index("Port"), names.index("Bypass"))
        # Mnemonics lead to fields, Ctrl+Page Down to the other page.
        window.key("alt+v")
        wait_for(lambda: window.field("Server").focused, "the focus at Server")
        window.key("ctrl+Page_Down")
        window.says("Add an app, and it starts")

    def test_the_type_of_the_proxy_decides_about_the_ca_file(self):
        self.home.write_settings(CUSTOM)
        window = self.open()
        window.says("127.0.0.1:3128")
        ca_file = window.field("CA file")
        self.assertFalse(ca_file.sensitive)
        # The button inside a combo box, which takes the focus, has no place in the tree.
        server = window.field("Server")
        server.focus()
        window.key("shift+Tab")
        wait_for(lambda: not server.focused, "the focus at Type")
        window.key("Down")
        wait_for(lambda: ca_file.sensitive, "the CA file to be usable")
        window.fill("CA file", "company.pem")
        window.press("push button", "Save")
        window.says("Enter the whole path of the CA file")
        window.fill("CA file", "/etc/company.pem")
        window.press("push button", "Save")
        window.says("^Saved")
        proxy = self.settings()["custom_proxy"]
        self.assertEqual((proxy["protocol"], proxy["ca_file"]), ("https", "/etc/company.pem"))

    def test_apps_can_be_given_certificates(self):
        self.home.write_settings(CUSTOM)
        window = self.open()
        window.says("127.0.0.1:3128")
        file = window.field("File of certificates")
        self.assertFalse(file.sensitive)
        window.key("alt+l")
        wait_for(lambda: not window.find("page tab list", ".*").focused, "the focus at Apps also trust")
        window.key("End")
        wait_for(lambda: file.sensitive, "the file to be usable")
        window.press("push button", "Save")
        window.says("^Choose the file, or let apps trust nothing more")
        wait_for(lambda: file.focused and "Choose the file" in file.description, "the focus at the file")
        window.fill("File of certificates", "company.pem")
        window.says("^Enter the whole path of the CA file")
        window.fill("File of certificates", "/nonexistent/company.pem")
        window.says("^The CA file ./nonexistent/company.pem. cannot be read")
        company = self.home.path / "company.pem"
        company.write_text("certificates")
        window.fill("File of certificates", str(company))
        wait_for(lambda: not [n for n in window.all() if "cannot be read" in n.name], "the warning to go")
        def is_given():  # once the file was looked at
            window.press("push button", "Show environment…")
            dialog = window.find("dialog", "Environment of apps started now")
            found = list(window.all("table cell", "NODE_EXTRA_CA_CERTS", dialog))
            window.key("Escape")
            window.lacks("dialog", "Environment of apps started now")
            return found
        wait_for(is_given, "the file in the environment")
        window.press("push button", "Save")
        window.says("^Saved")
        self.assertEqual(self.settings()["ca_file"], str(company))

        window.key("alt+l")
        window.key("Home", "Down")
        wait_for(lambda: not file.sensitive, "the file to be of no use")
        window.press("push button", "Save")
        wait_for(lambda: self.settings()["ca_file"] == "system", "the choice to be saved")

    def assert_no_mnemonics_clash(self, window, within=None):
        keys = {}
        for node in window.all(within=within):
            for key in node.mnemonics:
                keys.setdefault(key, []).append(f"{node.role} '{node.name}'")
        self.assertGreater(len(keys), 2)
        self.assertEqual({key: nodes for key, nodes in keys.items() if len(nodes) > 1}, {})

    def test_no_two_mnemonics_clash(self):
        self.home.write_settings(CUSTOM + CLIENT)
        window = self.open()
        window.says("127.0.0.1:3128")
        self.assert_no_mnemonics_clash(window)
        for page in ("Apps", "Activity", "Diagnostics"):
            window.key("ctrl+Page_Down")
            tab = window.find("page tab", page)
            wait_for(lambda: tab.has(Atspi.StateType.SELECTED), f"the page {page}")
            self.assert_no_mnemonics_clash(window)
        window.press("push button", "Check connection…")
        self.assert_no_mnemonics_clash(window, window.find("dialog", "Check connection"))

    def test_every_field_has_a_name(self):
        self.home.write_settings(CUSTOM + CLIENT)
        window = self.open()
        roles = ("text", "password text", "check box", "push button", "toggle button", "combo box", "table", "tree table")

        def nameless():
            return [node.role for node in window.all() if node.role in roles and not node.name]
        window.says("127.0.0.1:3128")
        self.assertEqual(nameless(), [])
        window.key("ctrl+Page_Up")
        window.says("^Through the proxy 127.0.0.1")
        self.assertEqual(nameless(), [])
        window.key("ctrl+Page_Down", "ctrl+Page_Down")
        window.find("push button", "Launch")
        self.assertEqual(nameless(), [])
        window.press("push button", "Edit…")
        dialog = window.find("dialog", "Edit Sleeper")
        self.assertEqual([node.role for node in window.all(within=dialog) if node.role in roles and not node.name], [])
        window.key("Escape")

    def test_remembers_its_page(self):
        self.home.write_settings(CUSTOM + CLIENT)
        window = self.open()
        window.key("ctrl+Page_Down")
        window.find("push button", "Launch")
        window.key("Escape")
        window.wait_until_closed()
        self.open().find("push button", "Launch")

    def test_its_memory_is_kept_from_core_dumps(self):
        directory = self.home.path / "dumps"
        directory.mkdir()
        pid = os.fork()
        if pid == 0:
            os.chdir(directory)
            resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            os.execve(PROGRAM, [PROGRAM], os.environ | self.home.environment | {"DISPLAY": self.display.name})
        wait_for(lambda: subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(pid)],
                                        env=os.environ | {"DISPLAY": self.display.name},
                                        capture_output=True).stdout, "the window")
        os.kill(pid, signal.SIGABRT)
        _, status = os.waitpid(pid, 0)
        self.assertTrue(os.WIFSIGNALED(status))
        self.assertFalse(os.WCOREDUMP(status))
        self.assertEqual(list(directory.iterdir()), [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv, verbosity=2)
