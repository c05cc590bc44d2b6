#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sallyport/core/result.hpp"

namespace sallyport {

/// A program, or a library, that reads a bypass list in a dialect of its own.
enum class NoProxyReader {
  kCurl,          ///< `curl`
  kWget,          ///< `wget`
  kPython,        ///< `python`: urllib
  kRequests,      ///< `requests`, and what is built on it (pip)
  kNode,          ///< `node`: undici's EnvHttpProxyAgent
  kProxyFromEnv,  ///< `proxy-from-env`: axios and much else from npm
  kGo,            ///< `go`: http.ProxyFromEnvironment
  kChromium,      ///< `chromium`: its environment rules, in force on a desktop that it does not know
  kChromiumFlag,  ///< `chromium-flag`: `--proxy-bypass-list` of Chromium and Electron
  kJava,          ///< `java`: the system property `http.nonProxyHosts`
};

[[nodiscard]] std::span<const NoProxyReader> no_proxy_readers();
[[nodiscard]] std::string_view to_string(NoProxyReader reader);
/// The words above, exactly.
[[nodiscard]] std::optional<NoProxyReader> parse_no_proxy_reader(std::string_view word);
/// As a sentence names it: `urllib (Python)`.
[[nodiscard]] std::string_view display_name(NoProxyReader reader);

/// What a program that is given a proxy does with one URL.
struct NoProxyVerdict {
  bool direct = false;
  std::string entry;      ///< the entry that decided, as the program cut it out of the list; empty: none did
  bool built_in = false;  ///< direct by a rule of the program's own (loopback, link-local), whatever the list says
};

/// What `reader` makes of `list` (the value of `no_proxy`, of Chromium's flag or of Java's property) for `url` as the
/// user wrote it, since each program reads the host in its own way. Pure. The oracle is the program: tests/oracle asks
/// the real ones.
///
/// Fails with kInvalidValue for a URL that parse_request_target refuses, whose scheme is not http or https, or that the
/// program itself refuses, so that it neither goes direct nor asks the proxy. A URL without a scheme reads as http.
///
/// The host, before the list is looked at. No program minds its case; a trailing dot stays, and keeps entries without
/// one from matching, except for curl.
/// | program                | `127.1`     | `[2001:DB8:0::1]` | `[::ffff:10.0.0.1]` | `bücher.test`            |
/// |------------------------|-------------|-------------------|---------------------|--------------------------|
/// | curl                   | `127.0.0.1` | `2001:db8::1`     | as written, no `[]` | A-labels                 |
/// | wget                   | as written  | as written, no `[]` | as written, no `[]` | A-labels               |
/// | python                 | as written  | as written        | as written          | refused, unless bypassed |
/// | requests               | as written  | as written, no `[]` | as written, no `[]` | A-labels               |
/// | node, proxy-from-env   | `127.0.0.1` | `[2001:db8::1]`   | `[::ffff:a00:1]`    | A-labels                 |
/// | go                     | as written  | an address        | an IPv4 address     | A-labels                 |
/// | chromium               | `127.0.0.1` | `[2001:db8::1]`   | `[::ffff:a00:1]`    | A-labels                 |
/// | java                   | as written  | as written        | as written          | as written               |
///
/// The entries: which hosts `h`, `.h` and `*.h` match, where "below" is `a.h` and "suffix" also `badh`. What compares
/// as text must be written as the host above reads; an entry in Unicode matches for go alone, and for python and java
/// where the URL is written in it, too.
/// | program        | kept apart by       | `h`           | `.h`          | `*.h`         | `*`       |
/// |----------------|---------------------|---------------|---------------|---------------|-----------|
/// | curl           | comma, space, tab   | h and below   | h and below   | -             | alone     |
/// | wget           | comma, space behind | h and below   | below         | -             | -         |
/// | python         | comma, trimmed      | h and below   | h and below   | -             | alone     |
/// | requests       | comma, trimmed      | suffix        | h and below   | -             | alone     |
/// | node           | comma, white space  | h and below   | h and below   | h and below   | alone     |
/// | proxy-from-env | comma, white space  | h             | below         | below         | any entry |
/// | go             | comma, trimmed      | h and below   | below         | below         | any entry |
/// | chromium       | comma, semicolon    | suffix        | below         | below         | any entry |
/// | chromium-flag  | comma, semicolon    | h             | below         | below         | any entry |
/// | java           | vertical bar        | h             | -             | below         | any entry |
///
/// | program        | `h:80`                    | `10.0.0.0/8` | IPv6 addresses | `2001:db8::/32` | version |
/// |----------------|---------------------------|--------------|----------------|-----------------|---------|
/// | curl           | -                         | yes          | as text        | -               | 7.88    |
/// | wget           | -                         | -            | as text        | -               | 1.21    |
/// | python         | where the URL writes :80  | -            | as text        | -               | 3.11    |
/// | requests       | where the URL writes :80  | yes          | as text        | -               | 2.28    |
/// | node           | yes                       | -            | in brackets    | -               | 7.30    |
/// | proxy-from-env | yes                       | -            | in brackets    | -               | 2.1     |
/// | go             | yes                       | yes          | without them   | yes             | 1.19    |
/// | chromium(-flag) | yes                      | yes          | in brackets    | yes             | 156     |
/// | java           | -                         | -            | as text, in `[]` | -             | 17      |
///
/// Surprising: wget takes an empty entry for every host that ends with a dot. curl reads `/0` as `/32`, and ignores a
/// trailing dot of an entry. requests reads a suffix with case, and only falls back on what python reads; its networks
/// take `127.1/8`. undici before 7 reads `h` as h alone. node, proxy-from-env and chromium cut an IPv6 address without
/// brackets at its last colon, and it matches nothing. In proxy-from-env `*h` is a suffix; Chromium's entries are globs
/// (`*`, `?`), may name a scheme (`https://*`), and the last one that matches decides. `<local>` is names without a
/// dot and `<-loopback>` takes back what is built in. Networks of one family match IPv4-mapped addresses of the other
/// in go and chromium.
///
/// java takes a `*` at either end of an entry for any text: `10.*` is 10.0.0.0/8, and `10.example.com`, too.
///
/// Built in: go goes direct for `localhost` (in lower case) and loopback addresses; chromium for `localhost`,
/// `*.localhost`, loopback and link-local addresses (169.254.0.0/16, fe80::/10); java for `localhost`, `127.*`,
/// `[::1]`, `0.0.0.0` and `[::0]`, as texts. The rest send even loopback to the
/// proxy unless the list says otherwise.
[[nodiscard]] Result<NoProxyVerdict> read_no_proxy(NoProxyReader reader, std::string_view list, std::string_view url);

}  // namespace sallyport
