// Asks for URLs with the transport's default, http.ProxyFromEnvironment, which reads the environment once: a JSON object
// a line in ({url}), a word a line out.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"time"
)

func ask(client *http.Client, url string) string {
	answer, err := client.Get(url)
	if err == nil {
		answer.Body.Close()
		return "attempted"
	}
	var dial *net.OpError
	if errors.As(err, &dial) && dial.Op == "dial" || strings.Contains(err.Error(), "Forbidden") {
		return "attempted"
	}
	return strings.ReplaceAll(fmt.Sprintf("refused %v", err), "\n", " ")
}

func main() {
	client := &http.Client{Timeout: 5 * time.Second}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var question struct{ Url string }
		if err := json.Unmarshal(lines.Bytes(), &question); err != nil {
			panic(err)
		}
		fmt.Println(ask(client, question.Url))
	}
}
