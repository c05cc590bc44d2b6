"""The page Diagnostics. Runs inside tests/support/with_session."""

import sys
import unittest

from desktop import wait_for
from window_case import WindowTest

SETTINGS = """version = 1
delivery = "environment"
[custom_proxy]
enabled = true
host = "proxy.example.com"
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
        window.says("^Through the proxy proxy.example.com:8080")
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
        window.says("^Through the proxy proxy.example.com:8080")
        window.find("page tab list", ".*").focus()
        window.key("Home")
        window.fill("Port", "8888")
        window.find("page tab list", ".*").focus()
        window.key("End")
        window.says("^Through the proxy proxy.example.com:8888")
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


if __name__ == "__main__":
    unittest.main(argv=sys.argv, verbosity=2)
