"""Asks urllib or requests for URLs: a JSON object a line in ({url, list, proxy}), a word a line out."""

import json
import os
import sys
import urllib.error
import urllib.request


def set_variable(name, value):
    for spelling in (name, name.upper()):
        os.environ.pop(spelling, None)
        if value:
            os.environ[spelling] = value


def with_urllib(url):
    try:
        # A fresh opener: the module keeps the proxies that it found first.
        urllib.request.build_opener().open(url, timeout=5).close()
    except urllib.error.HTTPError:
        return "attempted"
    except urllib.error.URLError as error:
        return "attempted" if isinstance(error.reason, OSError) else f"refused {error.reason!r}"
    except Exception as error:
        return f"refused {error!r}"
    return "attempted"


def with_requests(url):
    import requests

    try:
        requests.get(url, timeout=5)
    except requests.exceptions.InvalidURL as error:
        return f"refused {error!r}"
    except requests.exceptions.ConnectionError:
        return "attempted"
    except Exception as error:
        return f"refused {error!r}"
    return "attempted"


def main():
    ask = {"python": with_urllib, "requests": with_requests}[sys.argv[1]]
    for line in sys.stdin:
        question = json.loads(line)
        set_variable("no_proxy", question["list"])
        for name in ("http_proxy", "https_proxy"):
            set_variable(name, question["proxy"])
        print(ask(question["url"]), flush=True)


main()
