#include "app/doctor/configuration_readers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <string>

#include "app/doctor/shell_file.hpp"

namespace sallyport {
namespace {

using ::testing::ElementsAre;

/// `LINE NAME=VALUE`, and after it what is not as usual.
std::vector<std::string> words_of(const FoundSettings& found, std::string_view text) {
  std::vector<std::string> words;
  for (const FoundSetting& each : found) {
    std::string word = std::to_string(each.line) + " " + each.name + "=";
    word += each.known ? std::string(each.value.reveal()) : "?";
    if (!each.in_force) word += " (not in force)";
    if (!each.alone) word += " (not alone)";
    if (each.plain) {
      EXPECT_EQ(text.substr(each.begin, each.end - each.begin), each.value.reveal());
    } else if (each.known) {
      word += " (not plain)";
    }
    words.push_back(std::move(word));
  }
  return words;
}

struct ReaderCase {
  const char* name;
  std::string text;
  std::vector<std::string> found;
};
void PrintTo(const ReaderCase& each, std::ostream* out) { *out << each.text; }
std::string name_of(const ::testing::TestParamInfo<ReaderCase>& info) { return info.param.name; }

class ShellFile : public ::testing::TestWithParam<ReaderCase> {};
TEST_P(ShellFile, Sets) { EXPECT_EQ(words_of(read_shell_file(GetParam().text), GetParam().text), GetParam().found); }

INSTANTIATE_TEST_SUITE_P(
    Tables, ShellFile,
    ::testing::Values(
        ReaderCase{"Assignment", "http_proxy=http://p:1\n", {"1 http_proxy=http://p:1"}},
        ReaderCase{"Export", "export HTTP_PROXY=\"http://p:1\"", {"1 HTTP_PROXY=http://p:1"}},
        ReaderCase{"SingleQuotes", "export http_proxy='http://a:$b@p:1'\n", {"1 http_proxy=http://a:$b@p:1"}},
        ReaderCase{"Several", "export http_proxy=a no_proxy=b,c\n", {"1 http_proxy=a", "1 no_proxy=b,c"}},
        ReaderCase{
            "Declare", "declare -x https_proxy=p:1\ntypeset -x all_proxy=q\n", {"1 https_proxy=p:1", "2 all_proxy=q"}},
        ReaderCase{"ThenExported", "http_proxy=p:1; export http_proxy\n", {"1 http_proxy=p:1"}},
        ReaderCase{"BesideAnother", "export http_proxy=p:1; export EDITOR=vi\n", {"1 http_proxy=p:1 (not alone)"}},
        ReaderCase{"OtherNames", "export EDITOR=vi\nexport PATH=/x:$PATH\n", {}},
        ReaderCase{"Comment", "# export http_proxy=p:1\nexport https_proxy=q:2 # since May\n", {"2 https_proxy=q:2"}},
        ReaderCase{"LineEndsOfWindows",
                   "export http_proxy=p:1\r\nexport https_proxy=\"q:2\"\r\n",
                   {"1 http_proxy=p:1", "2 https_proxy=q:2"}},
        ReaderCase{"Substitution",
                   "P=p:1\nexport http_proxy=http://$P https_proxy=\"http://${P}/\"\n",
                   {"2 http_proxy=http://p:1 (not plain)", "2 https_proxy=http://p:1/ (not plain)"}},
        ReaderCase{"Unknown",
                   "export http_proxy=$(pick) https_proxy=http://$WHO all_proxy=`x` ftp_proxy=${a:-$b}\n",
                   {"1 http_proxy=?", "1 https_proxy=?", "1 all_proxy=?", "1 ftp_proxy=?"}},
        ReaderCase{"AnsiQuotes",
                   "export http_proxy=$'http://a:b@p:1' no_proxy=$'a\\x2c\\'\\054b'\nexport https_proxy=$'q\\u00e9'\n"
                   "x=$(echo $'it\\'s')\nexport all_proxy=$\"r\"\n",
                   {"1 http_proxy=http://a:b@p:1", "1 no_proxy=a,',b (not plain)", "2 https_proxy=?", "4 all_proxy=r"}},
        ReaderCase{"Default",
                   "export http_proxy=${PROXY:-http://a:b@p:1} https_proxy=\"${https_proxy-q}\"\n"
                   "export all_proxy=${NONE:-\"r\"}/ ws_proxy=${A:-${B:-'s t'}}\n",
                   {"1 http_proxy=http://a:b@p:1", "1 https_proxy=q", "2 all_proxy=r/ (not plain)", "2 ws_proxy=s t"}},
        ReaderCase{"DefaultOfWhatIsSet",
                   "P=p:1 Q=\nR=$(pick)\nexport http_proxy=${P:-http://a:b@q} https_proxy=${Q:-r} ftp_proxy=${Q-s}\n"
                   "export all_proxy=${R:-t}\nunset P\nexport ws_proxy=${P:-u}\nexport wss_proxy=${P:+v}\n",
                   {"3 http_proxy=p:1 (not plain)", "3 https_proxy=r", "3 ftp_proxy= (not plain)", "4 all_proxy=?",
                    "6 ws_proxy=u", "7 wss_proxy=?"}},
        ReaderCase{"DefaultThatIsAssigned",
                   ": ${http_proxy:=http://p:1}\nexport https_proxy=$http_proxy all_proxy=${all_proxy:=q}\n"
                   "export http_proxy=r; : \"${http_proxy:=s}\"\non() { : ${ws_proxy:=t}; }\n",
                   {"1 http_proxy=http://p:1 (not in force) (not alone)", "2 https_proxy=http://p:1 (not plain)",
                    "2 all_proxy=q", "3 http_proxy=r (not alone)", "3 http_proxy=s (not in force) (not alone)",
                    "4 ws_proxy=t (not in force) (not alone)"}},
        ReaderCase{"DefaultOfAnArgument",
                   "curl -x ${http_proxy:-http://a:b@p:1} x\nif [ ${https_proxy:-q} ]; then x; fi\n"
                   "export all_proxy=$(x)${HTTP_PROXY:-r}\n",
                   {"1 http_proxy=http://a:b@p:1 (not in force) (not alone)",
                    "2 https_proxy=q (not in force) (not alone)", "3 HTTP_PROXY=r (not in force)", "3 all_proxy=?"}},
        ReaderCase{"Escapes", "export http_proxy=http://a\\$b@p\n", {"1 http_proxy=http://a$b@p (not plain)"}},
        ReaderCase{"OfOneCommand",
                   "http_proxy=p:1 curl x\nenv https_proxy=q:2 wget y\n",
                   {"1 http_proxy=p:1 (not in force) (not alone)", "2 https_proxy=q:2 (not in force) (not alone)"}},
        ReaderCase{"Function",
                   "on() {\n  export http_proxy=p:1\n}\nfunction off {\n  export https_proxy=q:2\n}\n",
                   {"2 http_proxy=p:1 (not in force)", "5 https_proxy=q:2 (not in force)"}},
        ReaderCase{"AfterAFunction", "on() { true; }\nexport http_proxy=p:1\n", {"2 http_proxy=p:1"}},
        ReaderCase{"Subshell", "(export http_proxy=p:1; curl x)\n", {"1 http_proxy=p:1 (not in force) (not alone)"}},
        ReaderCase{"InCondition", "if [ -f x ]; then\n  export http_proxy=p:1\nfi\n", {"2 http_proxy=p:1"}},
        ReaderCase{"ConditionOnOneLine", "if true; then export http_proxy=p:1; fi\n", {"1 http_proxy=p:1 (not alone)"}},
        ReaderCase{"BehindAnd", "[ -f x ] && export http_proxy=p:1\n", {"1 http_proxy=p:1 (not alone)"}},
        ReaderCase{"BehindAndOnTheNextLine",
                   "[ -f x ] &&\n  export http_proxy=p:1\nexport https_proxy=q\n",
                   {"2 http_proxy=p:1 (not alone)", "3 https_proxy=q"}},
        ReaderCase{"ContinuedLine",
                   "export http_proxy=p:1 \\\n  https_proxy=q:2\n",
                   {"1 http_proxy=p:1 (not alone)", "2 https_proxy=q:2 (not alone)"}},
        ReaderCase{"HereDocument",
                   "cat > f <<EOF\nexport http_proxy=p:1\nEOF\nexport https_proxy=q:2\n",
                   {"4 https_proxy=q:2"}},
        ReaderCase{"IndentedHereDocument",
                   "cat <<-'X'\n\thttp_proxy=p:1\n\tX\nexport https_proxy=q:2\n",
                   {"4 https_proxy=q:2"}},
        ReaderCase{
            "Alias",
            "alias c='http_proxy=http://a:b@p:1 https_proxy=\"q\" curl' l='ls -l'\n"
            "alias on=\"export http_proxy=r; x\" 'off=unset http_proxy' w='http_proxy='\\''s'\\'' x'\n"
            "alias u=\"http_proxy=t curl $x\" v='http_proxy=$x curl'\nexport all_proxy=v\n",
            {"1 http_proxy=http://a:b@p:1 (not in force) (not alone)", "1 https_proxy=q (not in force) (not alone)",
             "2 http_proxy=r (not in force) (not alone)", "2 http_proxy=s (not in force) (not alone) (not plain)",
             "3 http_proxy=t (not in force) (not alone)", "3 http_proxy=? (not in force) (not alone)",
             "4 all_proxy=v"}},
        ReaderCase{"AliasOfSeveralLines",
                   "alias c='x\n  http_proxy=p y'\nexport all_proxy=q\n",
                   {"2 http_proxy=p (not in force) (not alone)", "3 all_proxy=q"}},
        ReaderCase{"TakenBack", "export http_proxy=p:1\nunset http_proxy\n", {"1 http_proxy=p:1 (not in force)"}},
        ReaderCase{
            "TakenBackAtTimes", "export http_proxy=p:1\nif home; then unset http_proxy; fi\n", {"1 http_proxy=p:1"}},
        ReaderCase{"SetAgain",
                   "export http_proxy=p:1\nexport http_proxy=q:2\n",
                   {"1 http_proxy=p:1 (not in force)", "2 http_proxy=q:2"}},
        ReaderCase{"Array",
                   "no_proxy_list=(a b)\nexport http_proxy=p:1\n",
                   {"1 no_proxy_list=? (not alone)", "2 http_proxy=p:1"}},
        ReaderCase{"Case", "case $x in\n  a*) export http_proxy=p:1 ;;\nesac\n", {"2 http_proxy=p:1 (not alone)"}},
        ReaderCase{
            "OpenQuote", "export http_proxy=\"p:1\nrest\n", {"1 http_proxy=p:1\nrest\n (not alone) (not plain)"}},
        ReaderCase{"NotExported",
                   "export -n http_proxy=p:1\nexport https_proxy=q\nexport -n https_proxy\n"
                   "export all_proxy=r\ntypeset +x all_proxy\nall_proxy=s\nexport ws_proxy=t\nexport -p ws_proxy\n",
                   {"1 http_proxy=p:1 (not in force)", "2 https_proxy=q (not in force)", "4 all_proxy=r (not in force)",
                    "6 all_proxy=s (not in force)", "7 ws_proxy=t"}},
        ReaderCase{"ExportedAgain",
                   "export http_proxy=p\nexport -n http_proxy\nhttp_proxy=q\nexport http_proxy\n"
                   "export -n https_proxy=r\nexport -n https_proxy\ndeclare -x https_proxy\n",
                   {"1 http_proxy=p (not in force)", "3 http_proxy=q", "5 https_proxy=r"}},
        ReaderCase{"NotExportedAtTimes",
                   "export http_proxy=p\nif x; then export -n http_proxy; fi\noff() { export -n http_proxy; }\n",
                   {"1 http_proxy=p"}}),
    name_of);

class FishFile : public ::testing::TestWithParam<ReaderCase> {};
TEST_P(FishFile, Sets) { EXPECT_EQ(words_of(read_fish_file(GetParam().text), GetParam().text), GetParam().found); }

INSTANTIATE_TEST_SUITE_P(
    Tables, FishFile,
    ::testing::Values(
        ReaderCase{"Exported",
                   "set -gx http_proxy http://p:1\nset --global --export https_proxy 'q'\n",
                   {"1 http_proxy=http://p:1", "2 https_proxy=q"}},
        ReaderCase{"AsInOtherShells",
                   "export http_proxy=\"http://p:1\" no_proxy=a\nexport EDITOR=vi https_proxy=q\nexport all_proxy\n",
                   {"1 http_proxy=http://p:1", "1 no_proxy=a", "2 https_proxy=q (not alone)"}},
        ReaderCase{"NotExported", "set http_proxy p\n", {"1 http_proxy=p (not in force)"}},
        ReaderCase{"Erased", "set -gx http_proxy p\nset -e http_proxy\n", {"1 http_proxy=p (not in force)"}},
        ReaderCase{"Asked", "set -q http_proxy; or set -gx http_proxy p\n", {"1 http_proxy=p (not alone)"}},
        ReaderCase{"Function",
                   "function on\n  set -gx http_proxy p\nend\nset -gx https_proxy q\n",
                   {"2 http_proxy=p (not in force)", "4 https_proxy=q"}},
        ReaderCase{"Condition", "if test -f x\n  set -gx http_proxy p\nend\n", {"2 http_proxy=p"}},
        ReaderCase{"Filled",
                   "set -g P p:1\nset -gx http_proxy http://$P\nset -gx https_proxy (pick)\n",
                   {"2 http_proxy=http://p:1 (not plain)", "3 https_proxy=?"}},
        ReaderCase{"NotExportedAnyMore",
                   "set -gx http_proxy p\nset -gu http_proxy q\n",
                   {"1 http_proxy=p (not in force)", "2 http_proxy=q (not in force)"}},
        ReaderCase{"OfOneCommand",
                   "http_proxy=p https_proxy='q' curl x\n",
                   {"1 http_proxy=p (not in force) (not alone)", "1 https_proxy=q (not in force) (not alone)"}},
        ReaderCase{"Alias",
                   "alias c 'http_proxy=http://a:b@p:1 curl'\nalias d='http_proxy=q curl $x'\n"
                   "abbr --add e 'http_proxy=r curl'\nabbr f http_proxy=s curl\nalias g \"set -gx http_proxy t\"\n",
                   {"1 http_proxy=http://a:b@p:1 (not in force) (not alone)",
                    "2 http_proxy=q (not in force) (not alone)", "3 http_proxy=r (not in force) (not alone)",
                    "4 http_proxy=s (not in force) (not alone)", "5 http_proxy=t (not in force) (not alone)"}},
        ReaderCase{"Comment", "# set -gx http_proxy p\n", {}}),
    name_of);

TEST(EnvironmentFile, SetsNamesLineByLine) {
  const std::string text =
      "# http_proxy=no\nhttp_proxy=http://p:1\nHTTPS_PROXY=\"http://q:2\"\nexport all_proxy='r'\nEDITOR=vi\n"
      "ftp_proxy=${http_proxy}\r\nno_proxy=a b  \nhttp_proxy=again\n= \n"
      "wss_proxy=http://a:b#c@p:1 # why\nws_proxy=# none\n";
  EXPECT_THAT(words_of(read_environment_file(text), text),
              ElementsAre("2 http_proxy=http://p:1 (not in force)", "3 HTTPS_PROXY=http://q:2", "4 all_proxy=r",
                          "6 ftp_proxy=?", "7 no_proxy=a b", "8 http_proxy=again", "10 wss_proxy=http://a:b#c@p:1",
                          "11 ws_proxy="));
}

TEST(EnvironmentFile, SetsWhatIsADefault) {
  const std::string text =
      "http_proxy=${http_proxy:-http://a:b@p:1}\nhttps_proxy=\"${PROXY:-q}\"\nall_proxy=${http_proxy:-r}\n"
      "ftp_proxy=${A:-$B}\nws_proxy=${A:-}\nwss_proxy=${A:+s}\nno_proxy=${}\n";
  EXPECT_THAT(words_of(read_environment_file(text), text),
              ElementsAre("1 http_proxy=http://a:b@p:1", "2 https_proxy=q", "3 all_proxy=?", "4 ftp_proxy=?",
                          "5 ws_proxy=", "6 wss_proxy=?", "7 no_proxy=?"));
}

TEST(GitFile, SetsNamesOfSections) {
  const std::string text =
      "[user]\n\tname = x\n[http]\n\tproxy = http://a:b@p:1 ; old\n\tsslVerify = false\n"
      "[http \"https://Host.example\"]\n\tproxy = \"http://c#d@q:2\"\n[HTTP] Proxy = r\n# proxy = no\n"
      "[core]\n\tgitProxy = \"a \\\"b\\\"\" \n";
  EXPECT_THAT(words_of(read_git_file(text), text),
              ElementsAre("4 http.proxy=http://a:b@p:1", "7 http.https://Host.example.proxy=http://c#d@q:2",
                          "8 http.proxy=r (not alone)", "11 core.gitproxy=a \"b\" (not plain)"));
}

TEST(GitFile, GoesOnBehindABackslash) {
  const std::string text =
      "[http]\r\nproxy = http://a:\\\r\nb@p:1 \\\r\n\t\r\n# no \\\nsslProxy = \\\n  q ; no \\\n"
      "proxy = \"r\\\n#\\ts\"\\\n  ; no\n[x] proxy = \\\n\\\nt\nproxy = u\\";
  EXPECT_THAT(words_of(read_git_file(text), text),
              ElementsAre("2 http.proxy=http://a:b@p:1 (not alone) (not plain)",
                          "6 http.sslproxy=q (not alone) (not plain)", "8 http.proxy=r#\ts (not alone) (not plain)",
                          "11 x.proxy=t (not alone) (not plain)", "14 x.proxy=u\\"));
}

TEST(GitFile, IncludesFiles) {
  const std::string text =
      "[include]\n\tpath = ~/a\n\tPath = \"b # c\" ; d\n[includeIf \"gitdir:~/code/\"] path = /e\\\nf\n"
      "[Include]\npath=g\n[includes]\npath = no\n[include \"x\"]\npath = no\n[includeIf]\npath = "
      "no\n[include]\npath=\n";
  EXPECT_THAT(files_git_includes(text), ElementsAre("~/a", "b # c", "/ef", "g"));
}

TEST(IniFile, GoesOnInLinesThatAreIndentedAsPipReadsThem) {
  const std::string text =
      "[global]\nproxy =\n   http://a:b@p:1\n\n# why\ntimeout = 1\n  proxy = no\n[install]\n  proxy =\r\n\n    # "
      "why\r\n    q\r\n"
      "    r\r\n  no-proxy: s\nhttp-proxy = t\n  ; why\n\tu\nall-proxy =\n";
  EXPECT_THAT(words_of(read_ini_file(text, IniDialect::kPip), text),
              ElementsAre("3 global.proxy=http://a:b@p:1 (not alone)", "12 install.proxy=q\nr (not alone) (not plain)",
                          "14 install.no-proxy=s", "15 install.http-proxy=t\nu (not alone) (not plain)",
                          "18 install.all-proxy="));
}

TEST(IniFile, SetsNamesAsNpmAndPipReadThem) {
  const std::string npm =
      "proxy=http://p:1\nhttps-proxy = \"http://q:2\"\nnoproxy=${NO}\n; proxy=no\nregistry=x\n"
      "proxy=http://a:b#c@p:1 ; why\nproxy=\"r\"\t# why\n";
  EXPECT_THAT(words_of(read_ini_file(npm, IniDialect::kNpm), npm),
              ElementsAre("1 proxy=http://p:1", "2 https-proxy=http://q:2", "3 noproxy=?", "6 proxy=http://a:b#c@p:1",
                          "7 proxy=r"));
  const std::string pip = "[global]\nproxy = alice:secret@p:1\n[install]\nproxy: q\n";
  EXPECT_THAT(words_of(read_ini_file(pip, IniDialect::kPip), pip),
              ElementsAre("2 global.proxy=alice:secret@p:1", "4 install.proxy=q"));
}

TEST(GitFile, SaysWhomGitAsks) {
  const Endpoint proxy{ProxyProtocol::kHttp, "p", 1};
  const std::string ours = "helper = !/opt/sallyport git-credential\n";
  for (const std::string& text :
       {"[credential]\n" + ours, "[Credential \"http://P:1\"]\n" + ours, "[credential \"http://a@p:1/\"] " + ours,
        "[credential]\nhelper = cache\nhelper =\n" + ours + "helper = store\n"}) {
    EXPECT_TRUE(git_asks_sallyport(text, proxy)) << text;
  }
  for (const std::string& text :
       {std::string("# sallyport git-credential\n"), "# [credential]\n" + ours, "[credential \"http://p:2\"]\n" + ours,
        "[credential \"https://p:1\"]\n" + ours, "[credential \"http://p:1/x\"]\n" + ours,
        std::string("[credential]\nhelper = cache # sallyport git-credential\n"),
        "[credential]\n" + ours + "helper =\n", "[credentials]\n" + ours}) {
    EXPECT_FALSE(git_asks_sallyport(text, proxy)) << text;
  }
}

TEST(OptionFile, SetsNamesAsCurlAndWgetReadThem) {
  const std::string curl =
      "# proxy = no\nproxy = \"http://p:1\"\n--proxy q\n-x r\n-xs\nproxy-user: \"a:\\\"b\"\n-U a:b\nuser = c:d\n";
  EXPECT_THAT(words_of(read_curl_file(curl), curl),
              ElementsAre("2 proxy=http://p:1", "3 proxy=q", "4 proxy=r", "5 proxy=s", "6 proxy-user=a:\"b (not plain)",
                          "7 proxy-user=a:b"));
  const std::string wget =
      "https_proxy = http://p:1\nProxy-User=alice\nproxyPassword = a b\n#http_proxy=no\nproxy\n"
      "httpsproxy=q\nuse-proxy=on\n";
  EXPECT_THAT(words_of(read_wget_file(wget), wget),
              ElementsAre("1 https_proxy=http://p:1", "2 proxy_user=alice", "3 proxy_password=a b", "6 https_proxy=q",
                          "7 useproxy=on"));
}

TEST(AptFile, SetsNamesInBlocksAndInOneLine) {
  const std::string text =
      "// Acquire::http::Proxy \"no\";\n/* Acquire::http::Proxy\n \"no\"; */\nAcquire::http::Proxy "
      "\"http://a:b@p:1\";\n"
      "Acquire {\n  https { Proxy \"q\"; };\n  Retries 3;\n};\n# Acquire::ftp::Proxy \"no\";\nAcquire::ftp::Proxy "
      "DIRECT;\n";
  EXPECT_THAT(words_of(read_apt_file(text), text),
              ElementsAre("4 acquire::http::proxy=http://a:b@p:1 (not alone)", "6 acquire::https::proxy=q (not alone)",
                          "10 acquire::ftp::proxy=DIRECT (not alone)"));
}

TEST(JsonFile, SetsStringsByTheKeysOnTheirWay) {
  const std::string text =
      "{\n  // \"http.proxy\": \"no\",\n  /* \"http.proxy\":\n \"no\" */\n  \"http.proxy\": \"http://a:b@p:1\",\n"
      "  \"http.proxyStrictSSL\": false,\n  \"a\": {\"proxies\": {\"default\": {\"httpProxy\": \"q\"}}},\n"
      "  \"http.proxyAuthorization\": \"x\\ny\", \"noProxy\": [\"c\", \"d\"],\n  \"editor\": \"proxy\",\n"
      "  \"c.proxy\": \"http:\\/\\/A\\\\a:b\\\"@p:1\"\n}\n";
  EXPECT_THAT(words_of(read_json_file(text), text),
              ElementsAre("5 http.proxy=http://a:b@p:1", "7 a.proxies.default.httpProxy=q (not alone)",
                          "8 http.proxyAuthorization=? (not alone)", "8 noProxy=c (not alone)",
                          "8 noProxy=d (not alone)", "10 c.proxy=http://A\\a:b\"@p:1 (not plain)"));
}

TEST(ConfigurationReaders, GiveWhatTheyCanOfTextThatIsBroken) {
  for (const std::string text : {"",
                                 "\n",
                                 "\"",
                                 "'",
                                 "$(",
                                 "${",
                                 "$",
                                 "`",
                                 "\\",
                                 "(",
                                 ")",
                                 "{",
                                 "}",
                                 "<<",
                                 "<<E",
                                 "=",
                                 "[",
                                 "[\"",
                                 "\"proxy",
                                 "{\"proxy\":",
                                 "proxy",
                                 "-",
                                 "/*",
                                 "//",
                                 "export http_proxy=",
                                 "set -gx http_proxy",
                                 "http_proxy=\r",
                                 "$'",
                                 "$'\\",
                                 "$'\\x",
                                 "${http_proxy:-",
                                 "${http_proxy:=",
                                 "\"${http_proxy-\"",
                                 "alias",
                                 "alias proxy=",
                                 "alias c='http_proxy=",
                                 "alias c=\"http_proxy=p",
                                 "alias c=\"$(http_proxy=p"}) {
    for (const auto read : {read_shell_file, read_fish_file, read_environment_file, read_git_file, read_curl_file,
                            read_wget_file, read_apt_file, read_json_file}) {
      EXPECT_LE(read(text).size(), 1U) << text;
    }
    for (const auto dialect : {IniDialect::kNpm, IniDialect::kPip}) {
      EXPECT_LE(read_ini_file(text, dialect).size(), 1U) << text;
    }
  }
}

/// Of the processor on POSIX; on Windows what has passed by the wall's clock.
std::clock_t time_to_read(std::string_view piece, std::size_t size) {
  std::string text;
  while (text.size() < size) text += piece;
  const std::clock_t begin = std::clock();
  for (const auto read : {read_shell_file, read_fish_file, read_environment_file, read_git_file, read_curl_file,
                          read_wget_file, read_apt_file, read_json_file}) {
    EXPECT_LE(read(text).size(), kMostFound);
  }
  EXPECT_LE(read_ini_file(text, IniDialect::kPip).size(), kMostFound);
  EXPECT_LE(files_git_includes(text).size(), kMostFound);
  return std::clock() - begin;
}

/// Four times the text: sixteen times the time for a careless reader. The rest is what a clock may be off.
bool takes_time_in_proportion(std::string_view piece) {
  const std::clock_t short_time = time_to_read(piece, 128 << 10U);
  return time_to_read(piece, 512 << 10U) < 8 * short_time + CLOCKS_PER_SEC / 4;
}

TEST(ConfigurationReaders, TakeTimeInProportionToTheText) {
  // Much of what makes a careless reader look back, or down, again and again.
  for (const std::string_view piece : {"a ",
                                       "\"$(",
                                       "(",
                                       "{",
                                       "[",
                                       "/**/",
                                       "${",
                                       "proxy=\n",
                                       "unset proxy\n",
                                       "`",
                                       "{\"proxy\":\"",
                                       "a{",
                                       "${a:-",
                                       "\"${proxy:-",
                                       "$'",
                                       "alias a='",
                                       "alias proxy=\"$a ",
                                       "alias a=$'\\'",
                                       "${proxy:=${proxy:-a}} ",
                                       "alias a=b\n",
                                       "export -n proxy\n",
                                       "proxy=\\\n",
                                       "proxy=$proxy$proxy\n",
                                       "<<E\n",
                                       "\\\n",
                                       "[\"a\"]\n"}) {
    // Other programs may hold up one attempt, or two; the careless reader fails each.
    bool in_proportion = false;
    for (int attempt = 0; attempt < 5 && !in_proportion; ++attempt) in_proportion = takes_time_in_proportion(piece);
    EXPECT_TRUE(in_proportion) << piece;
  }
}

}  // namespace
}  // namespace sallyport
