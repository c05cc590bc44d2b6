"""The (URL, list) pairs that every program is asked about: each list with the URLs that its grammar bears on."""

NAMES = [
    "http://example.test/",
    "http://Example.TEST/",
    "http://a.example.test/",
    "http://a.b.example.test/",
    "http://badexample.test/",
    "http://example.test./",
    "http://example.test:8080/",
    "http://example.test:80/",
    "https://example.test/",
    "https://a.example.test:8443/",
    "http://example.test.evil.test/",
    "http://intranet/",
    "http://10.1.2.3/",
]
ADDRESSES = [
    "http://10.1.2.3/",
    "http://10.1.2.3:8080/",
    "https://10.2.0.1/",
    "http://192.0.2.7/",
    "http://10.66051/",
    "http://0x0a010203/",
    "http://012.1.2.3/",
    "http://10.1.2.3./",
    "http://[2001:db8::1]/",
    "http://[2001:DB8:0:0::1]/",
    "https://[2001:db8::2]:8080/",
    "http://[2001:db9::1]/",
    "http://[::ffff:10.1.2.3]/",
    "http://name.test/",
]
LOOPBACK = [
    "http://localhost:8081/",
    "http://LOCALHOST:8081/",
    "http://localhost.:8081/",
    "http://a.localhost:8081/",
    "http://127.0.0.1:8081/",
    "http://127.1.2.3:8081/",
    "http://127.1:8081/",
    "https://127.0.0.2:8081/",
    "http://[::1]:8081/",
    "http://[0:0::1]:8081/",
    "http://[::ffff:127.0.0.1]:8081/",
    "http://169.254.1.1/",
    "http://[fe80::1]/",
    "http://10.1.2.3/",
    "http://intranet/",
]
INTERNATIONAL = [
    "http://bücher.test/",
    "http://BÜCHER.test/",
    "http://xn--bcher-kva.test/",
    "http://a.bücher.test/",
    "http://straße.test/",
    "http://b%C3%BCcher.test/",
    "http://b%75cher.test/",
    "http://bucher.test/",
]

LISTS = [
    # Names.
    ("example.test", NAMES),
    (".example.test", NAMES),
    ("*.example.test", NAMES),
    ("EXAMPLE.Test", NAMES),
    ("example.test.", NAMES),
    ("..example.test", NAMES),
    ("*example.test", NAMES),
    ("ex*.test;e?ample.test", NAMES),
    ("test", NAMES),
    (".", NAMES),
    # Ports.
    ("example.test:8080", NAMES),
    ("example.test:80", NAMES),
    (".example.test:8443", NAMES),
    ("*.example.test:8443,:8080", NAMES),
    ("example.test:,intranet:0", NAMES),
    # Everything.
    ("*", NAMES),
    (" * ", NAMES),
    ("*,other.test", NAMES),
    # How entries are kept apart.
    ("foo.test, example.test", NAMES),
    ("foo.test example.test", NAMES),
    ("foo.test;example.test", NAMES),
    (",,foo.test,,\texample.test\t,", NAMES),
    # URLs, and words of Chromium.
    ("http://example.test", NAMES),
    ("https://*,example.test/", NAMES),
    ("<local>", NAMES),
    # What Sallyport renders.
    ("localhost,.localhost,127.0.0.1,127.0.0.0/8,::1,example.test,.example.test", NAMES + LOOPBACK),
    ("localhost;.localhost;127.0.0.0/8;[::1];example.test;.example.test", NAMES + LOOPBACK),
    ("localhost|*.localhost|127.*|[::1]|example.test|*.example.test|10.*", NAMES + LOOPBACK + ["http://10.name.test/"]),
    # Addresses.
    ("10.1.2.3", ADDRESSES),
    ("10.1.2.3:8080,[2001:db8::2]:8080", ADDRESSES),
    ("10.0.0.0/8", ADDRESSES),
    ("10.3.9.9/15", ADDRESSES),
    ("0.0.0.0/0", ADDRESSES),
    ("10.0.0.0/33,10.0.0.0/8x,10.0.0.0/", ADDRESSES),
    ("10.1.2.3/32,2001:db8::1/128", ADDRESSES),
    ("2001:db8::1", ADDRESSES),
    ("[2001:db8::1]", ADDRESSES),
    ("2001:db8::/32", ADDRESSES),
    ("[2001:db8::]/32", ADDRESSES),
    ("2001:DB8:0::1,[2001:DB8:0::1]", ADDRESSES),
    ("::ffff:10.1.2.3", ADDRESSES),
    ("[::ffff:10.1.2.3]", ADDRESSES),
    ("::ffff:10.0.0.0/104", ADDRESSES),
    ("::/0", ADDRESSES),
    ("10.,10.*,2001:db8:", ADDRESSES),
    ("10.66051,012.1.2.3", ADDRESSES),
    ("10.1.2.3|[2001:DB8::1]|*:DB8:*|name.*|", ADDRESSES),
    (".3,.1,192.0.2", ADDRESSES),
    # Loopback and what is built in.
    ("", LOOPBACK),
    ("localhost", LOOPBACK),
    ("<-loopback>", LOOPBACK),
    ("localhost,<-loopback>,127.0.0.1", LOOPBACK),
    # International names.
    ("bücher.test", INTERNATIONAL),
    ("xn--bcher-kva.test", INTERNATIONAL),
    (".BÜCHER.test", INTERNATIONAL),
    ("*.bücher.test|STRASSE.test|BÜCHER.test|bucher.*", INTERNATIONAL),
]


def pairs():
    """(list, URLs) with every URL once."""
    return [(text, list(dict.fromkeys(urls))) for text, urls in LISTS]
