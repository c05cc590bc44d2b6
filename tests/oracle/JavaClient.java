// Asks for URLs with HttpURLConnection and the system properties that name a proxy: a JSON object a line in ({url, list,
// proxy}), a word a line out.

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class JavaClient {
  private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})|\\\\(.)");

  /** A text of a JSON object as Python writes it. */
  private static String field(String line, String name) {
    Matcher found = Pattern.compile("\"" + name + "\": \"((?:[^\"\\\\]|\\\\.)*)\"").matcher(line);
    if (!found.find()) throw new IllegalArgumentException(line);
    return ESCAPE.matcher(found.group(1)).replaceAll(each -> Matcher.quoteReplacement(
        each.group(1) != null ? String.valueOf((char) Integer.parseInt(each.group(1), 16))
            : each.group(2).equals("t") ? "\t" : each.group(2)));
  }

  private static String ask(String url) {
    try {
      HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
      connection.setConnectTimeout(5000);
      connection.setReadTimeout(5000);
      connection.getResponseCode();
    } catch (MalformedURLException | IllegalArgumentException error) {
      return "refused " + error;
    } catch (IOException error) {
      // The proxy's refusal of a tunnel, or a site that cannot be reached.
    }
    return "attempted";
  }

  public static void main(String[] arguments) throws IOException {
    System.setProperty("http.keepAlive", "false");
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      URI proxy = URI.create(field(line, "proxy"));
      for (String scheme : new String[] {"http", "https"}) {
        System.setProperty(scheme + ".proxyHost", proxy.getHost());
        System.setProperty(scheme + ".proxyPort", String.valueOf(proxy.getPort()));
      }
      String list = field(line, "list");
      if (list.isEmpty()) {
        System.clearProperty("http.nonProxyHosts");
      } else {
        System.setProperty("http.nonProxyHosts", list);
      }
      out.println(ask(field(line, "url")).replaceAll("\\s+", " "));
    }
  }
}
