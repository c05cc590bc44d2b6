"""Check connection over a real squid, stage by stage. Runs inside tests/support/with_session."""

import sys
import unittest

from desktop import wait_for
from network import Origin, SilentProxy, Squid
from window_case import WindowTest

STAGES = ("Route", "Connection", "Sign-in at the proxy")


class CheckTest(WindowTest):
    def setUp(self):
        super().setUp()
        self.origin = Origin()
        self.addCleanup(self.origin.close)
        self.squid = Squid("alice", "s3cret")
        self.addCleanup(self.squid.close)
        self.url = f"http://origin.test:{self.origin.port}/page"

    def open_check(self, settings):
        self.home.write_settings(settings)
        window = self.open()
        window.says("^Apps started now use")
        window.press("push button", "Check connection…")
        self.dialog = window.find("dialog", "Check connection")
        return window

    def check_again(self, window):
        """Until the proxy has seen another request: the window shows what came of the last one before that."""
        before = len(self.squid.seen())
        self.check(window)
        wait_for(lambda: len(self.squid.seen()) > before, "the check to begin")

    def check(self, window, url=None):
        window.fill("Address", url or self.url, within=self.dialog)
        window.key("Return")

    def result(self, window, stage, result):
        return window.find(None, f"{stage}: {result}.*", self.dialog)

    def copied(self, window):
        window.press("push button", "Copy report", within=self.dialog)
        return window.clipboard()

    def test_every_stage_of_a_request_that_works(self):
        self.squid.store("s3cret")
        window = self.open_check(self.squid.settings())
        window.says("^Goes the way of one request")
        self.check(window)
        window.says("^The request reached the site")
        for stage in (*STAGES, "Answer of the site"):
            self.result(window, stage, "Passed")
        window.says("^The proxy offers Basic, and accepts the login")
        window.says("^The site answered 200")
        report = self.copied(window)
        self.assertIn(f"check of the connection to {self.url}\n", report)
        self.assertIn(f"custom_proxy.port = {self.squid.port}\n", report)
        self.assertIn("Sign-in at the proxy: Passed", report)
        self.assertNotIn("s3cret", report)

    def test_a_typed_password_is_tried_before_it_is_saved_and_a_wrong_one_only_once(self):
        window = self.open_check(self.squid.settings())
        self.check(window)
        self.result(window, "Sign-in at the proxy", "Failed")
        window.says("^No password is stored for alice")
        window.says("^What to do: Enter it")
        self.assertEqual(self.squid.logins(), 0)

        window.fill("Password", "wrong", nth=1)
        for _ in range(3):
            self.check_again(window)
            window.says("refused the user name or the password of alice")
            window.says("^What to do: Type the password anew")
            self.result(window, "Sign-in at the proxy", "Failed")
        self.assertEqual(self.squid.logins(), 1)

        window.fill("Password", "s3cret", nth=1)
        self.check(window)
        window.says("^The request reached the site")
        self.assertNotIn("s3cret", self.copied(window))
        window.key("Escape")
        window.lacks("dialog", "Check connection")
        # Nothing was saved by it.
        window.says("Save stores it in the keychain for alice")
        self.assertEqual(self.home.settings.read_text(), self.squid.settings())

    def test_a_stored_password_that_was_refused_is_not_sent_again(self):
        self.squid.store("wrong")
        window = self.open_check(self.squid.settings())
        for _ in range(2):
            self.check_again(window)
            self.result(window, "Sign-in at the proxy", "Failed")
            window.says("not sent again until the password has been stored anew")
        self.assertEqual(self.squid.logins(), 1)

    def test_the_form_counts_before_it_is_saved(self):
        window = self.open_check(self.squid.settings())
        window.fill("Port", "1")
        self.check(window)
        self.result(window, "Connection", "Failed")
        window.says("^Nothing listens at .127.0.0.1. on port 1")
        window.says("^It fails at this stage: Connection")
        window.fill("Port", "0")
        self.check(window)
        window.says("^Correct the settings first. .*65535")

    def test_a_certificate_that_nobody_trusts_is_named(self):
        site = Origin(tls=True)
        self.addCleanup(site.close)
        window = self.open_check("version = 1\n[system_proxy]\nenabled = false\n")
        self.check(window, f"https://localhost:{site.port}/")
        self.result(window, "Certificate of the site", "Failed")
        window.says("Nobody's Trust")
        window.says("^It fails at this stage: Certificate of the site")

    def test_it_is_stopped_at_once(self):
        silent = SilentProxy()
        self.addCleanup(silent.close)
        window = self.open_check(f'version = 1\n[custom_proxy]\nenabled = true\nhost = "127.0.0.1"\nport = {silent.port}\n')
        self.check(window)
        self.result(window, "Sign-in at the proxy", "Under way")
        self.assertTrue(silent.asked.wait(15))
        window.press("push button", "Stop", within=self.dialog)
        window.says("^The check was stopped")
        self.result(window, "Sign-in at the proxy", "Stopped")
        self.assertTrue(silent.left.wait(5), "the connection is closed")
        window.find("push button", "Start", self.dialog)

    def test_a_url_that_cannot_be_checked_is_marked(self):
        window = self.open_check(self.squid.settings())
        self.check(window, "ftp://origin.test/")
        field = window.field("Address", within=self.dialog)
        wait_for(lambda: "http and https" in field.description, "the error at the field")
        window.says("^Only URLs of http and https")

    def test_the_keyboard_alone_reaches_everything(self):
        window = self.open_check(self.squid.settings())
        names = set()
        start = window.find("push button", "Start", self.dialog)
        wait_for(lambda: start.focused, "the focus at Start")
        while window.focused().name not in names:
            names.add(window.focused().name)
            before = window.focused().name
            window.key("Tab")
            wait_for(lambda: window.focused() and window.focused().name != before, f"the focus to leave {before}")
        self.assertGreaterEqual(names, {"Start", "Address", "Close"})
        window.key("Escape")
        window.lacks("dialog", "Check connection")
        window.find("frame", "Sallyport Settings")


if __name__ == "__main__":
    unittest.main(argv=sys.argv, verbosity=2)
